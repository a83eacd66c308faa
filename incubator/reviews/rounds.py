"""Opens a round of the jury, and gives it more time."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.reviews.models import Round
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused


class DatesDisagree(Refused):
    """A round that would close before it opens, or in the past."""

    code = "dates_disagree"
    default = _("A round closes after it opens, and at a date to come.")


def open_round(
    call: Call,
    *,
    opens_at: datetime,
    closes_at: datetime,
    title_fr: str = "",
    title_en: str = "",
    by: Actor,
    at: datetime,
) -> Round:
    """Plan a round for the files of a call, blind if the call is. Raises DatesDisagree or BadValues."""
    if closes_at <= opens_at or closes_at <= at:
        raise DatesDisagree()
    with acting(by):
        Call.objects.select_for_update().get(pk=call.pk)
        deciding.require("round.open", by, call, at)
        number = (call.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        round_ = Round(
            call=call,
            number=number,
            title_fr=title_fr.strip() or f"Évaluation des dossiers, phase {number}",
            title_en=title_en.strip() or ("" if title_fr.strip() else f"Review of the files, phase {number}"),
            opens_at=opens_at,
            closes_at=closes_at,
            is_blind=call.is_blind,
            created_at=at,
        )
        values.check(round_, "title_fr", "title_en")
        round_.save()
        audit.record("round.open", round_, by=by, at=at, call=call.reference, number=number)
    return round_


def extend(round: Round, *, closes_at: datetime, by: Actor, at: datetime) -> Round:
    """Move the closing of a round; a closed one opens again until then. Raises DatesDisagree."""
    if closes_at <= round.opens_at or closes_at <= at:
        raise DatesDisagree()
    with acting(by):
        locked = Round.objects.select_for_update().get(pk=round.pk)
        deciding.require("round.extend", by, locked, at)
        before, locked.closes_at = locked.closes_at, closes_at
        locked.save(update_fields=["closes_at"])
        audit.record(
            "round.extend", locked, by=by, at=at, before=before.isoformat(), after=closes_at.isoformat()
        )
    round.closes_at = closes_at
    return round
