"""Loading a call from a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from incubator.people.models import SYSTEM
from incubator.programmes.call_file.loading import BadCall, CallUnderway, load_call
from incubator.programmes.models import (
    Call,
    FormVersion,
    Programme,
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
