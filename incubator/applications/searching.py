"""Keeps the words of a file for the desk's search, at each sending. Sensitive answers are never part of them."""

from collections.abc import Iterator

from incubator.applications.contents import Contents
from incubator.applications.models import Application, SearchText
from incubator.core.text_search import plain, words_once
from incubator.programmes.form.definition import Field
from incubator.programmes.form.types import display

OPEN = frozenset({"public", "internal"})
WRITTEN = ("open_words", "words")
# Answers whose words say nothing about a project.
LEFT_OUT = frozenset({"consent", "file"})


def words_in(contents: Contents) -> tuple[str, str]:
    """Return the words of the answers that any reader may search by, and those of all that may be searched."""
    found = [(classes, plain(text)) for classes, text in _answers(contents)]
    is_open = words_once(text for classes, text in found if classes <= OPEN)
    return is_open, words_once(text for _classes, text in found)


def keep(application: Application, words: tuple[str, str]) -> None:
    """Write the words of a file that is being sent, its reference before them (one statement)."""
    reference = plain(application.reference or "")
    row = SearchText(application=application)
    row.open_words, row.words = (words_once([reference, found]) for found in words)
    SearchText.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["application"], update_fields=list(WRITTEN)
    )


def _answers(contents: Contents) -> Iterator[tuple[set[str], str]]:
    """Yield each answer that may be searched, with its data classes (a section has those of its parts)."""
    fields = contents.definition.fields_by_key
    for key, value in contents.counted().items():
        field = fields[key]
        classes = set(_classes(field))
        if field.type in LEFT_OUT or not classes <= OPEN | {"personal"}:
            continue
        yield classes, display(field, value, "fr", contents.facts)


def _classes(field: Field) -> Iterator[str]:
    yield field.data_class
    for name in ("fields", "columns", "parts"):
        inner = getattr(field, name, None)
        for part in () if callable(inner) else inner or ():
            if hasattr(part, "data_class"):
                yield from _classes(part)
