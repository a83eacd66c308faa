"""The words of a file, kept in the background while its team sends it again. The control removes only the lock."""

import time
from collections import Counter

import pytest

from incubator.applications.casework import screening
from incubator.applications.filling import drafting
from incubator.applications.models import Application, SearchText
from incubator.applications.submission import search_words, sending
from tests.conftest import AT
from tests.races import unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, Pair, say, tally
from tests.world.reviews import SCREENED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ASKED, DUE = SCREENED, SCREENED.replace(month=SCREENED.month + 1)
# Seconds by which the keeping begins later, so that its end meets every part of the sending.
STEP, STEPS = 0.004, 25


def returned(call, officer, number: int):
    """A file sent, given back, its new answer typed; and its lead."""
    file, lead = worlds.complete_draft(call, f"lead{number}")
    sending.submit(file, by=lead, at=AT)
    items = [{"key": "idea", "reason": "Combien ?"}]
    screening.return_for_correction(file, items=items, due_at=DUE, by=officer, at=ASKED)
    drafting.save_answers(file, {"idea": f"Xylophage{number}."}, by=lead, at=ASKED)
    return file, lead


def kept_while_sent(call, officer, trials: int) -> tuple[Counter, int]:
    """Return what came of the pairs, and how many files are not found by their newest words."""
    files = [returned(call, officer, number) for number in range(trials)]

    def trial(pair: Pair, number: int):
        file, lead = files[number]
        Application.objects.update(words_due=False)
        Application.objects.filter(pk=file.pk).update(words_due=True)

        def send() -> None:
            sending.resubmit(Application.objects.get(pk=file.pk), by=lead, at=ASKED)

        def keep() -> None:
            time.sleep(number % STEPS * STEP)
            search_words.catch_up()

        outcomes = pair.at_once(send, keep)
        search_words.catch_up()
        return outcomes

    counts = tally(trials, trial)
    found = [
        SearchText.objects.filter(application=file, words__contains=f" xylophage{number}").exists()
        for number, (file, _lead) in enumerate(files)
    ]
    return counts, found.count(False)


def test_a_file_sent_again_while_its_words_are_kept_ends_with_the_newest(call, officer):
    counts, lost = kept_while_sent(call, officer, CONTROL_TRIALS)

    say("words kept while the file is sent again", counts, lost=lost)
    assert counts == {(DONE, DONE): CONTROL_TRIALS}
    assert lost == 0
    assert not Application.objects.filter(words_due=True).exists()


def test_without_the_lock_newest_words_are_lost(call, officer, monkeypatch):
    unguarded.no_row_lock(monkeypatch)

    counts, lost = kept_while_sent(call, officer, CONTROL_TRIALS)

    say("words kept while the file is sent again, lock removed", counts, lost=lost)
    assert lost > 0


def test_two_processes_share_the_files_and_keep_each_once(call):
    for file, lead in worlds.complete_drafts(call, CONTROL_TRIALS):
        sending.submit(file, by=lead, at=AT)
    kept = []

    with Pair() as pair:
        counts = Counter([pair.at_once(*[lambda: kept.append(search_words.catch_up())] * 2)])

    say("two processes keep words", counts, first=kept[0], second=kept[1])
    assert counts == {(DONE, DONE): 1}
    assert sum(kept) == SearchText.objects.count() == CONTROL_TRIALS
    assert not Application.objects.filter(words_due=True).exists()
