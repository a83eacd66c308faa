"""Who may say to which account a start-up is paid: one proposes, another confirms, an approver signs for it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.models import Payee, Tranche
from funding.policies import FINANCE_ONLY, a_second_person_signs, an_approver
from funding.querysets import PayeeQuerySet
from incubator.files.models import StoredFile
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.startups.models import Startup
from incubator.startups.querysets import StartupQuerySet
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.proposals import another_person
from incubator.workflow.standing import READ_WITH_THE_RECORD, holders

CONFIRMERS = (Role.FINANCE, Role.APPROVER)


a_confirmer = holders(
    *CONFIRMERS, of=PayeeQuerySet.gate, refusal=_("Only finance or an approver confirms an account to pay.")
)


@policy(
    "payee.propose",
    who=_("a finance officer, outside the team"),
    gate=holders(Role.FINANCE, of=PayeeQuerySet.gate, refusal=FINANCE_ONLY),
)
def finance_proposes(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return ALLOWED


@policy(
    "payee.confirm",
    who=_("a finance officer or an approver: never who proposed it nor one of the team"),
    gate=a_confirmer,
)
def a_second_person_confirms(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return another_person(actor, payee)


@policy("payee.refuse", who=_("a finance officer or an approver, outside the team"), gate=a_confirmer)
def who_confirms_may_refuse(actor: Actor, payee: Payee, at: datetime) -> Verdict:
    return ALLOWED


@policy("payee.read_file", who=_("finance, approvers and the director"), exempt=READ_WITH_THE_RECORD)
def money_reads_the_proof(actor: Actor, file: StoredFile, at: datetime) -> Verdict:
    # Its record is the start-up: the proof is there before the version it stands for.
    readers = (Role.FINANCE, Role.APPROVER, Role.DIRECTOR)
    if StartupQuerySet.gate.held_by(Startup.objects.filter(pk=file.record_id), actor, *readers).exists():
        return ALLOWED
    return denied(_("Only finance and those who sign read this."))


@policy("tranche.sign_again", who=_("an approver, once the account to pay has changed"), gate=an_approver)
def a_second_person_signs_again(actor: Actor, tranche: Tranche, at: datetime) -> Verdict:
    allowed = a_second_person_signs(actor, tranche, at)
    if allowed and not Tranche.objects.to_sign_again().filter(pk=tranche.pk).exists():
        return denied(_("What was signed is still what is paid: there is nothing to sign again."))
    return allowed
