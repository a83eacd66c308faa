"""The frame kept for many pages never carries what belongs to one of them."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from incubator.ui import frame_cache
from incubator.ui.context import Chrome


@pytest.fixture(autouse=True)
def _nothing_kept():
    frame_cache._DRAWN.clear()


def chrome(path="/portal/", **known):
    request = RequestFactory().get(path)
    for name, value in {"space": "applicant", "centre": {"name": "Centre"}, **known}.items():
        setattr(request, name, value)
    return Chrome(request)


def test_each_answer_gets_its_own_token_and_address():
    one = frame_cache.drawn("header", chrome("/portal/?a=1&b=2"), True, "jeton-un")
    two = frame_cache.drawn("header", chrome("/portal/?c=3"), True, "jeton-deux")
    assert len(frame_cache._DRAWN) == 1
    assert 'value="jeton-un"' in one and "jeton-deux" not in one
    assert 'value="/portal/?a=1&amp;b=2"' in one
    assert 'value="jeton-deux"' in two and "jeton-un" not in two
    assert "@@" not in one + two


@pytest.mark.parametrize(
    "known",
    [
        {"space": "juror"},
        {"shared_device": True},
        {"spaces": ["applicant", "juror"]},
        {"centre": {"name": "Autre"}},
    ],
)
def test_what_changes_the_frame_is_drawn_apart(known):
    assert frame_cache.drawn("header", chrome(), True, "") != frame_cache.drawn(
        "header", chrome(**known), True, ""
    )
    assert len(frame_cache._DRAWN) == 2


def test_the_current_entry_follows_the_page():
    assert frame_cache.drawn("header", chrome("/portal/"), True, "") != frame_cache.drawn(
        "header", chrome("/account/"), True, ""
    )


def test_an_address_cannot_ask_for_the_token():
    drawn = frame_cache.drawn("header", chrome("/portal/?x=@@token@@"), True, "jeton")
    assert "x=@@token@@" in drawn.replace("%40", "@")


def test_a_name_is_escaped():
    drawn = frame_cache.drawn("footer", chrome(centre={"name": "<script>"}), True, "")
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn


def test_the_twin_of_the_page_is_its_own():
    first = chrome("/a/", alternate_urls={"fr": "/a/", "en": "/en/a/"})
    second = chrome("/b/", alternate_urls={"fr": "/b/", "en": "/en/b/"})
    assert 'href="/en/a/"' in frame_cache.drawn("header", first, False, "")
    assert 'href="/en/b/"' in frame_cache.drawn("header", second, False, "")


def test_words_are_drawn_once_a_language():
    template = "applications/filling/upload_words.html"

    french = frame_cache.words(template)
    with translation.override("en"):
        english = frame_cache.words(template)

    assert 'data-stop="Arrêter l’envoi"' in french
    assert 'data-stop="Stop sending"' in english
    assert frame_cache.words(template) is french
