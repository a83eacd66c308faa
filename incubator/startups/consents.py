"""What hangs on the consents that the slice asks for (`accounts/withdrawing.py`): the public page of a start-up."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.accounts.models import Consent
from incubator.accounts.withdrawing import WRITTEN_DOWN, Use, uses
from incubator.people.models import SYSTEM, User
from incubator.startups import profile
from incubator.startups.models import Startup
from incubator.startups.states import LIFECYCLE
from incubator.workflow.refusals import Sentence

LEAVES = _(
    "The public page of the start-up leaves the directory at once. Its team can publish it again, by agreeing again."
)


def told(consent: Consent, startup: Startup) -> Sentence:
    """Say that the public page goes."""
    return LEAVES if consent.purpose == profile.DIRECTORY else WRITTEN_DOWN


def hide(consent: Consent, startup: Startup, by: User, at: datetime) -> None:
    """Take the profile out of the directory: by whoever withdraws, or, once they left the team, by the system."""
    if consent.purpose == profile.DIRECTORY:
        locked: Any = LIFECYCLE.locked(startup)
        profile.leave_directory(locked, by=by if LIFECYCLE.may(by, locked, "hide", at) else SYSTEM, at=at)


uses("startup", Use(Startup.objects.all, lambda startup: startup.name, told, hide))
