"""Row 3 of the faults: every rule that decides is edited by staff, published, and held against the others."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from cms import publishing
from cms.setup import ensure_site
from incubator.programmes import deciding_rules
from incubator.programmes.call_file.loading import BadCall, load_call
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval, changes, copying
from incubator.programmes.printed import rules_paper
from tests.faults.tabs import Tab
from tests.world.programmes import BEFORE, load_sample_call, sample_data, small_call

pytestmark = pytest.mark.usefixtures("centre")
CHANGED = {
    "reading": "open",
    "reviews_per_application": "3",
    "third_review_gap": "0",
    "scale_min": "1",
    "scale_max": "7",
    "scale_step": "2",
    "words_fr": "Absent\nMoyen\nBon\nExcellent",
    "words_en": "Missing\n\nGood\nExcellent",
    "pass_mark_percent": "65",
    "award_amount": "5 000 000 F CFA",
    "tie_1": "impact",
    "tie_2": "besoin",
    "tie_3": "",
}


@pytest.fixture
def copied(officer) -> Call:
    """A copy of the shipped call, as an officer makes the next one."""
    source = load_sample_call(officer)
    opens, closes = datetime(2028, 1, 17, 9, tzinfo=UTC), datetime(2028, 3, 3, 17, tzinfo=UTC)
    return copying.copy(
        source, reference="AC-2028-01", slug="communes-2028", opens_at=opens, closes_at=closes, by=officer, at=BEFORE
    )  # fmt: skip


def page_of(name: str, call: Call, *more: str) -> str:
    return reverse(f"programmes:{name}", args=[call.reference, *more])


def test_every_deciding_rule_of_a_copy_is_edited_on_one_screen(copied, officer, client_for):
    tab = Tab(client_for(officer), page_of("edit_deciding", copied))

    tab.press(**CHANGED)

    copied.refresh_from_db()
    assert (copied.is_blind, copied.reviews_per_application, copied.third_review_gap) == (False, 3, 0)
    assert (copied.pass_mark_percent, copied.tie_break, copied.award_amount) == (
        65,
        ["impact", "besoin"],
        5_000_000,
    )
    assert copied.score_scale == {
        "min": 1,
        "max": 7,
        "step": 2,
        "labels": [
            {"value": 1, "fr": "Absent", "en": "Missing"},
            {"value": 3, "fr": "Moyen"},
            {"value": 5, "fr": "Bon", "en": "Good"},
            {"value": 7, "fr": "Excellent", "en": "Excellent"},
        ],
    }


def test_saving_the_screen_untouched_changes_nothing(copied, officer, client_for):
    before = Call.objects.filter(pk=copied.pk).values().get()

    Tab(client_for(officer), page_of("edit_deciding", copied)).press()

    assert Call.objects.filter(pk=copied.pk).values().get() == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"pass_mark_percent": "120"}, "pass_mark_percent"),
        ({"reviews_per_application": "0"}, "reviews_per_application"),
        ({"scale_step": "3"}, "scale_max"),
        ({"scale_max": "0"}, "scale_max"),
        ({"tie_1": "besoin", "tie_2": "besoin"}, "tie_1"),
        ({"award_amount": "beaucoup"}, "award_amount"),
        ({"words_fr": "\n".join("abcdefgh")}, "words_fr"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_with_what_was_typed(
    typed, field, copied, officer, client_for
):
    before = Call.objects.filter(pk=copied.pk).values().get()

    tab = Tab(client_for(officer), page_of("edit_deciding", copied)).press(**typed)

    assert list(tab.response.context["form"].errors) == [field]
    assert {name: tab.fields[name] for name in typed} == typed
    assert Call.objects.filter(pk=copied.pk).values().get() == before


def test_a_ceiling_that_is_not_the_sum_of_its_instalments_stops_the_call(
    copied, officer, director, client_for
):
    changes.change_deciding(copied, award_amount=5_000_000, by=officer, at=BEFORE)
    copied.refresh_from_db()

    with pytest.raises(approval.CardsIncomplete) as refused:
        approval.propose(copied, by=officer, at=BEFORE)

    assert list(refused.value.data["missing"]) == ["deciding"]
    page = client_for(officer).get(page_of("prepare", copied)).content.decode().replace("\u202f", " ")
    assert (
        "Les tranches font 3 000 000 F CFA, et le plafond par start-up est de 5 000 000 F CFA."
        in page.replace("\xa0", " ")
    )
    assert reverse("programmes:propose", args=[copied.reference]) not in page
    assert "1 carte est complétée d’abord ; l’appel est ensuite envoyé à la direction." in page.replace(
        "\xa0", " "
    )
    copied.refresh_from_db()
    assert copied.state == "draft"


CONTRADICTIONS = {
    "third review of three": {"reviews_per_application": 3, "third_review_gap": 20},
    "third review of one": {"reviews_per_application": 1, "third_review_gap": 20},
    "no gap is so wide": {"third_review_gap": 100},
    "everybody passes": {
        "score_scale": {"min": 3, "max": 5, "step": 1, "labels": []},
        "pass_mark_percent": 60,
    },
    "nobody passes": {"pass_mark_percent": 101},
    "tie on nothing": {"tie_break": ["charisme"]},
    "tie twice": {"tie_break": ["besoin", "besoin"]},
    "no scale": {"score_scale": {"min": 5, "max": 5, "step": 1}},
    "step beside": {"score_scale": {"min": 0, "max": 5, "step": 2}},
    "lowest score above the scale": {"score_scale": {"min": 0, "max": 1, "step": 1}},
    "no reviews": {"reviews_per_application": 0},
    "instalments without an award": {"award_amount": 0},
}


@pytest.mark.parametrize("values", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_rules_that_contradict_one_another_are_said_and_stop_the_call(values, copied, officer):
    assert deciding_rules.problems(deciding_rules.of_call(copied)) == []

    changes.change_deciding(copied, **values, by=officer, at=BEFORE)
    copied.refresh_from_db()

    assert deciding_rules.problems(deciding_rules.of_call(copied))
    with pytest.raises(approval.CardsIncomplete):
        approval.propose(copied, by=officer, at=BEFORE)


def test_the_director_cannot_approve_what_changed_after_it_was_proposed(copied, officer, director):
    approval.propose(copied, by=officer, at=BEFORE)
    Call.objects.filter(pk=copied.pk).update(award_amount=5_000_000)
    copied.refresh_from_db()

    with pytest.raises(approval.CardsIncomplete):
        approval.approve(copied, by=director, at=BEFORE)

    copied.refresh_from_db()
    assert copied.state == "proposed"


def test_fewer_jurors_than_reviews_is_said_and_stops_nobody(copied, officer, person, client_for):
    page = client_for(officer).get(page_of("prepare", copied)).content.decode()
    assert "Chaque dossier est lu par 2 membres du jury, et le centre en compte 0 aujourd’hui." in page

    person("juree", "juror"), person("jure", "juror")

    page = client_for(officer).get(page_of("prepare", copied)).content.decode()
    assert "et le centre en compte" not in page
    assert approval.propose(copied, by=officer, at=BEFORE).state == "proposed"


@pytest.mark.parametrize("section", ["selection", "autre"])
def test_the_page_and_the_printed_rules_say_every_rule_that_decides(
    section, copied, officer, director, client
):
    changes.change_deciding(copied, reviews_per_application=2, pass_mark_percent=65, by=officer, at=BEFORE)
    copied.refresh_from_db()
    sections = [row | {"slug": section} if row["slug"] == "selection" else row for row in copied.sections]
    changes.change_words(copied, sections=sections, by=officer, at=BEFORE)
    ensure_site(copied.programme.centre)
    copied.refresh_from_db()
    approval.propose(copied, by=officer, at=BEFORE)
    copied.refresh_from_db()
    approval.approve(copied, by=director, at=BEFORE)
    copied.refresh_from_db()
    publishing.publish(copied, by=officer, at=BEFORE)
    said = [
        "Le jury lit les dossiers sans aucun nom.",
        "Chaque dossier est lu par 2 membres du jury.",
        "Si leurs totaux s’écartent de plus de 20 points sur 100, une troisième personne le lit.",
        "Chaque critère est noté de 0 (Absent) à 5 (Excellent)",
        "est inférieur à 65 points sur 100 n’est pas retenu.",
        "passe devant la meilleure moyenne sur « Équipe",
        "60 équipes sont présélectionnées, 25 places sont offertes, 10 équipes sont sur la liste d’attente.",
    ]

    page = client.get(f"/appels/{copied.slug}/").content.decode().replace("\xa0", " ")
    with translation.override("fr"):
        copied.refresh_from_db()
        printed = json.dumps(rules_paper.rules(copied, "fr"), ensure_ascii=False).replace("\xa0", " ")

    for sentence in said:
        assert sentence in page
        assert sentence in printed
    english = client.get(f"/en/calls/{copied.slug}/").content.decode()
    assert "Pass mark: a file whose mean total is below 65 points of 100 is not selected." in english


@pytest.mark.parametrize("load", [load_sample_call, small_call])
def test_shipped_calls_do_not_contradict_themselves(load, officer):
    assert deciding_rules.problems(deciding_rules.of_call(load(officer))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pass_mark_percent", 160),
        ("reviews_per_application", 40),
        ("third_review_if_gap_over_points", 100),
        ("scale", {"min": 0, "max": 5, "step": 2, "labels": []}),
        ("reviews_per_application", 3),
    ],
)
def test_a_file_whose_rules_contradict_one_another_is_refused_whole(name, value, officer):
    source = sample_data()
    (source.get("call") or source)["criteria"][name] = value

    with pytest.raises(BadCall) as refused:
        load_call(source, by=officer, at=BEFORE)

    assert refused.value.problems[0].path.startswith("call.criteria")
    assert Call.objects.count() == 0
