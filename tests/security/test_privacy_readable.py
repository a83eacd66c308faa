"""The readable form of a person's data holds every heading, every column that says something, and no code for a name."""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from incubator.core import column_words, personal_data
from incubator.portal.personal import own_data, readable
from incubator.workflow import privacy_checks
from tests.access.world import CANARY, NOW
from tests.security.test_privacy_own_data import BY_HAND, further_rows, seed, somebodys_row, tables

pytestmark = pytest.mark.django_db


def html(person) -> str:
    return b"".join(readable.copy(person, NOW)).decode()


def is_code(label: str, name: str) -> bool:
    """A code is said in the words of its slice."""
    return (label, name) in column_words.SPOKEN or hasattr(apps.get_model(label), f"{name}_label")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ["owner", "mentor", "juror", "outsider"])
def test_every_heading_stands_in_the_readable_copy(world, role, language):
    with translation.override(language):
        page = html(world.people[role])
        titles = [escape(str(section.title)) for section in own_data.sections()]

    assert [title for title in titles if f">{title}</h2>" not in page] == []
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("label", sorted(set(tables()) - BY_HAND))
def test_every_exported_column_is_read_with_its_name_and_its_value(world, label, language):
    columns = tables()[label]
    with transaction.atomic(), translation.override(language):
        further_rows(world)
        role, row = somebodys_row(world, label, columns)
        for number, column in enumerate(columns, start=101):
            seed(row, column, number)
        row = apps.get_model(label)._base_manager.get(pk=row.pk)
        (section,) = {column.section for column in columns}
        found = readable.tables(section, world.people[role], NOW)
        transaction.set_rollback(True)
        title = str(column_words.title_of(label))
        held = [column for column in columns if getattr(row, column.reads) not in (None, "", [], {})]
        names = {str(column_words.label_of(label, column.name)) for column in held}
        typed = {
            value
            for column in held
            if isinstance(value := getattr(row, column.reads), str)
            if value.startswith("Z1") and not is_code(label, column.name)
        }
    lines = [dict(line) for table in found if table.title == title for line in table.rows]
    assert any(names <= line.keys() and typed <= set(line.values()) for line in lines)


def test_the_archive_holds_the_readable_page_with_the_answers(world):
    with transaction.atomic():
        answer = world.browser("owner").post(reverse("portal:own_data"))
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            page = archive.read("mes données.html").decode()
        transaction.set_rollback(True)

    for name in (
        "draft answer",
        "sensitive answer",
        "sent answer",
        "session summary",
        "report",
        "expense label",
    ):
        assert CANARY[name] in page, name


@pytest.mark.parametrize("role", ["owner", "mentor", "juror", "outsider"])
def test_each_heading_has_a_page_that_shows_what_the_copy_shows(world, role):
    client, texts = world.browser(role), ""
    for section in own_data.sections():
        answer = client.get(reverse("portal:own_section", args=[section.key]))
        assert answer.status_code == 200, section.key
        texts += answer.content.decode()

    mine = {
        "owner": {"session summary", "report", "expense label"},
        "mentor": {"session summary"},
        "juror": {"juror's comment"},
        "outsider": set(),
    }[role]  # fmt: skip
    assert {name for name, canary in CANARY.items() if canary in texts} == mine


def test_no_name_of_a_column_is_shown_for_want_of_words():
    assert privacy_checks.every_exported_column_has_words() == []
    codes = {name for _model, name in personal_data.COLUMNS}
    told = set()
    for language in ("fr", "en"):
        with translation.override(language):
            told |= {str(column_words.label_of(*column.key)) for column in personal_data.exported()}
    assert {text for text in told if text in codes} == set()


def test_a_column_without_words_is_refused_at_the_start(monkeypatch):
    monkeypatch.delitem(column_words.COLUMNS, ("mentorship.Session", "summary"))
    monkeypatch.delitem(column_words.TITLES, "reporting.Report")

    found = privacy_checks.every_exported_column_has_words()

    assert {error.id for error in found} == {"workflow.E009"}
    assert {error.msg.split()[0] for error in found} >= {"mentorship.Session.summary", "reporting.Report"}
