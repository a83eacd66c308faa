"""Counts attempts in the database: by account, or by account and address; never by address alone.

Fifty founders of one town hall share one address, and a whole town may share that of its telephone company: an address by
itself is never a reason to close the door. Nor are strangers who try somebody's account: when there were too many
attempts, codes leave at a slower pace and are too long to be guessed (`codes`), so that whoever receives them comes in;
a device that came in before is counted apart.

Codes asked for many contacts from one address are paced, never stopped: 200 of them that opened nothing leave in ten
minutes, then one more every five seconds, 320 at the most. A venue where 60 founders sign in within ten minutes, each after
asking three times, asks for 180, and a code is counted no more once somebody has come in with it. Not counted at all is a
device that came in before; a code received earlier and the password open as ever; who is refused for the address is not
counted against their account.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incubator.accounts.models import Throttle
from incubator.accounts.sign_in.sources import Source, subject
from incubator.ui import typography
from incubator.workflow.refusals import Refused


@dataclass(frozen=True, slots=True)
class Rate:
    """So many attempts within a window of time."""

    scope: str
    limit: int
    window: timedelta


# The narrow rates (account and address) close before the wide ones (account alone), so that a stranger who
# tries somebody's address from elsewhere does not reach that person at once.
SEND = (Rate("send_here", 5, timedelta(minutes=15)), Rate("send", 10, timedelta(hours=1)))
TRY = (Rate("try_here", 10, timedelta(minutes=15)), Rate("try", 30, timedelta(hours=1)))
PASSWORD = (Rate("password_here", 10, timedelta(minutes=15)), Rate("password", 30, timedelta(hours=1)))
SECOND = (Rate("second_here", 6, timedelta(minutes=15)), Rate("second", 20, timedelta(hours=1)))
# Beyond SEND: one code in so long, shorter than a code lives, so that there always is one that opens.
SLOW = Rate("send_slow", 1, timedelta(minutes=10))
# After so many entries for one account, its next code is long.
TRIED = Rate("try", 10, timedelta(hours=1))
# Wrong codes for whatever account: from one address, and from everywhere. Beyond, only long codes open.
SPRAYED = (Rate("wrong_here", 100, timedelta(minutes=15)), Rate("wrong", 1000, timedelta(hours=1)))
# Codes for whatever contact that one address asks for and nobody comes in with; beyond, one in so long.
ASKED = Rate("asked_from", 200, timedelta(minutes=10))
ASKED_SLOW = Rate("asked_from_slow", 1, timedelta(seconds=5))


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


class CodeWanted(TooManyAttempts):
    """Passwords no longer open this account for a while: a code, sent to its contact, does."""

    code = "code_wanted"
    told = gettext_lazy(
        "Too many passwords were tried for this account. Ask for a code: it opens the door at once."
    )

    def __init__(self, until: datetime, at: datetime) -> None:
        super().__init__(until, at)
        self.sentence = self.told


class LongCodeWanted(CodeWanted):
    """Six digits no longer open this account for a while: a code that is asked for now has twelve, and does."""

    told = gettext_lazy(
        "Too many codes were tried. Ask for another: it is longer, and opens the door at once."
    )


class ManyFromHere(TooManyAttempts):
    """From this address codes were asked for many contacts: the next one leaves in some seconds."""

    code = "many_from_here"

    def __init__(self, until: datetime, at: datetime) -> None:
        super().__init__(until, at)
        self.sentence = ngettext(
            "Many codes are being asked for from where you are. Press again in %(seconds)s second.",
            "Many codes are being asked for from where you are. Press again in %(seconds)s seconds.",
            self.seconds,
        ) % {"seconds": self.seconds}


def consume(
    rates: tuple[Rate, ...], account: str, source: Source | str, *, at: datetime,
    refusal: type[TooManyAttempts] = TooManyAttempts,
) -> None:  # fmt: skip
    """Count one attempt on `account` from `source`; raise `refusal` beyond a limit."""
    for rate, who in _counted(rates, account, source):
        if not _take(rate, who, at):
            raise refusal(_start(rate, at) + rate.window, at)


def allows(rates: tuple[Rate, ...], account: str, source: Source | str, *, at: datetime) -> bool:
    """Count one attempt, and tell whether it is within its limits."""
    return all(_take(rate, who, at) for rate, who in _counted(rates, account, source))


def slow_down(account: str, *, at: datetime) -> None:
    """Count one code sent at the slow pace; raise TooManyAttempts where the last one has just left."""
    if not _take(SLOW, subject(account), at):
        raise TooManyAttempts(_start(SLOW, at) + SLOW.window, at)


def keep_pace(account: str, source: Source, *, at: datetime) -> None:
    """Count one code asked for from an address; raise ManyFromHere where many were and the last has just left."""
    who = subject("asked", source.address)
    if source.knows(account) or _take(ASKED, who, at) or _take(ASKED_SLOW, who, at):
        return
    raise ManyFromHere(_start(ASKED_SLOW, at) + ASKED_SLOW.window, at)


def came_in(address: str, *, at: datetime) -> None:
    """Take the code that somebody came in with off what was counted when they asked for it: from where, and at which
    instant.
    """
    _untake(ASKED, subject("asked", address), at)


def give_back(rates: tuple[Rate, ...], account: str, source: Source | str, *, at: datetime) -> None:
    """Take one attempt off again: it ended well, and coming in often is no attack."""
    for rate, who in _counted(rates, account, source):
        _untake(rate, who, at)


def note_wrong(source: Source, *, at: datetime) -> None:
    """Count a wrong code against where it came from, and against everybody."""
    for rate, who in _sprayed(source):
        _take(rate, who, at)


def is_attacked(account: str, source: Source, *, at: datetime) -> bool:
    """Tell whether the account was tried often, or codes are sprayed from here or from everywhere."""
    return any(
        Throttle.objects.filter(
            scope=rate.scope, subject=who, window_start=_start(rate, at), count__gte=rate.limit
        ).exists()
        for rate, who in [(TRIED, subject(account)), *_sprayed(source)]
    )


def require_calm(source: Source, *, at: datetime) -> None:
    """Raise LongCodeWanted while codes are sprayed from here, or from everywhere."""
    for rate, who in _sprayed(source):
        over = Throttle.objects.filter(scope=rate.scope, subject=who, window_start=_start(rate, at))
        if over.filter(count__gte=rate.limit).exists():
            raise LongCodeWanted(_start(rate, at) + rate.window, at)


def _counted(rates: tuple[Rate, ...], account: str, source: Source | str) -> list[tuple[Rate, str]]:
    here, *anywhere = rates
    if isinstance(source, Source) and source.knows(account):
        return [(here, subject(account, "a known device"))]
    return [(here, subject(account, str(source))), *((rate, subject(account)) for rate in anywhere)]


def _sprayed(source: Source) -> list[tuple[Rate, str]]:
    here, anywhere = SPRAYED
    return [(here, subject("sprayed", source.address)), (anywhere, subject("sprayed"))]


def _start(rate: Rate, at: datetime) -> datetime:
    seconds = int(rate.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)


def _take(rate: Rate, who: str, at: datetime) -> bool:
    row, _made = Throttle.objects.get_or_create(scope=rate.scope, subject=who, window_start=_start(rate, at))
    # Conditional: two requests at the same time cannot both take the last attempt.
    return bool(Throttle.objects.filter(pk=row.pk, count__lt=rate.limit).update(count=F("count") + 1))


def _untake(rate: Rate, who: str, at: datetime) -> None:
    counted = Throttle.objects.filter(scope=rate.scope, subject=who, window_start=_start(rate, at))
    counted.filter(count__gt=0).update(count=F("count") - 1)


def forget(*, before: datetime) -> int:
    """Delete counts of windows that began before an instant; return how many."""
    return Throttle.objects.filter(window_start__lt=before).delete()[0]
