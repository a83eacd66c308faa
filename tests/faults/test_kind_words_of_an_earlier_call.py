"""Kind: copied silently – the texts of a copied call that still name the earlier call's days, years, amounts or reference."""

from datetime import UTC, datetime

import pytest

from incubator.programmes import stale_words
from incubator.programmes.preparation import copying
from incubator.programmes.preparation.checklist import checklist
from incubator.programmes.stale_words import foreign, own_of
from tests.world.programmes import BEFORE, load_sample_call

pytestmark = pytest.mark.django_db
OPENS, CLOSES = datetime(2028, 2, 1, 9, tzinfo=UTC), datetime(2028, 3, 15, 17, tzinfo=UTC)


@pytest.fixture
def earlier(officer, centre):
    return load_sample_call(officer)


@pytest.fixture
def copied(earlier, officer):
    return copying.copy(
        earlier, reference="AC-2028-01", slug="communes-2028", opens_at=OPENS, closes_at=CLOSES, by=officer, at=BEFORE
    )  # fmt: skip


def test_a_call_with_texts_of_its_own_has_nothing_to_look_at(earlier):
    assert stale_words.notes(earlier) == []
    assert stale_words.form_notes(earlier, earlier.form_version.form) == []


def test_a_copy_says_where_its_texts_name_the_earlier_one(copied):
    cards = {item.key: item for item in checklist(copied, BEFORE)}

    assert [note for note in cards["text"].notes if "Titre" in note and "2027" in note]
    assert [note for note in cards["form"].notes if "2027" in note]
    # It deserves a look, and stops nobody.
    assert cards["text"].is_done
    copied.title_fr, copied.title_en = "Appel 2028", "Call 2028"
    assert [note for note in stale_words.notes(copied) if "Titre" in note] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Envoyez avant le 5 mars 2027 à 17 h.", ["5 mars 2027"]),
        ("Envoyez avant le 15\u00a0mars 2028 à 17 h.", []),
        ("Closes on 5 March 2027, or March 5, 2027", ["5 March 2027", "March 5, 2027"]),
        ("du 01/02/2028 au 05/03/2027", ["05/03/2027"]),
        ("Une subvention de 3\u202f000\u202f000 F CFA au plus", []),
        ("Une subvention de 5 000 000 F CFA, dont XOF 3,000,000", ["5 000 000"]),
        ("L’appel AC-2027-01 et l’appel AC-2028-01", ["AC-2027-01"]),
        ("Depuis 2015, la loi 2019-014 et le décret 2027-12", []),
        ("Promotion 2027, puis 2028", ["2027"]),
        ("Une entreprise de moins de 7 ans, 2000 habitants", []),
    ],
)
def test_what_is_not_its_own(copied, text, said):
    assert list(foreign(text, own_of(copied))) == said
