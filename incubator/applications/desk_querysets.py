"""Reads of what the office keeps about applications: notes, twins, cleared files, invitations, imports, acts on many."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from incubator.applications.querysets import NAMED_BY
from incubator.applications.states import Audience, TwinState
from incubator.files.models import StoredFile
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.workflow.standing import Standing

OF_A_NOTE = (
    *("public_id", "created_at", "application", "text", "audience"),
    *("edited_at", "struck_at", "due_on", "done_at"),
)


class NoteQuerySet(models.QuerySet):
    """Comments and tasks on files."""

    gate = "Read with the file (`Application.objects.at_the_desk_of`)."

    def visible_to(self, user: Any) -> "NoteQuerySet":
        """The office reads what is said of the files it may read; the team what is said to it, and nothing
        struck out. Jurors read by their assignment (`for_the_jury`).
        """
        files = self.model._meta.get_field("application").related_model.objects
        office = Q(application__in=files.at_the_desk_of(user).values("pk"))
        team = Q(application__in=files.of(user).values("pk"), audience=Audience.APPLICANT, struck_at=None)
        return self.filter(office | team)

    def at_the_desk_of(self, user: Any) -> "NoteQuerySet":
        """Keep those of the files that this person reads at the desk."""
        files = self.model._meta.get_field("application").related_model.objects.at_the_desk_of(user)
        return self.filter(application__in=files.values("pk"))

    def for_the_jury(self, application: Any) -> "NoteQuerySet":
        """Keep what jurors of a file read of it, oldest first (the caller has found the file in their
        hands).
        """
        said = self.filter(application=application, audience=Audience.JURY, struck_at=None)
        return said.order_by("created_at", "id")

    def for_the_team(self, application: Any) -> "NoteQuerySet":
        """Keep what the team of a file reads of it, oldest first."""
        said = self.filter(application=application, audience=Audience.APPLICANT, struck_at=None)
        return said.order_by("created_at", "id")

    def with_people(self) -> "NoteQuerySet":
        """Join who wrote, who is to do it, and who did: a note as a page shows it."""
        people = ("author", "assignee", "done_by")
        called = [f"{person}__{name}" for person in people for name in NAMED_BY]
        return self.select_related(*people).only(*OF_A_NOTE, *called)

    def tasks_of(self, user: Any) -> "NoteQuerySet":
        """Keep what a person has to do on files they may read, the most urgent first."""
        return self.at_the_desk_of(user).open_tasks().filter(assignee=user).order_by("due_on", "id")

    def open_tasks(self) -> "NoteQuerySet":
        """Keep the tasks that nobody has done."""
        return self.filter(assignee__isnull=False, done_at=None, struck_at=None)


class TwinQuerySet(models.QuerySet):
    """Pairs of files that look like one."""

    gate = "Read with both files (`Application.objects.at_the_desk_of`)."

    def visible_to(self, user: Any) -> "TwinQuerySet":
        """Staff read a pair when they may read both files."""
        files = self.model._meta.get_field("first").related_model.objects.at_the_desk_of(user).values("pk")
        return self.filter(first__in=files, second__in=files)

    def of(self, application: Any) -> "TwinQuerySet":
        """Keep the pairs of a file, with both files and their calls."""
        pairs = self.filter(Q(first=application) | Q(second=application))
        return pairs.select_related("first__call", "second__call", "treated_by").order_by("found_at", "id")

    def open(self) -> "TwinQuerySet":
        """Keep those nobody has treated."""
        return self.filter(state=TwinState.OPEN)


def cleared_files(application: Any, wanted: Collection[str]) -> models.QuerySet:
    """Keep, of these files of an application (by public id), those that a blind jury may read."""
    clearances = application.clearances.model.objects.filter(
        application=application, what=OuterRef("public_id")
    )
    return StoredFile.objects.filter(Exists(clearances), public_id__in=wanted)


class CallInvitationQuerySet(models.QuerySet):
    """Invitations to calls that are not open to everybody."""

    gate = "Read with the call."

    def standing(self) -> "CallInvitationQuerySet":
        """Keep those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def held_by(self, person: Any) -> "CallInvitationQuerySet":
        """Keep those for this person, or for a contact that the person has proved."""
        proved = person.contacts.exclude(verified_at=None).values("value")
        return self.standing().filter(Q(person=person) | Q(contact__in=proved))


class ImportBatchQuerySet(models.QuerySet):
    """Tables brought in."""

    gate = Standing(programme="call__programme")

    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """The officers of the call's programme: a table names people."""
        return self.gate.held_by(self, user, Role.OFFICER)

    def for_list(self) -> "ImportBatchQuerySet":
        """Join what a line of the list shows, and count what was made of the rows."""
        made = Count("rows", filter=Q(rows__application__isnull=False))
        joined = self.select_related("source", "by").annotate(made=made)
        return joined.order_by("-created_at", "-id")


class DeskRecordQuerySet(models.QuerySet):
    """Bulk acts, letters to many."""

    gate = "Whoever began it; letters about a call, with the call."

    def of(self, person: Any) -> "DeskRecordQuerySet":
        """Keep what the person began."""
        return self.filter(by=person)

    def letters_for(self, person: Any) -> "DeskRecordQuerySet":
        """Keep the letters a member of staff may read: the own ones, and those posted about a call the person sees."""
        if not person.has_role(Role.ADMIN, Role.OFFICER, Role.DIRECTOR):
            return self.none()
        calls = Call.objects.visible_to(person).values("pk")
        return self.filter(Q(by=person) | Q(call__in=calls, posted_at__isnull=False))
