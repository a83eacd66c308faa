"""The letters of the applicant's side; those of the desk are in `casework.letters`."""

from datetime import datetime, timedelta

from django.urls import reverse

from incubator.applications.models import Application, CallInvitation, Correction
from incubator.applications.states import State
from incubator.applications.submission import telling
from incubator.notifications import outbox
from incubator.people.models import Actor, User
from incubator.programmes import closing
from incubator.programmes.facts import centre_of
from incubator.programmes.models import CallExtension

CHANGED = "applications/closing_changed"
# Letters to many wait so long before they leave.
CALLED_BACK_WITHIN = timedelta(minutes=15)


def application_received(application: Application, *, to: User, at: datetime) -> None:
    """Confirm to the lead that the file has been received, with its reference and receipt code."""
    _post("application_received", application, to=to, at=at)


def corrections_received(application: Application, correction: Correction, *, to: User, at: datetime) -> None:
    """Confirm to the lead that the corrections have been received."""
    _post("corrections_received", application, to=to, at=at, count=len(correction.items))


def application_withdrawn(application: Application, *, to: User, at: datetime) -> None:
    """Confirm to the lead that the file has been withdrawn."""
    _post("application_withdrawn", application, to=to, at=at)


def entered_from_paper(application: Application, *, to: User, by: Actor, at: datetime, batch: str) -> None:
    """Tell the lead that their paper file was entered, in time for the office to call the letter back."""
    path = reverse("applications:file", kwargs={"ref": application.ref})
    outbox.post(
        "applications/entered_from_paper", to=to, at=at, by=by, about=application, batch=batch,
        leaves_at=at + CALLED_BACK_WITHIN,
        context={"application": application, "call": application.call, "path": path},
    )  # fmt: skip


def import_undone(application: Application, *, to: User, by: Actor, at: datetime) -> None:
    """Tell the lead, who was told of it, that the entering of their paper file was undone."""
    outbox.post(
        "applications/import_undone", to=to, at=at, by=by, about=application,
        context={"application": application, "call": application.call},
    )  # fmt: skip


def closing_changed(
    application: Application, change: CallExtension, *, to: User, by: Actor, at: datetime
) -> None:
    """Tell a lead that the closing was moved, or that the call was cancelled, and why."""
    path, batch = (
        reverse("applications:file", kwargs={"ref": application.ref}),
        f"closing {change.call.reference}",
    )
    context = {"application": application, "call": change.call, "change": change, "path": path,
               "dropped": closing.dropped_by(change), "is_draft": application.state == State.DRAFT}  # fmt: skip
    outbox.post(CHANGED, to=to, at=at, by=by, about=application, batch=batch, context=context)
    telling.tell_the_others(application, CHANGED, context, lead=to, by=by, at=at, batch=batch)


def invited_to_call(
    invitation: CallInvitation, *, to: User | None, channel: str, by: Actor, at: datetime
) -> None:
    """Tell somebody that a call is open to them, at its address; a contact without an account is written to too."""
    call = invitation.call
    path = reverse("applications:start", kwargs={"slug": call.slug})
    outbox.post(
        "applications/invited_to_call", to=to, at=at, by=by, about=call,
        address="" if to else invitation.contact, channels=[channel] if channel and not to else None,
        context={"call": call, "path": path, "earlier": invitation.earlier},
    )  # fmt: skip


def _post(letter: str, application: Application, *, to: User, at: datetime, **context: object) -> None:
    name, facts = f"applications/{letter}", _facts(application, at=at, **context)
    outbox.post(name, to=to, at=at, by=to, about=application, context=facts)
    telling.tell_the_others(application, name, facts, lead=to, by=to, at=at)


def _facts(application: Application, **context: object) -> dict[str, object]:
    path = reverse("applications:file", kwargs={"ref": application.ref})
    facts = {"application": application, "call": application.call, "path": path, **context}
    return facts | {"centre": centre_of(application.call)}
