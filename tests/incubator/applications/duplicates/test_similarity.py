"""How alike two texts are, and the keys under which near ones meet."""

import pytest

from incubator.applications.duplicates import similarity


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Tikpa Hors-Ligne", "Tikpa hors ligne", True),
        ("Tikpa Hors-Ligne", "TIKPA HORS LIGNES SARL", True),
        ("Agblézéna", "Agblezena", True),
        ("Agblézéna", "Agriconnect", False),
        ("Savane Cadastre", "Savane Santé", False),
        ("", "", False),
    ],
)
def test_names(one, other, near):
    assert (similarity.alike(one, other) >= similarity.NAME_ALIKE) == near
    if near:
        assert similarity.name_keys(one) & similarity.name_keys(other)


def test_near_pitches_share_a_key():
    one = "Des conseils agricoles par message vocal, en éwé et en kabiyè, pour les petites exploitations maraîchères."
    other = "Des conseils agricoles par messages vocaux, en éwé et kabiyè, pour les petites exploitations maraîchères."
    far = "Une plateforme de paiement des taxes communales par téléphone pour les marchés."

    assert similarity.alike(one, other) >= similarity.PITCH_ALIKE > similarity.alike(one, far)
    assert similarity.pitch_keys(one) & similarity.pitch_keys(other)
    assert len(similarity.pitch_keys(one * 50)) <= similarity.PLACES


@pytest.mark.parametrize(
    ("number", "bare"),
    [
        ("TG-LOM 2021 B 1234", "tglom2021b1234"),
        ("tg/lom/2021/b/1234", "tglom2021b1234"),
        ("néant", ""),
        ("", ""),
    ],
)
def test_register_numbers_are_compared_without_their_marks(number, bare):
    assert similarity.register(number) == bare
