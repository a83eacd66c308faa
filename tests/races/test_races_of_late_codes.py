"""Two teams, one late code with one use left, one instant. The control removes only the condition of the count."""

from collections import Counter
from datetime import timedelta

import pytest

from incubator.applications.exceptions import late_codes
from incubator.applications.models import Application, LateCode, LateEntry
from tests.races import unguarded, worlds
from tests.races.pairs import CONTROL_TRIALS, DONE, TRIALS, Pair, say, tally

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def last_use(call, officer, officer2, trials: int) -> tuple[Counter, int]:
    """A new code each time; two teams keep meeting over it."""
    (first, lead1), (second, lead2) = worlds.complete_drafts(call, 2)
    wrong = 0

    def trial(pair: Pair, number: int):
        nonlocal wrong
        # A day later each time: whoever mistypes too often within an hour waits.
        after = call.closes_at + timedelta(days=number + 1)
        made, text = late_codes.make(
            call, reason="Essai.", expires_at=after + timedelta(days=1), by=officer, at=after
        )
        late_codes.confirm(made, by=officer2, at=after)

        def enters(application, lead):
            return lambda: late_codes.use(Application.objects.get(pk=application.pk), text, by=lead, at=after)

        outcome = pair.at_once(enters(first, lead1), enters(second, lead2))
        wrong += LateEntry.objects.filter(code=made).count() != 1
        wrong += LateCode.objects.get(pk=made.pk).uses_left != 0
        return outcome

    return tally(trials, trial), wrong


def test_the_last_use_of_a_late_code_lets_one_file_in(call, officer, officer2):
    counts, wrong = last_use(call, officer, officer2, TRIALS)

    say("last use of a late code", counts, not_exactly_one=wrong)
    assert counts == {(DONE, "refused: code_refused"): TRIALS}
    assert wrong == 0


def test_the_last_use_without_its_condition_lets_two_in(call, officer, officer2, monkeypatch):
    unguarded.no_condition_on_uses(monkeypatch)

    counts, wrong = last_use(call, officer, officer2, CONTROL_TRIALS)

    say("last use of a late code, condition removed", counts, not_exactly_one=wrong)
    assert wrong > 0
