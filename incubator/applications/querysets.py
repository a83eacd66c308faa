"""Reads of applications. Who may read one is decided only here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from incubator.applications.states import (
    UNREAD,
    DecisionKind,
    DecisionState,
    State,
    TeamRole,
)
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.workflow.standing import Standing

# Who may find a file by what is personal in it; the others search the rest.
READERS_OF_NAMES = (Role.OFFICER, Role.DIRECTOR)
FILES_DESK = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
# Which call it is, and when it takes files.
OF_THE_CALL = tuple(
    f"call__{name}"
    for name in (
        "public_id", "reference", "slug", "title_fr", "title_en", "state", "is_practice", "form_version",
        "programme", "opens_at", "closes_at", "grace_minutes", "several_windows", "is_rolling",
        "announced_closes_at",
    )
)  # fmt: skip
# What the pages of a file show its team, and what its policies read. The typed columns repeat the answers, and the texts
# of the call stand on its own page.
ON_PAGES_OF_THE_TEAM = (
    *("public_id", "created_at", "reference", "state", "submitted_at", "receipt_code", "changed_at"),
    *("sending_begun_at", "late_until", "earlier", "entered_by", "startup_name"),
    *("form_version__sha256", "form_version__number"),
    # The start-up with its profile: the last page of a draft compares it with the answers.
    *("startup__name", "startup__slug", "startup__state", "startup__pitch_fr", "startup__pitch_en"),
    *("startup__legal_form", "startup__rccm", "startup__nif", "startup__stage", "startup__registered_on"),
    *("startup__commune", "startup__sector"),
    *OF_THE_CALL,
)
# How a person is called, by whichever is known.
NAMED_BY = ("full_name", "email", "phone", "public_id")
# What the pages of a file show at the desk.
ON_PAGES_OF_THE_DESK = (
    *(
        "public_id",
        "created_at",
        "reference",
        "state",
        "submitted_at",
        "changed_at",
        "late_until",
        "entered_by",
        "erased_at",
    ),
    *("startup_name", "pitch", "is_eligible", "eligibility"),
    *("lead_last_name", "lead_first_names", "rccm", "nif"),  # what a blind reading hides
    *OF_THE_CALL,
    "call__is_blind",
    *("startup__name", "startup__slug", "form_version__sha256", "form_version__number"),
    *(f"in_charge__{name}" for name in NAMED_BY),
)


def is_agent(person: Any) -> bool:
    """Tell whether somebody helps others with their files now."""
    return bool(person.pk) and person.has_role(Role.AGENT)


class ApplicationQuerySet(models.QuerySet):
    """Applications."""

    gate = Standing(startup="startup", programme="call__programme")

    def of(self, person: Any) -> "ApplicationQuerySet":
        """Keep the files the person is in the team of (once in each: the database says so).

        An agent has those not yet confirmed, while the role lasts.
        """
        return self.filter(self._team_of(person))

    def for_the_team(self, person: Any) -> "ApplicationQuerySet":
        """Keep the person's own files, with the part the person has in each (`part`), the call and the form."""
        mine = self.filter(self._team_of(person)).annotate(part=F("team__role"), part_of=F("team__person"))
        return mine.select_related("call", "startup", "form_version").defer(
            "form_version__definition", *UNREAD
        )

    def team_page_of(self, person: Any) -> "ApplicationQuerySet":
        """Keep the same, with what the pages of one file show and nothing else."""
        return self.for_the_team(person).only(*ON_PAGES_OF_THE_TEAM)

    def _team_of(self, person: Any) -> Q:
        """The condition of being in the team; whoever is no agent any more has lost the files of others."""
        if is_agent(person):
            return Q(team__person=person)
        return Q(team__person=person, team__role__in=(TeamRole.LEAD, TeamRole.EDITOR, TeamRole.READER))

    def sent(self) -> "ApplicationQuerySet":
        """Keep those that were sent (drafts belong to their authors alone)."""
        return self.exclude(submitted_at=None)

    def at_the_desk_of(self, user: Any, calls: Sequence[int] | None = None) -> "ApplicationQuerySet":
        """Keep the sent files that staff may read. `calls` are keys that `Call.objects.visible_to(user)` gave in the
        same request.
        """
        if calls is None:
            return self.gate.held_by(self.sent(), user, *FILES_DESK)
        found = self.sent().filter(call__in=list(calls))
        return self.gate.apart(found, user) if user.has_role(*FILES_DESK) else self.none()

    def desk_page_of(self, user: Any) -> "ApplicationQuerySet":
        """Keep what staff may read, with what the page of one file shows."""
        joined = self.at_the_desk_of(user).select_related("call", "startup", "in_charge", "form_version")
        return joined.only(*ON_PAGES_OF_THE_DESK)

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """A member of the team sees the file; staff see what `at_the_desk_of` allows. Jurors read by
        assignment.
        """
        mine = Q(pk__in=self.model.objects.of(user).values("pk"))
        desk = Q(pk__in=self.model.objects.at_the_desk_of(user).values("pk"))
        return self.filter(mine | desk)

    def counted(self) -> "ApplicationQuerySet":
        """Keep those that lists over several calls and figures count: the files of a practice call count nowhere."""
        return self.filter(call__is_practice=False)

    def to_screen(self) -> "ApplicationQuerySet":
        """Keep what waits for the office's check, oldest first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at")

    def for_list(self) -> "ApplicationQuerySet":
        """Join what a list line shows, without answers or files."""
        return self.select_related("call", "startup", "commune__prefecture__zone", "sector", "in_charge")

    def matching(self, typed: str, user: Any) -> "ApplicationQuerySet":
        """Keep the files that hold every word typed, accents and plurals aside, in what the reader may find by."""
        column = "words" if user.has_role(*READERS_OF_NAMES) else "open_words"
        return self.filter(**{f"search__{column}__french": typed})


class AssistanceQuerySet(models.QuerySet):
    """Assisted files."""

    gate = "An agent enters files with people, whatever the programme, while the role lasts."

    def visible_to(self, agent: Any) -> "AssistanceQuerySet":
        """Keep the agent's own that wait for confirmation: once confirmed, a file is the person's alone."""
        mine = self.waiting().filter(agent=agent, application__team__person=agent)
        return mine if agent.has_role(Role.AGENT) else self.none()

    def waiting(self) -> "AssistanceQuerySet":
        """Keep those not yet confirmed."""
        return self.filter(confirmed_at=None)

    def sent_since(self, agent: Any, since: datetime) -> "AssistanceQuerySet":
        """Keep the files sent with the agent since an instant: their receipts go on the paper of the person."""
        sent = self.filter(agent=agent, confirmed_at__gte=since, application__submitted_at__isnull=False)
        return sent.order_by("-confirmed_at") if agent.has_role(Role.AGENT) else self.none()

    def helped_since(self, agent: Any, since: datetime) -> int:
        """Count the people the agent has helped to confirm since an instant."""
        return self.filter(agent=agent, confirmed_at__gte=since).count()

    def to_remind(self, at: datetime, *, before: datetime) -> "AssistanceQuerySet":
        """Keep those that wait since `before`, in calls that still take applications, not reminded since."""
        quiet = Q(reminded_at=None) | Q(reminded_at__lte=before)
        calls = Call.objects.open(at).values("pk")
        return self.waiting().filter(quiet, created_at__lte=before, application__call__in=calls)


class InvitationQuerySet(models.QuerySet):
    """Invitations to a team."""

    gate = "Read by the code, or with the file."

    def waiting(self, at: datetime) -> "InvitationQuerySet":
        """Keep those that still open the file: neither used, nor cancelled, nor over."""
        return self.filter(used_at=None, cancelled_at=None, expires_at__gt=at)


class CorrectionQuerySet(models.QuerySet):
    """Corrections asked for."""

    gate = "Read with the file."

    def open(self) -> "CorrectionQuerySet":
        """Keep those the team has not answered, of files that are still returned."""
        waiting = self.filter(answered_at=None, application__state=State.RETURNED)
        return waiting.exclude(application__call__state=CallState.CANCELLED)

    def to_remind(self, at: datetime, before: timedelta) -> "CorrectionQuerySet":
        """Keep the open ones due within `before` whose team was not reminded yet."""
        return self.open().filter(due_at__gt=at, due_at__lte=at + before, reminded_at=None)

    def to_tell_late(self, at: datetime) -> "CorrectionQuerySet":
        """Keep the open ones whose date has passed and whose team was not told."""
        return self.open().filter(due_at__lte=at, told_late_at=None)


class DecisionQuerySet(models.QuerySet):
    """Decisions on applications."""

    gate = Standing(startup="application__startup", programme="application__call__programme")

    def pending(self) -> "DecisionQuerySet":
        """Keep what is decided and not yet published."""
        return self.filter(state=DecisionState.PENDING)

    def to_publish(self) -> "DecisionQuerySet":
        """Keep the pending ones that a publication is for: neither what the screening found, which goes along, nor
        those of files withdrawn since.
        """
        waiting = self.pending().exclude(kind=DecisionKind.ELIGIBILITY)
        return waiting.exclude(application__state=State.WITHDRAWN)

    def published(self) -> "DecisionQuerySet":
        """Keep what applicants may read."""
        return self.filter(state=DecisionState.PUBLISHED)
