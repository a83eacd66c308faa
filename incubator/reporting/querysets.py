"""Reads of reports."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from incubator.cohorts.querysets import CENTRE_ROLES
from incubator.people.states import Role
from incubator.reporting.states import OPEN, OWING, PeriodKind, ReportState
from incubator.workflow.standing import Standing

# The jobs at a start-up, its founders apart; and what it sold.
JOBS = ("jobs_full_time", "jobs_part_time")
TURNOVER = "revenue"


class ReportQuerySet(models.QuerySet):
    """Reports."""

    gate = Standing(startup="place__startup", programme="place__cohort__programme")

    def to_read(self) -> "ReportQuerySet":
        """Keep what waits for the office, oldest first."""
        return self.filter(state=ReportState.SUBMITTED).order_by("submitted_at")

    def accepted(self) -> "ReportQuerySet":
        """Keep the accepted ones."""
        return self.filter(state=ReportState.ACCEPTED)

    def late(self, day: date) -> "ReportQuerySet":
        """Keep those not sent whose day has passed, of start-ups in incubation or graduated.

        A paused start-up is left in peace, one that left owes nothing any more.
        """
        return self.filter(state__in=OPEN, period__due_on__lt=day, place__state__in=OWING)

    def last_of_each_startup(self) -> "ReportQuerySet":
        """Keep the last accepted report of each start-up: the one whose period ends last, whatever the cohort.

        A report that is being corrected is not accepted; the accepted one before it stands meanwhile.
        """
        own = self.accepted().filter(place__startup=OuterRef("place__startup"))
        last = own.order_by("-period__ends_on", "-period__due_on", "-decided_at", "-pk")
        return self.filter(pk=Subquery(last.values("pk")[:1]))

    def each_span_once(self) -> "ReportQuerySet":
        """Keep the accepted quarterly reports, so that no day of a start-up is reported twice.

        The final report covers quarters that were reported, and stays out. Of two quarters that overlap (a start-up
        in two cohorts), the one that ends last stays.
        """
        quarters = self.accepted().filter(period__kind=PeriodKind.QUARTER)
        later = Q(period__ends_on__gt=OuterRef("period__ends_on")) | Q(
            period__ends_on=OuterRef("period__ends_on"), pk__gt=OuterRef("pk")
        )
        over = quarters.filter(
            later,
            place__startup=OuterRef("place__startup"),
            period__starts_on__lte=OuterRef("period__ends_on"),
        )
        return quarters.filter(~Exists(over.order_by()))

    def counted_for(self, user: Any) -> "ReportQuerySet":
        """Keep those that the figures of this person count: a donor reads how many are late, as the director does."""
        return self if user.has_role(Role.DONOR) else self.visible_to(user)

    def of(self, person: Any) -> "ReportQuerySet":
        """Keep those of the start-ups the person belongs to today."""
        return self.filter(
            place__startup__memberships__person=person, place__startup__memberships__until_on=None
        )

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """The desk sees all (an officer the own programmes'), a donor the accepted, a founder the own."""
        if user.has_role(*CENTRE_ROLES):
            return self.gate.held_by(self, user, *CENTRE_ROLES)
        if user.has_role(Role.DONOR):
            return self.gate.held_by(self.accepted(), user, Role.DONOR)
        return self.of(user)

    def awaiting(self, user: Any) -> "ReportQuerySet":
        """Keep what waits for this person: reports to read at the desk, reports to send in a start-up."""
        if user.has_role(Role.OFFICER, Role.DIRECTOR):
            return self.visible_to(user).to_read()
        return self.of(user).filter(state__in=OPEN).order_by("period__due_on")

    def for_list(self) -> "ReportQuerySet":
        """Join what a line of a list shows."""
        return self.select_related("place__startup", "place__cohort", "period")


class ReportValueQuerySet(models.QuerySet):
    """Numbers of reports."""

    gate = "Read with the report."

    def jobs(self, reports: ReportQuerySet) -> "ReportValueQuerySet":
        """Keep the jobs declared in each start-up's last accepted report among `reports`: the rows of the figure.

        A number that was not given stays, as null: it counts for nothing, and no older one stands in for it.
        """
        return self.filter(report__in=reports.last_of_each_startup().values("pk"), indicator__code__in=JOBS)

    def turnover(self, reports: ReportQuerySet) -> "ReportValueQuerySet":
        """Keep the turnover declared in accepted quarterly reports among `reports`, each day of a start-up once."""
        return self.filter(report__in=reports.each_span_once().values("pk"), indicator__code=TURNOVER)
