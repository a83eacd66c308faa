"""When a call takes applications: the one place of that rule, read by policies, pages, checklist and API.

The server's instant of receipt decides alone. A sending received at the closing instant or after it is late, unless the
call prints a grace and the sending was *begun* before that closing: the lead had opened the page that sends, or had tried
to send, while the same window ran (`Application.sending_begun_at`, written by `applications.submission.sending`).
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.functional import cached_property

from incubator.programmes.states import CallPhase, CallState


class Span(NamedTuple):
    """A time during which applications are taken; `closes_at` is None for a call that has no closing."""

    opens_at: datetime
    closes_at: datetime | None

    def holds(self, at: datetime | None) -> bool:
        """Tell whether the instant is inside: the opening is, the closing no longer."""
        return at is not None and self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


class Timed:
    """The rule over the instants of a call. With several windows these are its rows (`windows`), whose first opening and
    last closing stand on the call too, for lists.
    """

    opens_at: Any
    closes_at: Any
    grace_minutes: Any
    several_windows: Any
    is_rolling: Any
    windows: Any
    state: Any

    def spans(self) -> list[Span]:
        """Return the windows in order (one without a closing for a rolling call)."""
        if self.is_rolling:
            return [Span(self.opens_at, None)]
        if not self.several_windows:
            return [Span(self.opens_at, self.closes_at)]
        return self.spans_of_windows or [Span(self.opens_at, self.closes_at)]

    @cached_property
    def spans_of_windows(self) -> list[Span]:
        """The windows that were not dropped, in order; whoever changes them deletes this."""
        rows = sorted(
            (row for row in self.windows.all() if row.dropped_at is None), key=lambda row: row.opens_at
        )
        return [Span(row.opens_at, row.closes_at) for row in rows]

    def span_at(self, at: datetime) -> Span | None:
        """Return the window that runs at that instant."""
        return next((span for span in self.spans() if span.holds(at)), None)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return when the call opens, or opens again."""
        return next((span.opens_at for span in self.spans() if span.opens_at > at), None)

    def closing(self, at: datetime) -> datetime | None:
        """Return the closing of the window that runs; else of the one that ended last, or of the first to come.

        None for a rolling call.
        """
        if (running := self.span_at(at)) is not None:
            return running.closes_at
        ended = [span for span in self.spans() if span.opens_at <= at]
        return ended[-1].closes_at if ended else self.spans()[0].closes_at

    def phase(self, at: datetime) -> str:
        """Return planned, open, between two windows or closed, as the clock makes it."""
        if self.span_at(at) is not None:
            return CallPhase.OPEN
        if self.next_opening(at) is None:
            return CallPhase.CLOSED
        return CallPhase.PLANNED if at < self.opens_at else CallPhase.BETWEEN

    def is_open(self, at: datetime) -> bool:
        """Tell whether an application may be sent at that instant."""
        return self.state == CallState.PUBLISHED and self.span_at(at) is not None

    def takes(self, at: datetime, begun_at: datetime | None) -> bool:
        """Tell whether a sending received at `at` is taken: the call is open, or it was begun before the closing of the
        window that has just ended and the printed grace still runs.
        """
        if self.is_open(at):
            return True
        if self.state != CallState.PUBLISHED or not self.grace_minutes:
            return False
        grace = timedelta(minutes=self.grace_minutes)
        return any(
            span.holds(begun_at) and span.closes_at is not None and at < span.closes_at + grace
            for span in self.spans()
        )
