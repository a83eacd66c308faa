"""Taking an earlier file's answers into a new draft, and the profile that every call offers filled in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.accounts import profile
from incubator.applications.filling import copying, drafting, profile_offers
from incubator.applications.filling.answer_set import Contents
from incubator.applications.models import Answer, Application
from incubator.programmes.preparation import copying as calls
from incubator.startups.models import Startup
from incubator.startups.states import StartupState
from tests.world import applications as world
from tests.world.programmes import BEFORE, publish

AT = world.DRAFTED


@pytest.fixture
def second(call, officer, director):
    """The sample call again, under another reference."""
    made = calls.copy(
        call, reference="AC-2027-09", slug="deuxieme", opens_at=datetime(2027, 1, 20, 9, 0, tzinfo=UTC),
        closes_at=datetime(2027, 1, 20, 9, 0, tzinfo=UTC) + timedelta(days=40), by=officer, at=BEFORE,
    )  # fmt: skip
    return publish(made, officer, director)


@pytest.fixture
def earlier(call, founder):
    return world.submitted(call, founder, "su-01", at=AT)


def test_a_copy_takes_what_the_new_call_asks_too_and_no_agreement(earlier, second, founder):
    later = AT + timedelta(days=1)

    draft = drafting.start(second, by=founder, at=later, source=earlier)

    taken = {field.key: value for field, value in copying.taken(draft)}
    old = {row.key: row.value for row in earlier.answers.all() if row.version}
    fields = earlier.form_version.form.fields_by_key
    assert draft.startup_id == earlier.startup_id
    assert len(taken) > 20
    assert all(old[key] == value for key, value in taken.items() if fields[key].data_class != "sensitive")
    assert not [key for key in taken if fields[key].type in ("file", "consent")]
    assert {row.source for row in draft.answers.exclude(version=0)} == {"copy"}


def test_a_copy_never_writes_over_a_draft_that_stands(earlier, second, founder):
    draft = drafting.start(second, by=founder, at=AT, startup=earlier.startup)
    key = next(
        f.key
        for f in second.form_version.form.fields()
        if f.type == "textarea" and f.data_class != "sensitive"
    )
    drafting.save_answers(draft, {key: "Ce que je viens d’écrire"}, by=founder, at=AT)

    again = drafting.start(second, by=founder, at=AT, source=earlier)

    assert again == draft
    assert Answer.objects.get(application=draft, key=key).value == "Ce que je viens d’écrire"
    assert len(copying.taken(draft)) > 5


def test_another_form_takes_only_what_it_would_accept(earlier, small, founder):
    draft = drafting.start(small, by=founder, at=AT, source=earlier)

    assert {field.key for field, _value in copying.taken(draft)} <= set(small.form_version.form.fields_by_key)
    assert draft.answers.filter(key="agreed", version__gt=0).count() == 0


def test_nobody_copies_somebody_elses_file(earlier, second, founder2, client_for, now):
    answer = client_for(founder2).post(
        f"/portal/applications/start/{second.slug}/", {"source": earlier.public_id}
    )

    assert answer.status_code == 302  # no choice is offered: the draft is a new one
    draft = Application.objects.get(call=second)
    assert (draft.startup_id != earlier.startup_id, copying.taken(draft)) == (True, [])


def test_the_copy_over_http_shows_what_was_taken(earlier, second, founder, client_for, now):
    client = client_for(founder)
    page = client.get(f"/portal/applications/start/{second.slug}/").content.decode()
    assert earlier.public_id in page

    answer = client.post(f"/portal/applications/start/{second.slug}/", {"source": earlier.public_id})

    draft = Application.objects.get(call=second)
    assert answer.url == f"/portal/applications/{draft.ref}/taken/"
    shown = client.get(answer.url).content.decode()
    assert "réponses viennent du dossier que vous avez choisi" in shown
    assert client.get("/portal/applications/").content.decode().count('class="card"') >= 2


def test_what_a_person_said_once_is_offered_with_its_source(call, founder, client_for, now):
    client = client_for(founder)
    said = {
        "first_names": "Afi", "last_name": "Mensah", "birth_date": "1996-03-08", "gender": "F",
        "phone": "90 11 22 33", "commune": "",
    }  # fmt: skip
    assert client.post("/account/profile/", said).status_code == 302

    draft = world.draft(call, founder)

    mapped = {f.maps_to: f.key for f in call.form_version.form.fields() if f.maps_to}
    given = {row.key: (row.value, row.source) for row in draft.answers.exclude(version=0)}
    assert given[mapped["lead_last_name"]] == ("Mensah", "account")
    assert given[mapped["lead_birth_date"]] == ("1996-03-08", "account")
    assert given[mapped["lead_phone"]] == ("+22890112233", "account")


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_date": "2031-01-01"},
        {"birth_date": "hier"},
        {"phone": "12"},
        {"gender": "X"},
        {"last_name": "a" * 121},
    ],
)
def test_a_wrong_fact_is_refused_and_kept_on_the_page(founder, client_for, now, wrong):
    answer = client_for(founder).post("/account/profile/", {"first_names": "Afi", **wrong})

    assert answer.status_code == 422
    assert 'value="Afi"' in answer.content.decode()
    assert profile.of(founder).pk is None


def test_a_draft_offers_to_update_the_profile(call, founder, client_for, now):
    profile.remember(founder, {"last_name": "Mensah", "phone": "+22890112233"}, at=AT)
    draft = world.draft(call, founder, world.sample_answers())
    client = client_for(founder)
    found_key = next(f.key for f in call.form_version.form.fields() if f.maps_to == "lead_last_name")
    found = {one.name: one.there for one in profile_offers.differences(Contents.read(draft), founder)}
    assert found["last_name"] == "Mensah"
    assert (
        "Votre profil dit autre chose"
        in client.get(f"/portal/applications/{draft.ref}/review/").content.decode()
    )

    assert client.post(f"/portal/applications/{draft.ref}/profile/").status_code == 302

    assert profile.of(founder).last_name == draft.answers.get(key=found_key).value
    assert isinstance(profile.of(founder).birth_date, date)
    assert profile_offers.differences(Contents.read(draft), founder) == []


def test_a_page_of_a_file_comes_with_the_profile_it_is_compared_with(call, founder, now):
    draft = world.draft(call, founder, world.sample_answers())
    Startup.objects.filter(pk=draft.startup_id).update(
        state=StartupState.PUBLISHED,
        pitch_fr="Autre",
        rccm="TG-1",
        nif="1",
        stage="idea",
        registered_on=AT.date(),
        directory_consent_at=AT,
    )
    whole = Application.objects.for_the_team(founder).get(pk=draft.pk)
    shown = Application.objects.team_page_of(founder).get(pk=draft.pk)

    def asked(application: Application) -> int:
        contents = Contents.read(application)
        with CaptureQueriesContext(connection) as questions:
            assert {"pitch_fr", "rccm"} <= {one.name for one in profile_offers.differences(contents, founder)}
        return len(questions)

    assert asked(shown) == asked(whole)
