"""Every text of the corpus through the step of the form, the autosave and the API: kept and said as the verdict tells."""

import json
import re
from html import escape, unescape
from typing import Any

import pytest

from incubator.applications.filling import answers, step_forms
from tests.corpora.texts import LINES, TEXTS

pytestmark = pytest.mark.django_db
TOO_LONG = "Ce texte est trop long\u00a0: 3 Mo au plus."


def by_step(browser: Any, ref: str, key: str, typed: str) -> tuple[int, str]:
    address = f"/portal/applications/{ref}/form/3/"
    answer = browser.post(address, {key: typed, "then": "stay"})
    page = browser.get(address).content.decode() if answer.status_code == 302 else answer.content.decode()
    found = re.findall(rf'<p class="error" id="[^"]*{key}[^"]*">(?:<svg.*?</svg>)?(.*?)</p>', page, re.S)
    return answer.status_code, unescape("".join(found))


def by_autosave(browser: Any, ref: str, key: str, typed: str) -> tuple[int, str]:
    answer = browser.post(f"/portal/applications/{ref}/form/3/field/{key}/", {key: typed})
    told = answer.json()["issues"] if answer.status_code == 200 else []
    return answer.status_code, "".join(issue["sentence"] for issue in told)


def by_api(browser: Any, ref: str, key: str, typed: str) -> tuple[int, str]:
    body = json.dumps({"answers": {key: typed}, "versions": {}})
    answer = browser.put(f"/api/v1/applications/{ref}/answers", body, content_type="application/json")
    told = answer.json()["issues"] if answer.status_code == 200 else []
    return answer.status_code, "".join(issue["sentence"] for issue in told)


DOORS = {"step": (by_step, 302), "autosave": (by_autosave, 200), "API": (by_api, 200)}


def spaced(sentence: str) -> str:
    """The API says it without the page's no-break spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", sentence)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", TEXTS)
def test_the_verdict(draft, browser_of_founder, name, door):
    text, (send, status) = TEXTS[name], DOORS[door]

    answered, said = send(browser_of_founder, draft.ref, "pitch", text.typed)

    assert (answered, answers.read(draft).get("pitch")) == (status, text.stored)
    assert spaced(said) == spaced(text.said)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("key", ["pitch", "problem"])
@pytest.mark.parametrize("name", LINES)
def test_lines(draft, browser_of_founder, name, key, door):
    typed, one, several = LINES[name]

    DOORS[door][0](browser_of_founder, draft.ref, key, typed)

    assert answers.read(draft)[key] == (one if key == "pitch" else several)


@pytest.mark.parametrize("name", TEXTS)
def test_it_comes_back_on_the_page_as_text(draft, browser_of_founder, name):
    text = TEXTS[name]
    by_step(browser_of_founder, draft.ref, "pitch", text.typed)

    page = browser_of_founder.get(f"/portal/applications/{draft.ref}/form/3/")

    shown = text.stored["raw"] if isinstance(text.stored, dict) else text.stored or ""
    assert page.status_code == 200
    assert escape(shown) in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()


def test_a_lone_surrogate_in_json_is_left_out(draft, browser_of_founder):
    body = '{"answers": {"pitch": "a\\ud83db"}, "versions": {}}'

    answer = browser_of_founder.put(
        f"/api/v1/applications/{draft.ref}/answers", body, content_type="application/json"
    )

    assert (answer.status_code, answers.read(draft)["pitch"]) == (200, {"raw": "ab"})
    assert [issue["sentence"] for issue in answer.json()["issues"]] == [
        "Relisez cette réponse, puis enregistrez-la."
    ]


def test_a_lone_surrogate_in_a_form_becomes_the_sign_of_what_is_unreadable(draft, browser_of_founder):
    browser_of_founder.post(
        f"/portal/applications/{draft.ref}/form/3/field/pitch/", b"pitch=a%ED%A0%BDb",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip

    assert answers.read(draft)["pitch"] == "a\ufffd\ufffd\ufffdb"


def test_5_mb_of_text_is_refused_in_words_that_fit(draft, browser_of_founder):
    body, address = "a" * 5_000_000, f"/portal/applications/{draft.ref}/form/3/"
    browser_of_founder.raise_request_exception = False

    step = browser_of_founder.post(address, {"pitch": body})
    autosave = browser_of_founder.post(f"{address}field/pitch/", {"pitch": body})
    api = browser_of_founder.put(
        f"/api/v1/applications/{draft.ref}/answers", json.dumps({"answers": {"pitch": body}, "versions": {}}),
        content_type="application/json",
    )  # fmt: skip

    assert [each.status_code for each in (step, autosave, api)] == [413, 413, 413]
    assert "<h1>Ce texte est trop long</h1>" in step.content.decode()
    assert spaced(api.json()["detail"]) == spaced(TOO_LONG)
    assert answers.read(draft).get("pitch") is None


def test_5_mb_leaves_the_answers_read_before(draft, browser_of_founder):
    by_step(browser_of_founder, draft.ref, "pitch", "Avant")
    browser_of_founder.raise_request_exception = False
    row = draft.answers.get(key="pitch")

    browser_of_founder.post(
        f"/portal/applications/{draft.ref}/form/3/",
        {"pitch": "a" * 5_000_000, step_forms.token_name("pitch"): step_forms.token(row.version, row.value)},
    )

    assert answers.read(draft)["pitch"] == "Avant"
