"""What the slice writes to jurors. Never a team, a person or a reference: the list is behind the sign-in."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from incubator.notifications import outbox
from incubator.people.models import Actor
from incubator.reviews.models import Assignment, Round


def files_given(round: Round, given: Iterable[Assignment], *, by: Actor, at: datetime) -> None:
    """Tell each juror once how many files were put in their hands, and until when."""
    given = list(given)
    people = {one.juror_id: one.juror for one in given}
    for juror, count in Counter(one.juror_id for one in given).items():
        context = {"round": round, "call": round.call, "count": count}
        outbox.post("reviews/files_given", to=people[juror], about=round, by=by, at=at, context=context)
