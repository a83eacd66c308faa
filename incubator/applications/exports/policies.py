"""Who may take which answers out of the house."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.applications.policies import reads_class
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy

DESK = frozenset({Role.OFFICER, Role.DIRECTOR, Role.ADMIN})
OFFICE = frozenset({Role.OFFICER, Role.DIRECTOR})
NOT_THE_DESK = _("Only the office exports applications.")


@policy(
    "application.export",
    who=_(
        "The office and administrators; personal answers the office; sensitive ones an officer, with a reason"
    ),
    exempt="What may leave is asked here; which files, by `Application.objects.at_the_desk_of`.",
)
def as_far_as_the_role_reads(actor: Actor, wanted: Any, at: datetime) -> Verdict:
    """`wanted` says what the table holds: personal answers, sensitive ones and the reason for these."""
    roles = actor.roles(at)
    if not DESK & roles:
        return denied(NOT_THE_DESK)
    if wanted.personal and not reads_class(actor, "personal", at):
        return denied(_("Names, addresses and numbers of people are exported by the office alone."))
    if wanted.sensitive and not reads_class(actor, "sensitive", at):
        return denied(_("Sensitive answers are exported by a programme officer alone."))
    if wanted.sensitive and not wanted.reason.strip():
        return denied(_("Sensitive answers leave the house with a written reason only."))
    return ALLOWED


@policy(
    "application.export_documents",
    who=_("Programme officers and directors"),
    exempt="What may leave is asked here; which files, by `Application.objects.at_the_desk_of`.",
)
def the_office_takes_documents(actor: Actor, wanted: Any, at: datetime) -> Verdict:
    """Documents and whole files name people: the office alone packs them."""
    return ALLOWED if OFFICE & actor.roles(at) else denied(NOT_THE_DESK)
