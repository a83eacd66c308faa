"""What a person agreed to is read with its words, taken back by that person alone, and undoes what hangs on it."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from incubator.accounts import consenting, withdrawing
from incubator.accounts.models import Consent, Wording
from incubator.applications.assistance import assisting
from incubator.applications.casework import dossier, screening
from incubator.applications.submission import sending
from incubator.startups import profile
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import applications as filing
from tests.world import programmes
from tests.world.incubation import active_place

pytestmark = pytest.mark.django_db
LATER = filing.SENT + timedelta(days=1)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def call(centre, officer, director):
    return programmes.published_call(officer, director)


@pytest.fixture
def sent(call, founder):
    return filing.submitted(call, founder, "su-01")


@pytest.fixture
def listed(centre, founder, officer, director, at) -> Startup:
    """A start-up in the public directory."""
    startup = active_place(founder, officer, director).startup
    profile.update(startup, pitch_fr="Des plans.", stage="mvp", by=founder, at=at)
    profile.consent_to_directory(startup, wording=str(profile.AGREEMENT), given=True, by=founder, at=at)
    return profile.publish(startup, by=founder, at=at)


def given(person, purpose: str) -> Consent:
    return Consent.objects.get(person=person, purpose=purpose, withdrawn_at=None)


def page(client, consent: Consent) -> str:
    return reverse("portal:withdraw_consent", args=[consent.public_id])


# --- the ledger ----------------------------------------------------------------------------------------------------


def test_each_consent_is_read_with_its_words_and_what_it_is_about(sent, listed, founder, client_for):
    shown = client_for(founder).get(reverse("portal:consents")).content.decode()

    assert shown.count("<section><h2>") == Consent.objects.filter(person=founder).count() >= 3
    assert "n’étaient pas encore gardés" not in shown
    for text in (
        sent.reference,
        "dans son annuaire public",
        "par vous-même",
        given(founder, "instruction").in_words,
    ):
        assert text in shown, text


def test_the_words_of_every_consent_of_a_form_are_kept_with_its_version(sent):
    wordings = set(
        Wording.objects.exclude(text_fr="").exclude(text_en="").values_list("fingerprint", flat=True)
    )

    assert set(consenting.of_record(sent).values_list("wording", flat=True)) <= wordings


def test_what_an_agent_entered_says_so_without_a_name(sent, founder, officer, client_for):
    words = consenting.Words.of(str(assisting.CONSENT), assisting.fingerprint())
    consenting.record(
        founder, "assisted_entry", wording=words, given=True, at=filing.SENT, about=sent, by=officer
    )
    shown = client_for(founder).get(reverse("portal:consents")).content.decode()

    assert given(founder, "assisted_entry").entered_by == officer
    assert "par une personne qui aide" in shown
    assert "saisir sa candidature" in shown
    assert str(officer) not in shown


def test_nothing_agreed_to_says_so(centre, founder, client_for):
    assert "encore rien accepté" in client_for(founder).get(reverse("portal:consents")).content.decode()


# --- taking back ---------------------------------------------------------------------------------------------------


def test_the_public_page_goes_in_the_same_act(listed, founder, client_for, client):
    browser, consent = client_for(founder), given(founder, "directory")
    before = browser.get(page(browser, consent)).content.decode()
    assert "quitte aussitôt l’annuaire" in before

    assert browser.post(page(browser, consent)).status_code == 302

    listed.refresh_from_db()
    consent.refresh_from_db()
    assert (listed.state, listed.directory_consent_at) == ("hidden", None)
    assert consent.withdrawn_at is not None
    verbs = list(Event.objects.of(listed).order_by("pk").values_list("verb", flat=True))[-2:]
    assert verbs == ["consent.withdraw", "startup.hide"]


def test_whoever_left_the_team_still_takes_their_word_back(listed, founder, at):
    listed.memberships.filter(person=founder).update(until_on=at.date())

    withdrawing.withdraw(given(founder, "directory"), by=founder, at=LATER)

    listed.refresh_from_db()
    assert listed.state == "hidden"
    assert Event.objects.get(verb="startup.hide").actor is None


def test_twice_is_once(listed, founder):
    consent = given(founder, "directory")
    first = withdrawing.withdraw(consent, by=founder, at=LATER)
    again = withdrawing.withdraw(consent, by=founder, at=LATER + timedelta(hours=1))

    assert again.withdrawn_at == first.withdrawn_at == LATER
    assert Event.objects.filter(verb="consent.withdraw").count() == 1


def test_the_team_takes_back_what_another_of_it_gave(listed, founder, founder2, at):
    listed.memberships.create(person=founder2, role="lead", from_on=at.date())
    profile.consent_to_directory(listed, wording="", given=False, by=founder2, at=LATER)

    assert not Consent.objects.filter(purpose="directory", withdrawn_at=None).exists()


def test_nobody_takes_back_for_another(listed, founder, founder2, officer, client_for):
    consent = given(founder, "directory")
    for person in (founder2, officer):
        browser = client_for(person)
        assert {
            browser.get(page(browser, consent)).status_code,
            browser.post(page(browser, consent)).status_code,
        } == {404}
        with pytest.raises(NotAllowed):
            withdrawing.withdraw(consent, by=person, at=LATER)
    assert given(founder, "directory") == consent


def test_the_office_reads_on_the_file_what_was_taken_back(sent, founder, officer, client_for):
    withdrawing.withdraw(given(founder, "vivier"), by=founder, at=LATER)
    address = reverse("applications:desk_file", args=[sent.public_id])
    shown = client_for(officer).get(address).content.decode()

    told = {one.consent.purpose: (one.consent.withdrawn_at, one.stops) for one in dossier.agreements(sent)}
    assert told["vivier"] == (LATER, False)
    assert shown.count(">Repris<") == 1
    assert "ne doit plus être examinée" not in shown


def test_without_a_needed_one_the_file_stops_and_the_person_is_led_to_its_withdrawal(
    sent, founder, officer, client_for
):
    browser, consent = client_for(founder), given(founder, "instruction")
    before = browser.get(page(browser, consent)).content.decode()
    assert "ne peut pas examiner la candidature" in before
    assert reverse("applications:withdraw", args=[sent.public_id]) in before

    browser.post(page(browser, consent))

    address = reverse("applications:desk_file", args=[sent.public_id])
    assert "ne doit plus être examinée" in client_for(officer).get(address).content.decode()


def test_a_correction_does_not_give_again_what_was_taken_back(sent, founder, officer):
    consent = given(founder, "vivier")
    withdrawing.withdraw(consent, by=founder, at=LATER)
    screening.return_for_correction(
        sent, items=[{"key": "problem", "reason": "À préciser."}], note="", due_at=LATER + timedelta(days=9),
        by=officer, at=LATER,
    )  # fmt: skip
    sending.resubmit(sent, by=founder, at=LATER + timedelta(days=1))

    assert not Consent.objects.filter(person=founder, purpose="vivier", withdrawn_at=None).exists()


def test_every_record_that_consents_are_about_says_what_taking_back_does(world):
    kinds = set(Consent.objects.exclude(about="").values_list("about", flat=True))

    assert kinds <= set(withdrawing.USES)
    for consent in Consent.objects.all():
        assert withdrawing.told(consent, withdrawing.record_of(consent))


def test_consents_of_before_are_carried_over():
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PEPINIERE_TEST_DATABASE_URL": "sqlite:///:memory:",
    }
    command = [sys.executable, "-m", "tests.security.consents_carried"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[1:] == [
        "assisted_entry 1 agent 10",
        "accord 1 None 10",
        "directory 1 None 10",
        "J’accepte.",
    ]
