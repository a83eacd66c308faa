"""Loading a call from a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from incubator.people.models import SYSTEM
from incubator.programmes.call_file import schema
from incubator.programmes.call_file.checking import read
from incubator.programmes.call_file.loading import BadCall, CallUnderway, load_call
from incubator.programmes.models import (
    CalendarEntry,
    Call,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    FormVersion,
    MilestoneTemplate,
    Programme,
    TrancheTemplate,
)
from incubator.startups.models import Sector
from incubator.workflow.models import Event
from tests.world.programmes import BEFORE, SAMPLE, load_sample_call, publish, sample_data, small_call


@pytest.fixture
def _centre(centre):
    return centre


pytestmark = pytest.mark.usefixtures("_centre")


def test_load_call_writes_the_whole_call_in_lome_time(officer):
    call = load_sample_call(officer)

    assert (call.reference, call.slug, call.state) == ("AC-2027-01", "communes-et-territoires-2027", "draft")
    assert call.opens_at == datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
    assert (call.places, call.shortlist_size, call.waiting_list_size) == (25, 60, 10)
    assert (call.award_amount, call.third_review_gap, call.tie_break) == (3_000_000, 20, ["equipe", "besoin"])
    assert [
        part.count()
        for part in (
            call.eligibility_rules,
            call.criteria,
            call.documents,
            call.calendar,
            call.tranche_plan,
            call.milestone_plan,
        )
    ] == [11, 7, 7, 19, 3, 3]
    assert sum(criterion.weight for criterion in call.criteria.all()) == 100
    assert [tranche.amount for tranche in call.tranche_plan.all()] == [900_000, 1_200_000, 900_000]
    assert call.form_version.number == 1
    assert len(call.form_version.form.fields_by_key) == 54
    assert Programme.objects.get().places_planned == 150
    assert [sector.slug for sector in Sector.objects.all()] == [
        theme["slug"] for theme in SAMPLE["call"]["themes"]
    ]


def test_load_call_keeps_whole_days_and_the_end_of_phases(officer):
    call = load_sample_call(officer)

    phase = call.calendar.get(slug="recours")

    assert (phase.whole_day, phase.starts_at, phase.ends_at) == (
        True,
        datetime(2027, 5, 5, tzinfo=UTC),
        datetime(2027, 5, 14, 23, 59, tzinfo=UTC),
    )


def test_load_call_twice_changes_nothing(officer):
    first = load_sample_call(officer)
    events = Event.objects.count()
    criteria = list(first.criteria.values_list("pk", flat=True))

    second = load_sample_call(officer)

    assert second == first
    assert (Call.objects.count(), FormVersion.objects.count(), Event.objects.count()) == (1, 1, events)
    assert list(second.criteria.values_list("pk", flat=True)) == criteria


def test_load_call_again_with_changes_rewrites_a_draft(officer):
    load_sample_call(officer)
    data = sample_data()
    data["call"]["places"]["selected"] = 20
    data["call"]["form"][0]["fields"][0]["label_fr"] = "Nom de famille"

    call = load_call(data, by=officer, at=BEFORE)

    assert (call.places, call.form_version.number) == (20, 2)
    first = FormVersion.objects.get(call=call, number=1).form
    assert first.fields_by_key["lead_last_name"].label["fr"] == "Nom"


def test_load_call_shifts_every_date(officer):
    call = load_call(sample_data(), by=SYSTEM, at=BEFORE, shift=timedelta(days=-60))

    assert call.opens_at == datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
    assert call.calendar.get(slug="recours").starts_at == datetime(2027, 3, 6, tzinfo=UTC)


def test_load_call_refuses_to_change_a_call_underway(officer, director):
    call = publish(load_sample_call(officer), officer, director)
    data = sample_data()
    data["call"]["places"]["selected"] = 20

    with pytest.raises(CallUnderway) as refused:
        load_call(data, by=officer, at=BEFORE)

    assert str(refused.value) == (
        "Cet appel n’est plus en préparation, et le fichier en diffère\xa0: rien n’a été changé."
    )
    assert Call.objects.get().places == 25
    assert load_call(sample_data(), by=officer, at=BEFORE) == call


def test_load_call_with_a_bad_file_lists_every_path_and_changes_nothing(officer):
    data = sample_data()
    call = data["call"]
    call["title_fr"] = " "
    call["calendar"][7]["start"] = "2027-01-05T17:00"
    call["places"]["selected"] = 0
    call["criteria"]["items"][0]["weight"] = 19
    call["grant"]["tranches"][0]["amount"] = 1
    call["grant"]["tranches"][1]["conditions"][0]["number"] = 9
    call["milestone_template"][0]["evidence"][0]["type"] = "unknown"
    call["form"][1]["fields"][1]["choices"] = []
    call["documents"][0]["when"] = "later"

    with pytest.raises(BadCall) as refused:
        load_call(data, by=officer, at=BEFORE)

    assert [(problem.path, problem.message) for problem in refused.value.problems] == [
        ("call.title_fr", "Le texte manque."),
        ("call.criteria.items", "Les poids font 99, et ils doivent faire 100."),
        ("call.form[1].fields[1].choices", "Une liste de réponses a au moins une réponse."),
        ("call.documents[0].when", "«\xa0later\xa0» n’est pas connu ici."),
        ("call.calendar", "L’appel se clôture après son ouverture."),
        ("call.places.selected", "Un nombre entier est attendu ici, à partir de 1."),
        ("call.grant.tranches[1].conditions[0].number", "Le modèle de jalons n’a pas ce jalon."),
        ("call.grant.tranches", "Les montants des tranches font la subvention entière."),
        ("call.milestone_template[0].evidence[0].type", "Le type «\xa0unknown\xa0» n’est pas connu ici."),
    ]
    assert [model.objects.count() for model in (Call, Programme, Sector, FormVersion, Event)] == [
        0,
        0,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("place", "value", "path", "sentence"),
    [
        (("slug",), "Deux mots", "slug", "Un nom court s’écrit en minuscules, chiffres et tirets."),
        (("slug",), None, "slug", "Cette donnée manque."),
        (("title_fr",), "a" * 201, "title_fr", "Le texte dépasse 200 caractères."),
        (("title_fr",), 3, "title_fr", "Un texte est attendu ici."),
        (("time_zone",), "Lome", "time_zone", "Ce fuseau horaire n’est pas connu."),
        (("calendar", 0, "start"), "demain", "calendar[0].start",
         "Une date s’écrit 2027-03-05, un instant 2027-03-05T17:00."),
        (("calendar", 0, "kind"), "feast", "calendar[0].kind", "«\xa0feast\xa0» n’est pas connu ici."),
        (("criteria", "items", 0, "weight"), 101, "criteria.items[0].weight",
         "Un nombre entier est attendu ici, jusqu’à 100."),
        (("criteria", "items", 0, "weight"), "20", "criteria.items[0].weight", "Un nombre entier est attendu ici."),
        (("themes", 0), "eau", "themes[0]", "Un objet est attendu ici."),
        (("criteria", "tie_break", 1), "age", "criteria.tie_break[1]", "Le critère «\xa0age\xa0» n’est pas connu."),
        (("grant", "tranches", 1, "number"), 3, "grant.tranches[1].number",
         "La numérotation est 1, 2, 3, dans l’ordre."),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place_in_the_readers_language(officer, place, value, path, sentence):
    data = sample_data()
    held = data["call"]
    for step in place[:-1]:
        held = held[step]
    held[place[-1]] = value

    with pytest.raises(BadCall) as refused:
        load_call(data, by=officer, at=BEFORE)

    assert [(each.path, each.message) for each in refused.value.problems] == [(f"call.{path}", sentence)]


def test_load_call_points_at_rules_and_criteria_that_read_unknown_fields(officer):
    data = sample_data()
    data["call"]["eligibility"][0]["condition"]["field"] = "nobody_asks"
    data["call"]["criteria"]["items"][2]["answers"].append("nothing")

    with pytest.raises(BadCall) as refused:
        load_call(data, by=officer, at=BEFORE)

    assert [problem.path for problem in refused.value.problems] == [
        "call.eligibility[0].condition",
        "call.criteria.items[2].answers[4]",
    ]


@pytest.mark.parametrize(
    "data", [{}, [], {"call": []}, {"call": {"form": {}}}, {"call": {"form": [3]}}, None, "x"]
)
def test_load_call_survives_any_shape(officer, data):
    with pytest.raises(BadCall):
        load_call(data, by=officer, at=BEFORE)

    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "programme",
        "places",
        "criteria",
        "grant",
        "calendar",
        "themes",
        "sections",
        "eligibility",
        "documents",
        "milestone_template",
        "form",
        "slug",
        "reference",
        "contact",
        "retention",
        "fees",
    ],
)
@pytest.mark.parametrize("junk", [None, 3, "text", [], {}, [None], [3], [[]], [{}], {"items": 3}])
def test_check_answers_for_junk_anywhere(path, junk):
    data = sample_data()["call"]
    data[path] = junk

    try:
        read(data)
    except BadCall as bad:
        found = bad.problems
    else:
        found = []

    assert all(problem.path.startswith("call.") and problem.message for problem in found)


PAIRS = [
    (schema.CallFile, Call), (schema.Places, Call), (schema.Criteria, Call), (schema.Grant, Call),
    (schema.Programme, Programme), (schema.Rule, EligibilityRule), (schema.Criterion, Criterion),
    (schema.Document, DocumentRequirement), (schema.Entry, CalendarEntry), (schema.Tranche, TrancheTemplate),
    (schema.Milestone, MilestoneTemplate),
]  # fmt: skip


@pytest.mark.parametrize(("part", "model"), PAIRS, ids=[part.__name__ for part, _model in PAIRS])
def test_no_text_and_no_number_of_a_file_is_more_than_its_column_holds(part, model):
    """What the file may say, its column takes: the database never has to refuse it."""
    said = part.model_json_schema(by_alias=False)["properties"]
    loose = []
    for column in model._meta.concrete_fields:
        rules = said.get(column.name, {})
        if isinstance(column, models.CharField) and column.max_length and not column.choices:
            if rules.get("type") == "string" and rules.get("maxLength", 10**9) > column.max_length:
                loose.append((column.name, column.max_length))
        if isinstance(column, models.PositiveIntegerField | models.PositiveSmallIntegerField):
            if rules.get("type") == "integer" and rules.get("minimum", -1) < 0:
                loose.append((column.name, 0))

    assert loose == []


def test_load_call_without_a_centre_is_refused(officer):
    data = sample_data()
    data["call"]["programme"]["centre"] = "elsewhere"

    with pytest.raises(BadCall) as refused:
        load_call(data, by=officer, at=BEFORE)

    assert [problem.path for problem in refused.value.problems] == ["call.programme.centre"]


def test_two_calls_stand_side_by_side(officer):
    load_sample_call(officer)

    small = small_call(officer)

    assert list(Call.objects.values_list("reference", flat=True)) == ["AC-2027-01", "AC-2027-02"]
    assert small.milestone_plan.get().evidence[0]["label"] == {"fr": "Photo", "en": "Photo"}


def test_the_command_loads_and_says_what_is_wrong(tmp_path, officer, capsys):
    file = tmp_path / "call.json"
    file.write_text(json.dumps(SAMPLE), encoding="utf-8")
    call_command("load_call", file, "--shift-days", "7")
    assert Call.objects.get().opens_at == datetime(2027, 1, 25, 9, 0, tzinfo=UTC)

    bad = sample_data()
    bad["call"]["places"] = {}
    file.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(CommandError, match=r"call\.places\.selected"):
        call_command("load_call", file)
