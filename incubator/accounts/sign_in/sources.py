"""Where an attempt at the door comes from: an address, and whether this very device came in with the account before.

A device is known by a sealed cookie that it gets when somebody comes in on a device of their own. What strangers try
elsewhere does not count against it.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from incubator.core import client_address, cookies

SALT = "accounts.known"
LIFE = timedelta(days=180)
# A household has a whole network of these addresses.
HOUSEHOLD = 64


def subject(*parts: str) -> str:
    """Return the keyed hash under which an account (and its address) is counted."""
    return salted_hmac("accounts.throttle", "\x1f".join(parts), algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """An address, and the accounts (hashed) that came in on this device."""

    address: str
    accounts: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.address

    def knows(self, account: str) -> bool:
        """Tell whether the account came in on this device before."""
        return subject("known", account) in self.accounts


def of(request: HttpRequest) -> Source:
    """Return where a request comes from."""
    try:
        kept = signing.loads(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), salt=SALT, max_age=LIFE)
        accounts = frozenset(str(one) for one in kept)
    except (signing.BadSignature, TypeError):
        accounts = frozenset()
    return Source(_household(client_address.of(request)), accounts)


def remember(response: HttpResponse, *accounts: str) -> None:
    """Have the device known by these accounts, and by no earlier ones."""
    value = signing.dumps([subject("known", account) for account in accounts], salt=SALT)
    cookies.keep(response, settings.KNOWN_COOKIE_NAME, value)


def _household(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{found}/{HOUSEHOLD}", strict=False))
    return address
