"""The files of the office's list, as one person asks for them: a page of them, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from incubator.applications.models import Application
from incubator.applications.worklist import counting, flags, keyset
from incubator.applications.worklist.filters import Chosen
from incubator.people.models import User


@dataclass
class Listing:
    """What one person asks of the list: the calls are those that `Call.objects.visible_to` gave in the same request."""

    person: User
    calls: tuple[int, ...]
    chosen: Chosen
    at: datetime

    @cached_property
    def everything(self) -> QuerySet[Application]:
        """All the files that this list may show, the view and the filters aside."""
        return Application.objects.at_the_desk_of(self.person, calls=self.calls)

    def page(self, columns: Sequence[str], edge: keyset.Edge) -> keyset.Slice:
        """Read a page of these columns of the database (`flags` is computed)."""
        rows = self.chosen.applied(self.everything)
        if "flags" in columns:
            rows = rows.annotate(flags=flags.mask(self.at))
        return keyset.slice_of(rows, columns, sort=self.chosen.sort, edge=edge)

    def all_counts(self, key: str) -> counting.Counts:
        """Return how many files there are by everything they can be narrowed by, as of thirty seconds ago at most."""
        return counting.counted(self.everything, at=self.at, key=key)

    def totals(self, key: str) -> counting.Counts:
        """Return how many files there are by state alone, from the same counts where they are known."""
        return counting.totals(self.everything, key=key)

    def narrowed_counts(self, key: str) -> counting.Counts:
        """Return the counts of what the search and the filters keep, the states aside."""
        return counting.counted(self.chosen.narrowed(self.everything), at=self.at, key=key)
