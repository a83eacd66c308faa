"""Who may act on a message: the office may; a letter's delivery itself asks nobody."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incubator.notifications.models import Message
from incubator.notifications.querysets import MessageQuerySet
from incubator.notifications.states import PRACTICE, Channel
from incubator.people.models import Actor
from incubator.people.states import Role
from incubator.workflow.deciding import ALLOWED, Verdict, denied, policy
from incubator.workflow.standing import holders

OFFICE = (Role.ADMIN, Role.OFFICER, Role.DIRECTOR)
OFFICE_WORDS = _("programme officer, director, administrator")


the_office_of_the_letter = holders(
    *OFFICE, of=MessageQuerySet.gate, refusal=_("Only the centre's staff handle messages."), system=True
)


@policy("message.queue", who=OFFICE_WORDS, gate=the_office_of_the_letter)
def the_office_unless_it_is_practice(actor: Actor, message: Message, at: datetime) -> Verdict:
    """Staff, or the product by a rule (the end of a waiting time); what a practice call wrote never leaves."""
    if message.batch == PRACTICE:
        return denied(_("This message belongs to a practice call: it is kept to be read and never leaves."))
    return ALLOWED


@policy("message.cancel", who=OFFICE_WORDS, gate=the_office_of_the_letter)
def the_office(actor: Actor, message: Message, at: datetime) -> Verdict:
    """Staff, or the product by a rule (the end of a waiting time)."""
    return ALLOWED


@policy("message.retry", who=OFFICE_WORDS, gate=the_office_of_the_letter)
def the_office_while_the_text_is_there(actor: Actor, message: Message, at: datetime) -> Verdict:
    """Staff; a code or link that was emptied cannot leave again."""
    if message.is_secret and not message.secret_sealed:
        return denied(_("This code or link no longer exists: the person must ask for a new one."))
    return ALLOWED


@policy("message.mark_sent", who=OFFICE_WORDS, gate=the_office_of_the_letter)
def the_office_for_a_message_by_hand(actor: Actor, message: Message, at: datetime) -> Verdict:
    """Staff, for what leaves from somebody's own telephone."""
    if message.channel != Channel.WHATSAPP:
        return denied(_("Only a message sent by hand is marked as sent."))
    return ALLOWED


@policy("message.prepare", who=OFFICE_WORDS, gate=the_office_of_the_letter)
def the_office_for_an_open_letter(actor: Actor, message: Message, at: datetime) -> Verdict:
    """Staff, for a letter without a secret and a person with a telephone."""
    if message.is_secret:
        return denied(_("A code or a personal link is never sent by hand."))
    return ALLOWED
