"""The letters of an assisted file: the code that confirms, whose the file is, and what still waits."""

from datetime import datetime

from django.urls import reverse

from incubator.applications.models import Application, Assistance
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.ui import typography


def code(assistance: Assistance, digits: str, *, at: datetime) -> None:
    """Send the code to the person's telephone, with what it confirms; secret, useless after twenty minutes."""
    context = {
        "code": digits,
        "agent": str(assistance.agent),
        "call": assistance.application.call.title,
        "until": typography.clock_time(assistance.code_expires_at or at),
    }
    outbox.post(
        "applications/assisted_code", to=None, address=assistance.phone, context=context, secret=True,
        expires_at=assistance.code_expires_at, at=at,
    )  # fmt: skip


def yours(application: Application, person: User, *, at: datetime) -> None:
    """Tell the person that the draft is theirs, and how to go on."""
    path = reverse("applications:file", kwargs={"ref": application.ref})
    context = {"call": application.call, "path": path}
    outbox.post(
        "applications/assisted_yours", to=person, at=at, by=person, about=application, context=context
    )


def waiting(assistance: Assistance, *, at: datetime) -> None:
    """Remind the agent of a file that nobody has confirmed."""
    application = assistance.application
    path = reverse("applications:assist_file", kwargs={"ref": application.ref})
    context = {"call": application.call, "path": path, "since": assistance.created_at}
    outbox.post(
        "applications/assisted_waiting", to=assistance.agent, at=at, about=application, context=context
    )
