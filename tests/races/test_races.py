"""Two people, one instant, on PostgreSQL: 1 000 trials a pair. Each control removes only the guard, and breaks."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count

from funding import disbursement, events, webhook
from funding.models import Award, LedgerEntry, Payout, ProviderEvent, Tranche
from incubator.applications import drafting, submission
from incubator.applications.models import Answer, Application, ApplicationMember, Revision
from incubator.applications.states import TeamRole
from incubator.cohorts import enrolment
from incubator.cohorts.models import Cohort, Place
from incubator.core import clock
from incubator.files import storing
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from tests.conftest import AT, make_person
from tests.races import provider, unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, caught, say, tally
from tests.world.applications import pdf
from tests.world.incubation import STARTED
from tests.world.reviews import PUBLISHED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ANSWERED = PUBLISHED + timedelta(days=1)
ILLEGAL = "refused: illegal_move"


def doubled(verb: str) -> int:
    """Count the records on which an act that is made once was made more often."""
    acts = Event.objects.filter(verb=verb).values("subject_id").annotate(n=Count("id"))
    return acts.filter(n__gt=1).count()


# Two sendings of one file --------------------------------------------------------------------------------


def two_submits(call, trials: int) -> Counter:
    drafts = worlds.complete_drafts(call, trials)

    def trial(pair: Pair, number: int):
        application, lead = drafts[number]

        def act() -> None:
            submission.submit(Application.objects.get(pk=application.pk), by=lead, at=AT)

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


# Two signatures, then two payments of one tranche --------------------------------------------------------


def two_approvals_and_payments(call, people, approvers, trials: int) -> tuple[Counter, Counter]:
    payments: Counter = Counter()
    tranches = worlds.verified_tranches(call, **people, wanted=trials)
    finance = people["finance"]
    proof = storing.store(
        pdf("avis.pdf"), record="payout", record_id=1, purpose="proof", formats=["pdf"], max_bytes=10_000,
        by=finance, at=STARTED,
    )  # fmt: skip

    def trial(pair: Pair, number: int):
        tranche = next(tranches)

        def signs(person):
            return lambda: disbursement.approve(Tranche.objects.get(pk=tranche.pk), by=person, at=STARTED)

        signed = pair.at_once(signs(approvers[0]), signs(approvers[1]))
        payout = disbursement.order(Tranche.objects.get(pk=tranche.pk), by=finance, at=STARTED)

        def pays(reference):
            return lambda: disbursement.pay(
                Payout.objects.get(pk=payout.pk), reference=reference, proof=proof, by=finance, at=STARTED
            )

        payments[pair.at_once(pays(f"V{number}a"), pays(f"V{number}b"))] += 1
        return signed

    return tally(trials, trial), payments


@pytest.fixture
def many_tranches(centre, officer, director, finance):
    call = worlds.many_tranches_call(officer, director)
    return call, {"officer": officer, "finance": finance, "director": director}


def test_two_approvals_and_two_payments_of_a_tranche_make_one_of_each(many_tranches, approvers):
    approvals, payments = two_approvals_and_payments(*many_tranches, approvers, TRIALS)

    entries = {verb: LedgerEntry.objects.filter(verb=verb).count() for verb in ("tranche.approve", "tranche.pay")}
    say("two approvals of one tranche", approvals, entries=entries["tranche.approve"])
    say("two payments of one payout", payments, entries=entries["tranche.pay"])
    assert approvals == {(DONE, ILLEGAL): TRIALS}
    # One person with two references: the first is kept, the second finds it.
    assert sum(payments.values()) == TRIALS
    assert set(payments) <= {(DONE, DONE), (DONE, "refused: already_settled")}
    assert entries == {"tranche.approve": TRIALS, "tranche.pay": TRIALS}
    assert doubled("tranche.approve") + doubled("tranche.pay") == 0
    assert Payout.objects.exclude(reference="").count() == TRIALS
    for award in Award.objects.all():
        assert award.paid_amount == award.requested_amount == award.ceiling_amount


def test_two_approvals_without_the_lock_break(many_tranches, approvers, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    approvals, payments = two_approvals_and_payments(*many_tranches, approvers, CONTROL_TRIALS)

    say("two approvals, lock removed", approvals, doubled=doubled("tranche.approve"))
    say("two payments, lock removed", payments, doubled=doubled("tranche.pay"))
    assert caught(approvals) + doubled("tranche.approve") > 0


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


# One event of the provider, delivered twice at once ------------------------------------------------------


@pytest.fixture
def charges_to_pay(centre, finance, founder, settings):
    settings.STRIPE_WEBHOOK_SECRET = provider.SECRET
    return lambda number: provider.charge_on_its_way(number, founder, finance)


def two_deliveries(charges_to_pay, trials: int) -> Counter:
    """The provider sends one event over two connections, and each delivery is applied."""

    def trial(pair: Pair, number: int):
        body, signature, identity = provider.paid_event(charges_to_pay(number), number)

        def act() -> str:
            stored = webhook.receive(body, signature, at=clock.now())
            for event in ProviderEvent.objects.filter(event_id=identity):
                events.apply(event, at=AT)
            return "stored" if stored else "known already"

        return pair.at_once(act, act)

    return tally(trials, trial)


def two_applications(charges_to_pay, trials: int) -> Counter:
    """Two workers take the same stored event."""

    def trial(pair: Pair, number: int):
        body, signature, _identity = provider.paid_event(charges_to_pay(number), number)
        event = webhook.receive(body, signature, at=clock.now())
        return pair.at_once(lambda: events.apply(event, at=AT), lambda: events.apply(event, at=AT))

    return tally(trials, trial)


def test_one_event_delivered_twice_has_one_effect(charges_to_pay):
    counts = two_deliveries(charges_to_pay, TRIALS)

    say("one webhook event delivered twice", counts, entries=LedgerEntry.objects.count())
    assert counts == {("known already", "stored"): TRIALS}
    assert ProviderEvent.objects.exclude(applied_at=None).count() == TRIALS == ProviderEvent.objects.count()
    assert LedgerEntry.objects.filter(verb="charge.succeed").count() == TRIALS == LedgerEntry.objects.count()
    assert doubled("charge.succeed") == 0


def test_one_event_applied_by_two_workers_has_one_effect(charges_to_pay):
    counts = two_applications(charges_to_pay, TRIALS)

    say("one event applied by two workers", counts, entries=LedgerEntry.objects.count())
    assert counts == {("paid", "paid"): TRIALS}
    assert LedgerEntry.objects.filter(verb="charge.succeed").count() == TRIALS == LedgerEntry.objects.count()
    assert set(ProviderEvent.objects.values_list("attempts", flat=True)) == {1}
    assert doubled("charge.succeed") == 0


def test_one_event_delivered_twice_without_its_unique_key_is_stored_twice(charges_to_pay):
    with unguarded.no_unique(ProviderEvent, "event_id"):
        counts = two_deliveries(charges_to_pay, CONTROL_TRIALS)
        stored = ProviderEvent.objects.count()

    say("one webhook event, unique key removed", counts, stored=stored)
    assert stored > CONTROL_TRIALS


def test_one_event_applied_by_two_workers_without_the_lock_breaks(charges_to_pay, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts = two_applications(charges_to_pay, CONTROL_TRIALS)

    say("one event, two workers, lock removed", counts, doubled=doubled("charge.succeed"))
    assert caught(counts) + doubled("charge.succeed") > 0
