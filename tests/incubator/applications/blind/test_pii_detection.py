"""What names a team inside a text."""

import pytest

from incubator.applications.blind.pii_detection import fold_in_place, names_in, spot

NAMES = names_in(["Zarnikou", "Ama Rose"]) | {"Tikpa Hors-Ligne"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rien à cacher ici.", []),
        ("Je suis Ama Zarnikou.", [("Ama", "name"), ("Zarnikou", "name")]),
        ("AMA ROSE ZÀRNIKOU", [("AMA ROSE", "name"), ("ZÀRNIKOU", "name")]),
        ("Amande et rosée", []),
        ("Avec Tikpa hors ligne, au marché", [("Tikpa hors ligne", "name")]),
        ("Écrivez à ama@tikpa.tg ou au 90 12 34 56.", [("ama@tikpa.tg", "email"), ("90 12 34 56", "phone")]),
        ("+228 90123456 et 00228-90-12-34-56", [("+228 90123456", "phone"), ("00228-90-12-34-56", "phone")]),
        ("RCCM TG-LOM-2021-B-1234", [("TG-LOM-2021-B-1234", "register")]),
        ("TG-LFW-01-2023-B12-00456", [("TG-LFW-01-2023-B12-00456", "register")]),
        ("Voir https://tikpa.tg/nous.", [("https://tikpa.tg/nous", "link")]),
        ("150 000 F CFA en 2026, 1 500 ménages", []),
    ],
)
def test_what_is_found(text, found):
    passages = spot(text, NAMES)

    assert [(p.text, p.why) for p in passages] == found
    assert all(text[p.start : p.end] == p.text for p in passages)


def test_folding_keeps_each_character_in_its_place():
    text = "Éa ß İ ﬁ 👩🏾‍🌾 œ"

    assert len(fold_in_place(text)) == len(text)
