"""The frame kept for many pages never carries what belongs to one of them."""

import pytest
from django.core.cache import caches
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from incubator.portal.context import Chrome
from incubator.ui.words import words


@pytest.fixture(autouse=True)
def _no_fragment_kept():
    caches["template_fragments"].clear()


def chrome(path="/portal/", **known):
    request = RequestFactory().get(path)
    for name, value in {"space": "applicant", "centre": {"name": "Centre"}, **known}.items():
        setattr(request, name, value)
    return Chrome(request)


def drawn(part, chrome, inside, token="jeton"):
    values = {"chrome": chrome, "inside": inside, "request": chrome.request, "csrf_token": token}
    return get_template(f"ui/frame/{part}.html").template.render(Context(values))


def test_each_answer_has_its_own_token_and_address():
    one = drawn("header", chrome("/portal/?a=1&b=2"), True, "jeton-un")
    two = drawn("header", chrome("/portal/?c=3"), True, "jeton-deux")

    assert 'value="jeton-un"' in one and "jeton-deux" not in one
    assert 'value="/portal/?a=1&amp;b=2"' in one and "c=3" not in one
    assert 'value="jeton-deux"' in two and "jeton-un" not in two
    assert 'value="/portal/?c=3"' in two


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"space": "juror"}, "Mes notes"),
        ({"shared_device": True}, "effacer cet appareil"),
        ({"spaces": ["applicant", "juror"]}, "changer"),
        ({"centre": {"name": "Autre"}}, "<b>Autre</b>"),
    ],
)
def test_what_changes_the_frame_is_drawn_apart(known, shown):
    assert shown not in drawn("header", chrome(), True)
    assert shown in drawn("header", chrome(**known), True)
    assert shown not in drawn("header", chrome(), True)


def test_each_language_has_its_own():
    french = drawn("header", chrome(), True)
    with translation.override("en"):
        english = drawn("header", chrome(), True)

    assert "Mes candidatures" in french and "My applications" not in french
    assert "My applications" in english and "Mes candidatures" not in english


def test_the_current_entry_follows_the_page():
    assert 'href="/portal/" aria-current="page"' in drawn("header", chrome("/portal/"), True)
    assert 'href="/portal/" aria-current="page"' not in drawn("header", chrome("/account/"), True)


def test_a_name_is_escaped():
    footer = drawn("footer", chrome(centre={"name": "<script>"}), True)

    assert "<script>" not in footer and "&lt;script&gt;" in footer


def test_the_twin_of_the_page_is_its_own():
    first = chrome("/a/", alternate_urls={"fr": "/a/", "en": "/en/a/"})
    second = chrome("/b/", alternate_urls={"fr": "/b/", "en": "/en/b/"})

    assert 'href="/en/a/"' in drawn("header", first, False)
    assert 'href="/en/b/"' in drawn("header", second, False)


def test_words_are_drawn_once_a_language():
    template = "applications/filling/upload_words.html"

    french = words(template)
    with translation.override("en"):
        english = words(template)

    assert 'data-stop="Arrêter l’envoi"' in french
    assert 'data-stop="Stop sending"' in english
    assert words(template) is french
