"""Which rows of the slice go with whom, which files are over, and what must be settled first (`core/forgetting.py`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Case, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.models import Application, ApplicationMember, Assistance, Decision, ImportRow
from incubator.applications.privacy import APPLYING
from incubator.applications.states import BEFORE_ACCEPTANCE, DecisionState, State, TeamRole
from incubator.core import clock
from incubator.core.forgetting import BEFORE, Obstacle, Subject, goes_after, goes_with, prevents
from incubator.files.privacy import goes_with_its_file
from incubator.jobs.privacy import DESK_WORK
from incubator.people.models import Contact, User
from incubator.people.privacy import ROLES
from incubator.programmes.call_file import keeping
from incubator.programmes.models import CallExtension
from incubator.programmes.states import CallState, ChangeKind
from incubator.workflow.refusals import Refused

# Whoever helps with a file is no part of its team.
IN_THE_TEAM = (TeamRole.LEAD, TeamRole.EDITOR, TeamRole.READER)
EXAMINED = tuple(state for state in BEFORE_ACCEPTANCE if state != State.DRAFT)
# The centre or the team still has to answer, or a place is due: no night erases them.
IN_HAND = (*(state for state in EXAMINED if state != State.WAITING_LIST), State.ACCEPTED)
DECIDED = (State.WAITING_LIST, State.DECLINED, State.REFUSED)


class Erased(Refused):
    """The file was erased: its number and its state are all that is left."""

    status = 410
    code = "erased"
    default = gettext_lazy(
        "What this file said was erased: the time for which it is kept is over, or its team asked for it."
    )


def alone_in(person: User) -> QuerySet[Application]:
    """Return the files of which the person is the whole team, still there to be erased."""
    others = ApplicationMember.objects.filter(application=OuterRef("pk"), role__in=IN_THE_TEAM)
    mine = Application.objects.filter(team__person=person, team__role__in=IN_THE_TEAM, erased_at=None)
    return mine.filter(~Exists(others.exclude(person=person)))


def over(at: datetime) -> QuerySet[Application]:
    """Return the files whose period is over, with or without a place: the months that their call says (`retention`).

    What is examined or accepted is never over, unless its call was cancelled: then it counts from that day. The
    waiting list is kept for the months of the pool. A file that was decided counts from the results, any other from
    the closing; in a call without an end, and after both, from its own last change or decision.
    """
    in_hand = Q(state__in=IN_HAND) & ~Q(state__in=EXAMINED, call__state=CallState.CANCELLED)
    files = Application.objects.filter(erased_at=None).exclude(in_hand).annotate(ended=_ended())
    late = Q(pk__in=[])
    for call, retention in files.order_by().values_list("call", "call__retention").distinct():
        usual = keeping.period(retention, "rejected_months", usual=APPLYING.kept.months)
        pool = max(usual, keeping.period(retention, "pool_months", usual=usual))
        waiting = Q(state=State.WAITING_LIST)
        late |= Q(call=call) & (
            (waiting & Q(ended__lt=clock.months_before(at, pool)))
            | (~waiting & Q(ended__lt=clock.months_before(at, usual)))
        )
    return files.filter(late)


def _ended() -> Case:
    """Return the instant from which a file's period counts; none for a waiting list without results."""
    told = Decision.objects.filter(application=OuterRef("pk"), state=DecisionState.PUBLISHED).order_by()
    decided_at = Subquery(told.values("application").annotate(last=Max("published_at")).values("last"))
    changed = Greatest("changed_at", Coalesce(decided_at, "changed_at"))
    results = Coalesce("call__decisions_published_at", "call__closes_at")
    stopped = CallExtension.objects.filter(call=OuterRef("call"), kind=ChangeKind.CANCELLED).order_by()
    stopped_at = Subquery(stopped.values("call").annotate(last=Max("decided_at")).values("last"))
    return Case(
        When(
            call__state=CallState.CANCELLED,
            then=Greatest(Coalesce(stopped_at, "call__closes_at", "changed_at"), changed),
        ),
        When(call__is_rolling=True, then=changed),
        When(state=State.WAITING_LIST, call__decisions_published_at=None, then=None),
        When(state__in=DECIDED, then=Greatest(results, changed)),
        default=Greatest(F("call__closes_at"), changed),
        output_field=DateTimeField(),
    )


@prevents(Subject.PERSON)
def files_under_way(person: User, at: datetime) -> Iterator[Obstacle]:
    """A file that is examined is withdrawn first; one that others work on is handed over first."""
    for file in alone_in(person).filter(state__in=EXAMINED).order_by("pk"):
        words = _("Your application %(reference)s is being examined: withdraw it first.")
        yield Obstacle(
            words % {"reference": file.reference}, reverse("applications:withdraw", args=[file.public_id])
        )
    led = Application.objects.filter(team__person=person, team__role=TeamRole.LEAD, erased_at=None)
    for file in led.exclude(pk__in=alone_in(person)).select_related("startup").order_by("pk"):
        words = _("You lead the application of “%(name)s” with others: hand it over, or remove them, first.")
        yield Obstacle(words % {"name": file.startup}, reverse("applications:team", args=[file.public_id]))


def documents_of(files: Sequence[int]) -> Q:
    """Keep the documents of some files, the signed papers, and the tables from which they were brought in."""
    signed = Assistance.objects.filter(application__in=files)
    tables = ImportRow.objects.filter(application__in=files)
    return (
        Q(record="application", record_id__in=files)
        | Q(record="assistance", record_id__in=signed.values("pk"))
        | Q(record="import", record_id__in=tables.values("batch"))
    )


def letters_about(files: Sequence[int]) -> Q:
    """Keep the letters that tell of some files."""
    named = Application.objects.filter(pk__in=files)
    return Q(about="application") & (
        Q(about_ref__in=named.exclude(reference=None).values("reference"))
        | Q(about_ref__in=named.values("public_id"))
    )


def places_offered_to(people: Sequence[int]) -> Q:
    """Keep the invitations to a team that people took, or that wait at one of their contacts."""
    contacts = Contact.objects.filter(person__in=people)
    return Q(used_by__in=people) | Q(contact__in=contacts.values("value"))


def invitations_of(people: Sequence[int]) -> Q:
    """Keep the invitations to a call that people took, or that wait at one of their contacts."""
    contacts = Contact.objects.filter(person__in=people)
    return Q(person__in=people) | Q(contact__in=contacts.values("value"))


def drop_what_was_not_told(decisions: QuerySet) -> None:
    """Let nothing be published any more about a file that says nothing."""
    decisions.filter(published_at=None).delete()


BEFORE["applications.Decision"] = drop_what_was_not_told
for model in (
    "Answer",
    "Revision",
    "ApplicationMember",
    "Correction",
    "Decision",
    "TeamInvitation",
    "Assistance",
):
    goes_with(Subject.FILE, f"applications.{model}", "application")
for model in ("Note", "Redaction", "SearchText", "TwinKey", "ImportRow"):
    goes_with(Subject.FILE, f"applications.{model}", "application")
goes_with(Subject.FILE, "applications.Application", "pk")
goes_with(Subject.FILE, "applications.Twins", "first", "second")
goes_with(Subject.FILE, "files.StoredFile", rows=documents_of)
goes_with(
    Subject.FILE, "files.UploadSession", rows=lambda files: Q(record="application", record_id__in=files)
)
goes_with(Subject.FILE, "notifications.Message", rows=letters_about)
goes_with(Subject.FILE, "accounts.Consent", rows=lambda files: Q(about="application", about_id__in=files))
goes_with(Subject.PERSON, "applications.ApplicationMember", "person")
goes_with(Subject.PERSON, "applications.TeamInvitation", rows=places_offered_to)
goes_with(Subject.PERSON, "applications.CallInvitation", rows=invitations_of)
goes_with(Subject.PERSON, "applications.AgentTerm", "grant__person")
goes_after("applications.AgentTerm", "grant__until_at", ROLES.kept)
goes_after("applications.BulkRun", "created_at", DESK_WORK.kept)
goes_after("applications.GroupLetter", "created_at", DESK_WORK.kept)
goes_with_its_file("applications.ImportBatch", "source")
goes_after("applications.CallInvitation", "call__closes_at", APPLYING.kept)
goes_after("applications.ImportBatch", "created_at", DESK_WORK.kept)
goes_after("applications.LateCode", "made_at", DESK_WORK.kept)
