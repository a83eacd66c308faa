"""Turns the ranking into decisions to adjust: offers, waiting list, and declines with a first wording of reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from incubator.applications.decisions import decision
from incubator.applications.models import Decision
from incubator.applications.states import JUDGED, DecisionResult
from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.reviews.models import Round
from incubator.reviews.ranking import Ranked, of_round
from incubator.ui import typography
from incubator.workflow import audit, batches, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.batches import Batch


@dataclass(frozen=True)
class Proposal:
    """What the ranking makes of one file."""

    ranked: Ranked
    result: str
    rank: int | None


def proposals(call: Call, ranked: list[Ranked], *, offers: int, waiting: int) -> list[Proposal]:
    """Offer the first places, then the waiting list, decline the rest; a file without position is declined.

    Files that left the jury's hands meanwhile are passed over. Files that share a position are treated alike: when
    they are more than the places left, they go to the waiting list together and the committee chooses.
    """
    judged = [each for each in ranked if each.file.thing.state in JUDGED]
    shared = Counter(each.position for each in judged)
    found, places, before = [], 0, None
    for each in judged:
        if not each.passes:
            found.append(Proposal(each, DecisionResult.DECLINE, None))
            continue
        if each.position != before:
            first, before = places + 1, each.position
        places += 1
        last = first + shared[each.position] - 1
        found.append(_proposal(each, first, last, offers=offers, waiting=waiting))
    return found


def _proposal(ranked: Ranked, first: int, last: int, *, offers: int, waiting: int) -> Proposal:
    """Propose for one file of those that hold the places `first` to `last` together."""
    if last <= offers:
        return Proposal(ranked, DecisionResult.OFFER, None)
    if first <= offers or last <= offers + waiting:
        return Proposal(ranked, DecisionResult.WAITING_LIST, max(first - offers, 1))
    return Proposal(ranked, DecisionResult.DECLINE, None)


def apply_ranking(
    round: Round, *, offers: int | None = None, waiting: int | None = None, by: Actor, at: datetime
) -> Batch[Proposal, Decision]:
    """Write a pending decision for every ranked file, to adjust before the publication.

    By default as many offers and ranks as the call has. Declines carry a first wording of their reasons. A file that
    cannot be decided – the person has a link with it, it was decided meanwhile – is left out with its reason.
    """
    call = round.call
    offers = call.places if offers is None else offers
    waiting = call.waiting_list_size if waiting is None else waiting
    for name, number in (("offers", offers), ("waiting", waiting)):
        values.check_number(name, number, least=0, most=decision.MOST_RANKS)
    with acting(by):
        deciding.require("round.rank", by, round, at)
        found = proposals(call, of_round(round), offers=offers, waiting=waiting)
        batch = batches.each(found, lambda each: _decide(call, each, by=by, at=at))
        files = len(batch.done)
        audit.record("round.rank", round, by=by, at=at, offers=offers, waiting=waiting, files=files)
    return batch


def _decide(call: Call, proposal: Proposal, *, by: Actor, at: datetime) -> Decision:
    french, english = reasons(call, proposal)
    file, rank = proposal.ranked.file.thing, proposal.rank
    return decision.decide(
        file, proposal.result, rank=rank, reasons_fr=french, reasons_en=english, by=by, at=at
    )


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
                "mean": typography.below(ranked.means[slug], titles[slug].min_score),
                "lowest": typography.number(titles[slug].min_score),
            }
        )
    if ranked.mean < call.pass_mark_percent:
        told = _("The file obtained %(mean)s points of 100; the rules of the call ask for %(mark)s.")
        mark = call.pass_mark_percent
        lines.append(told % {"mean": typography.below(ranked.mean, mark), "mark": mark})
    if not lines:
        told = _("The file obtained %(mean)s points of 100 and ranks after those that were selected.")
        lines.append(told % {"mean": typography.number(ranked.mean)})
    return lines
