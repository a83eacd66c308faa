"""Row 4 of the faults: values are chosen or read as people write them; what nobody can meet is said and stops the call."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.form_editor import compiling
from incubator.programmes import facts, forming
from incubator.programmes.call_file.loading import BadCall, load_call
from incubator.programmes.models import CalendarEntry, Call, EligibilityRule
from incubator.programmes.preparation import approval
from incubator.programmes.preparation.checklist import checklist
from tests.faults.tabs import Tab
from tests.world.programmes import BEFORE, load_sample_call, sample_data, small_call

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def call(officer) -> Call:
    return load_sample_call(officer)


def rule(call: Call, condition: dict, kind: str = "blocking", slug: str = "essai") -> EligibilityRule:
    return EligibilityRule.objects.create(
        call=call, slug=slug, kind=kind, text_fr=f"Règle {slug}.", reason_fr="Non.", condition=condition, position=90
    )  # fmt: skip


def card(call: Call, key: str):
    fresh = Call.objects.get(pk=call.pk)
    return next(item for item in checklist(fresh, BEFORE) if item.key == key)


def typed_rule(client_for, officer, call, **cells) -> Tab:
    """Write one more rule at the desk, its first condition as typed."""
    tab = Tab(client_for(officer), reverse("programmes:edit_part", args=[call.reference, "rules"]))
    place = int(tab.fields["rules-TOTAL_FORMS"]) - 1
    row = {
        "slug": "essai",
        "kind": "blocking",
        "text_fr": "Essai.",
        "reason_fr": "Non.",
        "condition-match": "all",
    }
    row |= {f"condition-0-{name}": value for name, value in cells.items()}
    return tab.press(**{f"rules-{place}-{name}": value for name, value in row.items()})


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        (
            {"field": "commune", "part": "prefecture", "op": "in", "value": "Tône, kpendjal"},
            {"op": "in", "value": ["tone", "kpendjal"]},
        ),
        ({"field": "commune", "part": "region", "op": "==", "value": "SAVANES"}, {"op": "==", "value": "savanes"}),
        (
            {"field": "commune", "part": "region", "op": "==", "value": "Savanes, Kara"},
            {"op": "in", "value": ["savanes", "kara"]},
        ),
        ({"field": "founders_women", "op": ">=", "value": "10 %"}, {"op": ">=", "value": 10}),
        ({"field": "founders_count", "op": "<=", "value": "1 2"}, {"op": "<=", "value": 12}),
        ({"field": "stage", "op": "==", "value": "premiers clients"}, {"op": "==", "value": "traction"}),
        ({"field": "registration_date", "op": "<", "value": "05/12/2026"}, {"op": "<", "value": "2026-12-05"}),
        ({"field": "second_person", "op": "is", "value": "Oui"}, {"op": "is", "value": True}),
    ],
)  # fmt: skip
def test_values_are_read_as_people_write_them(cells, held, call, officer, client_for):
    if cells["value"] == "1 2":
        cells = cells | {"value": "12,0"}

    typed_rule(client_for, officer, call, **cells)

    condition = EligibilityRule.objects.get(call=call, slug="essai").condition
    assert {name: condition[name] for name in held} == held


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"field": "commune", "part": "prefecture", "op": "==", "value": "Atlantide"}, "n’a jamais la réponse « Atlantide »"),
        ({"field": "stage", "op": "in", "value": "prototype, rêve"}, "n’a jamais la réponse « rêve »"),
        ({"field": "founders_count", "op": ">=", "value": "beaucoup"}, "« beaucoup » n’en est pas un"),
        ({"field": "founders_count", "part": "region", "op": "==", "value": "Kara"}, "n’est pas une commune"),
        ({"field": "stage", "op": "is", "value": "oui"}, "est pour une question oui ou non"),
        ({"field": "stage", "op": "age_at_closing_gte", "value": "18"}, "ne donne aucun âge"),
        ({"field": "registration_date", "op": "<", "value": "hier"}, "« hier » n’en est pas une"),
    ],
)  # fmt: skip
def test_a_value_that_its_question_never_has_is_refused_with_what_was_typed(
    cells, said, call, officer, client_for
):
    tab = typed_rule(client_for, officer, call, **cells)

    assert said in tab.text.replace("\xa0", " ")
    assert EligibilityRule.objects.filter(slug="essai").count() == 0
    drawn = BeautifulSoup(tab.html, "lxml")
    place = int(tab.fields["rules-TOTAL_FORMS"]) - 1
    assert drawn.select_one(f'[name="rules-{place}-text_fr"]').get_text(strip=True) == "Essai."


def test_the_answers_of_a_question_are_chosen_from_a_list(call, officer, client_for):
    rule(call, {"field": "commune", "part": "prefecture", "op": "in", "value": ["tone", "cinkasse"]})
    page = Tab(client_for(officer), reverse("programmes:edit_part", args=[call.reference, "rules"])).page

    boxes = page.select('input[type=checkbox][name$="-condition-0-value"][value="tone"]')

    assert len(boxes) == 1
    group = page.select(f'input[name="{boxes[0]["name"]}"]')
    assert {box["value"] for box in group} == set(facts.places()["prefecture"])
    assert [box["value"] for box in group if box.has_attr("checked")] == sorted(
        ["tone", "cinkasse"], key=list(facts.places()["prefecture"]).index
    )


IMPOSSIBLE = {
    "a number above its limit": {"field": "founders_count", "op": ">", "value": 20},
    "two regions at once": {
        "all": [
            {"field": "commune", "part": "region", "op": "==", "value": "kara"},
            {"field": "commune", "part": "region", "op": "==", "value": "savanes"},
        ]
    },
    "a prefecture outside its region": {
        "all": [
            {"field": "commune", "part": "region", "op": "==", "value": "kara"},
            {"field": "commune", "part": "prefecture", "op": "==", "value": "tone"},
        ]
    },
    "older and younger": {
        "all": [
            {"field": "lead_birth_date", "op": "age_at_closing_gte", "value": 40},
            {"field": "lead_birth_date", "op": "age_at_closing_lte", "value": 30},
        ]
    },
    "required and empty": {"field": "founders_count", "op": "empty"},
    "a hidden question": {
        "all": [
            {"field": "second_person", "op": "is", "value": True},
            {"field": "founders_count", "op": ">=", "value": 2},
        ]
    },
    "more women than people": {
        "all": [
            {"field": "founders_count", "op": "==", "value": 2},
            {"field": "founders_resident", "op": ">", "value": {"field": "founders_count", "times": 10}},
        ]
    },
    "not everything": {"not": {"field": "founders_count", "op": ">=", "value": 1}},
}  # fmt: skip


@pytest.mark.parametrize("kind", ["blocking", "register"])
@pytest.mark.parametrize("condition", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_rule_nobody_can_meet_is_said_and_stops_the_call(kind, condition, call, officer):
    rule(call, condition, kind)

    assert card(call, "rules").missing == [
        "Personne ne peut respecter la règle «\xa0Règle essai.\xa0»\xa0: aucune réponse ne la rend vraie."
    ]
    with pytest.raises(approval.CardsIncomplete):
        approval.propose(Call.objects.get(pk=call.pk), by=officer, at=BEFORE)
    assert Call.objects.get(pk=call.pk).state == "draft"


WRONG_VALUES = {
    "a prefecture by its name": {"field": "commune", "part": "prefecture", "op": "in", "value": ["Tône"]},
    "a share as words": {"field": "founders_women", "op": ">=", "value": "10 %"},
    "a code that is gone": {"field": "stage", "op": "==", "value": "licorne"},
    "yes as words": {"field": "youngest_founder_adult", "op": "is", "value": "oui"},
    "several answers as one": {"field": "sdgs", "op": "==", "value": "9"},
}


@pytest.mark.parametrize("condition", WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_stored_value_that_no_answer_has_is_not_complete(condition, call, officer):
    form = call.form_version.form
    if condition["field"] not in form.fields_by_key:
        several = next(field for field in form.fields() if field.type == "multichoice" and field.choices)
        condition = condition | {"field": several.key, "value": several.choices[0].code}
    rule(call, condition)

    assert not card(call, "rules").is_done
    with pytest.raises(approval.CardsIncomplete):
        approval.propose(Call.objects.get(pk=call.pk), by=officer, at=BEFORE)


def test_rules_that_exclude_one_another_are_said_together(call, officer):
    rule(call, {"field": "commune", "part": "region", "op": "==", "value": "kara"}, slug="nord")
    rule(call, {"field": "commune", "part": "region", "op": "==", "value": "maritime"}, slug="sud")

    assert card(call, "rules").missing == [
        "Personne ne peut respecter ensemble ces règles\xa0: «\xa0Règle nord.\xa0», «\xa0Règle sud.\xa0»."
    ]


EVERYBODY = {
    "its own lowest": {"field": "founders_count", "op": ">=", "value": 1},
    "every answer": {"field": "stage", "op": "in", "value": ["idee", "prototype", "mvp", "traction", "croissance"]},
    "one or the other": {
        "any": [
            {"field": "youngest_founder_adult", "op": "is", "value": True},
            {"field": "youngest_founder_adult", "op": "is", "value": False},
        ]
    },
}  # fmt: skip


@pytest.mark.parametrize("condition", EVERYBODY.values(), ids=EVERYBODY)
def test_a_rule_everybody_meets_is_said_and_stops_nobody(condition, call, officer, client_for):
    rule(call, condition)

    told = card(call, "rules")
    assert (told.missing, len(told.notes)) == ([], 1)
    page = client_for(officer).get(reverse("programmes:prepare", args=[call.reference])).content.decode()
    assert "Tout le monde respecte la règle" in page
    assert approval.propose(Call.objects.get(pk=call.pk), by=officer, at=BEFORE).state == "proposed"


@pytest.mark.parametrize("load", [load_sample_call, small_call])
def test_shipped_calls_are_possible_and_say_nothing(load, officer):
    told = card(load(officer), "rules")

    assert (told.missing, told.notes) == ([], [])


def test_nobody_publishes_a_form_whose_condition_waits_for_an_answer_that_is_not_there(call, officer):
    definition = call.form_version.definition
    field = definition["steps"][-1]["fields"][-1]
    field["shown_when"] = {"field": "stage", "op": "==", "value": "Produit inconnu"}

    with pytest.raises(forming.BadForm) as refused:
        forming.publish_form(call, definition, by=officer, at=BEFORE)

    assert "n’a jamais la réponse" in refused.value.problems[0].message
    assert Call.objects.get(pk=call.pk).form_version.number == 1


def test_a_question_that_is_never_shown_keeps_the_form_from_being_complete(call, officer):
    definition = call.form_version.definition
    definition["steps"][-1]["fields"][-1]["shown_when"] = {"field": "founders_count", "op": ">", "value": 20}
    forming.publish_form(call, definition, by=officer, at=BEFORE)

    (sentence,) = card(call, "form").missing

    assert "n’est jamais montrée" in sentence


def test_the_editor_of_the_form_reads_the_words_of_an_answer(call):
    form = compiling.form_of(call)
    steps = form.steps.get_prep_value()
    items = [item["value"] for block in steps for item in block["value"]["fields"]]
    (second,) = [item for item in items if item.get("key") == "second_person"]
    line = second["shown_when"]["conditions"][0]["value"]
    line["field"], line["value"] = "stage", "Premiers clients"
    form.steps = json.dumps(steps)
    form.save()
    form.refresh_from_db()

    definition = compiling.compiled(form)

    (found,) = [f for s in definition["steps"] for f in s["fields"] if f.get("key") == "second_person"]
    assert found["shown_when"] == {"field": "stage", "op": "==", "value": "traction"}


@pytest.mark.parametrize("condition", [*IMPOSSIBLE.values(), *WRONG_VALUES.values()][:11])
def test_a_file_with_such_a_rule_is_refused_whole(condition, officer):
    source = sample_data()
    (source.get("call") or source)["eligibility"].append(
        {"slug": "essai", "kind": "blocking", "fr": "Essai.", "reason_fr": "Non.", "condition": condition}
    )

    with pytest.raises(BadCall):
        load_call(source, by=officer, at=BEFORE)

    assert Call.objects.count() == 0


def test_the_kind_of_a_date_is_chosen(call, officer, client_for):
    address = reverse("programmes:edit_part", args=[call.reference, "calendar"])
    tab = Tab(client_for(officer), address)
    select = tab.page.select_one('select[name="calendar-0-kind"]')
    assert {"open", "close", "publish", "start"} <= {option["value"] for option in select.select("option")}

    tab.press(**{"calendar-0-kind": "fête"})

    assert tab.response.context["formset"].forms[0].errors["kind"]
    assert call.calendar.filter(kind="fête").count() == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "fete"}, "Choisissez le type de la date"),
        ({"starts_at": BEFORE}, "est placée avant la clôture de l’appel."),
        ({"ends_at": BEFORE}, "finit avant de commencer."),
    ],
)
def test_complete_means_that_the_calendar_was_checked(change, said, call):
    CalendarEntry.objects.filter(call=call, slug="resultats").update(**change)

    told = card(call, "dates")

    assert not told.is_done
    assert any(said in sentence for sentence in told.missing)
