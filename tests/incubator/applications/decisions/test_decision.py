"""Decide now, publish later: all of a call, or nothing."""

from datetime import timedelta

import pytest

from incubator.applications.casework import screening
from incubator.applications.decisions import decision, publishing
from incubator.applications.models import Application, Decision
from incubator.applications.states import DecisionResult, State
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.programmes.states import CallState
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

LETTERS = (
    "applications/offer",
    "applications/waiting_list",
    "applications/declined",
    "applications/ineligible",
)


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-02", "su-05", "su-10"))]


@pytest.fixture
def decided(files, officer):
    """An offer, a rank on the waiting list, a refusal, and an ineligible file."""
    world.decided(files[0], officer, DecisionResult.OFFER)
    world.decided(files[1], officer, DecisionResult.WAITING_LIST, rank=1)
    world.decided(files[2], officer, DecisionResult.DECLINE)
    screening.confirm(files[3], eligible=False, by=officer, at=world.SCREENED)
    return files


def states(files):
    return [Application.objects.get(pk=file.pk).state for file in files]


def letters():
    return {m.kind: m for m in Message.objects.filter(kind__in=LETTERS)}


def test_nothing_is_told_before_the_publication(decided):
    assert states(decided) == [State.IN_REVIEW, State.IN_REVIEW, State.IN_REVIEW, State.INELIGIBLE]
    assert letters() == {}
    assert not Decision.objects.published().exists()


def test_published_in_one_act(call, decided, director):
    count = publishing.publish_all(call, by=director, at=world.PUBLISHED)

    call.refresh_from_db()
    # Three outcomes, and the result of four screenings.
    assert count == 7
    assert states(decided) == [State.OFFERED, State.WAITING_LIST, State.DECLINED, State.INELIGIBLE]
    assert (call.state, call.decisions_published_at) == (CallState.RESULTS_PUBLISHED, world.PUBLISHED)
    assert set(letters()) == set(LETTERS)
    assert {m.leaves_at for m in letters().values()} == {world.PUBLISHED}
    assert not Decision.objects.pending().exists()


def test_an_offer_has_a_date_to_answer(call, decided, director):
    publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert Decision.objects.get(result=DecisionResult.OFFER).answer_by == world.PUBLISHED + timedelta(days=10)


@pytest.mark.parametrize(
    ("language", "kind", "subject", "first"),
    [
        (
            "fr",
            "declined",
            "Appel AC-2027-01\u00a0: le résultat pour «\u00a0Tikpa Hors-Ligne\u00a0»",
            "Madame, Monsieur, vous avez présenté «\u00a0Tikpa Hors-Ligne\u00a0» à l’appel AC-2027-01 et nous vous en "
            "remercions. Le comité ne l’a pas retenu\u00a0: il disposait de 25 places pour 4 candidatures. Voici ses "
            "raisons, et ce que vous pouvez faire jusqu’au 14 mai 2027.",
        ),
        (
            "en",
            "declined",
            "Call AC-2027-01: the result for “Tikpa Hors-Ligne”",
            "Dear Sir or Madam, you presented “Tikpa Hors-Ligne” to call AC-2027-01 and we thank you for it. The "
            "committee did not select it: it had 25 places for 4 applications. Here are its reasons, and what you can "
            "do until 14 May 2027.",
        ),
        (
            "fr",
            "offer",
            "«\u00a0Agblézéna\u00a0» est retenu\u00a0: votre réponse avant le 14 mai 2027",
            "Madame, Monsieur, votre candidature «\u00a0Agblézéna\u00a0» à l’appel AC-2027-01 est retenue\u00a0: le "
            "centre vous offre une place. Acceptez-la ou déclinez-la avant le vendredi 14 mai 2027 à "
            "10\u00a0h\u00a000, heure de Lomé (UTC+0).",
        ),
        (
            "fr",
            "waiting_list",
            "Appel AC-2027-01\u00a0: le résultat pour «\u00a0Guichéo\u00a0»",
            "Madame, Monsieur, vous avez présenté «\u00a0Guichéo\u00a0» à l’appel AC-2027-01 et nous vous en "
            "remercions. Le comité l’a placé sur la liste d’attente, au rang 1\u00a0: il disposait de 25 places pour "
            "4 candidatures.",
        ),
        (
            "fr",
            "ineligible",
            "Appel AC-2027-01\u00a0: le résultat pour «\u00a0Cabosse Nette\u00a0»",
            "Madame, Monsieur, vous avez présenté «\u00a0Cabosse Nette\u00a0» à l’appel AC-2027-01 et nous vous en "
            "remercions. Votre candidature ne remplit pas les conditions de cet appel. Voici les raisons, et ce que "
            "vous pouvez faire jusqu’au 14 mai 2027.",
        ),
    ],
)
def test_the_first_lines_of_the_letters(call, decided, director, language, kind, subject, first):
    User.objects.update(language=language)

    publishing.publish_all(call, by=director, at=world.PUBLISHED)

    letter = letters()[f"applications/{kind}"]
    assert letter.subject.replace("\u00a0", " ") == subject.replace("\u00a0", " ")
    assert letter.text.splitlines()[0] == first


def test_a_refusal_carries_its_reasons(call, decided, director):
    publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert f"\n- {world.REASON}\n" in letters()["applications/declined"].text


def test_if_one_file_fails_nothing_is_published(call, decided, director):
    declaring.declare(director, decided[2].startup, kind=InterestKind.PERSONAL, by=director, at=world.DECIDED)

    with pytest.raises(NotAllowed) as refusal:
        publishing.publish_all(call, by=director, at=world.PUBLISHED)

    call.refresh_from_db()
    assert refusal.value.sentence == (
        f"{decided[2].reference}\u00a0: "
        "Vous avez un lien avec cette start-up\u00a0: une autre personne décide."
    )
    assert states(decided) == [State.IN_REVIEW, State.IN_REVIEW, State.IN_REVIEW, State.INELIGIBLE]
    assert (call.state, call.decisions_published_at) == (CallState.PUBLISHED, None)
    assert (letters(), Decision.objects.published().count()) == ({}, 0)
    assert not Event.objects.filter(verb="application.offer").exists()


def test_a_file_without_decision_stops_the_publication(call, decided, founder, director):
    submitted(call, founder, "su-06")

    with pytest.raises(publishing.CannotPublish) as refusal:
        publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert refusal.value.sentence == "1 dossier n’a pas encore de décision."
    assert letters() == {}


def test_results_are_not_published_while_the_call_is_open(call, decided, director, at):
    with pytest.raises(NotAllowed):
        publishing.publish_all(call, by=director, at=at)

    assert letters() == {}


@pytest.mark.parametrize("role", ["officer", "admin", "finance", "juror", "founder"])
def test_only_a_director_publishes(request, call, decided, role):
    with pytest.raises(NotAllowed) as refusal:
        publishing.publish_all(call, by=request.getfixturevalue(role), at=world.PUBLISHED)

    assert refusal.value.sentence == "Seule la direction publie les décisions."


def test_published_twice_is_published_once(call, decided, director):
    publishing.publish_all(call, by=director, at=world.PUBLISHED)
    sent = Message.objects.count()

    assert publishing.publish_all(call, by=director, at=world.PUBLISHED) == 0
    assert Message.objects.count() == sent


def test_a_withdrawn_file_is_neither_moved_nor_written_to(call, decided, director):
    from incubator.applications.decisions import withdrawal

    lead = decided[0].team.get().person
    withdrawal.withdraw(decided[0], by=lead, at=world.DECIDED)

    publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert states(decided)[0] == State.WITHDRAWN
    assert "applications/offer" not in letters()


def test_the_preview_counts_and_shows_a_refusal(call, decided):
    shown = publishing.preview(call)

    assert shown.counts == {"eligible": 3, "offer": 1, "waiting_list": 1, "decline": 1, "ineligible": 1}
    assert (shown.letters, shown.undecided, shown.without_reasons, shown.is_ready) == (4, 0, 0, True)
    assert shown.example.application == decided[2]


def test_a_decline_needs_its_reasons(files, officer):
    world.in_review(files[0], officer)

    with pytest.raises(screening.ReasonsMissing):
        decision.decide(files[0], DecisionResult.DECLINE, by=officer, at=world.DECIDED)

    assert not Decision.objects.filter(kind="outcome").exists()


def test_a_decision_changes_until_it_is_published(call, decided, officer, director):
    decision.decide(decided[0], DecisionResult.WAITING_LIST, rank=2, by=officer, at=world.DECIDED)
    changed = Decision.objects.get(application=decided[0], kind="outcome")
    publishing.publish_all(call, by=director, at=world.PUBLISHED)

    assert (changed.result, changed.rank) == (DecisionResult.WAITING_LIST, 2)
    with pytest.raises(decision.AlreadyPublished):
        decision.decide(decided[0], DecisionResult.OFFER, by=officer, at=world.PUBLISHED)


def test_a_file_that_is_not_with_the_jury_is_not_decided(files, officer):
    with pytest.raises(decision.NotJudged):
        decision.decide(files[0], DecisionResult.OFFER, by=officer, at=world.DECIDED)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("officer", True), ("director", True), ("admin", False), ("juror", False), ("founder", False)],
)
def test_who_decides(request, files, officer2, role, allowed):
    world.in_review(files[0], officer2)
    actor = request.getfixturevalue(role)

    if allowed:
        assert decision.decide(files[0], DecisionResult.OFFER, by=actor, at=world.DECIDED).decided_by == actor
        return
    with pytest.raises(NotAllowed):
        decision.decide(files[0], DecisionResult.OFFER, by=actor, at=world.DECIDED)


def test_nobody_with_a_link_decides(files, officer, officer2):
    world.in_review(files[0], officer2)
    declaring.declare(officer, files[0].startup, kind=InterestKind.PERSONAL, by=officer, at=world.DECIDED)

    with pytest.raises(NotAllowed):
        decision.decide(files[0], DecisionResult.OFFER, by=officer, at=world.DECIDED)


def test_the_lead_accepts_in_time(call, files, officer, director):
    file = world.offered(files[0], officer, director)
    lead = file.team.get().person
    last = world.PUBLISHED + timedelta(days=10)

    with pytest.raises(NotAllowed) as refusal:
        decision.accept(file, by=lead, at=last + timedelta(seconds=1))
    assert decision.accept(file, by=lead, at=last).state == State.ACCEPTED
    assert refusal.value.sentence == "La date de réponse à l’offre est passée. Appelez le centre."


def test_a_place_given_up_is_offered_to_the_waiting_list(call, decided, director):
    publishing.publish_all(call, by=director, at=world.PUBLISHED)
    lead = decided[0].team.get().person
    decision.refuse(Application.objects.get(pk=decided[0].pk), by=lead, at=world.PUBLISHED)
    waiting = Application.objects.get(pk=decided[1].pk)

    decision.promote(waiting, by=director, at=world.PUBLISHED)

    kept = Decision.objects.get(application=waiting, kind="outcome")
    assert (waiting.state, kept.result) == (State.OFFERED, DecisionResult.OFFER)
    assert Message.objects.filter(kind="applications/offer", recipient=waiting.team.get().person).count() == 1


def test_a_waiting_list_is_closed_with_reasons(call, decided, director):
    publishing.publish_all(call, by=director, at=world.PUBLISHED)
    waiting = Application.objects.get(pk=decided[1].pk)

    decision.decline(waiting, reasons_fr="Toutes les places sont prises.", by=director, at=world.PUBLISHED)

    assert waiting.state == State.DECLINED
    assert (
        Message.objects.filter(kind="applications/declined", recipient=waiting.team.get().person).count() == 1
    )


def test_the_shortlist_is_published_before_the_results(call, files, officer, director):
    world.decided(files[0], officer, DecisionResult.SHORTLISTED)

    told = publishing.publish_shortlist(call, by=director, at=world.DECIDED)

    call.refresh_from_db()
    assert (told, states(files)[0], call.state) == (1, State.SHORTLISTED, CallState.PUBLISHED)
    assert Message.objects.filter(kind="applications/shortlisted").count() == 1
