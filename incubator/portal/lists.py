"""The desk's lists of start-ups, and those of people and messages, whose slices know no lists."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.cohorts.states import PRESENT, PlaceState
from incubator.core.bilingual import pick
from incubator.core.clock import local_day
from incubator.core.money import Money
from incubator.lists.cells import Above, Badge, Link
from incubator.lists.desk_list import Column, DeskList, Tab
from incubator.notifications.models import Message
from incubator.notifications.policies import OFFICE
from incubator.notifications.states import MessageState
from incubator.people.models import Grant, User
from incubator.people.states import DESK_ROLES, PersonState, Role
from incubator.portal import dossier
from incubator.portal.directory import portfolio, without_mentor
from incubator.portal.filters import MessageFilter, PersonFilter, PortfolioFilter, RegistrationFilter
from incubator.startups.models import Registration, Startup
from incubator.ui.typography import money, number, telephone

# Who reads and verifies what companies are.
VERIFIERS = (Role.OFFICER, Role.FINANCE, Role.DIRECTOR)


def _milestones(row: Any) -> Above:
    far = f"{number(row.milestones_met)} / {number(row.milestones_all)}"
    late = row.milestones_late and Badge("late", _("%(number)s late") % {"number": row.milestones_late})
    return Above(far, late)


def _paid(row: Any) -> Above:
    return Above(Money(row.paid), _("of %(amount)s") % {"amount": money(row.granted)})


class StartupList(DeskList):
    """The start-ups with a place that the reader may see, with their milestones, last session and money."""

    name, title, roles = "startups", _("Start-ups"), DESK_ROLES
    tabs = {
        "present": Tab(_("In incubation"), Q(place_state__in=PRESENT)),
        "no_mentor": Tab(_("Without a mentor"), lambda listing: without_mentor(listing.person)),
        "graduated": Tab(_("Graduated"), Q(place_state=PlaceState.GRADUATED)),
        "left": Tab(_("Left"), Q(place_state__in=(PlaceState.LEFT, PlaceState.EXCLUDED))),
        "all": Tab(pgettext_lazy("feminine", "All")),
    }
    filter_class, ordering = PortfolioFilter, ("name",)
    columns = (
        Column("name", _("Start-up"), lambda row: Link(row.name, reverse("portal:desk_startup", args=[row.slug])),
               sort="name"),
        Column("cohort", _("Cohort"), lambda row: Above(
            pick(row.cohort_fr, row.cohort_en), Badge(row.place_state, PlaceState(row.place_state).label))),
        Column("zone", _("Zone"), lambda row: row.commune and row.commune.prefecture.zone.name),
        Column("sector", _("Sector"), lambda row: row.sector and row.sector.name),
        Column("stage", _("Stage"), lambda row: row.get_stage_display()),
        Column("late", _("Milestones"), _milestones, sort="milestones_late", numeric=True),
        Column("session", _("Last session"), lambda row: row.last_session_on, sort="last_session_on"),
        Column("paid", _("Paid out"), _paid,
               sort="paid", numeric=True),
        Column("granted", _("Awarded"), lambda row: Money(row.granted), sort="granted", numeric=True, is_usual=False),
    )  # fmt: skip
    nothing = _("No start-up here yet. They appear when they take a place in a cohort.")

    def rows(self) -> QuerySet[Startup]:
        return portfolio(self.person, local_day(self.at))


class RegistrationList(DeskList):
    """What the centre verifies of the companies: what waits for a second person, and what two people verified."""

    name, title, roles = "registrations", _("Registrations"), VERIFIERS
    tabs = {
        "to_confirm": Tab(_("To confirm"), lambda listing: Registration.objects.to_confirm(listing.person)),
        "verified": Tab(_("Verified"), lambda listing: Registration.objects.confirmed()),
        "all": Tab(pgettext_lazy("feminine", "All")),
    }
    filter_class, ordering = RegistrationFilter, ("-proposed_at",)
    columns = (
        Column("startup", _("Start-up"), lambda row: Link(
            row.startup.name, reverse("portal:registration", args=[row.startup.slug])), sort="startup__name"),
        Column("form", _("Legal form"), lambda row: row.get_legal_form_display()),
        Column("rccm", _("RCCM"), lambda row: row.rccm),
        Column("nif", _("NIF"), lambda row: row.nif),
        Column("registered", _("Registered on"), lambda row: row.registered_on, sort="registered_on"),
        Column("proposed_by", _("Proposed by"), lambda row: str(row.proposed_by)),
        Column("proposed", _("Proposed on"), lambda row: local_day(row.proposed_at), sort="proposed_at"),
        Column("state", _("State"), lambda row: Badge(row.state, row.state_label)),
    )  # fmt: skip
    nothing = _("No registration in this view. It is proposed on the page of a start-up, from its papers.")

    def rows(self) -> QuerySet[Registration]:
        return dossier.registrations(self.person).select_related("startup", "proposed_by")


class PeopleList(DeskList):
    """Everybody who has an account or is invited, with the roles held now. Personal contacts leave in no table."""

    name, title, roles, exports = "people", _("People"), (Role.ADMIN,), False
    tab_key = "state"
    tabs = {
        "all": Tab(_("All")),
        **{
            state.value: Tab(state.label, Q(state=state))
            for state in (PersonState.INVITED, PersonState.ACTIVE, PersonState.SUSPENDED)
        },
    }
    filter_class, ordering = PersonFilter, ("full_name", "email")
    columns = (
        Column("name", _("Name"), lambda row: Link(
            telephone(str(row)), reverse("accounts:person", args=[row.public_id])), sort=("full_name", "email")),
        Column("contact", _("Contact"), lambda row: row.email or telephone(row.phone)),
        Column("roles", _("Roles"), lambda row: ", ".join(grant.get_role_display() for grant in row.held)),
        Column("state", _("State"), lambda row: Badge(
            "waiting" if row.state == PersonState.INVITED else "success", PersonState(row.state).label)),
    )  # fmt: skip
    search_label = _("Name, e-mail or telephone")
    template_name = "portal/desk/people.html"

    def rows(self) -> QuerySet[User]:
        return User.objects.exclude(state=PersonState.ANONYMISED)

    def prepared(self, rows: list[User]) -> list[User]:
        held = Grant.objects.in_force(self.at).order_by("role")
        prefetch_related_objects(rows, Prefetch("grants", queryset=held, to_attr="held"))
        return rows


class MessageList(DeskList):
    """What the centre wrote, what left and what did not. Letters leave in no table."""

    name, title, roles, exports = "messages", _("Messages"), OFFICE, False
    tab_key = "state"
    tabs = {
        "failed": Tab(
            MessageState.FAILED.label, Q(state=MessageState.FAILED),
            nothing=_("No message has failed. Those that the centre writes are under the other tabs."),
        ),
        **{
            state.value: Tab(state.label, Q(state=state))
            for state in (MessageState.QUEUED, MessageState.HELD, MessageState.SENT, MessageState.CANCELLED)
        },
        "all": Tab(pgettext_lazy("message", "All")),
    }  # fmt: skip
    filter_class, ordering = MessageFilter, ("-created_at",)
    columns = (
        Column("subject", pgettext_lazy("message", "Subject"), lambda row: Above(
            Link(row.subject or row.kind, reverse("notifications:message", args=[row.public_id])), row.error_words),
               sort="subject"),
        Column("to", pgettext_lazy("message", "To"), lambda row: Above(
            row.recipient and row.recipient.full_name, row.address or "–"), sort="recipient__full_name"),
        Column("channel", pgettext_lazy("message", "Channel"), lambda row: row.channel_words),
        Column("state", pgettext_lazy("message", "State"), lambda row: Badge(row.tone, row.state_words)),
        Column("written", pgettext_lazy("message", "Written"), lambda row: row.created_at, sort="created_at"),
    )  # fmt: skip
    lead = _(
        "What the centre wrote, what left and what did not. Codes and personal links are shown to nobody."
    )
    search_label = _("Name, address or subject")
    nothing = _("No message in this state. Letters appear here as soon as an act writes one.")

    def rows(self) -> QuerySet[Message]:
        return Message.objects.visible_to(self.person).select_related("recipient")
