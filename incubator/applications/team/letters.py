"""The letters of a team: an invitation, who came and left, and the lead that changes hands."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from incubator.accounts import contacts
from incubator.accounts.contacts import Door
from incubator.applications.filling import presenting
from incubator.applications.models import Application, LeadOffer, TeamInvitation
from incubator.applications.states import TeamRole
from incubator.notifications import outbox
from incubator.people.models import User


def invitation(invited: TeamInvitation, door: Door, *, code: str, by: User, at: datetime) -> None:
    """Send the code to a contact, known or not; sealed, and useless once the invitation is over."""
    to = contacts.person_of(door)
    with translation.override(to.language if to else by.language):
        context = _context(invited.application) | {
            "code": code,
            "inviter": by,
            "role": str(TeamRole(invited.role).label),
            "until": invited.expires_at,
            "path": reverse("applications:join_with", kwargs={"code": code}),
        }
        outbox.post(
            "applications/team_invitation",
            to=to,
            address=door.value,
            context=context,
            secret=True,
            expires_at=invited.expires_at,
            about=invited.application,
            by=by,
            at=at,
        )


def joined(application: Application, person: User, *, role: str, at: datetime) -> None:
    """Tell the lead who came in, and as what."""
    _to_the_lead("team_joined", application, person, at=at, role=role)


def left(application: Application, person: User, *, at: datetime) -> None:
    """Tell the lead who left."""
    _to_the_lead("team_left", application, person, at=at)


def removed(application: Application, person: User, *, by: User, at: datetime) -> None:
    """Tell a person that they are no longer in the team."""
    _post("team_removed", application, to=person, by=by, at=at, member=person)


def lead_offered(offered: LeadOffer, *, at: datetime) -> None:
    """Ask a member whether they take the lead."""
    facts = {"member": offered.offered_by, "until": offered.expires_at}
    _post("lead_offered", offered.application, to=offered.person, by=offered.offered_by, at=at, **facts)


def lead_taken(application: Application, former: User, new: User, *, at: datetime) -> None:
    """Tell both that the lead has changed hands."""
    _post("lead_taken", application, to=former, by=new, at=at, member=new)
    _post("lead_taken", application, to=new, by=new, at=at, member=new)


def lead_declined(application: Application, lead: User, person: User, *, at: datetime) -> None:
    """Tell the lead that the other said no."""
    _post("lead_declined", application, to=lead, by=person, at=at, member=person)


def _to_the_lead(
    letter: str, application: Application, person: User, *, at: datetime, **more: object
) -> None:
    lead = application.team.filter(role=TeamRole.LEAD).select_related("person").first()
    if lead is not None:
        _post(letter, application, to=lead.person, by=person, at=at, member=person, **more)


def _post(letter: str, application: Application, *, to: User, by: User, at: datetime, **more: object) -> None:
    if role := more.get("role"):
        with translation.override(to.language):
            more["role"] = str(TeamRole(str(role)).label)
    path = reverse("applications:team", kwargs={"ref": application.ref})
    context = _context(application) | {"path": path, "at": at, "you": to} | more
    outbox.post(f"applications/{letter}", to=to, at=at, by=by, about=application, context=context)


def _context(application: Application) -> dict[str, object]:
    """The file goes by the name its answers give, before the start-up itself has it."""
    name = presenting.names_of([application])[application.pk]
    return {"application": application, "call": application.call, "name": name}
