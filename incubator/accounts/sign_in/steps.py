"""The way through the door, step by step, kept in the visitor's session.

1. `begin`: a contact is typed, a code leaves. 2. `proved`: the code or the password was right.
3. With a second factor on, the session stays nobody's until `second_step` passes.
4. `enter`: the session becomes the person's.
"""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from incubator.accounts import access, contacts
from incubator.accounts.access import FACTOR_SESSION_KEY as FACTOR
from incubator.accounts.backends import OneDoor
from incubator.accounts.contacts import Door
from incubator.accounts.roles import granting, joining
from incubator.accounts.sign_in import codes, devices, proving, second_factor, sources, throttling
from incubator.accounts.states import OWN_DEVICE_LIFE, SECOND_STEP_LIFE
from incubator.core.bilingual import current_language
from incubator.people.models import User
from incubator.workflow.acting import Suspended

PENDING, STEP = "sign_in", "sign_in_person"
SHARED, SEEN, ENTERED, LANGUAGE = "shared", "seen_at", "entered_at", "language"
BACKEND = "incubator.accounts.backends.OneDoor"


@dataclass(frozen=True, slots=True)
class Pending:
    """Who wants to come in, from which kind of device, and where to afterwards."""

    kind: str
    value: str
    shared: bool
    next: str = ""
    # Where and when the last code was counted against who asks from there; "" while none was.
    counted_from: str = ""
    counted_at: float = 0

    @property
    def door(self) -> Door:
        return Door(self.kind, self.value)

    @property
    def reachable(self) -> bool:
        return codes.can_reach(self.door)


def local_address(request: HttpRequest, target: str) -> str:
    """Return `target` when it is an address of this site, "" otherwise."""
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def destination(request: HttpRequest, target: str) -> str:
    """Return where a signed-in person goes: the page they wanted when they may, else their space."""
    wanted = local_address(request, target)
    # The CMS sends whoever may not edit back to the door: never in circles.
    closed = wanted.startswith("/cms/") and not request.user.has_perm("wagtailadmin.access_admin")
    if not wanted or closed or wanted.startswith("/login/"):
        return access.current_space(request).home
    return wanted


def begin(request: HttpRequest, door: Door, *, shared: bool, target: str, at: datetime) -> Pending:
    """Keep the contact in the session and send it a code. Raises TooManyAttempts."""
    pending = Pending(door.kind, door.value, shared, local_address(request, target))
    request.session[PENDING] = asdict(pending)
    request.session.pop(STEP, None)
    return send_code(request, pending, at=at)


def send_code(request: HttpRequest, pending: Pending, *, at: datetime) -> Pending:
    """Send one more code; the earlier ones stay alive. Nothing is sent where nothing can be."""
    if not pending.reachable:
        return pending
    source = sources.of(request)
    codes.send(pending.door, language=current_language(), source=source, at=at)
    if not source.knows(str(pending.door)):
        pending = replace(pending, counted_from=source.address, counted_at=at.timestamp())
        request.session[PENDING] = asdict(pending)
    return pending


def pending(request: HttpRequest) -> Pending | None:
    """Return what `begin` kept, None when there is nothing."""
    kept = request.session.get(PENDING)
    return Pending(**kept) if kept else None


def by_code(request: HttpRequest, asked: Pending, digits: str, *, at: datetime) -> User | None:
    """Return the person whose code this is, made now if the contact is new; None for a wrong code.

    Raises TooManyAttempts.
    """
    with transaction.atomic():
        if not codes.use(asked.door, digits, source=sources.of(request), at=at):
            return None
        person = contacts.person_of(asked.door, proved=True)
        if person is None:
            contact = {asked.kind: asked.value}
            person = joining.register(**contact, language=current_language(), at=at)
        else:
            contacts.prove(person, asked.door, at=at)
    proving.note(request.session, _let_in(person), at=at)
    return person


def by_password(request: HttpRequest, asked: Pending, password: str, *, at: datetime) -> User | None:
    """Return the person whose password this is, None otherwise. Raises TooManyAttempts and Suspended."""
    # Where no code can be sent, the password is the only way in: strangers elsewhere must not close it.
    rates, refusal = (
        (throttling.PASSWORD, throttling.CodeWanted)
        if asked.reachable
        else (throttling.PASSWORD[:1], throttling.TooManyAttempts)
    )
    throttling.consume(rates, str(asked.door), sources.of(request), at=at, refusal=refusal)
    known = contacts.person_of(asked.door)
    if known is not None and not known.is_active and known.check_password(password):
        raise Suspended
    person: User | None = OneDoor().authenticate(request, username=asked.value, password=password)
    if person is not None and not asked.reachable:
        proving.note(request.session, person, at=at)
    return person


def _let_in(person: User) -> User:
    """Return whoever proved who they are. Raises Suspended: they are told, nobody else."""
    if not person.is_active:
        raise Suspended
    return person


def proved(request: HttpRequest, person: User, asked: Pending, *, at: datetime) -> bool:
    """Go on after the first proof: enter at once (True), or wait for the second factor (False)."""
    for rates in (throttling.SEND, throttling.TRY, throttling.PASSWORD):
        throttling.give_back(rates, str(asked.door), sources.of(request), at=at)
    if not second_factor.is_on(person):
        enter(request, person, asked, at=at)
        return True
    request.session[STEP] = {"person": person.public_id, "since": at.timestamp()}
    return False


def awaited(request: HttpRequest, *, at: datetime) -> User | None:
    """Return the person whose second factor is awaited, None when nobody's is or it took too long."""
    step = request.session.get(STEP)
    if not step or at.timestamp() - step["since"] > SECOND_STEP_LIFE.total_seconds():
        return None
    return User.objects.filter(public_id=step["person"], is_active=True).first()


def second_step(request: HttpRequest, person: User, code: str, *, at: datetime) -> bool:
    """Tell whether the second factor is right. Raises TooManyAttempts."""
    account, source = f"person:{person.public_id}", sources.of(request)
    throttling.consume(throttling.SECOND, account, source, at=at)
    right = second_factor.verify(person, code, at=at)
    if right:
        throttling.give_back(throttling.SECOND, account, source, at=at)
    return right


def enter(request: HttpRequest, person: User, asked: Pending, *, at: datetime, factor: bool = False) -> None:
    """Make the session the person's, under a new key, for as long as the device allows."""
    if asked.counted_from:
        throttling.came_in(asked.counted_from, at=datetime.fromtimestamp(asked.counted_at, UTC))
    granting.sync_groups(person, at=at)
    request.session.pop(PENDING, None)
    request.session.pop(STEP, None)
    login(request, person, backend=BACKEND)
    request.session[SHARED], request.session[SEEN] = asked.shared, at.timestamp()
    request.session[ENTERED] = at.timestamp()
    request.session[LANGUAGE] = person.language
    if factor:
        request.session[FACTOR] = at.timestamp()
    # A shared device forgets at the close of the browser, and after half an hour of nothing (middleware).
    request.session.set_expiry(0 if asked.shared else int(OWN_DEVICE_LIFE.total_seconds()))
    devices.note(request, person, shared=asked.shared, at=at)


def leave(request: HttpRequest, *, at: datetime) -> None:
    """End the session."""
    devices.closed(request.session, at=at)
    logout(request)
