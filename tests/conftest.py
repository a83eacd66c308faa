"""What every test may ask for: a centre, people by role, an instant, and a browser session for each of them."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from incubator.people.models import Grant, User
from incubator.people.states import Role
from incubator.programmes import facts
from incubator.territory import centres
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre
from tests.demonstration import demonstration, demonstration_files  # noqa: F401 – fixtures
from tests.world.kept import kept

# A busy machine is slow, not wrong: no property is judged by a clock. The same commit meets the same examples.
settings.register_profile(
    "pepiniere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pepiniere")

AT = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "une phrase assez longue"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the demonstration first: one process loads it while the other is busy elsewhere."""
    items.sort(key=lambda item: item.get_closest_marker("demonstration") is None)


def pytest_collection_finish() -> None:
    """What was loaded by now is there for good: the collector of unused objects goes through what is new, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture
def at() -> datetime:
    """An instant inside the sample call's window: Monday 1 February 2027, 10:00 in Lomé."""
    return AT


@pytest.fixture(autouse=True)
def _french():
    """Tests read French, as people do, unless they say otherwise."""
    with translation.override("fr"):
        yield


def forget_all() -> None:
    """Forget what this process knows of rows that are gone, and their keys with them."""
    cache.clear()
    facts.forget()
    centres.forget()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """No test reads what an earlier one left in the memory of the process."""
    forget_all()


@pytest.fixture(autouse=True, scope="module")
def _nothing_kept_of_another_module() -> None:
    """A world that a module builds for its tests begins so too: it is built before the first of them."""
    forget_all()


divisions = kept(load_divisions)


@pytest.fixture
def territory(db) -> None:
    """The divisions of Togo."""
    divisions()


@pytest.fixture
def centre(territory) -> Centre:
    return Centre.objects.create(
        slug="centre", name_fr="Centre d’innovation", name_en="Innovation centre", phone="+22890000000"
    )


def make_person(name: str, *roles: str, language: str = "fr") -> User:
    """Make a person with an e-mail address and roles held since long ago."""
    user = User.objects.create_user(
        email=f"{name}@example.test", password=PASSWORD, full_name=name.capitalize(), language=language
    )
    user.contacts.create(kind="email", value=user.email, is_sign_in=True, verified_at=LONG_AGO)
    for role in roles:
        Grant.objects.create(person=user, role=role, from_at=LONG_AGO)
    return user


@pytest.fixture
def person(db) -> Callable[..., User]:
    return make_person


def _fixture(name: str, *roles: str):
    @pytest.fixture(name=name)
    def one(db) -> User:
        return make_person(name, *roles)

    return one


admin = _fixture("admin", Role.ADMIN)
officer = _fixture("officer", Role.OFFICER)
officer2 = _fixture("officer2", Role.OFFICER)
finance = _fixture("finance", Role.FINANCE)
approver = _fixture("approver", Role.APPROVER)
director = _fixture("director", Role.DIRECTOR)
donor = _fixture("donor", Role.DONOR)
editor = _fixture("editor", Role.EDITOR)
agent = _fixture("agent", Role.AGENT)
juror = _fixture("juror", Role.JUROR)
juror2 = _fixture("juror2", Role.JUROR)
juror3 = _fixture("juror3", Role.JUROR)
mentor_user = _fixture("mentor_user", Role.MENTOR)
founder = _fixture("founder")
founder2 = _fixture("founder2")
outsider = _fixture("outsider")


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A signed-in browser session for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="incubator.accounts.backends.OneDoor")
        return client

    return sign_in
