from datetime import timedelta

import pytest

from incubator.accounts import consenting
from incubator.accounts.models import Consent

pytestmark = pytest.mark.django_db


def test_same_words_agreed_twice_are_one_consent(founder, at):
    first = consenting.record(founder, "privacy", wording="a" * 64, given=True, at=at)

    assert consenting.record(founder, "privacy", wording="a" * 64, given=True, at=at) == first
    assert Consent.objects.count() == 1


def test_new_words_end_the_earlier_consent(founder, at):
    first = consenting.record(founder, "privacy", wording="a" * 64, given=True, at=at)
    later = at + timedelta(days=1)

    second = consenting.record(founder, "privacy", wording="b" * 64, given=True, at=later)

    first.refresh_from_db()
    assert (first.withdrawn_at, second.withdrawn_at) == (later, None)


def test_consent_is_taken_back(founder, at):
    consenting.record(founder, "photos", wording="a" * 64, given=True, at=at, about=founder)

    assert consenting.record(founder, "photos", wording="a" * 64, given=False, at=at, about=founder) is None
    assert Consent.objects.get().withdrawn_at == at
