"""Who may say to which account a start-up is paid: one proposes, another confirms, an approver signs for it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.models import Payee, Tranche
from funding.policies import ONE_OF_THE_TEAM, a_second_person_signs, belongs, finance_outside_the_team
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.proposals import another_person

CONFIRMERS = (Role.FINANCE, Role.APPROVER)


@policy("payee.propose", who=_("a finance officer, outside the team"))
def finance_proposes(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return finance_outside_the_team(actor, payee.startup, at)


def _confirms(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    if not actor.has_role(*CONFIRMERS, at=at):
        return denied(_("Only finance or an approver confirms an account to pay."))
    return denied(ONE_OF_THE_TEAM) if belongs(actor, payee.startup) else ALLOWED


@policy("payee.confirm", who=_("a finance officer or an approver: never who proposed it nor one of the team"))
def a_second_person_confirms(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return _confirms(actor, payee, at) and another_person(actor, payee)


@policy("payee.refuse", who=_("a finance officer or an approver, outside the team"))
def who_confirms_may_refuse(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return _confirms(actor, payee, at)


@policy("payee.read_file", who=_("finance, approvers and the director"))
def money_reads_the_proof(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    # Its record is the start-up: the proof is there before the version it stands for.
    if actor.has_role(Role.FINANCE, Role.APPROVER, Role.DIRECTOR, at=at):
        return ALLOWED
    return denied(_("Only finance and those who sign read this."))


@policy("tranche.sign_again", who=_("an approver, once the account to pay has changed"))
def a_second_person_signs_again(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    allowed = a_second_person_signs(actor, tranche, at)
    if allowed and not Tranche.objects.to_sign_again().filter(pk=tranche.pk).exists():
        return denied(_("What was signed is still what is paid: there is nothing to sign again."))
    return allowed
