"""What is said of every column that holds, or may hold, personal data: said by each slice (`<slice>/privacy.py`).

From it come the register of processing, the copy that a person takes away, and the check that refuses a column of
which nothing is said (`workflow/privacy_checks.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

REMOVED = "[…]"  # stands where words stood, whatever the reader's language
Words = Any  # a text in the code, translated when it is read
Whose = Callable[[Any, datetime], models.Q]  # which rows a person may take a copy of, at an instant


class DataClass(models.TextChoices):
    """How private a value is."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    PERSONAL = "personal", _("personal")
    SENSITIVE = "sensitive", _("sensitive")


class Ground(models.TextChoices):
    """What allows the processing (law 2019-014 of Togo on the protection of personal data)."""

    CONSENT = "consent", _("consent of the person")
    CONTRACT = "contract", _("a contract, or what comes before one at the person’s request")
    OBLIGATION = "obligation", _("a legal obligation")
    PUBLIC_INTEREST = "public_interest", _("a mission of public interest")
    LEGITIMATE = "legitimate", _("a legitimate interest of the centre")


class Since(models.TextChoices):
    """The event that a period is counted from."""

    WRITTEN = "written", _("the day it was written")
    EXPIRED = "expired", _("the day it stops being valid")
    LAST_USE = "last_use", _("the last use of the account")
    ROLE_END = "role_end", _("the end of the role")
    RESULTS = "results", _("the publication of the results of the call")
    LEFT = "left", _("the end of the incubation")
    YEAR = "year", _("the end of the accounting year")


class Erasure(models.TextChoices):
    """What becomes of a value when its person is erased, or its period is over."""

    EMPTIED = "emptied", _("emptied")
    REPLACED = "replaced", _("replaced by words that name nobody")
    DELETED = "deleted", _("deleted with its record")
    ANONYMOUS = "anonymous", _("kept: once the rest is erased it tells of nobody")
    HELD = "held", _("kept under a legal hold")


class Hold(models.TextChoices):
    """What keeps a record that somebody asks to erase."""

    BOOKS = "books", _("the books and their vouchers: ten years, by the OHADA law on accounting")
    AGREEMENT = "agreement", _("a signed agreement, while its parties may call upon it")
    INCUBATION = (
        "incubation",
        _("the record of an incubation, paid with public money: until the period of its call is over"),
    )
    TEAM = "team", _("what belongs to a whole team: until its own period is over")
    TRAIL = (
        "trail",
        _(
            "the log of what was done: it can be changed by nobody, and names nobody once its people are erased"
        ),
    )


@dataclass(frozen=True)
class Kept:
    """How long something is kept: so many months, counted from an event; without a number, as the note says."""

    months: int
    since: Since
    note: Words = ""

    def __str__(self) -> str:
        if not self.months:
            return str(self.note)
        text = _("%(period)s after %(event)s") % {"period": _period(self.months), "event": self.since.label}
        return f"{text}. {self.note}" if self.note else str(text)


@dataclass(frozen=True)
class Processing:
    """One entry of the register: what is done with which data of whom, why, by which right, for how long."""

    key: str
    title: Words
    purpose: Words
    ground: Ground
    people: Words
    data: Words
    recipients: Words
    kept: Kept


@dataclass(frozen=True)
class Section:
    """One heading of the copy that a person takes away."""

    key: str
    title: Words


@dataclass(frozen=True)
class Column:
    """What is said of one column."""

    model: str
    name: str
    kind: DataClass
    processing: Processing
    erase: Erasure
    hold: Hold | None
    section: Section | None
    whose: Whose | None  # None where a module of its own writes the rows into the copy
    withheld: Words
    reads: str  # the attribute that opens it, for a sealed one

    @property
    def key(self) -> tuple[str, str]:
        return self.model, self.name


COLUMNS: dict[tuple[str, str], Column] = {}  # by model and name
IMPERSONAL: set[tuple[str, str]] = set()  # texts, numbers and days that tell of no person
BESIDE: dict[str, list[str]] = {}  # by model


def declare(
    model: str,
    processing: Processing,
    *,
    erase: Erasure,
    public: str = "",
    internal: str = "",
    personal: str = "",
    sensitive: str = "",
    anonymous: str = "",
    hold: Hold | None = None,
    section: Section | None = None,
    whose: Whose | None = None,
    beside: str = "",
    withheld: Words = "",
) -> None:
    """Say of columns (names between spaces, by class) what they serve, how they are exported and erased.

    `anonymous` names those of them that stay, because they tell of nobody once the others are erased.
    `a_sealed=a` names the attribute that opens a sealed column; `beside` are further columns that the copy shows
    with them. Exactly one of `section` and `withheld` is given; what is held names its hold.
    """
    if bool(section) == bool(withheld) or (erase is Erasure.HELD) != bool(hold):
        raise RuntimeError(f"{model}: exported or withheld, held by a hold or not held.")
    kinds = zip(DataClass, (public, internal, personal, sensitive), strict=True)
    for kind, name in ((kind, name) for kind, names in kinds for name in names.split()):
        column, _sign, reads = name.partition("=")
        kept = Erasure.ANONYMOUS if column in anonymous.split() else erase
        said = Column(model, column, kind, processing, kept, hold, section, whose, withheld, reads or column)
        _once(said.key)
        COLUMNS[said.key] = said
    BESIDE.setdefault(model, []).extend(beside.split())


def of_person(lookup: str) -> Whose:
    """Return the rule that a row belongs to the person it points to."""
    return lambda person, at: models.Q(**{lookup: person.pk})


def impersonal(model: str, names: str) -> None:
    """Say that columns tell of no person."""
    for name in names.split():
        _once((model, name))
        IMPERSONAL.add((model, name))


def processings() -> list[Processing]:
    """Return the entries of the register, in the order in which the slices say them."""
    return list(dict.fromkeys(column.processing for column in COLUMNS.values()))


def of_processing(processing: Processing) -> list[Column]:
    """Return the columns of one entry of the register."""
    return [column for column in COLUMNS.values() if column.processing == processing]


def exported() -> list[Column]:
    """Return the columns that stand in the copy a person takes away."""
    return [column for column in COLUMNS.values() if column.section]


def _once(key: tuple[str, str]) -> None:
    if key in COLUMNS or key in IMPERSONAL:
        raise RuntimeError(f"{'.'.join(key)} is declared twice.")


def _period(months: int) -> str:
    if months % 12 == 0:
        return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
