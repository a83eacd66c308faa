"""Whoever is suspended and proves who they are is told so, and whom to call; a stranger learns nothing."""

import pytest

from incubator.people.models import User
from tests.conftest import PASSWORD
from tests.incubator.accounts.conftest import code_sent

pytestmark = pytest.mark.django_db
SENTENCE = "Votre accès est suspendu"


@pytest.fixture
def suspended(outsider):
    User.objects.filter(pk=outsider.pk).update(state="suspended", is_active=False)
    return outsider


def test_by_the_right_code(suspended, door):
    door.ask(suspended.email)
    answer = door.type(code_sent())

    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()


def test_by_the_right_password(suspended, door):
    door.ask(suspended.email)
    answer = door.password(PASSWORD)

    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()


@pytest.mark.parametrize("typed", [{"code": "000000"}, {"password": "autre chose"}])
def test_a_wrong_one_says_what_it_says_to_everybody(suspended, door, typed):
    door.ask(suspended.email)
    answer = door.client.post("/login/code/", typed)

    assert answer.status_code == 422
    assert SENTENCE not in answer.content.decode()
