"""What the centre verifies of a company: its registration, read in its papers by one person and confirmed by another."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from incubator.core.clock import local_day
from incubator.core.holding import hold
from incubator.people.models import Actor
from incubator.startups.models import Registration, Startup
from incubator.startups.states import REGISTRATION, LegalForm
from incubator.workflow import audit, deciding, proposals, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import once

FACTS = ("legal_form", "rccm", "nif", "registered_on")
COMPANIES = tuple(form.value for form in LegalForm if form != LegalForm.NONE)


@an_act
def propose(
    startup: Startup,
    *,
    legal_form: str,
    registered_on: date | None,
    rccm: str = "",
    nif: str = "",
    seen: str,
    by: Actor,
    at: datetime,
) -> Registration:
    """Say what the papers of a company show, and which paper; it counts once another person has confirmed it.

    Raises NotAllowed, AlreadyProposed or BadValues.
    """
    startup = hold(startup)
    deciding.require("registration.propose", by, Registration(startup=startup), at)
    proposals.only_one(startup.registrations.all())
    values.check_choice("legal_form", legal_form, COMPANIES)
    if registered_on is None or registered_on > local_day(at):
        values.refuse("registered_on", _("Write the day of registration: today or earlier."))
    registration = Registration(
        startup=startup, legal_form=legal_form, rccm=rccm.strip(), nif=nif.strip(), registered_on=registered_on,
        proposed_by=by, proposed_at=at,
        seen=values.check_text("seen", seen, longest=160, missing=_("Write in which paper you read it.")),
    )  # fmt: skip
    values.check(registration, *FACTS)
    registration.save(force_insert=True)
    audit.record("registration.propose", registration, by=by, at=at)
    return registration


@once
def confirm(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Confirm what another person read: from now on the registration is verified. Raises NotAllowed or IllegalMove."""
    with proposals.confirming(REGISTRATION, registration, by=by, at=at) as confirmed:
        pass
    return confirmed


@once
def refuse(registration: Registration, *, note: str, by: Actor, at: datetime) -> Registration:
    """Refuse it, or take one's own back, with the reason. Raises ReasonMissing, NotAllowed or IllegalMove."""
    return proposals.refuse(REGISTRATION, registration, note=note, by=by, at=at)
