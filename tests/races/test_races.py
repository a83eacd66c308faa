"""Two people, one instant, on PostgreSQL: 1 000 trials a pair. Each control removes only the guard."""

from collections import Counter
from datetime import timedelta

import pytest

from incubator.applications.filling import drafting
from incubator.applications.models import Answer, Application, ApplicationMember, Revision
from incubator.applications.states import TeamRole
from incubator.applications.submission import sending
from incubator.cohorts import enrolment
from incubator.cohorts.models import Cohort, Place
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from tests.conftest import AT, make_person
from tests.races import unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, caught, doubled, say, tally
from tests.world.reviews import PUBLISHED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ANSWERED = PUBLISHED + timedelta(days=1)


# Two sendings of one file --------------------------------------------------------------------------------


def two_submits(call, trials: int) -> Counter:
    drafts = worlds.complete_drafts(call, trials)

    def trial(pair: Pair, number: int):
        application, lead = drafts[number]

        def act() -> None:
            sending.submit(Application.objects.get(pk=application.pk), by=lead, at=AT)

        return pair.at_once(act, act)

    return tally(trials, trial)


def test_two_submits_make_one_sending(call):
    counts = two_submits(call, TRIALS)

    say("two submits of one file", counts, doubled=doubled("application.submit"))
    assert counts == {(DONE, DONE): TRIALS}  # a double click: the second gets the receipt of the first
    assert doubled("application.submit") == 0
    assert Revision.objects.count() == TRIALS
    assert Message.objects.filter(kind="applications/application_received").count() == TRIALS
    references = Application.objects.exclude(submitted_at=None).values_list("reference", flat=True)
    assert sorted(references) == [f"{call.reference}-{n:04d}" for n in range(1, TRIALS + 1)]


def test_two_submits_without_the_lock_break(call, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts = two_submits(call, CONTROL_TRIALS)

    say("two submits, lock removed", counts, doubled=doubled("application.submit"))
    assert caught(counts) + doubled("application.submit") > 0


# The last place of a cohort ------------------------------------------------------------------------------


def last_place(call, officer, director, trials: int, spare: int = 0) -> tuple[Counter, int]:
    """A new pair of founders each time; whoever took the place leaves it to the next two."""
    cohort = worlds.one_place_left(call, officer)
    offers = worlds.offers(call, trials + 1 + spare, officer, director)
    waiting, wrong = [offers.pop()], 0

    def trial(pair: Pair, number: int):
        nonlocal wrong
        both = [waiting.pop(), offers.pop()]

        def accepts(application, lead):
            return lambda: enrolment.accept(Application.objects.get(pk=application.pk), by=lead, at=ANSWERED)

        outcome = pair.at_once(*(accepts(*one) for one in both))
        taken = list(Place.objects.filter(cohort=cohort, ended_on=None).values_list("application", flat=True))
        wrong += (len(taken), Cohort.objects.get(pk=cohort.pk).places_taken) != (1, 1)
        # The offer of whoever came second is kept: they meet somebody else in the next trial.
        waiting.append(next((one for one in both if one[0].pk not in taken), None) or offers.pop())
        worlds.freed(cohort, officer)
        return outcome

    return tally(trials, trial), wrong


def test_the_last_place_is_taken_once(call, officer, director):
    counts, wrong = last_place(call, officer, director, TRIALS)

    say("last place of a cohort", counts, not_exactly_one=wrong)
    assert counts == {(DONE, "refused: cohort_full"): TRIALS}
    assert wrong == 0
    assert Event.objects.filter(verb="application.accept").count() == TRIALS
    assert doubled("application.accept") == 0


def test_the_last_place_without_its_condition_is_taken_twice(call, officer, director, monkeypatch):
    unguarded.no_condition_on_places(monkeypatch)

    counts, wrong = last_place(call, officer, director, CONTROL_TRIALS, spare=CONTROL_TRIALS)

    say("last place, condition removed", counts, not_exactly_one=wrong)
    assert caught(counts) + wrong > 0


# Two autosaves of one field ------------------------------------------------------------------------------


def two_autosaves(call, trials: int) -> tuple[Counter, int]:
    lead, editor = make_person("lead"), make_person("editor")
    application = drafting.start(call, by=lead, at=AT)
    ApplicationMember.objects.create(application=application, person=editor, role=TeamRole.EDITOR)
    key = next(field for step in call.form_version.definition["steps"] for field in step["fields"])["key"]
    lost = 0

    def trial(pair: Pair, number: int):
        nonlocal lost
        read = Answer.objects.get(application=application, key=key).version
        texts = {lead: f"de la responsable {number}", editor: f"du second {number}"}
        shown = []

        def saves(person):
            def act() -> str:
                file = Application.objects.get(pk=application.pk)
                done = drafting.save_answers(
                    file, {key: texts[person]}, by=person, at=AT, versions={key: read}
                )
                shown.extend((c.mine, c.theirs) for c in done.conflicts)
                return "saved" if key in done.saved else "conflict"

            return act

        outcome = pair.at_once(saves(lead), saves(editor))
        kept = Answer.objects.get(application=application, key=key).value
        both = {kept, *(text for texts_shown in shown for text in texts_shown)}
        lost += not set(texts.values()) <= both
        return outcome

    return tally(trials, trial), lost


def test_two_autosaves_of_one_field_lose_nothing(call):
    counts, lost = two_autosaves(call, TRIALS)

    say("two autosaves of one field", counts, texts_lost=lost)
    assert counts == {("conflict", "saved"): TRIALS}
    assert lost == 0


def test_two_autosaves_without_their_condition_lose_a_text(call, monkeypatch):
    unguarded.no_condition_on_versions(monkeypatch)

    counts, lost = two_autosaves(call, CONTROL_TRIALS)

    say("two autosaves, condition removed", counts, texts_lost=lost)
    assert lost > 0
