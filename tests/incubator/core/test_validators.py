import pytest
from django.core.exceptions import ValidationError

from incubator.core.validators import clean_phone, no_nul


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("90 00 00 01", "+22890000001"),
        ("90.00.00.01", "+22890000001"),
        ("22890000001", "+22890000001"),
        ("00228 90 00 00 01", "+22890000001"),
        ("+228 90-00-00-01", "+22890000001"),
        ("+33 6 12 34 56 78", "+33612345678"),
    ],
)
def test_a_number_is_kept_as_e164(typed, kept):
    assert clean_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "9000", "téléphone", "+228", "+0123456789"])
def test_an_incomplete_number_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_phone(typed)


def test_nul_is_refused():
    with pytest.raises(ValidationError):
        no_nul("a\x00b")
