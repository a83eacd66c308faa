from datetime import date, timedelta

import pytest

from incubator.conflicts import declaring
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from mentorship import matching, onboarding, session_log
from mentorship.models import Action, Session
from mentorship.session_log import BadReport, NewAction, OtherReport
from tests.world.mentorship import AT, NOTE, SUMMARY, held_session


def letters(kind="mentorship/session_logged"):
    return Message.objects.filter(kind=kind).order_by("id")


def test_one_act_writes_session_actions_letter_and_audit(match, mentor, startup, founder):
    first = held_session(startup, mentor)
    old = first.actions.get()
    second = held_session(
        startup,
        mentor,
        at=AT + timedelta(days=7),
        new_actions=[NewAction("Envoyer les tarifs", "mentor", date(2027, 6, 20))],
        done=[old],
    )

    assert list(Action.objects.order_by("id").values_list("what", "owner", "state", "due_on")) == [
        ("Appeler trois mairies", "team", "done", None),
        ("Envoyer les tarifs", "mentor", "open", date(2027, 6, 20)),
    ]
    assert [message.recipient for message in letters()] == [founder, founder]
    assert Event.objects.of(second).get().data == {"minutes": 45, "actions": 1, "closed": 1}
    assert [event.verb for event in Event.objects.of(old)] == ["action.complete"]


def test_the_letter_says_summary_and_actions_and_never_the_note(match, mentor, startup):
    held_session(startup, mentor, new_actions=[NewAction("Appeler trois mairies", "team", date(2027, 6, 30))])

    message = letters().get()
    whole = message.subject + message.text + message.short
    assert SUMMARY in message.text
    assert "- Appeler trois mairies (L’équipe, avant le 30 juin 2027)" in message.text
    assert "CANARI" not in whole and "amber" not in whole


def test_the_same_form_sent_twice_is_one_report(match, mentor, startup):
    first = held_session(startup, mentor, form_token="f" * 32)
    again = held_session(startup, mentor, form_token="f" * 32, summary="Autre chose")

    assert again == first
    assert (Session.objects.count(), Action.objects.count(), letters().count()) == (1, 1, 1)
    assert again.summary == SUMMARY


def test_another_person_cannot_use_the_form_of_somebody(match, mentor, startup, officer):
    held_session(startup, mentor, form_token="f" * 32)

    with pytest.raises(OtherReport):
        session_log.log(
            startup, mentor=mentor, held_on=AT.date(), minutes=30, mode="phone", summary="x", form_token="f" * 32,
            by=officer, at=AT,
        )  # fmt: skip


def test_the_note_is_sealed_in_its_column(match, mentor, startup):
    session = held_session(startup, mentor)

    stored = Session.objects.values_list("note_sealed", flat=True).get()
    assert "CANARI" not in stored and stored.startswith("v1.")
    assert Session.objects.get(pk=session.pk).note == NOTE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"minutes": 4}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"held_on": AT.date() + timedelta(days=1)}, "held_on"),
        ({"summary": "  "}, "summary"),
        ({"mode": "pigeon"}, "mode"),
        ({"topics": ["sales", "football"]}, "topics"),
        ({"colour": "blue"}, "colour"),
        ({"present": "x" * 241}, "present"),
        ({"new_actions": [NewAction("x" * 241)]}, "new_actions"),
        ({"new_actions": [NewAction("Appeler", "nobody")]}, "new_actions"),
    ],
)
def test_a_bad_report_is_refused_and_leaves_nothing(match, mentor, startup, given, field):
    with pytest.raises(BadReport) as refusal:
        held_session(startup, mentor, **given)

    assert list(refusal.value.data["fields"]) == [field]
    assert (Session.objects.count(), Action.objects.count(), letters().count()) == (0, 0, 0)


@pytest.mark.parametrize("minutes", [5, 600])
def test_the_edges_of_the_duration_are_good(match, mentor, startup, minutes):
    assert held_session(startup, mentor, minutes=minutes).minutes == minutes


def test_an_action_the_team_closed_meanwhile_stays_as_it_is(match, mentor, startup, founder):
    from mentorship import actions

    action = held_session(startup, mentor).actions.get()
    actions.complete(action, by=founder, at=AT + timedelta(hours=1))

    held_session(startup, mentor, at=AT + timedelta(days=1), dropped=[action], new_actions=[])

    assert list(Action.objects.values_list("state", flat=True)) == ["done"]


def test_actions_of_another_startup_are_not_touched(match, mentor, startup, officer, founder2, at):
    from incubator.startups import founding
    from tests.world.mentorship import matched

    other = founding.found("Autre", lead=founder2, by=founder2, at=at)
    matched(mentor, other, officer)
    action = held_session(other, mentor).actions.get()

    held_session(startup, mentor, done=[action], new_actions=[])

    assert Action.objects.get().state == "open"


def test_amend_until_the_last_second_of_48_hours(match, mentor, startup):
    session = held_session(startup, mentor)
    last, over = AT + timedelta(hours=48, seconds=-1), AT + timedelta(hours=48)

    session_log.amend(session, summary="Corrigé.", note="Autre note", by=mentor.person, at=last)
    with pytest.raises(NotAllowed):
        session_log.amend(session, summary="Trop tard.", by=mentor.person, at=over)

    session.refresh_from_db()
    assert (session.summary, session.note) == ("Corrigé.", "Autre note")
    assert Event.objects.filter(verb="session.amend").get().data == {"fields": ["note", "summary"]}
    assert [m.subject for m in letters()] == [
        "Séance du 1er juin 2027\xa0: résumé et actions",
        "Séance du 1er juin 2027\xa0: le résumé a changé",
    ]


def test_a_change_of_the_note_alone_tells_nobody(match, mentor, startup):
    session = held_session(startup, mentor)

    session_log.amend(session, note="Autre note", by=mentor.person, at=AT + timedelta(hours=1))

    assert letters().count() == 1


def test_only_its_author_amends(match, mentor, startup, officer, founder):
    session = held_session(startup, mentor)

    for person in (officer, founder):
        with pytest.raises(NotAllowed):
            session_log.amend(session, summary="Non", by=person, at=AT)


def test_no_report_without_a_match_a_charter_or_with_a_link(match, mentor, startup, officer, outsider):
    with pytest.raises(NotAllowed):
        session_log.log(
            startup,
            mentor=mentor,
            held_on=AT.date(),
            minutes=30,
            mode="phone",
            summary="x",
            by=outsider,
            at=AT,
        )
    onboarding.pause(mentor, by=officer, at=AT)
    with pytest.raises(NotAllowed):
        held_session(startup, mentor)
    onboarding.resume(mentor, by=officer, at=AT)
    link = declaring.declare(mentor.person, startup, kind="financial", by=mentor.person, at=AT)
    with pytest.raises(NotAllowed):
        held_session(startup, mentor)
    declaring.dismiss(link, by=officer, at=AT)
    matching.end(match, by=officer, at=AT)
    with pytest.raises(NotAllowed):
        held_session(startup, mentor)

    assert Session.objects.count() == 0
