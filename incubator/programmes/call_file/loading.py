"""Loads a call from a file.

All of it or nothing, and as often as one likes while the call is in preparation.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.forms.definition import fingerprint
from incubator.forms.problems import Problem
from incubator.people.models import Actor
from incubator.programmes import forming
from incubator.programmes.call_file import checking
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


class BadCall(Refused):
    """The file is wrong; `problems` lists everything that is, each with its path. Nothing was changed."""

    code = "bad_call"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        data = {"problems": [{"path": problem.path, "message": problem.message} for problem in problems]}
        super().__init__(_("The file of the call is to be corrected; nothing was changed."), data=data)


class CallUnderway(Refused):
    """The call has left preparation: a file no longer changes it."""

    code = "call_underway"
    default = _("This call is no longer in preparation, and the file differs from it: nothing was changed.")


def load_call(data: dict[str, Any], *, by: Actor, at: datetime, shift: timedelta | None = None) -> Call:
    """Create or update the call of the file, found by its reference, and publish its form; it stays a draft.

    Makes the programme and the sectors that are missing. Times are those of the centre; `shift` moves
    every date.
    The same file loaded again changes nothing. Raises BadCall, or CallUnderway when a call that is no
    longer in
    preparation would change. Audited.
    """
    source = checking.call_of(data)
    if found := checking.check(source):
        raise BadCall(found)
    centre = _centre(source)
    with transaction.atomic():
        head, parts = _head(source, shift or timedelta()), _parts(source, shift or timedelta())
        definition = checking.compiled(source)
        existing = Call.objects.select_for_update().filter(reference=source["reference"]).first()
        if existing and _is_loaded(existing, head, parts, definition):
            return existing
        if existing and existing.state != CallState.DRAFT:
            raise CallUnderway
        _free_slug(source)
        call = _write(existing, {**head, "programme": _programme(source, centre)}, parts)
        _sectors(source)
        audit.record("call.load", call, by=by, at=at, created=existing is None)
        forming.publish_form(call, definition, by=by, at=at)
    return call


def _centre(source: Mapping[str, Any]) -> Centre:
    wanted = source["programme"].get("centre")
    centres = Centre.objects.order_by("pk")
    centre = centres.filter(slug=wanted).first() if wanted else centres.first()
    if centre is None:
        raise BadCall(
            [Problem("call.programme.centre", str(_("There is no such centre: open the centre first.")))]
        )
    return centre


def _free_slug(source: Mapping[str, Any]) -> None:
    if Call.objects.filter(slug=source["slug"]).exclude(reference=source["reference"]).exists():
        raise BadCall([Problem("call.slug", str(_("Another call has this address.")))])


def _programme(source: Mapping[str, Any], centre: Centre) -> Programme:
    given = source["programme"]
    names = {"title_fr": given["name_fr"], "title_en": given.get("name_en") or ""}
    planned = {
        "cohorts_planned": given.get("cohorts_planned") or 1,
        "places_planned": given.get("places_total") or 0,
    }
    programme, _created = Programme.objects.get_or_create(
        slug=given["slug"], defaults={"centre": centre, **names, **planned}
    )
    return programme


def _sectors(source: Mapping[str, Any]) -> None:
    for place, theme in enumerate(source.get("themes") or []):
        names = {"name_fr": theme["fr"], "name_en": theme.get("en") or ""}
        Sector.objects.get_or_create(slug=theme["slug"], defaults={**names, "position": place})


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


def _head(source: Mapping[str, Any], shift: timedelta) -> Row:
    zone = ZoneInfo(source.get("time_zone") or "Africa/Lome")
    when = {entry["kind"]: checking.instant(entry["start"], zone, shift) for entry in source["calendar"]}
    places, grid, grant = source["places"], source["criteria"], source.get("grant") or {}
    return {
        "reference": source["reference"],
        "slug": source["slug"],
        "title_fr": source["title_fr"],
        "title_en": source.get("title_en") or "",
        "summary_fr": source["summary_fr"],
        "summary_en": source.get("summary_en") or "",
        "sections": source.get("sections") or [],
        "themes": source.get("themes") or [],
        "opens_at": when["open"],
        "closes_at": when["close"],
        "grace_minutes": source.get("grace_minutes") or 0,
        "places": places["selected"],
        "shortlist_size": places.get("shortlist") or 0,
        "waiting_list_size": places.get("waiting_list") or 0,
        "is_blind": bool(grid.get("blind", True)),
        "score_scale": grid["scale"],
        "pass_mark_percent": grid.get("pass_mark_percent") or 0,
        "reviews_per_application": grid.get("reviews_per_application") or 2,
        "third_review_gap": grid.get("third_review_if_gap_over_points") or 0,
        "tie_break": grid.get("tie_break") or [],
        "currency": grant.get("currency") or "XOF",
        "award_amount": grant.get("max_amount") or 0,
        "contact": source.get("contact") or {},
        "retention": source.get("retention") or {},
        "fees": source.get("fees") or {},
    }


def _parts(source: Mapping[str, Any], shift: timedelta) -> dict[type, list[Row]]:
    zone = ZoneInfo(source.get("time_zone") or "Africa/Lome")
    return {
        EligibilityRule: _numbered(source.get("eligibility"), _rule),
        Criterion: _numbered(source["criteria"]["items"], _criterion),
        DocumentRequirement: _numbered(source.get("documents"), _document),
        CalendarEntry: _numbered(source["calendar"], lambda row: _entry(row, zone, shift)),
        TrancheTemplate: _numbered((source.get("grant") or {}).get("tranches"), _tranche),
        MilestoneTemplate: _numbered(source.get("milestone_template"), _milestone),
    }


def _numbered(rows: list[Row] | None, read: Any) -> list[Row]:
    return [{"position": place, **read(row)} for place, row in enumerate(rows or [])]


def _rule(row: Row) -> Row:
    return {
        "slug": row["slug"],
        "kind": row["kind"],
        "feeds": row.get("feeds") or "",
        "text_fr": row["fr"],
        "text_en": row.get("en") or "",
        "reason_fr": row.get("reason_fr") or "",
        "reason_en": row.get("reason_en") or "",
        "condition": row["condition"],
    }


def _criterion(row: Row) -> Row:
    return {
        "slug": row["slug"],
        "weight": row["weight"],
        "min_score": row.get("min_score"),
        "title_fr": row["fr"],
        "title_en": row.get("en") or "",
        "guidance_fr": row.get("guidance_fr") or "",
        "guidance_en": row.get("guidance_en") or "",
        "answers": row.get("answers") or [],
    }


def _document(row: Row) -> Row:
    return {
        "slug": row["slug"],
        "title_fr": row["fr"],
        "title_en": row.get("en") or "",
        "note_fr": row.get("note_fr") or "",
        "note_en": row.get("note_en") or "",
        "moment": row.get("when") or "application",
        "required": bool(row.get("required")),
        "required_when": row.get("required_when"),
        "formats": row.get("formats") or [],
        "max_mb": row.get("max_mb") or 2,
        "data_class": row.get("data_class") or "internal",
        "reviewer_visible": bool(row.get("reviewer_visible")),
    }


def _entry(row: Row, zone: ZoneInfo, shift: timedelta) -> Row:
    ends_at = checking.instant(row["end"], zone, shift, end=True) if row.get("end") else None
    return {
        "slug": row["slug"],
        "kind": row["kind"],
        "title_fr": row["fr"],
        "title_en": row.get("en") or "",
        "starts_at": checking.instant(row["start"], zone, shift),
        "ends_at": ends_at,
        "whole_day": "T" not in row["start"],
    }


def _tranche(row: Row) -> Row:
    return {
        "number": row["number"],
        "percent": row["percent"],
        "amount": row["amount"],
        "title_fr": row["label_fr"],
        "title_en": row.get("label_en") or "",
        "conditions": row.get("conditions") or [],
    }


def _milestone(row: Row) -> Row:
    return {
        "number": row["number"],
        "title_fr": row["title_fr"],
        "title_en": row.get("title_en") or "",
        "description_fr": row.get("description_fr") or "",
        "description_en": row.get("description_en") or "",
        "due_after_days": row["due_after_days"],
        "weight": row.get("weight") or 0,
        "evidence": checking.evidence_of(row.get("evidence") or [])["steps"][0]["fields"],
    }
