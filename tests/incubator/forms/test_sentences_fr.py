"""A few sentences as people read them in French: exact words and no-break spaces."""

import pytest
from django.utils import translation

from incubator.forms.completeness import missing
from incubator.forms.types import check, display, parse
from tests.incubator.forms.conftest import field, make
from tests.incubator.forms.test_types import COLUMNS

N, T = "\u00a0", "\u202f"


@pytest.fixture(autouse=True)
def _french(_english):
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("type_", "raw", "sentence"),
    [
        ("money", "12,50", "Un montant est en francs entiers, sans centimes."),
        ("money", "-5", "Un montant ne peut pas être négatif."),
        ("date", "17/08/99", f"Vérifiez l’année{N}: elle s’écrit en quatre chiffres, entre 1900 et 2100."),
        ("email", "ama@", f"Cette adresse électronique semble incomplète. Exemple{N}: nom@exemple.tg."),
        ("phone", "90", "Écrivez les huit chiffres du numéro, ou + et l’indicatif du pays."),
    ],
)
def test_what_cannot_be_read(type_, raw, sentence):
    assert parse(field(type_), raw).sentence == sentence


@pytest.mark.parametrize(
    ("type_", "options", "value", "sentence"),
    [
        (
            "textarea",
            {"max_words": 2},
            "un deux trois",
            f"«{N}Réponse{N}» compte 3 mots, pour 2 au plus. Raccourcissez de 1.",
        ),
        ("money", {"max": 3000000}, 3000001, f"«{N}Réponse{N}»{N}: 3{T}000{T}000{N}F{N}CFA au plus."),
        (
            "budget",
            {"columns": COLUMNS, "max_total": 1000},
            [{"name": "A", "sum": 2500}],
            f"Le total est de 2{T}500{N}F{N}CFA et le plafond de 1{T}000{N}F{N}CFA. "
            f"Retirez 1{T}500{N}F{N}CFA.",
        ),
    ],
)
def test_what_is_beyond_its_limits(type_, options, value, sentence):
    assert [issue.sentence for issue in check(field(type_, **options), value)] == [sentence]


def test_what_is_missing():
    document = {"slug": "piece", "fr": "Pièce d’identité", "when": "application", "required": True}
    definition = make(
        {"key": "a", "type": "text", "label_fr": "Nom", "required": True},
        {"key": "b", "type": "consent", "label_fr": "J’ai lu la notice", "must_be_true": True},
        {"key": "c", "type": "money", "label_fr": "Apport propre"},
        documents=[document],
    )

    assert [item.sentence for item in missing(definition, {"c": {"raw": "12,50"}})] == [
        f"Répondez à «{N}Nom{N}».",
        f"Confirmez «{N}J’ai lu la notice{N}».",
        f"«{N}Apport propre{N}» est à corriger. Un montant est en francs entiers, sans centimes.",
        f"Ajoutez le document «{N}Pièce d’identité{N}».",
    ]


def test_yes_and_no():
    assert (display(field("boolean"), True, "fr"), display(field("boolean"), False, "fr")) == ("Oui", "Non")
