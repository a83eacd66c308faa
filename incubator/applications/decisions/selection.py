"""The selection of a call against its targets, from the answers of the teams that are offered a place. Reads only."""

from incubator.applications.models import Decision, Revision
from incubator.applications.states import DecisionKind, DecisionResult
from incubator.core.bilingual import pick_pair
from incubator.forms import eligibility
from incubator.programmes import facts
from incubator.programmes.models import Call
from incubator.programmes.rules import rules_of


def targets_of(call: Call) -> list[dict]:
    """Return each target of the call with its share among the offers, pending or published, for the checklist."""
    offered = Decision.objects.filter(
        application__call=call, kind=DecisionKind.OUTCOME, result=DecisionResult.OFFER
    ).values("application")
    latest: dict[int, dict] = {}
    rows = (
        Revision.objects.filter(application__in=offered)
        .order_by("number")
        .values_list("application", "answers")
    )
    for application, answers in rows:
        latest[application] = answers
    found = eligibility.targets(
        rules_of(call),
        list(latest.values()),
        facts.facts_for(call),
        facts.closing_on(call),
        everything=_everything(),
    )
    return [_line(target) for target in found]


def _everything() -> dict[str, list[str]]:
    known = facts.divisions().values()
    return {
        part: sorted({parts[part] for parts in known}) for part in ("region", "reporting_zone", "prefecture")
    }


def _line(target: eligibility.Target) -> dict:
    share = f"{target.count}/{target.total}" + (
        f" ({target.percent} %)" if target.percent is not None else ""
    )
    state = {True: "done", False: "missing", None: "todo"}[target.met]
    return {"label": pick_pair(target.label), "state": state, "word": share}
