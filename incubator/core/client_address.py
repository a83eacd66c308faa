"""The address a request comes from: the only reader of it. What a proxy tells is believed of declared proxies alone.

`TRUSTED_PROXIES` names their networks; none is trusted unless it is declared. Each proxy writes at the right end of
X-Forwarded-For whom it heard: read from there, the first address that is no proxy of ours is the visitor's. Whatever
stands left of it, anybody may have typed.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
HEADER = "X-Forwarded-For"
# More hops than any house has; a longer list is not read further.
MOST_HOPS = 20


def of(request: HttpRequest) -> str:
    """Return the visitor's address, as far as our own proxies vouch for it; "" where a socket has none."""
    nearest = request.META.get("REMOTE_ADDR", "")
    heard = _read(nearest)
    if heard is None:
        return nearest[:45]
    told = request.headers.get(HEADER, "").split(",")[-MOST_HOPS:]
    while told and _is_ours(heard, settings.TRUSTED_PROXIES):
        before = _read(told.pop())
        if before is None:
            break
        heard = before
    return str(heard)


def is_this_machine(request: HttpRequest) -> bool:
    """Tell whether a question comes from this machine and past no proxy: ours names its visitor on each one."""
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    return request.META.get("REMOTE_ADDR", "") in ("127.0.0.1", "::1")


def _is_ours(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _read(text: str) -> Address | None:
    """Return an address as proxies write it: bare, in brackets, with its port or without."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
