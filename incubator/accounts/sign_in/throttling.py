"""Counts attempts in the database: by account, or by account and address; never by address alone.

Fifty founders of one town hall share one address: an address by itself is never a reason to close the door.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.accounts.models import Throttle
from incubator.ui import typography
from incubator.workflow.refusals import Refused


@dataclass(frozen=True, slots=True)
class Rate:
    """So many attempts within a window of time."""

    scope: str
    limit: int
    window: timedelta


# The narrow rates (account and address) close before the wide ones (account alone), so that a stranger who
# tries somebody's address from elsewhere does not shut that person out at once.
SEND = (Rate("send_here", 5, timedelta(minutes=15)), Rate("send", 10, timedelta(hours=1)))
TRY = (Rate("try_here", 10, timedelta(minutes=15)), Rate("try", 30, timedelta(hours=1)))
SECOND = (Rate("second_here", 6, timedelta(minutes=15)), Rate("second", 20, timedelta(hours=1)))


class TooManyAttempts(Refused):
    """The same account was tried too often; `until` is when it may be tried again."""

    status = 429
    code = "too_many_attempts"
    default = gettext_lazy("Too many attempts. Wait a few minutes, then try again.")

    def __init__(self, until: datetime, at: datetime) -> None:
        self.until = until
        self.seconds = max(1, int((until - at).total_seconds()))
        sentence = _("Too many attempts for this account. Try again from %(time)s.") % {
            "time": typography.clock_time(until)
        }
        super().__init__(
            sentence, way_out=_("In a hurry? Call the centre."), data={"retry_after": self.seconds}
        )


def subject(*parts: str) -> str:
    """Return the keyed hash under which an account (and its address) is counted."""
    return salted_hmac("accounts.throttle", "\x1f".join(parts), algorithm="sha256").hexdigest()


def consume(rates: tuple[Rate, Rate], account: str, address: str, *, at: datetime) -> None:
    """Count one attempt on `account` from `address`; raise TooManyAttempts beyond a limit."""
    here, anywhere = rates
    _count(here, subject(account, address), at)
    _count(anywhere, subject(account), at)


def give_back(rates: tuple[Rate, Rate], account: str, address: str, *, at: datetime) -> None:
    """Take one attempt off again: it ended well, and coming in often is no attack."""
    here, anywhere = rates
    for rate, who in ((here, subject(account, address)), (anywhere, subject(account))):
        counted = Throttle.objects.filter(scope=rate.scope, subject=who, window_start=_start(rate, at))
        counted.filter(count__gt=0).update(count=F("count") - 1)


def _start(rate: Rate, at: datetime) -> datetime:
    seconds = int(rate.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)


def _count(rate: Rate, who: str, at: datetime) -> None:
    start = _start(rate, at)
    row, _made = Throttle.objects.get_or_create(scope=rate.scope, subject=who, window_start=start)
    # Conditional: two requests at the same time cannot both take the last attempt.
    taken = Throttle.objects.filter(pk=row.pk, count__lt=rate.limit).update(count=F("count") + 1)
    if not taken:
        raise TooManyAttempts(start + rate.window, at)


def forget(*, before: datetime) -> int:
    """Delete counts of windows that began before an instant; return how many."""
    return Throttle.objects.filter(window_start__lt=before).delete()[0]
