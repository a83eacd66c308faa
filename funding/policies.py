"""Who may move money: those who ask, those who verify, and a second person who signs."""
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.models import Award, Charge, Expense, Tranche
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

READERS = (Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
ONE_OF_THE_TEAM = _("You belong to this start-up: somebody else acts on its money.")


def belongs(actor: Actor, startup: Startup | None) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return startup is not None and startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


def finance_outside_the_team(actor: Actor, startup: Startup, at: datetime) -> Verdict:
    """Finance officers act, except on the money of their own start-up."""
    if not actor.has_role(Role.FINANCE, at=at):
        return denied(_("Only a finance officer does this."))
    return denied(ONE_OF_THE_TEAM) if belongs(actor, startup) else ALLOWED


@policy("line.open", who=_("a finance officer or the director"))
def finance_or_the_director(actor: Actor, thing: object, at: datetime) -> Verdict:
    if actor.has_role(Role.FINANCE, Role.DIRECTOR, at=at):
        return ALLOWED
    return denied(_("Only finance or the director opens a budget line."))


@policy("award.propose", who=_("a programme officer or a finance officer, outside the team"))
def the_office_proposes(actor: Actor, award: Award, at: datetime) -> Verdict:
    if not actor.has_role(Role.OFFICER, Role.FINANCE, at=at):
        return denied(_("Only the centre proposes an award."))
    return denied(ONE_OF_THE_TEAM) if belongs(actor, award.startup) else ALLOWED


@policy("award.approve", who=_("an approver or the director, never who prepared it"))
def another_person_approves_the_award(actor: Actor, award: Award, at: datetime) -> Verdict:
    if not actor.has_role(Role.APPROVER, Role.DIRECTOR, at=at):
        return denied(_("Only an approver signs an award."))
    if award.prepared_by_id == actor.pk:
        return denied(_("You prepared this award: another person signs it."))
    return denied(ONE_OF_THE_TEAM) if belongs(actor, award.startup) else ALLOWED


@policy("award.sign", "award.close", "award.cancel", "award.set_payee", who=_("a finance officer, outside the team"))
def finance_keeps_the_award(actor: Actor, award: Award, at: datetime) -> Verdict:
    return finance_outside_the_team(actor, award.startup, at)


@policy("tranche.request", "expense.declare", "tranche.confirm_reception", who=_("a member of the start-up"))
def a_member_asks(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    if belongs(actor, tranche.award.startup):
        return ALLOWED
    return denied(_("Only the team of the start-up does this."))


@policy(
    "tranche.verify",
    "tranche.order",
    "tranche.pay",
    "tranche.fail_payment",
    "tranche.account",
    "tranche.block",
    "tranche.unblock",
    "tranche.cancel",
    who=_("a finance officer, outside the team"),
)
def finance_prepares(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    return finance_outside_the_team(actor, tranche.award.startup, at)


@policy("tranche.send_back", who=_("a finance officer or an approver, outside the team"))
def finance_or_the_approver(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    if actor.has_role(Role.APPROVER, at=at) and not belongs(actor, tranche.award.startup):
        return ALLOWED
    return finance_outside_the_team(actor, tranche.award.startup, at)


@policy("tranche.approve", who=_("an approver: never who asked, who verified or a member of the start-up"))
def a_second_person_signs(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    if not actor.has_role(Role.APPROVER, at=at):
        return denied(_("Only an approver signs a payment."))
    if actor.pk in (tranche.verified_by_id, tranche.requested_by_id, tranche.award.prepared_by_id):
        return denied(_("You prepared or verified this request: another person signs it."))
    return denied(ONE_OF_THE_TEAM) if belongs(actor, tranche.award.startup) else ALLOWED


@policy("expense.accept", "expense.refuse", who=_("a finance officer, outside the team"))
def finance_reads_expenses(actor: Actor, expense: Expense, at: datetime) -> Verdict:
    return finance_outside_the_team(actor, expense.tranche.award.startup, at)


@policy("tranche.read_file", who=_("the team and the centre"))
def the_team_and_the_centre(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    if actor.has_role(*READERS, at=at) or Tranche.objects.visible_to(actor).filter(pk=file.record_id).exists():
        return ALLOWED
    return denied(_("This file belongs to somebody else."))


@policy("charge.create", "charge.cancel", "charge.refund", who=_("a finance officer"))
def finance_charges(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED if actor.has_role(Role.FINANCE, at=at) else denied(_("Only a finance officer does this."))
