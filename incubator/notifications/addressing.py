"""Where a message to somebody goes."""

from incubator.notifications.models import Message
from incubator.notifications.states import Channel
from incubator.people.models import User
from incubator.people.states import ContactKind


def channel_for(to: User | None, address: str) -> str:
    """Return the channel of an address, or the person's own: e-mail if they have one, else SMS."""
    if address:
        return Channel.EMAIL if "@" in address else Channel.SMS
    return Channel.SMS if to and not to.email and address_of(to, Channel.SMS) else Channel.EMAIL


def address_of(to: User | None, channel: str) -> str:
    """Return the person's address for a channel: the one they sign in with, else the first given."""
    if to is None:
        return ""
    own = to.email if channel == Channel.EMAIL else to.phone
    if own:
        return own
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.PHONE
    return to.contacts.filter(kind=kind).order_by("id").values_list("value", flat=True).first() or ""


def present_address(message: Message) -> str:
    """Return where a message goes if it is sent again: the address the person has today, if any."""
    return address_of(message.recipient, message.channel) or message.address
