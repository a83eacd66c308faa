"""A juror's links: declared before any file is opened, or at the file itself; either closes the file at once."""

from collections.abc import Iterable
from datetime import datetime

from incubator.applications.models import Application, ApplicationMember
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.people.models import SYSTEM, User
from incubator.reviews.assignment import READY, recuse
from incubator.reviews.models import Assignment, LinksDeclared, Round
from incubator.startups.models import Startup
from incubator.workflow import audit
from incubator.workflow.acting import acting


def files_to_go_through(round: Round) -> list[Application]:
    """Return the files of the round's call whose teams a juror goes through."""
    return list(Application.objects.filter(call=round.call_id, state__in=READY).select_related("startup"))


def people(files: Iterable[Application]) -> list[tuple[str, str]]:
    """Return the people of the teams in alphabetical order, as (name, public id of the file).

    Their list stands apart from that of the teams, so that a blind round stays blind.
    """
    files = list(files)
    found = {(f"{f.lead_last_name} {f.lead_first_names}".strip(), f.public_id) for f in files}
    members = ApplicationMember.objects.filter(application__in=files).values_list(
        "person__full_name", "application__public_id"
    )
    found |= set(members)
    return sorted(((name, ref) for name, ref in found if name), key=lambda pair: pair[0].casefold())


def has_declared(round: Round, juror: User) -> bool:
    """Tell whether the juror went through the list of the round."""
    return LinksDeclared.objects.filter(round=round, juror=juror).exists()


def declare_all(
    round: Round,
    juror: User,
    startups: Iterable[Startup],
    *,
    kind: str = InterestKind.PERSONAL,
    note: str = "",
    by: User,
    at: datetime,
) -> LinksDeclared:
    """Record that the juror went through the list, and each link ticked (possibly none).

    A link closes the file to the juror, and the system takes its assignment back.
    """
    with acting(by):
        told, _made = LinksDeclared.objects.get_or_create(
            round=round, juror=juror, defaults={"declared_at": at}
        )
        linked = list(startups)
        for startup in linked:
            _declare(juror, startup, kind=kind, note=note, by=by, at=at)
        audit.record("round.declare_links", round, by=by, at=at, links=len(linked))
    return told


def report(assignment: Assignment, *, kind: str, note: str = "", by: User, at: datetime) -> None:
    """Declare a link with the team of one file that the juror has just recognised."""
    with acting(by):
        _declare(assignment.juror, assignment.application.startup, kind=kind, note=note, by=by, at=at)


def _declare(juror: User, startup: Startup, *, kind: str, note: str, by: User, at: datetime) -> None:
    declaring.declare(juror, startup, kind=kind, note=note, by=by, at=at)
    for given in Assignment.objects.in_hand().filter(juror=juror, application__startup=startup):
        recuse(given, by=SYSTEM, at=at)
