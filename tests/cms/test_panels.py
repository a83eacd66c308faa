"""What the editors of the CMS show of a call: its rules in words, and lists to choose keys from."""

import json
import re

import pytest
from django.urls import reverse

from cms import publishing
from cms.form_editor import compiling, parts
from cms.form_editor.column_words import COLUMN_WORDS, columns_for
from cms.models import CallForm
from incubator.forms.columns import COLUMNS
from tests.world.programmes import load_sample_call

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def editor_page(officer, client_for):
    """The page of the last question of the form."""
    form = compiling.form_of(load_sample_call(officer))
    step = parts.steps_of(form)[-1]
    place = [form.pk, step["id"], step["value"]["fields"][-1]["id"]]

    def page(person) -> str:
        answer = client_for(person).get(reverse("call_forms:question", args=place))
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def options(page: str, name: str) -> list[tuple[str, str]]:
    inside = page.split(f'<datalist id="{name}">')[1].split("</datalist>")[0]
    return re.findall(r'<option value="([^"]*)" label="([^"]*)">', inside)


def test_a_condition_chooses_among_the_questions_placed_before(editor_page, officer):
    page = editor_page(officer)

    keys = options(page, "form-keys")
    form = CallForm.objects.get()
    asked = [
        (field["key"], field["label"]["fr"])
        for step in compiling.compiled(form)["steps"]
        for field in step["fields"]
        if "key" in field
    ][:-1]
    assert len(keys) == len(asked) > 40
    assert [key for key, _words in keys] == [key for key, _words in asked]
    assert keys[0] == asked[0] == ("lead_last_name", "Nom")
    # The boxes are drawn by the browser from the definition of the blocks in the page.
    assert "form-keys" in page.split("</datalist>")[-1]


def test_a_question_serves_a_line_of_the_grid(editor_page, officer):
    slugs = [slug for slug, _words in options(editor_page(officer), "form-criteria")]

    assert slugs == list(CallForm.objects.get().call.criteria.values_list("slug", flat=True)) != []


def test_a_key_that_the_form_does_not_ask_still_gets_its_sentence(officer):
    form = compiling.form_of(load_sample_call(officer))
    raw = form.steps.get_prep_value()
    raw[1]["value"]["fields"][0]["value"]["shown_when"] = {
        "match": "all", "conditions": [{"type": "item", "value": {"field": "nowhere", "op": "not_empty"}}],
    }  # fmt: skip
    form.steps = json.dumps(raw)

    assert any("nowhere" in fault.sentence for fault in compiling.faults(form))


def test_the_editor_of_a_page_shows_the_rules_and_leads_to_them(officer, editor, client_for):
    call = load_sample_call(officer)
    page = publishing.ensure_pages(call)["fr"]

    def seen(person) -> str:
        answer = client_for(person).get(f"/cms/pages/{page.pk}/edit/")
        assert answer.status_code == 200
        return answer.content.decode()

    shown = seen(officer)
    rule = call.eligibility_rules.first()
    assert rule.text_fr in shown.replace("&#x27;", "'")
    assert f"/desk/calls/{call.reference}/prepare/rules/" in shown
    assert f"/desk/calls/{call.reference}/prepare/rules/try/" in shown
    other = seen(editor)
    assert rule.text_fr in other.replace("&#x27;", "'")
    assert f"/desk/calls/{call.reference}/prepare/rules/" not in other


def test_every_column_that_an_answer_fills_has_its_words():
    assert set(COLUMN_WORDS) == set(COLUMNS)
    assert [name for name, _words in columns_for("choice")] == [
        "lead_gender",
        "legal_form",
        "sector",
        "stage",
    ]
    assert columns_for("gps") == []
