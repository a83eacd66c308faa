"""Each guard removed alone breaks the table: a test that could not fail would prove nothing."""

from collections.abc import Callable

import pytest
from django.urls import resolve

from funding.income_querysets import ChargeQuerySet
from incubator.applications.querysets import ApplicationQuerySet
from incubator.notifications.querysets import MessageQuerySet
from incubator.programmes.querysets import CallQuerySet
from incubator.reporting.querysets import ReportQuerySet
from incubator.reviews.querysets import AssignmentQuerySet
from incubator.startups.querysets import StartupQuerySet
from incubator.workflow import deciding
from mentorship.querysets import SessionQuerySet
from tests.access.asking import address
from tests.access.table import TABLE
from tests.access.test_table import cells, expected, found, name_of

pytestmark = pytest.mark.django_db


def differing(world, rows: list[str]) -> dict:
    """The cells of these rows that no longer answer as the table says."""
    answers = {cell: found(world, cell) for cell in cells(rows)}
    return {cell: answer for cell, answer in answers.items() if expected(cell) != answer}


def always(name: str, patch: pytest.MonkeyPatch) -> None:
    """Let a policy allow everybody."""
    rule = deciding.REGISTRY[name]
    patch.setitem(
        deciding.REGISTRY, name, deciding.Rule(rule.name, rule.who, lambda actor, thing, at: deciding.ALLOWED)
    )


def unfiltered(queryset: type, name: str, patch: pytest.MonkeyPatch) -> None:
    """Let a read keep every row."""
    patch.setattr(queryset, name, lambda self, *args: self)


POLICIES = {
    "application.confirm_eligible": ("applications:desk_confirm_eligible", {"admin"}),
    "application.promote": ("applications:desk_promote", {"officer", "admin"}),
    "review.recuse": ("reviews:recuse", {"admin"}),
    "award.approve": ("funding:award_act", {"officer", "finance"}),
    "tranche.verify": ("funding:tranche_act", {"officer", "approver", "director"}),
    "tranche.approve": ("funding:tranche_act (signature)", {"officer", "finance", "director"}),
    "charge.succeed": ("funding:charge_act", {"director"}),
    "call.cancel": ("programmes:cancel (published)", {"officer"}),
    "payout.read_file": ("files:download (proof of payment)", {"outsider", "owner", "donor"}),
}
READS = {
    (ApplicationQuerySet, "visible_to"): ("files:download", {"other_officer"}),
    (ChargeQuerySet, "visible_to"): ("funding:payment", {"outsider", "other_founder", "mentor"}),
    (ReportQuerySet, "visible_to"): ("reporting:desk_detail", {"donor"}),
    (SessionQuerySet, "visible_to"): ("mentorship:session", {"other_mentor"}),
    (CallQuerySet, "visible_to"): ("cms:call_page (in preparation)", {"other_officer"}),
    (StartupQuerySet, "of"): ("portal:startup", {"outsider", "other_founder", "officer"}),
    (MessageQuerySet, "letters_to"): ("notifications:letter", {"outsider", "other_founder", "admin"}),
    (AssignmentQuerySet, "readable_by"): ("reviews:file", {"other_juror"}),
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_allows_everybody_breaks_the_table(world, monkeypatch, name):
    row, opened = POLICIES[name]
    assert differing(world, [row]) == {}

    always(name, monkeypatch)

    assert opened <= {role for _row, _method, role in differing(world, [row])}


@pytest.mark.parametrize("guard", READS, ids=lambda guard: f"{guard[0].__name__}.{guard[1]}")
def test_a_read_that_keeps_every_row_breaks_the_table(world, monkeypatch, guard):
    row, opened = READS[guard]
    assert differing(world, [row]) == {}

    unfiltered(*guard, monkeypatch)

    assert opened <= {role for _row, _method, role in differing(world, [row])}


def undecorated(view: Callable) -> Callable:
    """The view under its decorators."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


@pytest.mark.parametrize(
    "row", ["portal:desk_startups", "funding:ledger", "portal:people", "applications:desk_export"]
)
def test_a_desk_page_without_its_door_breaks_the_table(world, monkeypatch, row):
    pattern = resolve(address(world, name_of(row), TABLE[row].about))
    holder = next(one for one in _patterns() if one.callback is pattern.func)

    monkeypatch.setattr(holder, "callback", undecorated(pattern.func))

    assert {"outsider", "owner", "juror", "agent"} <= {
        role for _row, _method, role in differing(world, [row])
    }


def test_without_the_product_s_door_the_table_breaks(world, monkeypatch):
    monkeypatch.setattr(
        "incubator.accounts.middleware.TheDoor.process_view", lambda self, request, view, args, kwargs: None
    )

    assert ("accounts:devices", "GET", "anonymous") in differing(world, ["accounts:devices"])


def _patterns() -> list:
    from django.urls import URLPattern, get_resolver

    def leaves(patterns: list) -> list:
        found = []
        for one in patterns:
            found += [one] if isinstance(one, URLPattern) else leaves(one.url_patterns)
        return found

    return leaves(get_resolver().url_patterns)
