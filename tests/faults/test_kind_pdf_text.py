"""What is printed is what was typed: the fonts are asked, a sign they lack has a name, and nothing leaves the page."""

import io
import re
import subprocess
import sys

import pikepdf
import pytest
from django.utils import translation

from incubator.documents import lettering, typesetting
from tests.faults.inputs import read

LONG_NAME = "facture-" + "n" * 98 + ".pdf"
ADDRESS = "https://exemple.tg/" + "A1b2C3d4" * 16


def dossier(*texts, name=LONG_NAME):
    return typesetting.pdf("dossier", {
        "lang": "fr", "title": "Dossier", "lead": "", "facts": [[name, name]],
        "steps": [{"title": "Étape", "rows": [["Question", text] for text in texts]}],
        "documents_title": "Pièces", "documents": [["Reçu", name]],
    })  # fmt: skip


def texts_of(pdf):
    """Return the texts that the PDF gives to somebody who copies from it, without breaks."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            maps = {
                name: unicode_map(font)
                for name, font in page.obj.Resources.Font.items()
                if "/ToUnicode" in font
            }
            font = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = maps.get(str(operands[0]), {})
                elif str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else operands
                    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                    found.append("".join(font.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)))
    return "".join(found)


def unicode_map(font):
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<((?:[0-9a-fA-F]{4})+)>\n", table)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


PRINTED = [
    "CO₂", "CH₄", "Zio™", "№ 12", "37 ℃", "⅓", "✔", "10⁻³", "eﬃcace", "ﬁlière", "conﬂit", "➢ deuxième",
    "Ɖevi ƒe aƒe, ŋkeke, ɔkpa, ɛya, vʋ, ɩ", "#let x = 1 *gras* _penché_ $x^2$ @voir <but> // fin", "« 5 ‰ »", "Ω ≤ 3 €",
]  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_is_printed_as_typed(text):
    assert lettering.on_paper([text]) == [text]


def test_the_whole_text_prints_without_a_box():
    whole = read("text_for_pdf.txt").decode()

    said = lettering.on_paper({"text": whole})["text"]

    assert "□" not in said
    assert "• premier point" in said
    assert said.replace(lettering.BREAK, "") == whole.replace("\uf0b7", "•").replace("ʋ\u0301", "ʋ\u0301")
    assert dossier(whole).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Irrigation 🌱 ici", "Irrigation [signe U+1F331] ici"),
        ("👩🏾\u200d🌾", "[signe U+1F469 U+1F3FE U+1F33E]"),
        ("漢字", "[signe U+6F22 U+5B57]"),
        ("\uf0b7\uf0fc\uf0e0", "•✔→"),
        ("a\x00\x07b", "ab"),
        ("e\u0301", "é"),
        ("co\u00adton\ufe0f", "coton"),
    ],
)
def test_a_sign_that_no_font_has_gets_a_name(typed, printed):
    with translation.override("fr"):
        assert lettering.on_paper([typed]) == [printed]


def test_what_is_said_to_be_drawn_is_drawn_by_typst_itself():
    signs = [
        chr(code)
        for code in (
            *range(0xA1, 0x250),
            *range(0x1E00, 0x1F00),
            *range(0x2010, 0x2050),
            *range(0x2070, 0x20C0),
        )
    ]

    printed = lettering.on_paper(["".join(signs)])

    # Typst refuses a document that holds a sign without a glyph.
    assert typesetting.pdf("letter", {"title": "t", "paragraphs": printed}).startswith(b"%PDF")


def test_the_fonts_are_asked_once(monkeypatch):
    asked = []
    monkeypatch.setattr(lettering, "_known", {})
    monkeypatch.setattr(lettering, "_refused", lambda signs: asked.append(signs) or set())

    lettering.on_paper(["é à ₂"])
    lettering.on_paper({"b": ("é ₂ à", 3, None, True)})

    # "2" is what ₂ would become if no font had it.
    assert asked == [["à", "é", "₂"]]


@pytest.mark.parametrize("word", ["anticonstitutionnellement", "rendez-vous", "10 000 000 F CFA"])
def test_an_ordinary_word_is_not_broken(word):
    assert lettering.on_paper([word]) == [word]


@pytest.mark.parametrize("word", [LONG_NAME, ADDRESS, "a" * 110])
def test_a_long_word_is_whole_to_somebody_who_copies_it(word):
    text = texts_of(dossier(word))

    assert word in text
    assert lettering.BREAK not in text


def is_white(pdf, left, right):
    """Tell whether the pages hold nothing between these two places, in points from the left."""
    drawn = subprocess.run(
        [sys.executable, "-c", RENDER, str(left), str(right)], input=pdf, capture_output=True, check=True
    )
    return drawn.stdout.decode().strip() == "white"


# Where each text of a page ends, from its own matrix and the widths of its font.
RENDER = """
import io, sys, pikepdf
left, right = map(float, sys.argv[1:])
far = 0.0
with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
    for page in pdf.pages:
        stack, matrix, font, size, widths = [], pikepdf.Matrix(), None, 1.0, {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "q": stack.append(matrix)
            elif name == "Q": matrix = stack.pop()
            elif name == "cm": matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif name == "Tm": text = pikepdf.Matrix(*map(float, operands))
            elif name == "Tf":
                size = float(operands[1])
                inner = page.obj.Resources.Font[str(operands[0])].DescendantFonts[0]
                widths, wide = {}, list(inner.get("/W", []))
                while wide:
                    first = int(wide.pop(0)); rest = wide.pop(0)
                    if isinstance(rest, pikepdf.Array):
                        widths.update({first + n: float(w) for n, w in enumerate(rest)})
                    else:
                        widths.update({n: float(wide[0]) for n in range(first, int(rest) + 1)}); wide.pop(0)
            elif name in ("Tj", "TJ"):
                parts = operands[0] if name == "TJ" else operands
                width = 0.0
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        width += sum(widths.get(int.from_bytes(codes[a:a+2], "big"), 0) for a in range(0, len(codes), 2))
                    else:
                        width -= float(part)
                placed = text @ matrix
                far = max(far, (pikepdf.Matrix().translated(width * size / 1000, 0) @ placed).e)
print("white" if far <= left else far)
"""
PAGE, MARGIN = 595.28, 22 * 72 / 25.4
TEMPLATES = {
    "dossier": lambda word: {"title": word, "facts": [[word, word]], "documents_title": "P", "documents": [[word, word]],
                             "steps": [{"title": word, "rows": [[word, word]]}], "reference": word, "issued": "1"},
    "letter": lambda word: {"title": word, "to": [word], "paragraphs": [word], "rows": [[word, word]], "signature": [word]},
    "register": lambda word: {"title": word, "lead": word, "sections": [{"heading": word, "rows": [[word, word]]}]},
    "minutes": lambda word: {"title": word, "lead": word, "facts": [[word, word]], "signatures": [word, word],
                             "sections": [{"heading": word, "rows": [[word, word]], "empty": word}]},
    "receipt": lambda word: {"title": word, "sentence": word, "amount": word, "words": word, "rows": [[word, word]], "note": word},
    "call_rules": lambda word: {"title": word, "lead": word, "facts": [[word, word]], "contact_title": word, "contact": [word],
                                "sections": [{"heading": word, "paragraphs": [word], "items": [word]}]},
    "call_summary": lambda word: {"title": word, "lead": word, "facts": [[word, word]], "blocks": [[word, [word]]],
                                  "how_title": word, "how": [word], "contact_title": word, "contact": [word]},
    "pack": lambda word: {"title": word, "lead": word, "list_title": word,
                          "files": [{"title": word, "reference": word, "facts": [[word, word]]}]},
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("word", [LONG_NAME, ADDRESS, "x" * 400])
def test_nothing_leaves_the_page(template, word):
    pdf = typesetting.pdf(template, TEMPLATES[template](word))

    assert is_white(pdf, PAGE - MARGIN + 13, PAGE)


def test_a_key_held_down_for_a_whole_answer_prints():
    assert is_white(dossier("y" * 20_000), PAGE - MARGIN + 13, PAGE)
