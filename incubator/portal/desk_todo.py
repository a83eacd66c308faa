"""What waits at the desk: each slice is asked for its rows; one line a kind, with the age of the oldest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from funding.models import Award, Charge, Expense, Payee, Payout, Refund, Tranche
from funding.states import TrancheState
from incubator.applications.models import Application, Decision, Note
from incubator.conflicts.models import Interest
from incubator.core.clock import local_day
from incubator.milestones.models import Milestone
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import PersonState, Role
from incubator.portal import dossier
from incubator.portal.addresses import find
from incubator.portal.directory import without_mentor
from incubator.programmes.models import Call
from incubator.reporting.models import Report
from incubator.ui.typography import number
from mentorship.models import Match
from mentorship.states import MatchState

SILENT_DAYS = 30
Rows = Callable[[User, datetime], QuerySet]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: for whom, its words, its rows, since when a row waits, and the list behind."""

    key: str
    roles: tuple[str, ...]
    words: Any
    rows: Rows
    since: str
    address: Callable[[], str]
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of "To do": how many, since when, and where they are."""

    key: str
    count: int
    text: str
    oldest: datetime | None
    url: str
    is_alarm: bool = False


def waiting(user: User, role: str, at: datetime) -> list[Waiting]:
    """Return the lines of a role that have something, in the order of the work."""
    lines = [line for kind in KINDS if role in kind.roles for line in [_line(kind, user, at)] if line.count]
    return [*_by_call(user, role), *lines]


def _line(kind: Kind, user: User, at: datetime) -> Waiting:
    found = kind.rows(user, at).order_by().aggregate(count=Count("pk", distinct=True), oldest=Min(kind.since))
    text = kind.words % {"n": found["count"]} if found["count"] else ""
    shown = str(text).replace(str(found["count"]), number(found["count"]), 1) if text else ""
    return Waiting(kind.key, found["count"], shown, _instant(found["oldest"]), kind.address(), kind.is_alarm)


def _instant(value: date | datetime | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime.combine(value, time.min))


def _by_call(user: User, role: str) -> list[Waiting]:
    """Applications to screen and decisions to publish: one line a call, since each call has its own lists."""
    found: list[Waiting] = []
    if role == Role.OFFICER:
        words = ngettext_lazy(
            "%(call)s: %(n)s application to check", "%(call)s: %(n)s applications to check", "n"
        )
        rows = Application.objects.at_the_desk_of(user).counted().to_screen()
        groups = (
            rows.order_by()
            .values(ref=F("call__reference"))
            .annotate(n=Count("pk"), oldest=Min("submitted_at"))
        )
        found += [
            _call_line("screen", group, words, "applications:call_list", {"view": "todo"}) for group in groups
        ]
    if role in (Role.OFFICER, Role.DIRECTOR):
        words = ngettext_lazy(
            "%(call)s: %(n)s decision to publish", "%(call)s: %(n)s decisions to publish", "n"
        )
        files = Application.objects.at_the_desk_of(user).counted().values("pk")
        rows = Decision.objects.to_publish().filter(application__in=files)
        groups = rows.order_by().values(ref=F("application__call__reference"))
        groups = groups.annotate(n=Count("pk"), oldest=Min("decided_at"))
        found += [_call_line("publish", group, words, "reviews:call_decisions", None) for group in groups]
    return sorted(found, key=lambda line: (line.key != "screen", line.text))


def _call_line(
    key: str, group: dict[str, Any], words: Any, page: str, query: dict[str, str] | None
) -> Waiting:
    text = str(words % {"n": group["n"], "call": group["ref"]})
    return Waiting(key, group["n"], text, group["oldest"], find(page, group["ref"], query=query))


def _day(at: datetime) -> date:
    return local_day(at)


OFFICER, DIRECTOR, FINANCE, APPROVER, ADMIN = (
    Role.OFFICER,
    Role.DIRECTOR,
    Role.FINANCE,
    Role.APPROVER,
    Role.ADMIN,
)
KINDS: tuple[Kind, ...] = (
    Kind("calls_to_approve", (DIRECTOR,),
         ngettext_lazy("%(n)s call to approve", "%(n)s calls to approve", "n"),
         lambda user, at: Call.objects.visible_to(user).to_approve(user), "created_at",
         lambda: find("programmes:desk_calls", query={"waiting": "to_approve"})),
    Kind("early_closings", (DIRECTOR,),
         ngettext_lazy("%(n)s earlier closing to decide", "%(n)s earlier closings to decide", "n"),
         lambda user, at: Call.objects.visible_to(user).early_closing_asked(user), "early_closings__asked_at",
         lambda: find("programmes:desk_calls", query={"waiting": "early_closing_asked"})),
    Kind("calls_to_publish", (OFFICER,),
         ngettext_lazy("%(n)s approved call to publish", "%(n)s approved calls to publish", "n"),
         lambda user, at: Call.objects.visible_to(user).to_publish(user), "created_at",
         lambda: find("programmes:desk_calls", query={"waiting": "to_publish"})),
    Kind("awards", (DIRECTOR, APPROVER),
         ngettext_lazy("%(n)s award to approve", "%(n)s awards to approve", "n"),
         lambda user, at: Award.objects.visible_to(user).to_approve(user),
         "created_at", lambda: find("funding:awards", query={"state": "to_approve"})),
    Kind("own_tasks", (OFFICER, DIRECTOR),
         ngettext_lazy("%(n)s task for you on a file", "%(n)s tasks for you on files", "n"),
         lambda user, at: Note.objects.tasks_of(user), "due_on",
         lambda: find("applications:desk_tasks")),
    Kind("registrations", (OFFICER, FINANCE, DIRECTOR),
         ngettext_lazy("%(n)s registration to confirm", "%(n)s registrations to confirm", "n"),
         lambda user, at: dossier.registrations(user).to_confirm(user), "proposed_at",
         lambda: find("portal:registrations", query={"view": "to_confirm"})),
    Kind("evidence", (OFFICER,),
         ngettext_lazy("%(n)s milestone to read", "%(n)s milestones to read", "n"),
         lambda user, at: Milestone.objects.visible_to(user).to_read(), "submitted_at",
         lambda: find("milestones:desk_list", query={"view": "to_read"})),
    Kind("reports", (OFFICER,),
         ngettext_lazy("%(n)s report to read", "%(n)s reports to read", "n"),
         lambda user, at: Report.objects.visible_to(user).to_read(), "submitted_at",
         lambda: find("reporting:desk_list", query={"view": "to_read"})),
    Kind("links", (OFFICER,),
         ngettext_lazy("%(n)s declared link to treat", "%(n)s declared links to treat", "n"),
         lambda user, at: Interest.objects.visible_to(user).to_treat(), "declared_at",
         lambda: find("conflicts:register")),
    Kind("matches", (OFFICER,),
         ngettext_lazy("%(n)s proposed mentor to confirm", "%(n)s proposed mentors to confirm", "n"),
         lambda user, at: Match.objects.visible_to(user).filter(state=MatchState.PROPOSED), "created_at",
         lambda: find("mentorship:desk", query={"state": "proposed"})),
    Kind("verify", (FINANCE,),
         ngettext_lazy("%(n)s tranche to verify", "%(n)s tranches to verify", "n"),
         lambda user, at: Tranche.objects.visible_to(user).in_state(TrancheState.REQUESTED), "requested_at",
         lambda: find("funding:tranches", query={"view": "check"})),
    Kind("sign", (APPROVER,),
         ngettext_lazy("%(n)s tranche to sign", "%(n)s tranches to sign", "n"),
         lambda user, at: Tranche.objects.to_sign(user), "verified_at",
         lambda: find("funding:to_sign")),
    Kind("payees", (FINANCE, APPROVER),
         ngettext_lazy("%(n)s account to pay to confirm", "%(n)s accounts to pay to confirm", "n"),
         lambda user, at: Payee.objects.visible_to(user).to_confirm(user), "proposed_at",
         lambda: find("funding:payees", query={"view": "to_confirm"})),
    Kind("order", (FINANCE,),
         ngettext_lazy("%(n)s payment to order", "%(n)s payments to order", "n"),
         lambda user, at: Tranche.objects.visible_to(user).in_state(TrancheState.APPROVED), "approved_at",
         lambda: find("funding:tranches", query={"view": "order"})),
    Kind("proof", (FINANCE,),
         ngettext_lazy("%(n)s payment without proof", "%(n)s payments without proof", "n"),
         lambda user, at: Payout.objects.visible_to(user).proof_missing(), "ordered_at",
         lambda: find("funding:payments", query={"state": "ordered"})),
    Kind("expenses", (FINANCE,),
         ngettext_lazy("%(n)s expense to read", "%(n)s expenses to read", "n"),
         lambda user, at: Expense.objects.visible_to(user).to_read(), "declared_at",
         lambda: find("funding:desk_expenses", query={"view": "to_read"})),
    Kind("charges", (FINANCE,),
         ngettext_lazy("%(n)s declared payment to confirm", "%(n)s declared payments to confirm", "n"),
         lambda user, at: Charge.objects.visible_to(user).to_confirm(),
         "created_at", lambda: find("funding:income", query={"view": "confirm"})),
    Kind("refunds", (FINANCE, APPROVER),
         ngettext_lazy("%(n)s refund to confirm", "%(n)s refunds to confirm", "n"),
         lambda user, at: Refund.objects.visible_to(user).to_confirm(user), "proposed_at",
         lambda: find("funding:income", query={"view": "refunds"})),
    Kind("late_milestones", (OFFICER,),
         ngettext_lazy("%(n)s late milestone", "%(n)s late milestones", "n"),
         lambda user, at: Milestone.objects.visible_to(user).overdue(_day(at)), "due_on",
         lambda: find("milestones:desk_list", query={"view": "overdue"}), is_alarm=True),
    Kind("late_reports", (OFFICER,),
         ngettext_lazy("%(n)s late report", "%(n)s late reports", "n"),
         lambda user, at: Report.objects.visible_to(user).late(_day(at)), "period__due_on",
         lambda: find("reporting:desk_list", query={"view": "late"}), is_alarm=True),
    Kind("silence", (OFFICER,),
         ngettext_lazy("%(n)s mentored start-up without a session for 30 days",
                       "%(n)s mentored start-ups without a session for 30 days", "n"),
         lambda user, at: Match.objects.visible_to(user).silent(at, SILENT_DAYS), "started_at",
         lambda: find("mentorship:desk", query={"silent": "on"}), is_alarm=True),
    Kind("no_mentor", (OFFICER,),
         ngettext_lazy("%(n)s start-up without a mentor", "%(n)s start-ups without a mentor", "n"),
         lambda user, at: without_mentor(user), "places__taken_at",
         lambda: find("portal:desk_startups", query={"view": "no_mentor"}), is_alarm=True),
    Kind("unknown_payments", (FINANCE,),
         ngettext_lazy("%(n)s payment whose fate is unknown", "%(n)s payments whose fate is unknown", "n"),
         lambda user, at: Payout.objects.unknown(), "ordered_at",
         lambda: find("funding:payments", query={"state": "unknown"}), is_alarm=True),
    Kind("failed_messages", (OFFICER, ADMIN),
         ngettext_lazy("%(n)s message not delivered", "%(n)s messages not delivered", "n"),
         lambda user, at: Message.objects.visible_to(user).failed(), "created_at",
         lambda: find("portal:messages", query={"state": "failed"}), is_alarm=True),
    Kind("invited", (ADMIN,),
         ngettext_lazy("%(n)s person invited who has not come yet",
                       "%(n)s people invited who have not come yet", "n"),
         lambda user, at: User.objects.filter(state=PersonState.INVITED), "created_at",
         lambda: find("portal:people", query={"state": "invited"})),
)  # fmt: skip
NOTHING = _("Nothing is waiting for you today.")


def to_decide(user: User, at: datetime) -> list[Waiting]:
    """Return what waits for the director, in the order of the work (what is late stands among the figures)."""
    return waiting(user, Role.DIRECTOR, at)
