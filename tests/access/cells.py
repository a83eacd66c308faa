"""How a row of the access table is written: roles, groups of roles, and the shapes of a column."""

from dataclasses import dataclass

ROLES = (
    "anonymous",
    "outsider",  # a person with an account and nothing else
    "owner",  # the founder whose records these are
    "other_founder",
    "mentor",  # of the owner's start-up
    "other_mentor",
    "juror",  # to whom the owner's file was given
    "other_juror",  # of the same round, with other files
    "agent",
    "officer",
    "other_officer",  # who works on another programme
    "finance",
    "approver",
    "director",
    "donor",
    "editor",
    "admin",
    "linked",  # an officer with a declared link to every start-up
    "ended",  # who held every role, a file to score and a start-up to mentor, until a moment ago
    "suspended",  # the same, suspended
)  # fmt: skip
DOOR, GO = "door", "go"
Cell = str | int
Column = dict[str, Cell]

TEAM = ("owner",)
JURORS = ("juror", "other_juror")
MENTORS = ("mentor", "other_mentor")
OFFICE = ("officer", "director")  # they treat files, places, milestones, reports, mentoring
FILES_DESK = (*OFFICE, "admin")  # they read files and messages
MONEY = ("officer", "finance", "approver", "director")  # they read money at the desk
PAYERS = ("finance", "approver", "director")
BOOKS = (*PAYERS, "donor")
CENTRE = (*MONEY, "admin")
DESK = (*CENTRE, "donor")
WRITERS_OF_FORMS = ("officer", "director", "editor", "admin")


@dataclass(frozen=True)
class Row:
    """One address, about one record, with its two columns."""

    about: str
    get: Column
    post: Column


def all_alike(cell: Cell, **except_for: Cell) -> Column:
    """Everybody gets the same answer, visitors included; some roles another one."""
    return dict.fromkeys(ROLES, cell) | except_for


def signed_in(cell: Cell, **except_for: Cell) -> Column:
    """Whoever is signed in; a visitor is led to the door."""
    return {**dict.fromkeys(ROLES, cell), "anonymous": DOOR, **except_for}


def only(roles: tuple[str, ...], cell: Cell = 200, **except_for: Cell) -> Column:
    """These roles; to the others it does not exist, a visitor is led to the door."""
    return signed_in(404, **(dict.fromkeys(roles, cell) | except_for))


# No such method: the door first, then 405, whoever asks.
NOT_ASKED = signed_in(405)


def reads(about: str, column: Column) -> Row:
    """A page that takes no POST."""
    return Row(about, column, NOT_ASKED)


def acts(about: str, column: Column) -> Row:
    """An act that is no page."""
    return Row(about, NOT_ASKED, column)


def behind(roles: tuple[str, ...], get: Column | None, post: Column | None, about: str) -> Row:
    """An address that does not exist at all for other roles, whatever the method."""
    return Row(about, get or only(roles, 405), post or only(roles, 405))


def public(cell: Cell = 200, about: str = "nothing", post: Cell = 405) -> Row:
    return Row(about, all_alike(cell), all_alike(post))


NOTHING = "nothing"
