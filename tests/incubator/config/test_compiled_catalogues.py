"""Compiled catalogues say what their source says, whole or not at all."""

import gettext
import os

import polib

from incubator.config import catalogues
from tests.incubator.config.test_catalogues import catalogue_of, entry


def test_compiled_file_says_what_the_source_says_but_not_the_fuzzy(tmp_path):
    folder = tmp_path / "fr/LC_MESSAGES"
    source = catalogue_of(
        entry("Send", "Envoyer"),
        entry("Lead", "Laisse", msgctxt="a dog"),
        polib.POEntry(msgid="One", msgid_plural="Many", msgstr_plural={0: "Un", 1: "Plusieurs"}),
        entry("Guess", "Devine", flags=["fuzzy"]),
    )
    catalogues.write(source, folder / "django.po")

    written = catalogues.compile_all(tmp_path)

    with (folder / "django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert written == [folder / "django.mo"]
    assert [french.gettext("Send"), french.pgettext("a dog", "Lead"), french.gettext("Guess")] == [
        "Envoyer",
        "Laisse",
        "Guess",
    ]
    assert [french.ngettext("One", "Many", n) for n in (0, 1, 2)] == ["Un", "Un", "Plusieurs"]


def test_compile_writes_again_only_what_changed_and_leaves_no_partial_file(tmp_path):
    folder = tmp_path / "fr/LC_MESSAGES"
    catalogues.write(catalogue_of(entry("Send", "Envoyer")), folder / "django.po")
    assert catalogues.compile_all(tmp_path) == [folder / "django.mo"]
    assert catalogues.compile_all(tmp_path) == []

    os.utime(folder / "django.po", (1, 1))

    assert catalogues.compile_all(tmp_path) == [folder / "django.mo"]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


# The catalogue itself


def test_the_compiled_catalogue_equals_its_source():
    catalogues.compile_all()
    compiled = polib.mofile(str(catalogues.FRENCH.with_suffix(".mo")))

    def said(entries) -> dict:
        return {catalogues.key_of(e): e.msgstr or e.msgstr_plural for e in entries}

    assert said(compiled) == said(catalogues.read().translated_entries())
