"""From when the period of a file counts, by its state: what is examined or accepted is never over."""

from datetime import UTC, datetime, timedelta

import pytest

from incubator.accounts.sign_in import steps
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.core import clock
from incubator.portal.personal import retention
from incubator.programmes.call_file import keeping
from incubator.programmes.models import Call
from incubator.programmes.preparation import approval
from tests.world import applications, programmes

pytestmark = pytest.mark.django_db
JUNK = ["6", "x", -1, -1200, 0, 121, 10**30, 1.5, [12], {"a": 1}, True]
IN_TEN_YEARS = datetime(2037, 1, 1, tzinfo=UTC)
RESULTS = datetime(2027, 5, 4, 10, 0, tzinfo=UTC)
UNDECIDED = ["submitted", "returned", "eligible", "in_review", "shortlisted", "offered", "accepted"]


@pytest.fixture
def call(centre, officer, director) -> Call:
    return programmes.published_call(officer, director)


@pytest.fixture
def file(call, founder) -> Application:
    return applications.submitted(call, founder, "su-01")


def kept_by(call: Call, **facts) -> None:
    Call.objects.filter(pk=call.pk).update(**facts)


def stands(file: Application, state: str) -> None:
    Application.objects.filter(pk=file.pk).update(state=state)


def is_over(file: Application, at: datetime) -> bool:
    return retention.files_over(at).filter(pk=file.pk).exists()


@pytest.mark.parametrize("results", [None, RESULTS])
@pytest.mark.parametrize("is_rolling", [False, True])
@pytest.mark.parametrize("state", UNDECIDED)
def test_a_file_in_somebodys_hands_is_never_over(file, state, is_rolling, results):
    kept_by(
        file.call, is_rolling=is_rolling, retention={"rejected_months": 1}, decisions_published_at=results
    )
    stands(file, state)
    retention.run(at=datetime(2028, 9, 1, tzinfo=UTC))

    assert Application.objects.get(pk=file.pk).erased_at is None
    assert not is_over(file, IN_TEN_YEARS)


@pytest.mark.parametrize("state", ["submitted", "in_review", "waiting_list", "refused", "draft"])
def test_the_files_of_a_cancelled_call_count_from_that_day(file, director, state):
    kept_by(file.call, retention={"rejected_months": 2})
    stands(file, state)
    approval.cancel(file.call, by=director, at=RESULTS, reason_fr="Plus de budget.")

    assert not is_over(file, datetime(2027, 7, 4, 10, 0, tzinfo=UTC))
    assert is_over(file, datetime(2027, 7, 4, 10, 1, tzinfo=UTC))
    retention.run(at=datetime(2027, 7, 5, tzinfo=UTC))
    assert Application.objects.get(pk=file.pk).erased_at is not None


def test_an_accepted_file_stays_although_its_call_was_cancelled(file, director):
    kept_by(file.call, retention={"rejected_months": 2})
    approval.cancel(file.call, by=director, at=RESULTS, reason_fr="Plus de budget.")
    stands(file, State.ACCEPTED)

    assert not is_over(file, IN_TEN_YEARS)


@pytest.mark.parametrize("state", [State.DECLINED, State.REFUSED])
def test_what_was_decided_counts_from_the_results(file, state):
    kept_by(file.call, retention={"rejected_months": 2}, decisions_published_at=RESULTS)
    stands(file, state)

    assert not is_over(file, datetime(2027, 7, 4, 10, 0, tzinfo=UTC))
    assert is_over(file, datetime(2027, 7, 4, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.INELIGIBLE])
def test_what_nobody_decides_counts_from_the_closing(file, state):
    kept_by(file.call, retention={"rejected_months": 1})
    stands(file, state)
    month_after = clock.months_before(file.call.closes_at, -1)

    assert not is_over(file, month_after)
    assert is_over(file, month_after + timedelta(minutes=1))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.INELIGIBLE])
def test_what_changed_after_the_closing_counts_from_there(file, state):
    kept_by(file.call, retention={"rejected_months": 1})
    Application.objects.filter(pk=file.pk).update(state=state, changed_at=RESULTS)

    assert not is_over(file, datetime(2027, 6, 4, 10, 0, tzinfo=UTC))
    assert is_over(file, datetime(2027, 6, 4, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.INELIGIBLE, State.DECLINED])
def test_a_call_without_an_end_counts_from_the_last_change(file, state):
    kept_by(file.call, is_rolling=True, retention={"rejected_months": 1})
    Application.objects.filter(pk=file.pk).update(state=state, changed_at=RESULTS)

    assert not is_over(file, datetime(2027, 6, 4, 10, 0, tzinfo=UTC))
    assert is_over(file, datetime(2027, 6, 4, 10, 1, tzinfo=UTC))


def test_the_waiting_list_is_kept_for_as_long_as_its_call_says(file):
    kept_by(file.call, retention={"rejected_months": 12, "pool_months": 24})
    stands(file, State.WAITING_LIST)
    assert not is_over(file, IN_TEN_YEARS)  # its results were never published
    kept_by(file.call, decisions_published_at=RESULTS)

    assert not is_over(file, datetime(2029, 5, 4, 10, 0, tzinfo=UTC))
    assert is_over(file, datetime(2029, 5, 4, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("key", ["rejected_months", "pool_months"])
def test_a_period_that_cannot_be_meant_is_the_usual_one(file, key, junk):
    kept_by(file.call, retention={key: junk})
    stands(file, State.DRAFT)
    year_after = clock.months_before(file.call.closes_at, -12)

    assert not is_over(file, year_after)
    assert is_over(file, year_after + timedelta(minutes=1))


@pytest.mark.parametrize("junk", [None, [], "12", 5, {"selected_years": 31}, {"selected_years": True}])
def test_whatever_is_written_is_read(junk):
    assert keeping.period(junk, "selected_years", usual=5) == 5


@pytest.mark.parametrize("junk", [{"rejected_months": "douze"}, {"pool_months": [1]}, []])
def test_the_page_of_the_nights_opens_whatever_is_written(file, admin, client_for, junk):
    kept_by(file.call, retention=junk)
    browser = client_for(admin)
    session = browser.session
    session[steps.FACTOR] = clock.now().timestamp()
    session.save()

    assert browser.get("/desk/register/retention/").status_code == 200
