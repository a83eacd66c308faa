import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from incubator.ui.templatetags.ui import register

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing is collected in tests
COMPONENTS = set(register.tags) - {"fields", "table_head"}
ERROR_PAGES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "409.html",
    "413.html",
    "429.html",
    "500.html",
]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_styleguide_shows_every_component(client, lang):
    response = client.get("/styleguide/", {"lang": lang})

    html = response.content.decode()
    headings = set(re.findall(r"<h2>([a-z_]+)</h2>", html))
    assert response.status_code == 200
    assert f'<html lang="{lang}" data-theme="auto">' in html
    assert COMPONENTS - headings == {
        "action_bar",
        "on_enter",
        "page_header",
        "words",
    }
    assert 'class="action-bar"' in html
    assert 'class="page-head"' in html


@pytest.mark.parametrize("frame", ["portal", "desk", "public", "bare"])
def test_styleguide_shows_each_help_of_a_form_with_its_script(client, frame):
    html = client.get("/styleguide/", {"frame": frame}).content.decode()

    headings = set(re.findall(r"<h2>([a-z_]+)</h2>", html))
    assert {"counters", "searched_list", "dates", "ceiling", "files", "marks"} <= headings
    assert html.count("ui/forms.js") == 1


@pytest.mark.parametrize("frame", ["portal", "desk", "public", "bare"])
def test_pages_hold_no_inline_style_or_script(client, frame):
    html = client.get("/styleguide/", {"frame": frame}).content.decode()

    assert re.findall(r"<style|<script(?! src)|\sstyle=|\son[a-z]+=", html) == []


def test_public_frame_needs_no_session_and_writes_no_token():
    html = render_to_string("ui/public.html", {})

    assert "csrf" not in html
    assert html.count("<link") + html.count("<script") + html.count("<img") <= 6


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_render_without_a_request(name, language):
    with translation.override(language):
        html = render_to_string(name)

    assert f'<html lang="{language}" data-theme="auto">' in html
    assert html.count("<h1>") == 1


def test_server_error_gives_the_code_to_tell():
    with translation.override("en"):
        html = render_to_string("500.html", {"code": "K7-4MQ"})

    assert "If it happens again, give us this code: K7-4MQ." in html


def test_refused_page_gives_reason_and_way_out():
    with translation.override("en"):
        html = render_to_string(
            "refused.html", {"refusal": {"sentence": "It is closed.", "way_out": "Wait for March."}}
        )

    assert "<strong>It is closed.</strong>" in html
    assert "<p>Wait for March.</p>" in html
