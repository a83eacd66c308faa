import re
from datetime import UTC, datetime

import pytest
from django.utils import translation

from incubator.documents import amount_words, typesetting
from incubator.territory.models import Centre

PAID_AT = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


def receipt(**changes):
    facts = {
        "number": "R-2027-0001", "payer": "Ɖɔwɔla ƒɣŋʋ", "what_for": "Bureau, mars 2027", "amount": 1_500_000,
        "currency": "XOF", "paid_at": PAID_AT, "issued_at": PAID_AT, "since": [], "rail": "Carte", "reference": "pi_123",
        "centre": Centre(name_fr="Centre d’innovation", phone="+22890000000"),
    }  # fmt: skip
    return typesetting.receipt(**{**facts, **changes})


@pytest.fixture
def filled(monkeypatch):
    """What is handed to the template instead of the PDF."""
    given = {}
    monkeypatch.setattr(
        typesetting, "pdf", lambda template, data: given.update({"template": template, **data})
    )
    return given


def test_a_receipt_is_a_tagged_pdf_with_its_standards():
    content = receipt()

    assert content.startswith(b"%PDF-1.7")
    assert re.findall(rb"<pdf(?:uaid|aid):(part|conformance)>(\w+)<", content) == [
        (b"part", b"2"), (b"conformance", b"A"), (b"part", b"1"),
    ]  # fmt: skip
    assert b"/StructTreeRoot" in content
    assert b"/Lang(fr)" in content


def test_what_a_receipt_says(filled):
    receipt()

    assert (filled["template"], filled["title"], filled["reference"]) == (
        "receipt", "Reçu R-2027-0001", "R-2027-0001",
    )  # fmt: skip
    assert (
        filled["sentence"]
        == "Centre d’innovation certifie avoir reçu ce paiement, fait par Ɖɔwɔla ƒɣŋʋ\u00a0:"
    )
    assert filled["amount"] == "1\u202f500\u202f000\u00a0F\u00a0CFA"
    assert filled["words"] == "un million cinq cent mille francs CFA"
    assert filled["rows"] == [
        ["Payeur", "Ɖɔwɔla ƒɣŋʋ"],
        ["Pour", "Bureau, mars 2027"],
        ["Reçu le", "lundi 1er mars 2027 à 10\u00a0h\u00a000, heure de Lomé (UTC+0)"],
        ["Moyen de paiement", "Carte"],
        ["Référence du paiement", "pi_123"],
    ]


def test_a_receipt_in_english(filled):
    with translation.override("en"):
        receipt()

    assert (filled["title"], filled["words"]) == (
        "Receipt R-2027-0001", "one million five hundred thousand CFA francs",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        "*gras* _x_ $x$ = titre",
        "😀 مرحبا \u202e",
        "<b>",
        "a\nb",
        "\x00\x07",
        "#sys.inputs",
        "e\u0301",
    ],
)
def test_a_typed_text_is_never_markup_and_never_stops_a_document(text):
    assert receipt(payer=text).startswith(b"%PDF-1.7")


def test_a_letter_is_a_pdf():
    content = typesetting.letter(
        title="Décision", to=["Madame Afi"], paragraphs=["Un.", "Deux."], at=PAID_AT, centre=None,
        reference="AC-2027-01-0042", signature=["La directrice"], rows=[["Places", "25"]],
    )  # fmt: skip

    assert content.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["nothing", "../documents", "typst/letter"])
def test_an_unknown_template_is_refused(name):
    with pytest.raises(typesetting.NoSuchTemplate):
        typesetting.pdf(name, {})


def test_a_pdf_is_a_download():
    answer = typesetting.response(b"%PDF", "recu")

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="recu.pdf"',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, "zéro franc CFA", "zero CFA francs"),
        (1, "un franc CFA", "one CFA franc"),
        (21, "vingt et un francs CFA", "twenty-one CFA francs"),
        (71, "soixante et onze francs CFA", "seventy-one CFA francs"),
        (80, "quatre-vingts francs CFA", "eighty CFA francs"),
        (81, "quatre-vingt-un francs CFA", "eighty-one CFA francs"),
        (99, "quatre-vingt-dix-neuf francs CFA", "ninety-nine CFA francs"),
        (200, "deux cents francs CFA", "two hundred CFA francs"),
        (1001, "mille un francs CFA", "one thousand one CFA francs"),
        (80_000, "quatre-vingt mille francs CFA", "eighty thousand CFA francs"),
        (200_300, "deux cent mille trois cents francs CFA", "two hundred thousand three hundred CFA francs"),
        (1_000_000, "un million de francs CFA", "one million CFA francs"),
        (2_000_071, "deux millions soixante et onze francs CFA", "two million seventy-one CFA francs"),
        (3_000_000_000, "trois milliards de francs CFA", "three billion CFA francs"),
        (-5, "", ""),
    ],
)
def test_amounts_in_words(amount, french, english):
    assert amount_words.amount_in_words(amount, "XOF") == french
    with translation.override("en"):
        assert amount_words.amount_in_words(amount, "XOF") == english


def test_another_currency_is_not_written_in_words():
    assert amount_words.amount_in_words(5, "EUR") == ""
