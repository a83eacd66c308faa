"""What hangs on the consents that a call's form asks for (`accounts/withdrawing.py`): the office reads them on the file."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incubator.accounts.models import Consent
from incubator.accounts.withdrawing import Use, uses
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.states import LIFECYCLE
from incubator.people.models import User
from incubator.programmes.consent_words import consents_in, purpose_of
from incubator.workflow.refusals import Sentence

TOLD = _(
    "It is written down that you took this agreement back, and from when; the office of the call reads it on the file."
    " What was done until then stands, and the application goes on."
)
NEEDED = _(
    "Without this agreement the centre cannot examine the application. The office of the call reads on the file that you"
    " took it back, and stops examining it. The application itself is not withdrawn by this: its lead withdraws it on a"
    " page of its own."
)
WITHDRAW = _("Withdraw the application instead")


def records() -> QuerySet:
    """Return the files with what names them, and the form that says what was asked."""
    return Application.objects.select_related("startup", "form_version").only(
        "public_id", "reference", "startup_name", "state", "startup__name", "form_version__sha256",
        "form_version__number",
    )  # fmt: skip


def name(application: Application) -> str:
    """Return what a file is called: its reference, and its start-up."""
    return " · ".join(filter(None, (application.reference, application.startup.name)))


def is_needed(consent: Consent, application: Application) -> bool:
    """Tell whether the form asks for a consent without which it cannot be sent."""
    return consent.purpose in needed_of(application)


def needed_of(application: Application) -> set[str]:
    """Return the purposes without which the form cannot be sent."""
    asked = consents_in(definition_of(application.form_version))
    return {purpose_of(field) for field in asked if field.required}


def told(consent: Consent, application: Application) -> Sentence:
    """Say what withdrawing does."""
    return NEEDED if is_needed(consent, application) else TOLD


def way_out(consent: Consent, application: Application, by: User) -> tuple[str, Sentence] | None:
    """Lead to the withdrawal of the file, while one may withdraw it."""
    is_open: Any = LIFECYCLE.is_legal(application, "withdraw")
    if not is_open or not is_needed(consent, application):
        return None
    mine = Application.objects.of(by).filter(pk=application.pk).exists()
    return (reverse("applications:withdraw", args=[application.public_id]), WITHDRAW) if mine else None


uses("application", Use(records, name, told, way_out=way_out))
