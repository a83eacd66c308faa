"""The life of a report: each move from each state, and by each role."""

from datetime import date

import pytest

from incubator.notifications.models import Message
from incubator.people.models import SYSTEM
from incubator.reporting import acceptance, filling, wording
from incubator.reporting.models import Report
from incubator.reporting.states import LIFECYCLE
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove
from tests.world.incubation import REPORTED, expected_report, fill_report, submitted_report

LEGAL = {
    "submit": {"expected": "submitted", "returned": "submitted"},
    "return_to_founder": {"submitted": "returned"},
    "accept": {"submitted": "accepted"},
}
WAY = {
    "expected": [],
    "submitted": ["submit"],
    "returned": ["submit", "return_to_founder"],
    "accepted": ["submit", "accept"],
}
OFFICE_ONLY = "Seul le centre accepte un rapport."
TEAM_ONLY = "Seule l’équipe de la start-up remplit son rapport."


def do(move, report, founder, officer):
    if move == "submit":
        return filling.submit(report, by=founder, at=REPORTED)
    if move == "accept":
        return acceptance.accept(report, by=officer, at=REPORTED)
    return acceptance.return_to_founder(report, note="Le chiffre d’affaires manque.", by=officer, at=REPORTED)


@pytest.fixture
def report(place, founder, officer):
    found = expected_report(place, officer)
    fill_report(found, founder)
    return found


def test_the_table_of_moves_is_the_one_of_the_states():
    assert {n: dict.fromkeys(m.sources, m.target) for n, m in LIFECYCLE.moves.items()} == LEGAL


@pytest.mark.parametrize("state", WAY)
@pytest.mark.parametrize("move", LEGAL)
def test_a_move_from_each_state(report, founder, founder2, officer, director, move, state):
    report.place.startup.memberships.create(person=founder2, role="founder")
    for step in WAY[state]:
        do(step, report, founder, officer)
    events, letters = Event.objects.count(), Message.objects.count()

    if state not in LEGAL[move]:
        with pytest.raises(IllegalMove):
            do(move, report, founder2, director)
        report.refresh_from_db()
        assert (report.state, Event.objects.count(), Message.objects.count()) == (state, events, letters)
    else:
        do(move, report, founder2, director)
        report.refresh_from_db()
        assert (report.state, Event.objects.count()) == (LEGAL[move][state], events + 1)
        # Both members of the team are written to.
        assert Message.objects.count() == letters + 2 * (move != "submit")


@pytest.mark.parametrize("move", LEGAL)
def test_a_move_made_twice_gives_the_same_receipt(report, founder, officer, move):
    if move != "submit":
        do("submit", report, founder, officer)
    do(move, report, founder, officer)
    events, letters = Event.objects.count(), Message.objects.count()

    again = do(move, report, founder, officer)

    assert (again.pk, again.state, Event.objects.count(), Message.objects.count()) == (
        report.pk,
        report.state,
        events,
        letters,
    )


@pytest.mark.parametrize(
    ("who", "decides", "writes"),
    [
        ("officer", True, False),
        ("director", True, False),
        ("admin", False, False),
        ("finance", False, False),
        ("donor", False, False),
        ("mentor_user", False, False),
        ("founder", False, True),
        ("founder2", False, False),
        ("SYSTEM", False, False),
    ],
)
def test_who_may(request, report, who, decides, writes):
    actor = SYSTEM if who == "SYSTEM" else request.getfixturevalue(who)

    answers = {name: deciding.decide(f"report.{name}", actor, report, REPORTED) for name in (*LEGAL, "write")}

    assert {name: (v.allowed, str(v.reason)) for name, v in answers.items()} == {
        **dict.fromkeys(("accept", "return_to_founder"), (decides, "" if decides else OFFICE_ONLY)),
        **dict.fromkeys(("submit", "write"), (writes, "" if writes else TEAM_ONLY)),
    }


def test_returned_once_then_accepted(place, founder, officer):
    report = submitted_report(place, founder, officer)
    acceptance.return_to_founder(report, note=" Précisez les ventes. ", by=officer, at=REPORTED)
    assert (report.state, report.office_note) == ("returned", "Précisez les ventes.")

    filling.submit(report, by=founder, at=REPORTED)
    acceptance.accept(report, by=officer, at=REPORTED)

    assert (report.state, report.office_note, report.decided_by) == ("accepted", "", officer)
    assert [
        m.subject.replace("\u00a0", " ")
        for m in Message.objects.filter(kind__startswith="reporting/").order_by("id")
    ] == [
        "Votre rapport est ouvert : Rapport du troisième trimestre 2027",
        "Votre rapport, à compléter : Rapport du troisième trimestre 2027",
        "Votre rapport est accepté : Rapport du troisième trimestre 2027",
    ]


def test_a_return_needs_its_reason(place, founder, officer):
    report = submitted_report(place, founder, officer)
    events = Event.objects.count()

    with pytest.raises(acceptance.ReasonMissing):
        acceptance.return_to_founder(report, note=" ", by=officer, at=REPORTED)

    report.refresh_from_db()
    assert (report.state, Event.objects.count()) == ("submitted", events)


def test_late_is_computed(report, founder):
    day = date(2027, 10, 17)

    assert (list(Report.objects.late(day)), report.days_late(day)) == ([report], 1)
    assert wording.standing(report, day) == "En retard de 1 jour"
    assert wording.standing(report, report.period.due_on) == "À remplir avant le 16 octobre 2027"

    filling.submit(report, by=founder, at=REPORTED)
    assert (list(Report.objects.late(day)), wording.standing(report, day)) == ([], "Envoyé")
