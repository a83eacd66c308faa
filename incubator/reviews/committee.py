"""Turns the ranking into decisions to adjust: offers, waiting list, and declines with a first wording of reasons."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from incubator.applications import decision
from incubator.applications.states import JUDGED, DecisionResult
from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.reviews.models import Round
from incubator.reviews.ranking import Ranked, of_round
from incubator.ui import typography
from incubator.workflow import audit, deciding


@dataclass(frozen=True)
class Proposal:
    """What the ranking makes of one file."""

    ranked: Ranked
    result: str
    rank: int | None


def proposals(call: Call, ranked: list[Ranked], *, offers: int, waiting: int) -> list[Proposal]:
    """Offer the first places, then the waiting list, decline the rest; a file without position is declined.

    Files that left the jury's hands meanwhile are passed over.
    """
    found, places = [], 0
    for each in ranked:
        if each.file.thing.state not in JUDGED:
            continue
        if not each.passes:
            found.append(Proposal(each, DecisionResult.DECLINE, None))
            continue
        places += 1
        if places <= offers:
            found.append(Proposal(each, DecisionResult.OFFER, None))
        elif places <= offers + waiting:
            found.append(Proposal(each, DecisionResult.WAITING_LIST, places - offers))
        else:
            found.append(Proposal(each, DecisionResult.DECLINE, None))
    return found


def apply_ranking(
    round: Round, *, offers: int | None = None, waiting: int | None = None, by: Actor, at: datetime
) -> int:
    """Write a pending decision for every ranked file, to adjust before the publication; return how many.

    By default as many offers and ranks as the call has. Declines carry a first wording of their reasons.
    """
    call = round.call
    offers = call.places if offers is None else offers
    waiting = call.waiting_list_size if waiting is None else waiting
    with transaction.atomic():
        deciding.require("round.rank", by, round, at)
        found = proposals(call, of_round(round), offers=offers, waiting=waiting)
        for each in found:
            french, english = reasons(call, each)
            decision.decide(
                each.ranked.file.thing,
                each.result,
                rank=each.rank,
                reasons_fr=french,
                reasons_en=english,
                by=by,
                at=at,
            )
        audit.record("round.rank", round, by=by, at=at, offers=offers, waiting=waiting, files=len(found))
    return len(found)


def reasons(call: Call, proposal: Proposal) -> tuple[str, str]:
    """Return a first wording of why a file is declined, in French and in English; empty for the others."""
    if proposal.result != DecisionResult.DECLINE:
        return "", ""
    texts = []
    for language in ("fr", "en"):
        with translation.override(language):
            texts.append("\n".join(_lines(call, proposal.ranked)))
    return texts[0], texts[1]


def _lines(call: Call, ranked: Ranked) -> list[str]:
    if ranked.mean is None:
        return [_("No member of the jury could score the file.")]
    lines = []
    titles = {criterion.slug: criterion for criterion in call.criteria.all()}
    for slug in ranked.knocked_out:
        told = _(
            'On "%(criterion)s", the mean of the scores is %(mean)s; the rules of the call ask for %(lowest)s.'
        )
        lines.append(
            told
            % {
                "criterion": titles[slug].title.plain,
                "mean": typography.number(ranked.means[slug]),
                "lowest": typography.number(titles[slug].min_score),
            }
        )
    if ranked.mean < call.pass_mark_percent:
        told = _("The file obtained %(mean)s points of 100; the rules of the call ask for %(mark)s.")
        lines.append(told % {"mean": typography.number(ranked.mean), "mark": call.pass_mark_percent})
    if not lines:
        told = _("The file obtained %(mean)s points of 100 and ranks after those that were selected.")
        lines.append(told % {"mean": typography.number(ranked.mean)})
    return lines
