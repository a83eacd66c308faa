"""The form editor: stream to definition and back."""

import json

import pytest

from cms.form_editor import compiling
from cms.models import CallForm
from incubator.programmes import forming
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import FormVersion
from tests.world.programmes import BEFORE, load_sample_call, publish, sample_data, small_call

pytestmark = pytest.mark.usefixtures("centre")


@pytest.mark.parametrize("load", [load_sample_call, small_call])
def test_the_form_of_a_loaded_call_survives_the_editor(load, officer):
    call = load(officer)

    form = compiling.form_of(call)

    assert compiling.compiled(CallForm.objects.get(pk=form.pk)) == call.form_version.definition


def test_publishing_an_unchanged_form_returns_the_version(officer):
    call = load_sample_call(officer)

    version = compiling.publish(compiling.form_of(call), by=officer, at=BEFORE)

    assert version == call.form_version
    assert FormVersion.objects.count() == 1


def test_publishing_a_changed_form_makes_the_next_version_and_keeps_the_first(officer):
    call = load_sample_call(officer)
    form, first = compiling.form_of(call), call.form_version
    raw = form.steps.get_prep_value()
    raw[0]["value"]["fields"][0]["value"]["label_fr"] = "Nom de famille"
    form.steps = json.dumps(raw)
    form.save()

    version = compiling.publish(CallForm.objects.get(), by=officer, at=BEFORE)

    first.refresh_from_db()
    call.refresh_from_db()
    assert (version.number, call.form_version) == (2, version)
    assert version.form.fields_by_key["lead_last_name"].label["fr"] == "Nom de famille"
    assert first.form.fields_by_key["lead_last_name"].label["fr"] == "Nom"


def test_a_form_that_cannot_be_published_says_where(officer):
    form = compiling.form_of(load_sample_call(officer))
    raw = form.steps.get_prep_value()
    raw[1]["value"]["fields"][0]["value"]["label_fr"] = ""
    raw[7]["value"]["fields"] = raw[7]["value"]["fields"][1:]
    form.steps = json.dumps(raw)

    assert [fault.sentence for fault in compiling.faults(form)] == [
        "Étape 2, question «\xa0project_name\xa0»\xa0: Le texte français manque.",
    ]
    with pytest.raises(forming.BadForm):
        compiling.publish(form, by=officer, at=BEFORE)
    assert FormVersion.objects.count() == 1


def test_a_form_that_rules_still_read_keeps_its_questions(officer):
    form = compiling.form_of(load_sample_call(officer))
    raw = form.steps.get_prep_value()
    raw[7]["value"]["fields"] = raw[7]["value"]["fields"][1:]
    form.steps = json.dumps(raw)

    with pytest.raises(forming.BadForm) as refused:
        compiling.publish(form, by=officer, at=BEFORE)

    assert [problem.path for problem in refused.value.problems] == ["eligibility[5].condition"]


def test_an_untouched_editor_follows_a_file_loaded_again(officer):
    call = load_sample_call(officer)
    compiling.form_of(call)
    data = sample_data()
    data["call"]["form"][0]["fields"][0]["label_fr"] = "Nom de famille"
    call = load_call(data, by=officer, at=BEFORE)

    form = compiling.form_of(call)

    assert compiling.compiled(form) == call.form_version.definition


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "a", "op": "==", "value": 1},
        {"field": "a", "op": "==", "value": "idee"},
        {"field": "a", "op": "not_in", "value": ["none", "asso"]},
        {"field": "a", "op": "is", "value": False},
        {"field": "a", "op": "empty"},
        {"field": "a", "op": "!=", "value": "grand-lome", "part": "reporting_zone"},
        {"all": [{"field": "a", "op": ">=", "value": 2}, {"field": "b", "op": "is", "value": True}]},
        {"any": [{"field": "a", "op": "<", "value": 1.5}, {"field": "b", "op": "not_empty"}]},
        {
            "any": [
                {"all": [{"field": "a", "op": "empty"}, {"field": "b", "op": "empty"}]},
                {"field": "c", "op": "empty"},
            ]
        },
        {"field": "a", "op": ">=", "value": {"field": "b", "times": 0.5}},
        {"field": "a", "op": "==", "value": "12"},
        {"not": {"field": "a", "op": "==", "value": 1}},
        {"not": {"any": [{"field": "a", "op": "empty"}, {"field": "b", "op": "empty"}]}},
        {
            "all": [
                {"field": "a", "op": "empty"},
                {"any": [{"field": "b", "op": "empty"}, {"not": {"field": "c", "op": "is", "value": True}}]},
            ]
        },
    ],
)
def test_a_condition_survives_the_editor(condition):
    assert compiling.condition_of(compiling.condition_block(condition)) == condition


def test_rows_say_groups_and_opposites_without_json():
    condition = {
        "all": [
            {"field": "a", "op": ">=", "value": {"field": "b", "times": 0.5}},
            {"any": [{"field": "c", "op": "==", "value": "x"}, {"field": "d", "op": "not_empty"}]},
        ]
    }

    block = compiling.condition_block(condition)

    assert block["kept"] == ""
    assert block["conditions"][0]["value"] == {
        "field": "a", "op": ">=", "part": "", "value": "", "other": "b", "times": "0.5",
    }  # fmt: skip
    assert [row["value"]["match"] for row in block["groups"]] == ["any"]
    assert compiling.condition_of(block) == condition


def test_every_type_and_attribute_survives_the_editor():
    shown = {"not": {"field": "go", "op": "is", "value": True}}
    common = {
        "label": {"fr": "Q", "en": "Q"},
        "required": True,
        "reviewer_visible": False,
        "data_class": "internal",
    }
    column = {"key": "n", "type": "integer", "label": {"fr": "N"}, "required": False, "min": 0}
    fields = [
        {"type": "heading", "label": {"fr": "Titre"}, "shown_when": shown},
        {"type": "note", "label": {"fr": "À lire"}},
        {"key": "go", "type": "boolean", **common},
        {"key": "t", "type": "table", **common, "columns": [column], "totals": ["rows"],
         "rows": [{"code": "x", "label": {"fr": "X"}}],
         "caps": [{"row": "x", "column": "n", "max": 3, "sentence": {"fr": "Trois au plus."}}]},
        {"key": "p", "type": "person", **common, "parts": ["phone"], "needed": ["phone"]},
        {"key": "s", "type": "section", **common, "columns": [column], "one": {"fr": "Site"}, "max_items": 3},
        {"key": "g", "type": "gps", **common, "frozen": True, "criterion": "place"},
        {"key": "r", "type": "rating", **common, "max": 4, "low": {"fr": "peu"}, "high": {"fr": "beaucoup"}},
        {"key": "w", "type": "textarea", **common, "min_words": 5, "max_words": 9, "default": "Bonjour"},
    ]  # fmt: skip
    form = {"schema": 1, "documents": [], "steps": [
        {"key": "1", "title": {"fr": "Un"}, "fields": fields},
        {"key": "2", "title": {"fr": "Deux"}, "shown_when": shown, "fields": fields[2:3]}]}  # fmt: skip

    assert compiling.compile_stream(compiling.stream_of(form), []) == form


def test_an_officer_saves_the_form_in_the_cms_and_publishes_it_at_the_desk(
    officer, director, site, client_for
):
    call = publish(load_sample_call(officer), officer, director)
    desk = client_for(officer)

    editor = desk.get(f"/desk/calls/{call.reference}/form/", follow=True)
    preview = desk.get(f"/desk/calls/{call.reference}/form-preview/")
    published = desk.post(f"/desk/calls/{call.reference}/publish-form/")

    assert editor.status_code == 200
    assert (preview.status_code, len(preview.context["steps"]), preview.context["is_published"]) == (
        200,
        8,
        True,
    )
    assert published.url == f"/desk/calls/{call.reference}/prepare/"
    assert FormVersion.objects.count() == 1
