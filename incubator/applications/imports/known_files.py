"""Finds the rows whose file is in the call already, or stands earlier in the same table, and who their contacts are."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from incubator.accounts.states import NEVER_APPLICANTS
from incubator.applications.imports.checking import PaperFile
from incubator.applications.models import ApplicationMember, ImportBatch, ImportRow
from incubator.applications.states import State, TeamRole
from incubator.core.text_search import plain
from incubator.people.models import Contact, Grant, User
from incubator.people.states import ContactKind
from incubator.programmes.models import Call

AT_ONCE = 500
Doors = dict[tuple[str, str], Contact]
# What tells that two rows are one file: a paper reference, or a start-up and its contact.
Key = tuple[str, str]


class KnownFiles:
    """What a call holds already, asked for some hundreds of rows at a time."""

    def __init__(self, call: Call, at: datetime, earlier: Mapping[Key, int] | None = None) -> None:
        self.call, self.at = call, at
        self._seen = dict(earlier or {})

    def mark(self, rows: Sequence[PaperFile]) -> None:
        """Mark the rows that are there already, and those whose contact may not apply."""
        for start in range(0, len(rows), AT_ONCE):
            self._mark(rows[start : start + AT_ONCE])

    def _mark(self, rows: Sequence[PaperFile]) -> None:
        doors = doors_of(rows)
        people = {contact.person_id for contact in doors.values()}
        files, papers, staff = self._files(people), self._papers(rows), self._staff(people)
        for row in rows:
            person = person_for(row, doors)
            if person is not None and person.pk in staff:
                row.fault("", _("This contact is that of somebody who works for the centre or a town hall."))
            known = papers.get(row.paper_reference) if row.paper_reference else None
            if known is None and person is not None:
                known = files.get((person.pk, plain(row.startup)))
            if known is not None:
                row.is_known = True
                row.is_there(_("Already in this call: %(file)s.") % {"file": known})
            elif earlier := self._earlier(row):
                row.is_there(_("The same file as line %(line)s.") % {"line": earlier})

    def _earlier(self, row: PaperFile) -> int | None:
        """Return the line of this table that says the same file, None for the first one."""
        keys = _keys(row.paper_reference, twin_of(row))
        found = next((self._seen[key] for key in keys if key in self._seen), None)
        for key in keys:
            self._seen.setdefault(key, row.line)
        return found

    def _files(self, people: set[int]) -> dict[tuple[int, str], str]:
        """Return the files these people lead in the call, by person and start-up."""
        parts = ApplicationMember.objects.filter(
            application__call=self.call, role=TeamRole.LEAD, person__in=people
        ).exclude(application__state=State.WITHDRAWN)
        rows = parts.values_list(
            "person", "application__startup__name", "application__startup_name", "application__reference"
        )
        draft = _("a draft")
        return {
            (person, plain(name)): reference or draft
            for person, *names, reference in rows
            for name in names
            if name
        }

    def _papers(self, rows: Iterable[PaperFile]) -> dict[str, str]:
        """Return the files entered before with these paper references."""
        wanted = {row.paper_reference for row in rows if row.paper_reference}
        entered = ImportRow.objects.filter(
            batch__call=self.call, paper_reference__in=wanted, application__isnull=False
        ).exclude(application__state=State.WITHDRAWN)
        draft = _("a draft")
        return {
            paper: name or draft
            for paper, name in entered.values_list("paper_reference", "application__reference")
        }

    def _staff(self, people: set[int]) -> set[int]:
        held = Grant.objects.in_force(self.at).filter(person__in=people, role__in=NEVER_APPLICANTS)
        return set(held.values_list("person", flat=True))


def twin_of(row: PaperFile) -> str:
    """Return what the rows of one start-up and one contact share, "" where either is missing. It names nobody."""
    who = row.email or row.phone or plain(row.name)
    if not (row.startup and who):
        return ""
    return hashlib.sha256(f"{plain(row.startup)}\n{who}".encode()).hexdigest()[:32]


def earlier_lines(batch: ImportBatch, rows: Sequence[PaperFile]) -> dict[Key, int]:
    """Return the first line above these rows that says a file of theirs (one question).

    Lines whose file was in the call already do not count: what they are is told by the call.
    """
    wanted = Q(paper_reference__in={row.paper_reference for row in rows if row.paper_reference})
    wanted |= Q(twin__in={twin for row in rows if (twin := twin_of(row))})
    above = ImportRow.objects.filter(wanted, batch=batch, is_known=False, line__lt=rows[0].line)
    found: dict[Key, int] = {}
    for line, paper, twin in above.order_by("line").values_list("line", "paper_reference", "twin"):
        for key in _keys(paper, twin):
            found.setdefault(key, line)
    return found


def _keys(paper: str, twin: str) -> list[Key]:
    return [key for key in (("paper", paper), ("who", twin)) if key[1]]


def doors_of(rows: Iterable[PaperFile]) -> Doors:
    """Return the sign-in contacts among those of these rows, with their people (one question)."""
    wanted = Q(kind=ContactKind.EMAIL, value__in={row.email for row in rows if row.email})
    wanted |= Q(kind=ContactKind.PHONE, value__in={row.phone for row in rows if row.phone})
    found = Contact.objects.filter(wanted, is_sign_in=True).select_related("person")
    return {(contact.kind, contact.value): contact for contact in found}


def person_for(row: PaperFile, doors: Doors) -> User | None:
    """Return whose file the row is, None for somebody new: by a proved contact, the e-mail address first.

    A contact that nobody has proved yet opens only to the name it was written with: another name is somebody else.
    """
    for door in ((ContactKind.EMAIL, row.email), (ContactKind.PHONE, row.phone)):
        contact = doors.get(door)
        if contact and (contact.verified_at or plain(contact.person.full_name) == plain(row.name)):
            return contact.person
    return None
