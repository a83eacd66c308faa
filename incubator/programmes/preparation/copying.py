"""Copies a call: the next one starts from the last, with its own reference, address and dates."""

import re
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.programmes import forming
from incubator.programmes.call_file.loading import PARTS
from incubator.programmes.models import Call
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused

OWN = {
    "id", "public_id", "created_at", "reference", "slug", "opens_at", "closes_at", "form_version",
    "several_windows", "announced_closes_at", "is_practice", "is_template", "earlier",
    "application_counter", "state", "proposed_by", "correction_note", "decisions_published_at",
}  # fmt: skip
REFERENCE = r"^[A-Z]{2,4}-\d{4}-\d{2,3}$"
PURPOSES = ("", "is_practice", "is_template")


class CopyRefused(Refused):
    """The reference or the address is taken, or the dates do not follow."""

    code = "copy_refused"


@an_act
def copy(
    call: Call,
    *,
    reference: str,
    slug: str,
    opens_at: datetime,
    closes_at: datetime,
    purpose: str = "",
    by: Actor,
    at: datetime,
) -> Call:
    """Return a new call in preparation with everything of `call` but its files and its results.

    Dates of the calendar move with the opening, those after the closing with the closing. The form becomes
    version
    1 of the new call. `purpose` is "" for a call, "is_practice" or "is_template". Audited. Raises CopyRefused or NotAllowed.
    """
    deciding.require("call.edit", by, call, at)
    if closes_at <= opens_at:
        raise CopyRefused(_("The closing comes after the opening."))
    if not re.fullmatch(REFERENCE, reference):
        values.refuse("reference", _("Write letters, a year and a number, for example AC-2028-01."))
    values.check_choice("purpose", purpose, PURPOSES)
    values.check(Call(reference=reference, slug=slug), "reference", "slug")
    if Call.objects.filter(reference=reference).exists():
        raise CopyRefused(_("Another call has this reference."))
    if Call.objects.filter(slug=slug).exists():
        raise CopyRefused(_("Another call has this address."))
    with transaction.atomic():
        made = Call(
            reference=reference, slug=slug, opens_at=opens_at, closes_at=closes_at, **_values(call, OWN)
        )
        if purpose:
            setattr(made, purpose, True)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as twice:
            # Copied by two presses at once: the database let one through.
            raise CopyRefused(_("Another call has this reference.")) from twice
        for model, name in PARTS.items():
            rows = [_values(row, {"id", "call"}) for row in getattr(call, name).all()]
            model.objects.bulk_create(model(call=made, **_moved(row, call, made)) for row in rows)
        audit.record("call.copy", made, by=by, at=at, source=call.reference)
        if call.form_version:
            forming.publish_form(made, call.form_version.definition, by=by, at=at)
    return made


def _values(row: models.Model, without: set[str]) -> dict:
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in without
    }


def _moved(row: dict, old: Call, new: Call) -> dict:
    """Move the instants of a calendar entry; other rows have none."""
    if "starts_at" not in row:
        return row
    if row["kind"] in ("open", "close"):
        return row | {"starts_at": new.opens_at if row["kind"] == "open" else new.closes_at}
    after = row["starts_at"] >= old.closes_at
    step = _days(new.closes_at - old.closes_at if after else new.opens_at - old.opens_at)
    return row | {name: row[name] + step for name in ("starts_at", "ends_at") if row[name]}


def _days(step: timedelta) -> timedelta:
    """Keep the hour of each entry: a calendar moves by whole days."""
    return timedelta(days=round(step / timedelta(days=1)))
