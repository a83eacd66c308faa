"""§3: words as people read them – French that elides, marks as printers set them, no code of ours on a screen."""

import ast
import re

import polib
import pytest
from django.utils import translation

from incubator.config import urls  # noqa: F401 – every work module is imported by its door
from incubator.core.bilingual import Text
from incubator.demo import calls
from incubator.forms import wording
from incubator.ui import typography
from incubator.workflow.lifecycle import LIFECYCLES
from incubator.workflow.wording import WORDS, verb_in_words
from tests.files import ROOT

CATALOGUE = polib.pofile(str(ROOT / "incubator/locale/fr/LC_MESSAGES/django.po"))
# What stands for a name in a sentence: nobody knows whether it begins with a vowel.
NAMES = "person|name|who|maker|payer|team|startup|call|title|reference|member|mentor"


def french():
    for entry in CATALOGUE:
        yield from ((entry.msgid, text) for text in [entry.msgstr, *entry.msgstr_plural.values()] if text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kossi", "de Kossi"),
        ("Akossiwa", "d’Akossiwa"),
        ("Émile", "d’Émile"),
        ("Œuvre", "d’Œuvre"),
        ("Hervé", "d’Hervé"),
        ("Yao", "de Yao"),
        ("", "de "),
    ],
)
def test_a_name_after_de_elides(name, words):
    assert typography.of(name) == words
    with translation.override("en"):
        assert typography.of(name) == f"of {name}"


def test_no_sentence_puts_de_or_que_before_a_name_that_may_begin_with_a_vowel():
    risky = re.compile(rf"\b(?:de|que|jusque|lorsque|puisque) %\((?:{NAMES})\)s")
    assert [text for _msgid, text in french() if risky.search(text)] == []


def test_the_elision_sweep_finds_one():
    assert re.search(rf"\b(?:de|que) %\((?:{NAMES})\)s", "Projet de %(person)s")


def test_marks_are_set_as_printers_set_them():
    hard = typography.NBSP
    assert typography.nbsp("l'appel « Le « Bon » choix » : d'accord ?") == (
        f"l’appel «{hard}Le “Bon” choix{hard}»{hard}: d’accord{hard}?"
    )
    assert typography.french_marks("« a » et « b »") == "« a » et « b »"
    with translation.override("en"):
        assert typography.nbsp("the call's") == "the call's"


def test_the_shipped_call_has_no_straight_apostrophe():
    assert re.findall(r"[^\W\d_]'[^\W\d_]", calls.FILE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["Lien (facultatif)", "Pièce (facultative)", "Lien (Facultatif) ", "Link (optional)"]
)
def test_an_optional_question_says_so_once(text):
    told = wording.label(Text(text.strip(), "fr"), optional=True)

    assert told.plain == text.split(" (")[0]
    assert wording.label(Text(text.strip(), "fr"), optional=False).plain == text.strip()


def recorded() -> set[str]:
    """Every verb that the code writes into the audit by name."""
    found = set()
    for package in ("incubator", "mentorship", "funding", "cms"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= verbs_of(node)
    return found


def verbs_of(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return set()
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    verb = node.args[0].value
    return (
        {verb}
        if called == "record" and isinstance(verb, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)
        else set()
    )


def test_every_verb_of_the_audit_has_words():
    moves = {life.verb(move.name) for life in LIFECYCLES.values() for move in life.moves.values()}
    verbs = recorded() | moves

    assert len(verbs) > 150
    assert sorted(verb for verb in verbs if verb_in_words(verb) in (verb, "Modification")) == []


def test_a_verb_without_words_shows_no_code():
    assert "nobody.named" not in WORDS
    assert verb_in_words("nobody.named") == "Modification"


def test_roles_are_said_in_both_genders():
    from incubator.people.states import Role

    assert [str(Role(role).label) for role in Role.values] == [
        "Administratrice, administrateur",
        "Chargée, chargé de programme",
        "Responsable des finances",
        "Ordonnatrice, ordonnateur",
        "Directrice, directeur",
        "Bailleur de fonds",
        "Éditrice, éditeur",
        "Agente, agent de mairie",
        "Membre du jury",
        "Mentore, mentor",
    ]


def test_the_person_who_signs_is_the_ordonnateur():
    assert [text for _msgid, text in french() if re.search(r"signataire|approbateur", text)] == []


def test_no_page_and_no_letter_says_a_random_identifier_in_place_of_a_reference():
    """A public id belongs to addresses and to the values of forms: where a reference is missing, a name stands."""
    spoken = re.compile(r"\|default:[\w.]*public_id|with \w+=[\w.]*public_id (?:%|\w+=)")
    places = [
        str(path.relative_to(ROOT))
        for package in ("incubator", "mentorship", "funding", "cms")
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in (".html", ".txt") and spoken.search(path.read_text(encoding="utf-8"))
    ]
    assert places == []
