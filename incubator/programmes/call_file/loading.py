"""Loads a call from a file.

All of it or nothing, and as often as one likes while the call is in preparation.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.forms.definition import fingerprint
from incubator.forms.problems import Problem
from incubator.people.models import Actor
from incubator.programmes import forming
from incubator.programmes.call_file import checking, schema
from incubator.programmes.call_file.checking import BadCall
from incubator.programmes.call_file.schema import CallFile
from incubator.programmes.models import (
    CalendarEntry,
    Call,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    MilestoneTemplate,
    Programme,
    TrancheTemplate,
)
from incubator.programmes.states import CallState
from incubator.startups.models import Sector
from incubator.territory.models import Centre
from incubator.workflow import audit
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused

Row = dict[str, Any]
PARTS = {
    EligibilityRule: "eligibility_rules",
    Criterion: "criteria",
    DocumentRequirement: "documents",
    CalendarEntry: "calendar",
    TrancheTemplate: "tranche_plan",
    MilestoneTemplate: "milestone_plan",
}


class CallUnderway(Refused):
    """The call has left preparation: a file no longer changes it."""

    code = "call_underway"
    default = gettext_lazy(
        "This call is no longer in preparation, and the file differs from it: nothing was changed."
    )


def load_call(data: dict[str, Any], *, by: Actor, at: datetime, shift: timedelta | None = None) -> Call:
    """Create or update the call of the file, found by its reference, and publish its form; it stays a draft.

    Makes the programme and the sectors that are missing. Times are those of the centre; `shift` moves
    every date.
    The same file loaded again changes nothing. Raises BadCall, or CallUnderway when a call that is no
    longer in
    preparation would change. Audited.
    """
    source = checking.read(data)
    centre = _centre(source)
    with acting(by):
        head, parts = _head(source, shift or timedelta()), _parts(source, shift or timedelta())
        existing = Call.objects.select_for_update().filter(reference=source.reference).first()
        if existing and _is_loaded(existing, head, parts, source.definition):
            return existing
        if existing and existing.state != CallState.DRAFT:
            raise CallUnderway
        if Call.objects.filter(slug=source.slug).exclude(reference=source.reference).exists():
            raise BadCall([Problem("call.slug", _("Another call has this address."))])
        call = _write(existing, {**head, "programme": _programme(source.programme, centre)}, parts)
        for place, theme in enumerate(source.themes):
            names = {"name_fr": theme["fr"], "name_en": theme.get("en") or ""}
            Sector.objects.get_or_create(slug=theme["slug"], defaults={**names, "position": place})
        audit.record("call.load", call, by=by, at=at, created=existing is None)
        forming.publish_form(call, source.definition, by=by, at=at)
    return call


def _centre(source: CallFile) -> Centre:
    centres = Centre.objects.order_by("pk")
    wanted = source.programme.centre
    centre = centres.filter(slug=wanted).first() if wanted else centres.first()
    if centre is None:
        told = _("There is no such centre: open the centre first.")
        raise BadCall([Problem("call.programme.centre", told)])
    return centre


def _programme(source: schema.Programme, centre: Centre) -> Programme:
    columns = {"centre": centre, **source.model_dump(exclude={"slug", "centre"})}
    return Programme.objects.get_or_create(slug=source.slug, defaults=columns)[0]


def _write(existing: Call | None, head: Row, parts: dict[type, list[Row]]) -> Call:
    call = existing or Call()
    for name, value in head.items():
        setattr(call, name, value)
    call.save()
    for model, rows in parts.items():
        model.objects.filter(call=call).delete()
        model.objects.bulk_create(model(call=call, **row) for row in rows)
    return call


def _is_loaded(call: Call, head: Row, parts: dict[type, list[Row]], definition: dict[str, Any]) -> bool:
    if any(getattr(call, name) != value for name, value in head.items()):
        return False
    if call.form_version is None or call.form_version.sha256 != fingerprint(definition):
        return False
    return all(_same_rows(call, model, rows) for model, rows in parts.items())


def _same_rows(call: Call, model: type, rows: list[Row]) -> bool:
    stored = model.objects.filter(call=call).order_by("position", "id")
    names = list(rows[0]) if rows else []
    return list(stored.values(*names)) == rows if names else not stored.exists()


# -- from the file to the columns ----------------------------------------------------------------------------


# Parts of the file that fill no column of the call by their own name.
NOT_OF_THE_CALL = {
    "programme", "time_zone", "calendar", "places", "criteria", "milestone_template", "grant", "documents",
    "eligibility", "form",
}  # fmt: skip


def _head(source: CallFile, shift: timedelta) -> Row:
    when = {entry.kind: _instant(entry.start, source, shift) for entry in source.calendar}
    return {
        **source.model_dump(exclude=NOT_OF_THE_CALL),
        **source.places.model_dump(),
        **source.criteria.model_dump(exclude={"items"}),
        **source.grant.model_dump(exclude={"tranches"}),
        "opens_at": when["open"],
        "closes_at": when["close"],
    }


def _parts(source: CallFile, shift: timedelta) -> dict[type, list[Row]]:
    """Return the rows of each table: the parts are named as its columns."""
    rows = {
        EligibilityRule: [schema.Rule(**rule).model_dump() for rule in source.eligibility],
        Criterion: [criterion.model_dump() for criterion in source.criteria.items],
        DocumentRequirement: [schema.Document(**document).model_dump() for document in source.documents],
        CalendarEntry: [_entry(entry, source, shift) for entry in source.calendar],
        TrancheTemplate: [tranche.model_dump() for tranche in source.grant.tranches],
        MilestoneTemplate: [_milestone(milestone) for milestone in source.milestone_template],
    }
    return {
        model: [{"position": place, **row} for place, row in enumerate(found)]
        for model, found in rows.items()
    }


def _entry(entry: schema.Entry, source: CallFile, shift: timedelta) -> Row:
    return entry.model_dump(exclude={"start", "end"}) | {
        "starts_at": _instant(entry.start, source, shift),
        "ends_at": _instant(entry.end, source, shift, end=True) if entry.end else None,
        "whole_day": "T" not in entry.start,
    }


def _milestone(milestone: schema.Milestone) -> Row:
    return milestone.model_dump() | {"evidence": milestone.definition["steps"][0]["fields"]}


def _instant(written: str, source: CallFile, shift: timedelta, *, end: bool = False) -> datetime:
    """Read "2027-03-05T17:00" or a day, which is its first minute (with `end` its last), in the centre's zone."""
    moment = datetime.fromisoformat(written)
    if end and "T" not in written:
        moment += timedelta(hours=23, minutes=59)
    return (moment if moment.tzinfo else moment.replace(tzinfo=source.time_zone)) + shift
