"""Finds the rows whose file is in the call already, or stands earlier in the same table, and who their contacts are."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from incubator.accounts.states import NEVER_APPLICANTS
from incubator.applications.importing_check import Checked
from incubator.applications.models import ApplicationMember, ImportRow
from incubator.applications.states import ImportOutcome, State, TeamRole
from incubator.core.text_search import plain
from incubator.people.models import Contact, Grant, User
from incubator.people.states import ContactKind
from incubator.programmes.models import Call

AT_ONCE = 500
Doors = dict[tuple[str, str], Contact]


class KnownFiles:
    """What a call holds already, asked for some hundreds of rows at a time."""

    def __init__(self, call: Call, at: datetime) -> None:
        self.call, self.at = call, at
        self._seen: dict[tuple[str, ...], int] = {}

    def mark(self, rows: Sequence[Checked]) -> None:
        """Mark the rows that are there already, and those whose contact may not apply."""
        for start in range(0, len(rows), AT_ONCE):
            self._mark(rows[start : start + AT_ONCE])

    def _mark(self, rows: Sequence[Checked]) -> None:
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
                self._there(row, _("Already in this call: %(file)s.") % {"file": known})
            elif earlier := self._earlier(row):
                self._there(row, _("The same file as line %(line)s.") % {"line": earlier})

    def _there(self, row: Checked, sentence: str) -> None:
        """Nothing is wrong with such a row: it is left out, and no other remark matters."""
        row.problems = [{"column": "", "sentence": sentence}]
        row.outcome = ImportOutcome.THERE

    def _earlier(self, row: Checked) -> int | None:
        """Return the line of this table that says the same file, None for the first one."""
        who = row.email or row.phone or plain(row.name)
        keys: list[tuple[str, ...]] = [("paper", row.paper_reference)] if row.paper_reference else []
        keys += [("who", plain(row.startup), who)] if row.startup and who else []
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

    def _papers(self, rows: Iterable[Checked]) -> dict[str, str]:
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


def doors_of(rows: Iterable[Checked]) -> Doors:
    """Return the sign-in contacts among those of these rows, with their people (one question)."""
    wanted = Q(kind=ContactKind.EMAIL, value__in={row.email for row in rows if row.email})
    wanted |= Q(kind=ContactKind.PHONE, value__in={row.phone for row in rows if row.phone})
    found = Contact.objects.filter(wanted, is_sign_in=True).select_related("person")
    return {(contact.kind, contact.value): contact for contact in found}


def person_for(row: Checked, doors: Doors) -> User | None:
    """Return whose file the row is, None for somebody new: by a proved contact, the e-mail address first.

    A contact that nobody has proved yet opens only to the name it was written with: another name is somebody else.
    """
    for door in ((ContactKind.EMAIL, row.email), (ContactKind.PHONE, row.phone)):
        contact = doors.get(door)
        if contact and (contact.verified_at or plain(contact.person.full_name) == plain(row.name)):
            return contact.person
    return None
