"""The catalogue from the code to the compiled file, without gettext's programs."""

import json

import polib
import pytest

from incubator.config import catalogues, extraction, proofreading
from incubator.config.catalogues import Message

PYTHON = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext_lazy
a = _("A plain "
      "text")
b = ngettext("%(count)s file", "%(count)s files", n)
c = pgettext_lazy("a person", "Lead")
d = npgettext("a door", "One", "Many", n)
e = _(a)
f = translation.gettext_lazy("Through a module")
"""
TEMPLATE = """{% load i18n %}
<p>
    {% translate "Short" %} it's {{ x|default:_("Nothing") }} {% translate 'Lead' context "a dog" as lead %}
      {% blocktranslate trimmed with name=a.name %}
        Hello {{ name }},
        welcome to 100% of it.
      {% endblocktranslate %}
  {% blocktranslate trimmed count total=n %}
      {{ total }} place
  {% plural %}
      {{ total }} places
  {% endblocktranslate %}
 {# Not _("this") #}
</p>
"""


def catalogue_of(*entries: polib.POEntry) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = dict(catalogues.HEADER)
    catalogue.extend(entries)
    return catalogue


def entry(english: str, french: str, **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=french, **more)


# Extraction


def test_python_texts_are_found_with_context_and_plural():
    assert list(extraction.from_python(PYTHON, "a.py")) == [
        ("", "A plain text", ""),
        ("", "%(count)s file", "%(count)s files"),
        ("a person", "Lead", ""),
        ("a door", "One", "Many"),
        ("", "Through a module", ""),
    ]


@pytest.mark.parametrize("call", ['_(f"Hello {name}")', '_("Hello %s" % name)', '_("Hello {}".format(name))'])
def test_a_text_put_together_before_translation_is_refused(call):
    with pytest.raises(extraction.Untranslatable) as refusal:
        list(extraction.from_python("x = 1\n" + call, "a.py"))

    sentence = "a.py:2: put the values in after the translation, with named %(places)s."
    assert str(refusal.value) == sentence


def test_template_texts_are_found_with_context_and_plural():
    assert list(extraction.from_template(TEMPLATE, "a.html")) == [
        ("", "Short", ""),
        ("", "Nothing", ""),
        ("a dog", "Lead", ""),
        ("", "Hello %(name)s, welcome to 100%% of it.", ""),
        ("", "%(total)s place", "%(total)s places"),
    ]


def test_extract_gathers_packages_and_leaves_migrations_out(tmp_path):
    files = {
        "incubator/a.py": '_("Both"); _("Only here")',
        "funding/templates/funding/b.txt": '{% translate "Both" %}',
        "funding/c.html": '{% translate "Not a template" %}',
        "funding/migrations/0001.py": '_("Old")',
        "elsewhere/d.py": '_("Foreign")',
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)

    found = extraction.extract(tmp_path)

    assert [(message.text, sorted(message.files)) for message in found] == [
        ("Both", ["funding/templates/funding/b.txt", "incubator/a.py"]),
        ("Only here", ["incubator/a.py"]),
    ]


def test_one_text_with_two_plurals_is_refused(tmp_path):
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms/a.py").write_text('ngettext("One", "Many", n); ngettext("One", "Lots", n)')

    with pytest.raises(extraction.TwoPlurals, match=r"cms/a.py: 'One' has the plurals 'Many' and 'Lots'\.$"):
        extraction.extract(tmp_path)


# Merging


def test_merge_keeps_translations_adds_the_new_and_drops_the_old():
    catalogue = catalogue_of(
        entry("Kept", "Gardé"), entry("Gone", "Parti"), entry("Lead", "Chef", msgctxt="a person")
    )
    messages = [Message("", "Kept", files={"b.py", "a.py"}), Message("", "New"), Message("a person", "Lead")]

    counts = catalogues.merge(catalogue, messages)

    assert counts == (1, 1)
    assert [(e.msgctxt, e.msgid, e.msgstr) for e in catalogue] == [
        (None, "Kept", "Gardé"),
        (None, "New", ""),
        ("a person", "Lead", "Chef"),
    ]
    assert catalogue[0].occurrences == [("a.py", ""), ("b.py", "")]


def test_a_text_that_becomes_plural_asks_for_both_forms():
    catalogue = catalogue_of(entry("%(n)s file", "%(n)s fichier"))

    catalogues.merge(catalogue, [Message("", "%(n)s file", "%(n)s files")])

    assert (catalogue[0].msgid_plural, catalogue[0].msgstr_plural) == ("%(n)s files", {0: "", 1: ""})
    assert catalogue[0].flags == ["python-format"]


def test_write_is_sorted_and_says_the_same_twice(tmp_path):
    path = tmp_path / "fr/LC_MESSAGES/django.po"
    catalogue = catalogues.read(path)
    catalogues.merge(catalogue, [Message("", "B", files={"x.py"}), Message("", "A"), Message("ctx", "A")])

    catalogues.write(catalogue, path)
    first = path.read_text()
    catalogues.write(catalogues.read(path), path)

    assert path.read_text() == first
    assert [(e.msgid, e.msgctxt) for e in catalogues.read(path)] == [("A", None), ("A", "ctx"), ("B", None)]
    assert [line for line in first.splitlines() if line.startswith("#: ")] == ["#: x.py"]


# JSON


def test_import_json_fills_texts_contexts_and_plurals(tmp_path):
    catalogue = catalogue_of()
    catalogues.merge(catalogue, [Message("", "Send"), Message("a dog", "Lead"), Message("", "One", "Many")])
    (tmp_path / "a.json").write_text(
        json.dumps(
            {"Send": "Envoyer", "a dog\u0004Lead": "Laisse", "One\0Many": ["Un", "Des"], "Nowhere": "x"}
        )
    )

    filled, remarks = catalogues.import_json(catalogue, tmp_path)

    assert filled == 3
    assert remarks == ["a.json: 'Nowhere' is said nowhere in the code"]
    assert [(e.msgid, e.msgstr, e.msgstr_plural) for e in catalogue] == [
        ("Send", "Envoyer", {}),
        ("Lead", "Laisse", {}),
        ("One", "", {0: "Un", 1: "Des"}),
    ]


def test_import_json_keeps_what_is_translated_unless_told_and_reports_two_opinions(tmp_path):
    catalogue = catalogue_of(entry("Send", "Envoyer"), entry("File", ""))
    (tmp_path / "a.json").write_text('{"Send": "Expédier", "File": "Fichier"}')
    (tmp_path / "b.json").write_text('{"File": "Dossier"}')

    filled, remarks = catalogues.import_json(catalogue, tmp_path)

    assert filled == 1
    assert remarks == ["b.json: 'File' is translated otherwise in a.json, which is kept"]
    assert [e.msgstr for e in catalogue] == ["Envoyer", "Fichier"]
    assert catalogues.import_json(catalogue, tmp_path, overwrite=True)[0] == 1
    assert [e.msgstr for e in catalogue] == ["Expédier", "Fichier"]


# Proofreading: each fault is found, and the right text beside it is not.


@pytest.mark.parametrize(
    ("faulty", "sound", "line"),
    [
        (entry("Send", ""), entry("Send", "Envoyer"), "untranslated: 'Send'"),
        (entry("Send", "Envoyer", flags=["fuzzy"]), entry("Send", "Envoyer"), "fuzzy: 'Send'"),
        (
            entry("By %(name)s", "Par %(nom)s"),
            entry("By %(name)s", "Par %(name)s"),
            "placeholders: 'By %(name)s' → 'Par %(nom)s'",
        ),
        (entry("%s of %s", "%s"), entry("%s of %s", "%s sur %s"), "placeholders: '%s of %s' → '%s'"),
        (
            entry("The file", "L'envoi"),
            entry("The file", "L’envoi"),
            "typography: 'The file' → \"L'envoi\": an apostrophe is ’ in French",
        ),
        (
            entry("By when?", "Pour quand ?"),
            entry("By when?", "Pour quand\u00a0?"),
            "typography: 'By when?' → 'Pour quand ?': a no-break space stands before : ; ! ? » %",
        ),
        (
            entry("By when?", "Pour quand?"),
            entry("By when?", "Pour quand\u202f?"),
            "typography: 'By when?' → 'Pour quand?': a no-break space is missing before : ; ! ?",
        ),
        (
            entry("A", "« A\u00a0»"),
            entry("A", "«\u00a0A\u00a0»"),
            "typography: 'A' → '« A\\xa0»': a no-break space stands after «",
        ),
        (
            entry("A", '"A"'),
            entry("A", "<a href=\"/a?b=c\" title='x'>A</a> https://a.example/x?y:z"),
            "typography: 'A' → '\"A\"': quotation marks are « » in French",
        ),
        (
            entry("A…", "A..."),
            entry("A…", "A…"),
            "typography: 'A…' → 'A...': three dots are one character: …",
        ),
        (entry("A\n", "A"), entry("A\n", "A\n"), "line breaks: 'A\\n' → 'A'"),
    ],
)
def test_each_fault_is_found_and_the_sound_text_is_not(faulty, sound, line):
    messages = [Message("", faulty.msgid)]

    assert proofreading.problems(catalogue_of(faulty), messages) == [line]
    assert proofreading.problems(catalogue_of(sound), messages) == []


def test_missing_obsolete_and_half_plural_entries_are_found():
    catalogue = catalogue_of(
        entry("Gone", "Parti"),
        polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s jour", 1: ""}),
    )
    messages = [Message("", "New", files={"b.py", "a.py"}), Message("", "%(n)s day", "%(n)s days")]

    assert proofreading.problems(catalogue, messages) == [
        "missing: 'New' (a.py, b.py)",
        "obsolete: 'Gone' is said nowhere in the code",
        "untranslated: '%(n)s day'",
    ]


def test_a_plural_may_leave_the_number_out_only_where_the_english_does():
    plural = polib.POEntry(msgid="One", msgid_plural="%(n)s days", msgstr_plural={0: "Un", 1: "%(n)s jours"})

    assert proofreading.problems(catalogue_of(plural), [Message("", "One", "%(n)s days")]) == []


# Compiling


def test_the_french_catalogue_is_complete_and_well_written():
    assert proofreading.problems(catalogues.read(), extraction.extract()) == []
