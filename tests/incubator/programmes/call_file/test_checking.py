"""What is wrong with the file of a call is told with its path, and nothing of it is loaded."""

import pytest
from django.db import models

from incubator.programmes.call_file import schema
from incubator.programmes.call_file.checking import read
from incubator.programmes.call_file.loading import BadCall, load_call
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
from tests.world.programmes import BEFORE, sample_data


@pytest.fixture
def _centre(centre):
    return centre


pytestmark = pytest.mark.usefixtures("_centre")


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


@pytest.mark.parametrize(
    ("junk", "sentence"),
    [
        ("5", "Un nombre entier est attendu ici."),
        (True, "Un nombre entier est attendu ici."),
        (1.5, "Un nombre entier est attendu ici."),
        ({"a": 1}, "Un nombre entier est attendu ici."),
        (0, "Un nombre entier est attendu ici, à partir de 1."),
        (-1, "Un nombre entier est attendu ici, à partir de 1."),
        (10**30, "Un nombre entier est attendu ici, jusqu’à %s."),
    ],
)
def test_a_period_that_cannot_be_meant_is_said(junk, sentence):
    data = sample_data()
    longest = {"rejected_months": 120, "pool_months": 120, "selected_years": 30}
    data["call"]["retention"] = dict.fromkeys(longest, junk)
    with pytest.raises(BadCall) as refused:
        read(data)

    assert [(problem.path, problem.message) for problem in refused.value.problems] == [
        (f"call.retention.{name}", sentence.replace("%s", str(limit))) for name, limit in longest.items()
    ]
