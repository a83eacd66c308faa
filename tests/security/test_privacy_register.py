"""The register of processing says all that is declared, on a page and on paper, in both languages."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from incubator.core import personal_data
from incubator.core.personal_data import Ground
from incubator.documents import typesetting
from incubator.portal.personal import register
from incubator.workflow.models import Event

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_names_every_processing(language, centre, director, client_for):
    browser = client_for(director)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = plain(browser.get(reverse("portal:register")).content.decode())

    with translation.override(language):
        for one in personal_data.processings():
            assert plain(str(one.title)) in page
            assert plain(str(one.ground.label)) in page
            assert plain(str(one.kept)) in page


@pytest.mark.parametrize(("language", "word"), [("fr", "Fondement légal"), ("en", "Legal ground")])
def test_the_paper_says_it_too(language, word, centre, at, monkeypatch):
    given = {}
    monkeypatch.setattr(
        typesetting, "pdf", lambda template, data: given.update({"template": template, **data})
    )
    with translation.override(language):
        register.pdf(at)
        titles = [str(one.title) for one in personal_data.processings()]

    assert [section["heading"] for section in given["sections"]] == titles
    assert {dict(section["rows"])[word] for section in given["sections"]} <= grounds(language)


def test_the_paper_is_downloaded_and_leaves_a_row(centre, admin, client_for):
    answer = client_for(admin).get(reverse("portal:register_pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Event.objects.filter(actor=admin).exists()


def grounds(language: str) -> set[str]:
    with translation.override(language):
        return {str(ground.label) for ground in Ground}


def test_every_processing_has_its_columns_and_its_ground():
    for one in personal_data.processings():
        assert personal_data.of_processing(one)
        assert one.ground in Ground
        assert str(one.kept)
