"""Kind: the safety net hangs under one page. What was typed when the session ended goes back to its writer alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from time_machine import travel

from incubator.accounts import session_recovery
from incubator.accounts.models import BrowserSession
from incubator.accounts.tasks import forget_sessions
from incubator.applications.models import Answer
from incubator.applications.team import inviting
from incubator.startups import founding
from tests.faults.tabs import Tab
from tests.world import applications as world
from tests.world import reviews as jury
from tests.world.incubation import REPORTED, active_place, expected_report
from tests.world.mentorship import active_mentor
from tests.world.programmes import published_call, small_call

KEPT = "Ce que vous aviez tapé est gardé"
DOOR = "incubator.accounts.backends.OneDoor"


@pytest.fixture
def small(centre, officer, director):
    return small_call(officer, director)


@pytest.fixture
def now(monkeypatch):
    """Inside the window of the call."""
    monkeypatch.setattr("incubator.core.clock.now", lambda: world.DRAFTED)


def end_session(client: Client) -> None:
    """The session runs out while its page stays open; the browser keeps its other cookies."""
    BrowserSession.objects.all().delete()


@pytest.mark.parametrize("who", ["founder", "founder2"])
def test_a_step_of_the_form_goes_back_to_who_typed_it(small, founder, founder2, now, who):
    people = {"founder": founder, "founder2": founder2}
    file = world.draft(small, founder)
    _invited, code = inviting.invite(file, None, role="editor", by=founder, at=world.DRAFTED)
    inviting.join(
        inviting.find(code, by=founder2, address="", at=world.DRAFTED), by=founder2, at=world.DRAFTED
    )
    client, address = Client(), f"/portal/applications/{file.ref}/form/a/"

    sent = client.post(address, {"idea": "Tapé avant la fin", "typed-by": founder.public_id})
    assert sent.url == f"/login/?next={address.replace('/', '%2F')}&ended=1"
    assert "Tap" not in sent.url and "Tap" not in str(dict(client.session))
    client.force_login(people[who], backend=DOOR)
    page = client.get(address)

    kept = Answer.objects.get(application=file, key="idea").value
    assert kept == ("Tapé avant la fin" if who == "founder" else None)
    assert page.status_code in (200, 302)


@pytest.fixture
def page(centre, founder, client_for, at):
    """The profile of a start-up, open while the session ends."""
    startup = founding.found("Tikpa Hors-Ligne", lead=founder, by=founder, at=at)
    tab = Tab(client_for(founder), f"/portal/startups/{startup.slug}/profile/")
    end_session(tab.client)
    return startup, tab


def test_any_other_form_is_shown_again_and_saved_by_its_writer(page, founder):
    startup, tab = page
    tab.press(pitch_fr="Tapé avant la fin.")
    tab.client.force_login(founder, backend=DOOR)

    tab.show(tab.client.get(tab.address))
    assert KEPT in tab.text and "Tapé avant la fin." in tab.text
    startup.refresh_from_db()
    assert startup.pitch_fr == ""  # nothing is done before the writer says so
    tab.press()

    startup.refresh_from_db()
    assert startup.pitch_fr == "Tapé avant la fin."
    assert KEPT not in Tab(tab.client, tab.address).text


def lost_and_found(
    client: Client, person, address: str, press: tuple[str, str] | None = None, **typed
) -> Tab:
    """Type on a page whose session has ended, sign in again, read the page of what was kept, and go on with it."""
    tab = Tab(client, address, form="form.content" if press else "main form[method=post]")
    end_session(client)
    tab.press(press, **typed)
    client.force_login(person, backend=DOOR)
    tab.form = "main form[method=post]"
    tab.show(client.get(address))
    assert KEPT in tab.text
    assert all(text in tab.text for text in typed.values() if " " in text)
    return tab.press()


def test_the_scores_of_a_juror(centre, founder, officer, director, juror, client_for, monkeypatch):
    file = jury.eligible(world.submitted(published_call(officer, director), founder, "su-01"), officer)
    hand = jury.given(jury.open_round(file.call, officer), file, juror, officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: jury.SCORED)
    slug = hand.round.call.criteria.first().slug
    address = f"/portal/jury/{hand.round.public_id}/files/{hand.number}/"

    lost_and_found(
        client_for(juror), juror, address, ("do", "save"),
        **{f"score-{slug}": "3", f"comment-{slug}": "Vu au marché."},
    )  # fmt: skip

    kept = hand.scores.get(criterion__slug=slug)
    assert (kept.value, kept.comment) == (3, "Vu au marché.")


def test_a_quarterly_report(centre, founder, officer, director, client_for, monkeypatch):
    place = active_place(founder, officer, director)
    report = expected_report(place, officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: REPORTED)
    address = f"/portal/startups/{place.startup.slug}/reports/{report.period.slug}/"

    lost_and_found(
        client_for(founder), founder, address, done="Le marché est ouvert.", next_steps="Vendre plus."
    )

    report.refresh_from_db()
    assert (report.done, report.next_steps) == ("Le marché est ouvert.", "Vendre plus.")


def test_the_profile_a_mentor_writes(centre, officer, mentor_user, client_for, monkeypatch):
    mentor = active_mentor(mentor_user, officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: REPORTED)

    lost_and_found(
        client_for(mentor_user), mentor_user, "/portal/mentor/profile/", expertise="Droit des sociétés"
    )

    mentor.refresh_from_db()
    assert mentor.expertise == "Droit des sociétés"


def test_somebody_else_on_the_same_device_gets_nothing(page, founder2):
    _startup, tab = page
    tab.press(pitch_fr="Tapé avant la fin.")
    tab.client.force_login(founder2, backend=DOOR)

    answer = tab.client.get(tab.address)
    other = tab.client.get("/account/")

    assert answer.status_code == 404 and "Tapé avant" not in other.content.decode()
    assert session_recovery.KEY not in tab.client.session


def test_the_writer_may_let_it_go(page, founder):
    _startup, tab = page
    tab.press(pitch_fr="Tapé avant la fin.")
    tab.client.force_login(founder, backend=DOOR)
    tab.show(tab.client.get(tab.address))

    without = tab.page.select_one(".action-bar a")["href"]
    tab.show(tab.client.get(without, follow=True))

    assert KEPT not in tab.text and tab.fields["pitch_fr"] == ""
    assert session_recovery.KEY not in tab.client.session


def test_it_is_kept_for_half_an_hour(page, founder, monkeypatch, at):
    _startup, tab = page
    monkeypatch.setattr("incubator.core.clock.now", lambda: at)
    tab.press(pitch_fr="Tapé avant la fin.")
    tab.client.force_login(founder, backend=DOOR)
    monkeypatch.setattr("incubator.core.clock.now", lambda: at + timedelta(minutes=31))

    assert KEPT not in Tab(tab.client, tab.address).text
    assert session_recovery.KEY not in tab.client.session


def test_what_is_never_taken_up_is_purged_with_its_session(page):
    _startup, tab = page
    tab.press(pitch_fr="Tapé avant la fin.")
    (kept,) = BrowserSession.objects.all()

    with travel(kept.expire_date - timedelta(seconds=1), tick=False):
        forget_sessions()
    assert BrowserSession.objects.exists()
    with travel(kept.expire_date + timedelta(seconds=1), tick=False):
        forget_sessions()

    assert not BrowserSession.objects.exists()


def test_signed_in_again_on_another_page_the_old_page_still_counts(centre, founder, at):
    startup = founding.found("Tikpa Hors-Ligne", lead=founder, by=founder, at=at)
    client = Client(enforce_csrf_checks=True)
    client.force_login(founder, backend=DOOR)
    tab = Tab(client, f"/portal/startups/{startup.slug}/profile/")
    client.cookies["csrf"] = "x" * 32  # what signing in again does to the token of every open page
    origin = {"HTTP_ORIGIN": "http://testserver"}

    refused = client.post(
        tab.address, {**tab.fields, "pitch_fr": "Tapé."}, HTTP_ORIGIN="http://ailleurs.example"
    )
    assert refused.status_code == 403 and session_recovery.KEY not in client.session
    answer = client.post(tab.address, {**tab.fields, "pitch_fr": "Tapé."}, follow=True, **origin)

    assert KEPT in answer.content.decode() and "Tapé." in answer.content.decode()
    tab.show(answer)
    client.post(tab.action, tab.fields, **origin)
    startup.refresh_from_db()
    assert startup.pitch_fr == "Tapé."


def test_the_exceptions_are_addresses_of_ours():
    known = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }

    assert set(session_recovery.EXCEPTIONS) <= known
    assert all(session_recovery.EXCEPTIONS.values())
