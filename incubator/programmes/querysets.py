"""Reads of programmes and calls."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q

from incubator.people.states import Role
from incubator.programmes.states import CallState, ChangeKind
from incubator.workflow.standing import Standing

PUBLIC_STATES = (CallState.PUBLISHED, CallState.RESULTS_PUBLISHED, CallState.ARCHIVED)

# Who reads calls before the public does.
READERS = (Role.ADMIN, Role.DIRECTOR, Role.FINANCE, Role.APPROVER, Role.EDITOR, Role.OFFICER)


class ProgrammeQuerySet(models.QuerySet):
    """Programmes."""

    gate = "A programme is named on the public site; who works on it narrows everything else."

    def staffed_by(self, user: Any) -> "ProgrammeQuerySet":
        """Keep those an officer works on: the ones that name the officer, or all where none does."""
        staff = self.model._meta.get_field("staff").related_model.objects.filter(person=user)
        return self.filter(Q(pk__in=staff.values("programme")) | ~Exists(staff))


class CallQuerySet(models.QuerySet):
    """Calls."""

    gate = Standing(programme="programme")

    def public(self) -> "CallQuerySet":
        """Keep those the public may read."""
        return self.filter(state__in=PUBLIC_STATES)

    def answering(self) -> "CallQuerySet":
        """Keep those whose addresses were given to the public: the public ones, and those cancelled once published.

        Their pages, papers and dates go on answering: with what is, or with a sentence that says why it is over.
        """
        changes = self.model._meta.get_field("extensions").related_model.objects
        told = changes.filter(call=OuterRef("pk"), kind=ChangeKind.CANCELLED)
        return self.filter(Q(state__in=PUBLIC_STATES) | Q(Exists(told), state=CallState.CANCELLED))

    def listed(self) -> "CallQuerySet":
        """Keep those that the public finds by itself: neither a practice nor a call for invited people."""
        return self.public().filter(is_practice=False, by_invitation=False)

    def counted(self) -> "CallQuerySet":
        """Keep those that figures count: a practice call and a template count nowhere."""
        return self.filter(is_practice=False, is_template=False)

    def open(self, at: datetime) -> "CallQuerySet":
        """Keep the listed ones that take applications at that instant (the rule is `models.deadline`)."""
        return self.listed().filter(self._running(at), state=CallState.PUBLISHED)

    def closing_within(self, at: datetime, until: datetime) -> "CallQuerySet":
        """Keep the published ones that close, or close a window, between two instants; a practice call does not count."""
        whole = Q(closes_at__gt=at, closes_at__lte=until, several_windows=False, is_rolling=False)
        window = Q(self._window(closes_at__gt=at, closes_at__lte=until), is_rolling=False)
        return self.counted().filter(whole | window, state=CallState.PUBLISHED)

    def planned(self, at: datetime) -> "CallQuerySet":
        """Keep the listed ones that open later, or open again."""
        later = Q(opens_at__gt=at) | Q(self._window(opens_at__gt=at))
        return self.listed().filter(later, state=CallState.PUBLISHED).exclude(self._running(at))

    def closed(self, at: datetime) -> "CallQuerySet":
        """Keep the listed ones that no longer take applications."""
        over = Q(closes_at__lte=at, is_rolling=False) | ~Q(state=CallState.PUBLISHED)
        return self.listed().filter(over)

    def _running(self, at: datetime) -> Q:
        """The condition of being inside a window: its only one, or one of its rows."""
        whole = Q(opens_at__lte=at) & (Q(is_rolling=True) | Q(several_windows=False, closes_at__gt=at))
        return whole | Q(self._window(opens_at__lte=at, closes_at__gt=at))

    def _window(self, **wanted: Any) -> Exists:
        windows = self.model._meta.get_field("windows").related_model.objects
        return Exists(
            windows.filter(call=OuterRef("pk"), call__several_windows=True, dropped_at=None, **wanted)
        )

    def next_instant(self, after: datetime) -> datetime | None:
        """Return the next instant at which the clock changes what a public page says of a call.

        An opening, a closing, a date of the calendar; None when none is to come.
        """
        columns = [f"{rows}{name}" for rows in ("", "windows__") for name in ("opens_at", "closes_at")]
        columns += ["calendar__starts_at", "calendar__ends_at"]
        to_come = {f"first_{name}": Min(name, filter=Q(**{f"{name}__gt": after})) for name in columns}
        return min(filter(None, self.public().aggregate(**to_come).values()), default=None)

    def visible_to(self, user: Any) -> "CallQuerySet":
        """The desk sees every call (an officer those of the own programmes), an editor too: they write its form.

        Everybody else the public ones.
        """
        if user.has_role(*READERS):
            return self.gate.held_by(self, user, *READERS)
        return self.public()

    def awaiting(self, user: Any) -> "CallQuerySet":
        """Keep the calls that wait for this person.

        A director approves what others propose, an officer publishes.
        """
        if user.has_role(Role.DIRECTOR):
            either = Q(pk__in=self.to_approve(user).values("pk")) | Q(
                pk__in=self.early_closing_asked(user).values("pk")
            )
            return self.filter(either)
        if user.has_role(Role.OFFICER):
            return self.visible_to(user).to_publish(user)
        return self.none()

    def to_approve(self, user: Any) -> "CallQuerySet":
        """Keep the proposed calls that wait for this person: nobody approves what they proposed."""
        return self.filter(~Q(proposed_by=user) | Q(proposed_by=None), state=CallState.PROPOSED)

    def to_publish(self, user: Any) -> "CallQuerySet":
        """Keep the approved calls that wait for an officer to publish them."""
        return self.filter(state=CallState.APPROVED)

    def early_closing_asked(self, user: Any) -> "CallQuerySet":
        """Keep the calls whose earlier closing waits for this director."""
        asked = self.model._meta.get_field("early_closings").related_model.objects
        waiting = asked.filter(decided_at=None).exclude(asked_by=user).values("call")
        return self.filter(state=CallState.PUBLISHED, pk__in=waiting)

    def at_desk(self) -> "CallQuerySet":
        """Join what a line of the desk list shows."""
        return self.select_related("programme")
