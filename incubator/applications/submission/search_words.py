"""Keeps the words of a file for the desk's search, as it was sent last. Sensitive answers are never part of them.

A sending only marks its file (`keep_soon`). A worker that is told keeps the words within a second; without a broker the
sweep of every thirty seconds does (`catch_up`). Until then the file is on every list, and found by no word.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence

from celery import signature
from django.db import transaction

from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision, SearchText
from incubator.core.text_search import plain, words_once
from incubator.forms.definition import Field
from incubator.forms.types import display
from incubator.notifications import dispatch
from incubator.programmes.facts import facts_for

log = logging.getLogger(__name__)
OPEN = frozenset({"public", "internal"})
WRITTEN = ("open_words", "words")
# Answers whose words say nothing about a project.
LEFT_OUT = frozenset({"consent", "file"})
# So many files are held by one transaction, and so many treated before other work has its turn.
AT_ONCE, MOST = 20, 500
# By its name: the module of the tasks stands on the sendings.
KEEP_WORDS = signature("incubator.applications.tasks.keep_words")


def keep_soon(application: Application) -> None:
    """Mark a file that is being sent, and tell the worker after the commit; the caller saves it in that transaction."""
    application.words_due = True
    dispatch.soon_after_commit(KEEP_WORDS)


def catch_up(most: int = MOST) -> int:
    """Keep the words of at most `most` files that were sent since theirs were kept; return how many were kept.

    A file that another process holds, or whose answers cannot be read (logged), stays marked and stops no other.
    """
    kept = last = 0
    for _turn in range(0, most, AT_ONCE):
        with transaction.atomic():
            files = _due(after=last)
            kept += _keep(files)
        if len(files) < AT_ONCE:
            break
        last = files[-1].pk
    return kept


def words_in(revision: Revision) -> tuple[str, str]:
    """Return the words of the answers that any reader may search by, and those of all that may be searched."""
    found = [(classes, plain(text)) for classes, text in _answers(revision)]
    is_open = words_once(text for classes, text in found if classes <= OPEN)
    return is_open, words_once(text for _classes, text in found)


def _due(*, after: int) -> list[Application]:
    """Lock the next files that are due: whoever sends one again waits, and marks it again."""
    due = Application.objects.filter(words_due=True, pk__gt=after).order_by("pk").only("pk", "reference")
    return list(due.select_for_update(skip_locked=True)[:AT_ONCE])


def _keep(files: Sequence[Application]) -> int:
    """Write the words of locked files, the reference of each before them, and clear their marks."""
    sent = Revision.objects.filter(application__in=files).select_related("form_version").order_by("number")
    last = {revision.application_id: revision for revision in sent.defer("form_version__definition")}
    rows = list(_rows(files, last))
    SearchText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["application"], update_fields=list(WRITTEN)
    )
    if rows:
        Application.objects.filter(pk__in=[row.pk for row in rows]).update(words_due=False)
    return len(rows)


def _rows(files: Iterable[Application], last: dict[int, Revision]) -> Iterator[SearchText]:
    for file in files:
        row, reference = SearchText(application=file), plain(file.reference or "")
        try:
            found = words_in(last[file.pk])
        except Exception as error:
            log.error("The words of %s cannot be kept: %s", file.pk, type(error).__name__, exc_info=error)
            continue
        row.open_words, row.words = (words_once([reference, text]) for text in found)
        yield row


def _answers(revision: Revision) -> Iterator[tuple[set[str], str]]:
    """Yield each answer that may be searched, with its data classes (a section has those of its parts).

    A revision holds only what counted when it was sent, its sensitive answers apart: those are not even opened.
    """
    given, facts = revision.answers, facts_for()
    for field in definition_of(revision.form_version).fields():
        classes = set(_classes(field))
        if field.key not in given or field.type in LEFT_OUT or not classes <= OPEN | {"personal"}:
            continue
        yield classes, display(field, given[field.key], "fr", facts)


def _classes(field: Field) -> Iterator[str]:
    yield field.data_class
    for name in ("fields", "columns", "parts"):
        inner = getattr(field, name, None)
        for part in () if callable(inner) else inner or ():
            if hasattr(part, "data_class"):
                yield from _classes(part)
