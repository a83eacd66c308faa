"""An address that only takes what a form sends says so to whoever opens it."""

import pytest

from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Cette adresse ne prend que ce qu’envoie un formulaire"),
        ("en", "This address only takes what a form sends"),
    ],
)
def test_it_answers_with_a_page_and_its_status(centre, client_for, language, sentence):
    browser = client_for(make_person("outsider", language=language))
    browser.cookies["django_language"] = language
    answer = browser.get("/account/contacts/remove/")

    assert answer.status_code == 405
    assert sentence in answer.content.decode().replace("\xa0", " ")
    assert browser.put("/account/contacts/remove/").content == b""
