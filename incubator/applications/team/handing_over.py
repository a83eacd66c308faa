"""The lead of a file, handed to another member: offered by its holder, taken or declined by the other.

The lead sends, withdraws and answers the offer of a place, and the centre writes to the lead: nobody becomes
that without saying yes. Until then the present lead stays it.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incubator.applications.models import Application, ApplicationMember, LeadOffer
from incubator.applications.states import LEAD_OFFER_LIFE, TeamRole
from incubator.applications.team import letters
from incubator.people.models import User
from incubator.startups import membership
from incubator.startups import policies as startup_policies
from incubator.startups.states import MemberRole
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import Refused


class OfferGone(Refused):
    """The lead is no longer offered to this person."""

    code = "offer_gone"


def waiting(application: Application, *, at: datetime) -> LeadOffer | None:
    """Return the offer that waits for an answer, None when there is none or it is over."""
    found = application.lead_offers.filter(answered_at=None, expires_at__gt=at)
    return found.select_related("person", "offered_by").first()


@an_act
def offer(application: Application, member: ApplicationMember, *, by: User, at: datetime) -> LeadOffer:
    """Offer the lead to a member, who has two weeks to answer; an earlier offer is taken back.

    Offered again to the same person it is the same offer. Raises NotAllowed and OfferGone.
    """
    deciding.require("application.offer_lead", by, application, at)
    person = member.person
    if person == by:
        raise Refused(_("You lead this file already."))
    try:
        with transaction.atomic():
            return _offer(application, person, by=by, at=at)
    except IntegrityError as error:
        raise OfferGone(_("The lead has just been offered to somebody else.")) from error


def _offer(application: Application, person: User, *, by: User, at: datetime) -> LeadOffer:
    Application.objects.select_for_update().get(pk=application.pk)
    standing = waiting(application, at=at)
    if standing is not None and standing.person_id == person.pk:
        return standing
    application.lead_offers.filter(answered_at=None).update(answered_at=at)
    made = LeadOffer.objects.create(
        application=application, person=person, offered_by=by, offered_at=at, expires_at=at + LEAD_OFFER_LIFE
    )
    audit.record("application.offer_lead", application, by=by, at=at, person=person.public_id)
    letters.lead_offered(made, at=at)
    return made


def take_back(application: Application, *, by: User, at: datetime) -> None:
    """End the offer that waits; the lead stays where it is. Raises NotAllowed."""
    with acting(by):
        deciding.require("application.offer_lead", by, application, at)
        if application.lead_offers.filter(answered_at=None).update(answered_at=at):
            audit.record("application.take_back_lead", application, by=by, at=at)


@an_act
def take(application: Application, *, by: User, at: datetime) -> None:
    """Become the lead of the file; the former one may still write in it. Both get a letter.

    The start-up follows: the new lead leads it too when the former one did. Of a double click the second
    changes nothing. Raises NotAllowed, OfferGone.
    """
    deciding.require("application.take_lead", by, application, at)
    if application.team.filter(person=by, role=TeamRole.LEAD).exists():
        return
    locked = Application.objects.select_for_update().get(pk=application.pk)
    offered = _mine(application, by, at)
    # The former lead first: a file has one lead at every instant, and the database says so.
    former = locked.team.filter(person=offered.offered_by, person__is_active=True, role=TeamRole.LEAD)
    if not former.update(role=TeamRole.EDITOR):
        raise OfferGone(_("Whoever offered you the lead no longer has it."))
    locked.team.filter(person=by).update(role=TeamRole.LEAD)
    LeadOffer.objects.filter(pk=offered.pk).update(answered_at=at, is_taken=True)
    if startup_policies.is_member(offered.offered_by, locked.startup, MemberRole.LEAD):
        membership.join(locked.startup, by, role=MemberRole.LEAD, by=offered.offered_by, at=at)
    audit.record("application.take_lead", application, by=by, at=at, former=offered.offered_by.public_id)
    letters.lead_taken(application, offered.offered_by, by, at=at)


def decline(application: Application, *, by: User, at: datetime) -> None:
    """Say no to the lead; whoever offered it is told and keeps it. Raises OfferGone."""
    with acting(by):
        Application.objects.select_for_update().get(pk=application.pk)
        offered = _mine(application, by, at)
        LeadOffer.objects.filter(pk=offered.pk).update(answered_at=at)
        audit.record("application.decline_lead", application, by=by, at=at)
        letters.lead_declined(application, offered.offered_by, by, at=at)


def _mine(application: Application, person: User, at: datetime) -> LeadOffer:
    found = waiting(application, at=at)
    if found is None or found.person_id != person.pk:
        raise OfferGone(_("The lead of this file is not offered to you, or no longer."))
    return found
