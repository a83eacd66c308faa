"""How many questions each list puts to the database: a literal number, the same with one row and with three."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incubator.programmes import facts
from incubator.territory import centres

pytestmark = pytest.mark.django_db
# Two more rows lengthen a page by more than this.
A_ROW = 100
# list → (who opens it, address, questions)
LISTS = {
    "calls": ("officer", "/desk/calls/", 8),
    "applications": ("officer", "/desk/applications/?view=all", 10),
    "applications of a call": ("officer", "/desk/calls/AC-2027-01/applications/?view=all", 10),
    "messages of a call": ("officer", "/desk/calls/AC-2027-01/messages/", 6),
    "jury": ("officer", "/desk/calls/AC-2027-01/jury/", 13),
    "decisions": ("officer", "/desk/calls/AC-2027-01/decisions/", 17),
    "publication of decisions": ("director", "/desk/calls/AC-2027-01/decisions/publish/", 10),
    "selection of a call": ("officer", "/desk/calls/AC-2027-01/prepare/selection/", 4),
    "late codes": ("officer", "/desk/calls/AC-2027-01/late-codes/", 7),
    "minutes of a closing": ("officer", "/desk/calls/AC-2027-01/minutes/", 8),
    "invitations to a call": ("officer", "/desk/calls/{guests}/invitations/", 6),
    "imports of a call": ("officer", "/desk/calls/AC-2027-01/imports/", 6),
    "outages": ("officer", "/desk/outages/", 4),
    "interests": ("officer", "/desk/interests/", 7),
    "cohorts": ("officer", "/desk/cohorts/", 7),
    "places": ("officer", "/desk/cohorts/{cohort}/", 4),
    "periods": ("officer", "/desk/cohorts/{cohort}/periods/", 5),
    "milestones": ("officer", "/desk/follow-up/milestones/", 8),
    "all milestones": ("officer", "/desk/follow-up/milestones/?view=all", 8),
    "reports": ("officer", "/desk/follow-up/reports/", 8),
    "reports of the donor": ("donor", "/desk/follow-up/reports/", 8),
    "matches": ("officer", "/desk/mentoring/", 9),
    "mentors for a start-up": ("officer", "/desk/mentoring/?startup={startup}", 12),
    "mentors": ("officer", "/desk/mentoring/mentors/", 9),
    "sessions": ("officer", "/desk/mentoring/sessions/", 8),
    "exports": ("officer", "/desk/exports/", 4),
    "messages": ("officer", "/desk/messages/?state=all", 7),
    "start-ups": ("officer", "/desk/startups/?view=all", 10),
    "registrations": ("officer", "/desk/registrations/?view=all", 6),
    "to do": ("officer", "/desk/", 18),
    "to do of finance": ("finance", "/desk/", 12),
    "home of the director": ("director", "/desk/", 22),
    "to decide": ("director", "/desk/decide/", 8),
    "home of the donor": ("donor", "/desk/", 14),
    "results": ("director", "/desk/results/", 16),
    "rows of a figure": ("donor", "/desk/results/committed/", 5),
    "rows of reports": ("officer", "/desk/results/jobs/", 5),
    "expenses": ("finance", "/desk/money/expenses/?view=all", 6),
    "tranches": ("finance", "/desk/money/tranches/?view=all", 7),
    "to sign": ("approver", "/desk/money/to-sign/", 11),
    "signed": ("approver", "/desk/money/signed/", 6),
    "awards": ("finance", "/desk/money/awards/", 7),
    "accounts to pay": ("finance", "/desk/money/payees/?view=all", 6),
    "payments": ("finance", "/desk/money/payments/?state=all", 6),
    "lines": ("finance", "/desk/money/lines/", 3),
    "ledger": ("finance", "/desk/money/ledger/", 8),
    "income": ("finance", "/desk/money/income/?view=all", 7),
    "people": ("admin", "/desk/people/", 7),
    "audit": ("admin", "/desk/audit/", 7),
    "register of processing": ("admin", "/desk/register/", 2),
    "directory": ("visitor", "/startups/", 5),
    "public results": ("visitor", "/resultats/", 13),
    "home of a founder": ("founder", "/portal/", 18),
    "own applications": ("founder", "/portal/applications/", 10),
    "own letters": ("founder", "/portal/letters/", 5),
    "own payments": ("founder", "/portal/payments/", 4),
    "who read own records": ("founder", "/account/data/readings/", 12),
    "own consents": ("founder", "/account/consents/", 7),
    "own money in words": ("founder", "/account/data/read/money/", 11),
    "own follow-up in words": ("founder", "/account/data/read/follow_up/", 7),
    "own tokens": ("founder", "/account/tokens/", 5),
    "own devices": ("founder", "/account/devices/", 4),
    "own reports": ("founder", "/portal/startups/{startup}/reports/", 6),
    "own milestones": ("founder", "/portal/startups/{startup}/milestones/", 5),
    "own mentoring": ("founder", "/portal/startups/{startup}/mentoring/", 9),
    "own expenses": ("founder", "/portal/startups/{startup}/grant/expenses/", 7),
    "home of a mentor": ("mentor", "/portal/", 7),
    "start-ups of a mentor": ("mentor", "/portal/mentor/startups/", 5),
    "a start-up of a mentor": ("mentor", "/portal/mentor/startups/{startup}/", 15),
    "sessions of a mentor": ("mentor", "/portal/mentor/sessions/", 6),
    "home of a juror": ("juror", "/portal/", 6),
    "files of a juror": ("juror", "/portal/jury/", 5),
    "scores of a juror": ("juror", "/portal/jury/scores/", 6),
    "interests of a juror": ("juror", "/portal/interests/", 3),
    "home of an agent": ("agent", "/portal/", 6),
    "calls of an agent": ("agent", "/portal/assist/", 3),
    "files of an agent": ("agent", "/portal/assist/files/", 6),
    "agents": ("officer", "/desk/calls/AC-2027-01/agents/", 6),
}


# Their rows are those of a template, of the calendar, of the rounds, of the figures or of the kinds of work, or stand
# once a start-up, or are counted in a sentence: no act here adds one.
FIXED = {
    "own milestones", "own devices", "periods", "home of a juror", "public results", "to decide", "results",
    "rows of reports", "publication of decisions", "selection of a call", "audit", "register of processing",
}  # fmt: skip


def test_no_list_asks_more_with_more_rows(grown, client_for, client):
    clients = {who: client_for(person) for who, person in grown.people.items()} | {"visitor": client}
    words = {
        "cohort": grown.place.cohort.slug,
        "startup": grown.place.startup.slug,
        "guests": grown.closed_door.reference,
    }

    def count() -> dict[str, tuple[int, int]]:
        return {
            name: asked(clients[who], address.format(**words)) for name, (who, address, _n) in LISTS.items()
        }

    grown.grow()
    one = count()
    grown.grow()
    grown.grow()
    three = count()

    wrong = {
        name: f"{one[name][0]} questions with one row, {three[name][0]} with three, not {questions}"
        for name, (_who, _address, questions) in LISTS.items()
        if not one[name][0] == three[name][0] == questions
    }
    assert not wrong, "\n".join(["", *(f"{name}: {told}" for name, told in wrong.items())])
    still = {name for name in LISTS if three[name][1] - one[name][1] < A_ROW}
    assert sorted(still) == sorted(FIXED)


def asked(client, address: str) -> tuple[int, int]:
    """Return how many questions a page asks, the second time it is opened, and how long it is."""
    assert client.get(address).status_code == 200, address
    cache.clear()  # figures that a page keeps for a while are counted too
    facts.forget()
    centres.forget()
    with CaptureQueriesContext(connection) as questions:
        answer = client.get(address)
    return len(questions), len(answer.content)
