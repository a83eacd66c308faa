"""Who acts on what the provider says: what goes back, asked for by one person and confirmed by another."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.income_querysets import RefundQuerySet
from funding.models import Charge, Refund
from funding.policies import FINANCE_ONLY, NO_STARTUP, OF_A_CHARGE, PAYER, pays
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.proposals import another_person
from incubator.workflow.standing import holders


@policy(
    "charge.refund_part", "charge.refund_failed", who=_("the provider"), exempt="The provider is no person."
)
def the_provider_alone(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    return ALLOWED if actor.is_system else denied(_("The provider alone tells this."))


@policy("provider_event.close", who=_("a finance officer"), exempt=NO_STARTUP)
def finance_closes_what_was_told(actor: Actor, event: object, at: datetime) -> Verdict:
    return ALLOWED if actor.has_role(Role.FINANCE, at=at) else denied(FINANCE_ONLY)


@policy(
    "charge.refund",
    who=_("the provider; finance or an approver, once another person has asked for it"),
    gate=holders(Role.FINANCE, Role.APPROVER, of=OF_A_CHARGE, refusal=FINANCE_ONLY, system=True),
)
def a_second_person_refunds(actor: Actor, charge: Charge, at: datetime) -> Verdict:
    if actor.is_system:
        return ALLOWED
    if not charge.refunds.waiting().exclude(proposed_by=actor).exists():
        return denied(_("Another person of finance asks for the refund first, with the reason."))
    return denied(PAYER) if pays(actor, charge) else ALLOWED


a_settler = holders(
    Role.FINANCE,
    Role.APPROVER,
    of=RefundQuerySet.gate,
    refusal=_("Only finance or an approver confirms a refund."),
)


@policy(
    "refund.propose",
    who=_("a finance officer who is not the payer"),
    gate=holders(Role.FINANCE, of=RefundQuerySet.gate, refusal=FINANCE_ONLY),
)
def finance_asks_for_a_refund(actor: Actor, refund: Refund, at: datetime) -> Verdict:
    return denied(PAYER) if pays(actor, refund.charge) else ALLOWED


@policy(
    "refund.confirm",
    who=_("a finance officer or an approver: never who asked for it nor who paid"),
    gate=a_settler,
)
def a_second_person_confirms_the_refund(actor: Actor, refund: Refund, at: datetime) -> Verdict:
    return denied(PAYER) if pays(actor, refund.charge) else another_person(actor, refund)


@policy("refund.refuse", who=_("a finance officer or an approver who is not the payer"), gate=a_settler)
def who_settles_may_refuse(actor: Actor, refund: Refund, at: datetime) -> Verdict:
    return denied(PAYER) if pays(actor, refund.charge) else ALLOWED
