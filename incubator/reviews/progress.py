"""Where a round stands: each juror's files, and one juror's own list. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from incubator.people.models import User
from incubator.reviews.models import Assignment, LinksDeclared, Round
from incubator.reviews.states import AssignmentState

# What a juror's own list shows.
OF_A_ROUND = (
    *("public_id", "title_fr", "title_en", "opens_at", "closes_at"),
    *("call__reference", "call__title_fr", "call__title_en"),
)
OF_A_FILE = ("round", "number", "state", "kept_for_later", "points", "scale_top")


@dataclass
class JurorLine:
    """One line of the progress board."""

    juror: User
    counts: Counter = field(default_factory=Counter)
    links_at: datetime | None = None

    @property
    def in_hand(self) -> int:
        return self.counts[AssignmentState.ASSIGNED] + self.counts[AssignmentState.SUBMITTED]

    @property
    def scored(self) -> int:
        return self.counts[AssignmentState.SUBMITTED]

    @property
    def abstained(self) -> int:
        return self.counts[AssignmentState.ABSTAINED]

    @property
    def recused(self) -> int:
        return self.counts[AssignmentState.RECUSED]


def board(round: Round) -> list[JurorLine]:
    """Return each juror of the round with what is scored, in alphabetical order."""
    lines: dict[int, JurorLine] = {}
    for given in Assignment.objects.filter(round=round).select_related("juror"):
        line = lines.setdefault(given.juror_id, JurorLine(given.juror))
        line.counts[given.state] += 1
    for told in LinksDeclared.objects.filter(round=round, juror__in=lines):
        lines[told.juror_id].links_at = told.declared_at
    return sorted(lines.values(), key=lambda line: str(line.juror).lower())


@dataclass
class OwnList:
    """A juror's files of one round, in three groups."""

    round: Round
    to_read: list[Assignment]
    later: list[Assignment]
    scored: list[Assignment]
    has_declared: bool

    @property
    def total(self) -> int:
        return len(self.to_read) + len(self.later) + len(self.scored)

    @property
    def following(self) -> Assignment | None:
        """The file to continue with."""
        return next(iter([*self.to_read, *self.later]), None)


def own_lists(juror: User) -> list[OwnList]:
    """Return the juror's own files of every round, the last round first: neither those closed to them nor those left
    by abstaining. Each comes with the `reference` of its application.
    """
    rounds = list(
        Round.objects.of_juror(juror).select_related("call").only(*OF_A_ROUND).order_by("-opens_at")
    )
    declared = set(
        LinksDeclared.objects.filter(round__in=rounds, juror=juror).values_list("round", flat=True)
    )
    lists = {each.pk: OwnList(each, [], [], [], each.pk in declared) for each in rounds}
    in_hand = Assignment.objects.readable_by(juror).in_hand().filter(round__in=rounds).order_by("number")
    for given in in_hand.only(*OF_A_FILE).annotate(reference=F("application__reference")):
        own = lists[given.round_id]
        if given.state == AssignmentState.SUBMITTED:
            own.scored.append(given)
        else:
            (own.later if given.kept_for_later else own.to_read).append(given)
    return list(lists.values())


def next_file(round: Round, juror: User, after: int) -> Assignment | None:
    """Return the next file to read after number `after`, those kept for later last."""
    waiting = Assignment.objects.readable_by(juror).filter(round=round, state=AssignmentState.ASSIGNED)
    order = sorted(waiting, key=lambda given: (given.kept_for_later, given.number <= after, given.number))
    return next((given for given in order if given.number != after), None)
