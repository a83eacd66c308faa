import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from incubator.core.encryption import CannotOpen, key_of, parse_keys, seal, unseal

OLD = bytes(range(32))
NEW = bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}


def test_what_is_sealed_opens_for_the_same_record_and_field():
    token = seal("une note", context="session.note:abc")

    assert unseal(token, context="session.note:abc") == "une note"
    assert "une note" not in token


def test_a_value_copied_to_another_record_does_not_open():
    token = seal("une note", context="session.note:abc")

    with pytest.raises(CannotOpen, match="belongs to another record or was changed"):
        unseal(token, context="session.note:xyz")


def test_an_empty_text_stays_empty():
    assert seal("", context="a") == ""
    assert unseal("", context="a") == ""


def test_the_first_key_writes_and_all_read(settings):
    settings.FIELD_KEYS = {"old": OLD}
    token = seal("avant", context="a")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}

    assert unseal(token, context="a") == "avant"
    assert key_of(token) == "old"
    assert key_of(seal("après", context="a")) == "new"


def test_a_value_whose_key_is_gone_does_not_open(settings):
    token = seal("avant", context="a")
    settings.FIELD_KEYS = {"old": OLD}

    with pytest.raises(CannotOpen, match="No key “new” to open this value"):
        unseal(token, context="a")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "PEPINIERE_FIELD_KEYS is empty"),
        ("a:???", "key “a” is not base64"),
        ("a:" + base64.b64encode(b"short").decode(), "key “a” must hold 32 bytes"),
    ],
)
def test_wrong_keys_are_refused_with_a_sentence(text, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        parse_keys(text)


def test_keys_are_read_in_order():
    text = f"b:{base64.b64encode(NEW).decode()},a:{base64.b64encode(OLD).decode()}"

    assert parse_keys(text) == {"b": NEW, "a": OLD}
