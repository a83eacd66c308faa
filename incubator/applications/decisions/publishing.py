"""The decisions of a call published in one act: what would leave, what is missing, all the letters or nothing."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from incubator.applications.casework import letters
from incubator.applications.decisions.decision import MOVES
from incubator.applications.models import Application, Decision
from incubator.applications.states import (
    JUDGED,
    LIFECYCLE,
    DecisionKind,
    DecisionResult,
    DecisionState,
    State,
)
from incubator.applications.submission import telling
from incubator.people.models import Actor
from incubator.programmes.models import Call
from incubator.programmes.states import LIFECYCLE as CALL_LIFECYCLE
from incubator.programmes.states import CallState
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import AlreadyDone, NotAllowed, Refused

# The order in which decisions of one file are published.
KINDS = (DecisionKind.ELIGIBILITY, DecisionKind.SHORTLIST, DecisionKind.OUTCOME)
UNDECIDED = (State.SUBMITTED, State.RETURNED, State.ELIGIBLE, *JUDGED)


class CannotPublish(Refused):
    """The publication was asked for while something is missing."""

    code = "not_ready"


@dataclass(frozen=True)
class Preview:
    """What publishing would do: how many of each result, how many letters, what is missing, and one letter.

    `token` tells one such list of decisions from another: what was read is what is published.
    """

    counts: dict[str, int] = field(default_factory=dict)
    letters: int = 0
    undecided: int = 0
    without_reasons: int = 0
    example: Decision | None = None
    token: str = ""

    @property
    def is_ready(self) -> bool:
        return bool(self.counts) and not self.undecided and not self.without_reasons


def preview(call: Call) -> Preview:
    """Count what waits for publication, and choose the decision whose letter is shown (a refusal if any)."""
    waiting = list(
        Decision.objects.pending()
        .filter(application__call=call)
        .exclude(application__state=State.WITHDRAWN)
        .select_related("application__call", "application__startup")
        .order_by("application__reference", "id")
    )
    # Of the decisions of one file only the last is written to it.
    last = {d.application_id: d for d in sorted(waiting, key=lambda d: KINDS.index(d.kind))}
    with_letter = [d for d in waiting if last[d.application_id] is d and d.result in letters.LETTERS]
    refusals = [d for d in with_letter if d.result == DecisionResult.DECLINE]
    return Preview(
        counts=dict(Counter(d.result for d in waiting)),
        letters=len(with_letter) + telling.count_others([d.application_id for d in with_letter]),
        undecided=undecided(call).count(),
        without_reasons=sum(1 for d in waiting if _needs_reasons(d)),
        example=next(iter(refusals or with_letter), None),
        token=_token(waiting),
    )


def _token(waiting: list[Decision]) -> str:
    parts = [(d.pk, d.result, d.rank, d.reasons_fr, d.reasons_en, str(d.answer_by)) for d in waiting]
    text = json.dumps(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def may_publish(call: Call, shown: Preview, *, by: Actor, at: datetime) -> deciding.Verdict:
    """Tell whether the results can be published now, or why not: by whom, when, and what is still missing."""
    verdict = deciding.decide("application.publish_decisions", by, call, at)
    if not verdict:
        return verdict
    if call.state != CallState.PUBLISHED:
        return deciding.denied(_("The results of this call are published, or it has none."))
    verdict = deciding.decide("call.publish_results", by, call, at)
    if verdict and not shown.is_ready:
        return deciding.denied(
            _("Every file has its decision, and every refusal its reasons, before the results.")
        )
    return verdict


def undecided(call: Call) -> QuerySet[Application]:
    """Return the sent files of a call that have no outcome yet."""
    done = Decision.objects.filter(kind=DecisionKind.OUTCOME).values("application")
    waiting = Application.objects.filter(call=call, state__in=UNDECIDED).exclude(pk__in=done)
    # The preselected teams of a first stage go on in the call that follows it: their outcome is decided there.
    return waiting.exclude(Q(state=State.SHORTLISTED) & Exists(Call.objects.filter(earlier=call)))


def _needs_reasons(decision: Decision) -> bool:
    refused = (DecisionResult.DECLINE, DecisionResult.INELIGIBLE)
    return decision.result in refused and not decision.reasons_fr.strip()


@an_act
def publish_all(call: Call, *, by: Actor, at: datetime) -> int:
    """Publish every pending decision of a call in one act: all the moves, all the letters, or nothing.

    Returns how many decisions were published. Raises CannotPublish while a file waits for its decision or a refusal for
    its reasons. Published again by the same person, it changes nothing.
    """
    deciding.require("application.publish_decisions", by, call, at)
    try:
        with CALL_LIFECYCLE.move(call, "publish_results", by=by, at=at) as locked:
            _require_ready(locked, at)
            count = _publish(locked, KINDS, by=by, at=at)
            locked.decisions_published_at = at
    except AlreadyDone as done:
        if not isinstance(done.thing, Call):
            raise
        return 0
    return count


def publish_shortlist(call: Call, *, by: Actor, at: datetime) -> int:
    """Publish the pending shortlist of a call (its results stay to come); return how many teams were told."""
    with acting(by):
        deciding.require("application.publish_decisions", by, call, at)
        CALL_LIFECYCLE.locked(call)
        count = _publish(call, (DecisionKind.SHORTLIST,), by=by, at=at)
        audit.record("call.publish_shortlist", call, by=by, at=at, count=count)
    return count


def _require_ready(call: Call, at: datetime) -> None:
    if call.is_open(at):
        raise CannotPublish(_("The call is still open: results are published after its closing."))
    waiting = undecided(call).count()
    if waiting:
        words = ngettext("%(n)s file has no decision yet.", "%(n)s files have no decision yet.", waiting)
        raise CannotPublish(words % {"n": waiting}, data={"undecided": waiting})
    pending = Decision.objects.pending().filter(application__call=call)
    without = [d for d in pending if _needs_reasons(d)]
    if without:
        words = ngettext(
            "%(n)s refusal has no reasons yet.", "%(n)s refusals have no reasons yet.", len(without)
        )
        raise CannotPublish(words % {"n": len(without)}, data={"without_reasons": len(without)})


def _publish(call: Call, kinds: tuple[str, ...], *, by: Actor, at: datetime) -> int:
    """Publish the pending decisions of these kinds, file by file; only the last one of a file is written to it."""
    waiting = (
        Decision.objects.pending()
        .filter(application__call=call, kind__in=kinds)
        .exclude(application__state=State.WITHDRAWN)
        .select_related("application__call", "application__startup")
        .order_by("application__id")
    )
    files: dict[int, list[Decision]] = {}
    for decision in waiting:
        files.setdefault(decision.application_id, []).append(decision)
    for decisions in files.values():
        decisions.sort(key=lambda d: KINDS.index(d.kind))
        for decision in decisions:
            tell, batch = decision is decisions[-1], f"results {call.reference}"
            try:
                _publish_one(decision, by=by, at=at, tell=tell, batch=batch)
            except Refused as refusal:
                raise _named(decision.application, refusal) from refusal
    return sum(len(decisions) for decisions in files.values())


def _named(application: Application, refusal: Refused) -> Refused:
    """A publication is all or nothing: the file that stops it is named, with its reason."""
    facts = {"name": application.reference, "reason": refusal.sentence}
    kind = NotAllowed if isinstance(refusal, NotAllowed) else CannotPublish
    return kind(_("%(name)s: %(reason)s") % facts, data={"file": application.public_id})


def _publish_one(decision: Decision, *, by: Actor, at: datetime, tell: bool, batch: str) -> None:
    application = decision.application
    move = MOVES.get(DecisionResult(decision.result))
    if move:
        with LIFECYCLE.move(application, move, by=by, at=at, data={"decision": decision.public_id}) as file:
            file.changed_at = at
    if decision.result == DecisionResult.OFFER and decision.answer_by is None:
        decision.answer_by = at + timedelta(days=letters.ANSWER_DAYS)
    decision.state, decision.published_at = DecisionState.PUBLISHED, at
    decision.save(update_fields=["state", "published_at", "answer_by"])
    if tell:
        letters.decided(decision, by=by, at=at, batch=batch)
