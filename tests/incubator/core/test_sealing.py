from datetime import UTC, datetime

import pytest

from incubator.core.encryption import key_of
from incubator.core.sealing import rotate
from incubator.notifications.models import Message

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def message(db, settings) -> Message:
    settings.FIELD_KEYS = {"old": OLD}
    sealed = Message(
        kind="x", address="a@example.test", is_secret=True, leaves_at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    sealed.secret = "le code est 123456"
    sealed.save()
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    return sealed


def test_rotation_seals_again_with_the_first_key(message, settings):
    assert rotate(Message, "secret", "secret_sealed", to_key="new") == 1

    message.refresh_from_db()
    settings.FIELD_KEYS = {"new": NEW}
    assert key_of(message.secret_sealed) == "new"
    assert message.secret == "le code est 123456"


def test_rotation_again_changes_nothing(message):
    rotate(Message, "secret", "secret_sealed", to_key="new")

    assert rotate(Message, "secret", "secret_sealed", to_key="new") == 0
