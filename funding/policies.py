"""Who may move money: those who ask, those who verify, and a second person who signs."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.income_querysets import ChargeQuerySet
from funding.models import Award, Charge, Expense, Payout, Tranche
from funding.querysets import (
    AwardQuerySet,
    ExpenseQuerySet,
    PayoutQuerySet,
    TrancheQuerySet,
)
from incubator.applications.policies import THE_TEAMS_OWN
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import READ_WITH_THE_RECORD, Either, holders

READERS = (Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
FINANCE_ONLY = _("Only a finance officer does this.")
OF_THE_CENTRE = _("Only the centre reads this.")
PAYER = _("You are the payer: another person decides.")


def belongs(actor: Actor, startup: Startup | None) -> bool:
    """Tell whether the person is a member of the start-up today."""
    return startup is not None and startup.memberships.filter(person_id=actor.pk, until_on=None).exists()


def pays(actor: Actor, charge: Charge) -> bool:
    """Tell whether the person is asked to pay, alone or with a start-up."""
    return actor.pk is not None and (charge.payer_id == actor.pk or belongs(actor, charge.startup))


OF_AN_AWARD, OF_A_TRANCHE, OF_A_CHARGE = AwardQuerySet.gate, TrancheQuerySet.gate, ChargeQuerySet.gate
an_approver = holders(Role.APPROVER, of=OF_A_TRANCHE, refusal=_("Only an approver signs a payment."))
NO_STARTUP = "The budget and the books of the centre: no start-up, no programme."


@policy("line.open", who=_("a finance officer or the director"), exempt=NO_STARTUP)
def finance_or_the_director(actor: Actor, thing: object, at: datetime) -> Verdict:
    if actor.has_role(Role.FINANCE, Role.DIRECTOR, at=at):
        return ALLOWED
    return denied(_("Only finance or the director opens a budget line."))


@policy(
    "award.propose",
    who=_("a programme officer or a finance officer, outside the team"),
    gate=holders(Role.OFFICER, Role.FINANCE, of=OF_AN_AWARD, refusal=_("Only the centre proposes an award.")),
)
def the_office_proposes(actor: Actor, award: Award, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "award.approve",
    who=_("an approver or the director, never who prepared it"),
    gate=holders(Role.APPROVER, Role.DIRECTOR, of=OF_AN_AWARD, refusal=_("Only an approver signs an award.")),
)
def another_person_approves_the_award(actor: Actor, award: Award, at: datetime) -> Verdict:
    if award.prepared_by_id == actor.pk:
        return denied(_("You prepared this award: another person signs it."))
    return ALLOWED


@policy(
    "award.sign",
    "award.close",
    "award.cancel",
    who=_("a finance officer, outside the team"),
    gate=holders(Role.FINANCE, of=OF_AN_AWARD, refusal=FINANCE_ONLY),
)
def finance_keeps_the_award(actor: Actor, award: Award, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "tranche.request",
    "expense.declare",
    "tranche.confirm_reception",
    who=_("a member of the start-up"),
    exempt=THE_TEAMS_OWN,
)
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
    gate=holders(Role.FINANCE, of=OF_A_TRANCHE, refusal=FINANCE_ONLY),
)
def finance_prepares(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "tranche.send_back",
    who=_("a finance officer or an approver, outside the team"),
    gate=holders(Role.FINANCE, Role.APPROVER, of=OF_A_TRANCHE, refusal=FINANCE_ONLY),
)
def finance_or_the_approver(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "tranche.approve",
    who=_("an approver: never who asked, who verified or a member of the start-up"),
    gate=an_approver,
)
def a_second_person_signs(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    if actor.pk in (tranche.verified_by_id, tranche.requested_by_id, tranche.award.prepared_by_id):
        return denied(_("You prepared or verified this request: another person signs it."))
    return ALLOWED


@policy(
    "expense.accept",
    "expense.refuse",
    who=_("a finance officer, outside the team"),
    gate=holders(Role.FINANCE, of=ExpenseQuerySet.gate, refusal=FINANCE_ONLY),
)
def finance_reads_expenses(actor: Actor, expense: Expense, at: datetime) -> Verdict:
    return ALLOWED


@policy("tranche.read_file", who=_("the team and the centre"), exempt=READ_WITH_THE_RECORD)
def the_team_and_the_centre(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    tranches = Tranche.objects.filter(pk=file.record_id)
    if tranches.of_the_team(actor).exists():
        return ALLOWED
    if actor.has_role(*READERS, at=at) and tranches.visible_to(actor).exists():
        return ALLOWED
    return denied(_("This file belongs to somebody else."))


@policy(
    "payout.mark_unknown",
    who=_("a finance officer, outside the team"),
    gate=holders(Role.FINANCE, of=PayoutQuerySet.gate, refusal=FINANCE_ONLY),
)
def finance_follows_payments(actor: Actor, payout: Payout, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "payout.bank_file", who=_("the centre"), exempt="The file holds what is ordered and open to whoever asks."
)
def the_centre_alone(actor: Actor, thing: object, at: datetime) -> Verdict:
    return ALLOWED if actor.has_role(*READERS, at=at) else denied(OF_THE_CENTRE)


@policy(
    "payout.read_file", who=_("the centre, an officer in the own programmes"), exempt=READ_WITH_THE_RECORD
)
def the_centre_reads_the_proof(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    # The team does not: the proof of a transfer may name several start-ups.
    paid = Tranche.objects.filter(payouts=file.record_id)
    if actor.has_role(*READERS, at=at) and paid.visible_to(actor).exists():
        return ALLOWED
    return denied(OF_THE_CENTRE)


@policy(
    "charge.create",
    "charge.cancel",
    who=_("a finance officer"),
    gate=holders(Role.FINANCE, of=OF_A_CHARGE, refusal=FINANCE_ONLY),
)
def finance_charges(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "charge.open_checkout",
    who=_("the payer or the team of the start-up that pays"),
    exempt=THE_TEAMS_OWN,
)
def the_payer_pays(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED if pays(actor, charge) else denied(_("Only the payer pays by card."))


@policy(
    "charge.declare_payment",
    who=_("the payer, or a finance officer for them"),
    gate=Either(
        pays,
        holders(
            Role.FINANCE,
            of=OF_A_CHARGE,
            refusal=_("Only the payer or finance declares this payment."),
        ),
    ),
)
def the_payer_or_finance_declares(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "charge.succeed",
    who=_("the provider; for other rails a second person: never who declared it nor who pays"),
    gate=holders(
        Role.FINANCE,
        Role.APPROVER,
        of=OF_A_CHARGE,
        refusal=_("Only finance confirms a payment."),
        system=True,
    ),
)
def the_provider_or_a_second_person(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    if actor.is_system:
        return ALLOWED
    if charge.declared_by_id is None:
        return denied(_("Nobody declared a payment with its proof yet."))
    if charge.declared_by_id == actor.pk:
        return denied(_("You declared this payment: another person confirms it."))
    return denied(_("You are the payer: another person confirms it.")) if pays(actor, charge) else ALLOWED


@policy(
    "charge.fail",
    who=_("the provider; for other rails finance, never who pays"),
    gate=holders(
        Role.FINANCE,
        Role.APPROVER,
        of=OF_A_CHARGE,
        refusal=_("Only finance refuses a declared payment."),
        system=True,
    ),
)
def the_provider_or_finance(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    if actor.is_system:
        return ALLOWED
    if charge.declared_by_id is None:
        return denied(_("Only finance refuses a declared payment."))
    return denied(PAYER) if pays(actor, charge) else ALLOWED


@policy(
    "charge.expire",
    who=_("the provider; the payer who chooses another way; a finance officer"),
    gate=Either(
        pays,
        holders(
            Role.FINANCE,
            of=OF_A_CHARGE,
            refusal=_("Only the payer gives up a payment by card."),
            system=True,
        ),
    ),
)
def the_provider_or_the_payer(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED


@policy("charge.read_file", who=_("the payer and the centre"), exempt=READ_WITH_THE_RECORD)
def the_payer_and_the_centre(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    if Charge.objects.visible_to(actor).filter(pk=file.record_id).exists():
        return ALLOWED
    return denied(_("This file belongs to somebody else."))
