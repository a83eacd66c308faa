"""Comments, each for its readers; tasks; tags."""

from datetime import timedelta

import pytest

from incubator.applications.casework import notes, tagging
from incubator.applications.models import Application, FileTag, Note, Tag
from incubator.applications.states import Audience
from incubator.applications.worklist import flags
from incubator.conflicts import declaring
from incubator.conflicts.states import InterestKind
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

AT = world.SCREENED
TODAY = clock.local_day(AT)
WORDS = "Le budget ne tombe pas juste."


@pytest.fixture
def file(call, founder):
    return submitted(call, founder)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(AT)
    return set_to


@pytest.mark.parametrize("audience", Audience.values)
def test_a_comment_reaches_its_readers_and_nobody_else(
    file, call, officer, director, admin, founder, juror, juror2, outsider, client_for, now, audience
):
    round_ = world.open_round(call, officer)
    world.in_review(file, officer)
    hand = world.given(round_, file, juror, officer)
    notes.comment(file, WORDS, audience=audience, by=officer, at=AT)
    now(world.SCORED)
    pages = {
        "officer": client_for(officer).get(f"/desk/applications/{file.public_id}/"),
        "director": client_for(director).get(f"/desk/applications/{file.public_id}/"),
        "admin": client_for(admin).get(f"/desk/applications/{file.public_id}/"),
        "founder": client_for(founder).get(f"/portal/applications/{file.public_id}/"),
        "juror": client_for(juror).get(f"/portal/jury/{round_.public_id}/files/{hand.number}/"),
    }

    readers = {name for name, answer in pages.items() if WORDS in answer.content.decode()}
    assert {answer.status_code for answer in pages.values()} == {200}
    assert readers == {"officer", "director", "admin"} | {
        Audience.JURY: {"juror"}, Audience.APPLICANT: {"founder"}
    }.get(audience, set())  # fmt: skip
    mine = {user.full_name for user in (officer, founder, juror, juror2, outsider) if _reads(user)}
    assert mine == {"Officer"} | ({"Founder"} if audience == Audience.APPLICANT else set())


def _reads(user):
    return Note.objects.visible_to(user).exists()


def test_only_a_comment_for_the_team_sends_a_short_message(file, officer, founder):
    before = Message.objects.count()
    notes.comment(file, WORDS, by=officer, at=AT)
    notes.comment(file, WORDS, audience=Audience.JURY, by=officer, at=AT)
    assert Message.objects.count() == before

    notes.comment(file, WORDS, audience=Audience.APPLICANT, by=officer, at=AT)

    letter = Message.objects.get(kind="applications/comment_for_the_team")
    assert letter.recipient == founder
    assert WORDS not in letter.text + letter.short
    assert f"/portal/applications/{file.public_id}/" in letter.text


def test_a_comment_is_changed_for_fifteen_minutes_by_its_author(file, officer, director):
    note = notes.comment(file, WORDS, by=officer, at=AT)

    notes.change(note, "Mieux dit.", by=officer, at=AT + timedelta(minutes=14, seconds=59))
    with pytest.raises(notes.TooLateToChange):
        notes.change(note, "Trop tard.", by=officer, at=AT + timedelta(minutes=15))
    with pytest.raises(NotAllowed):
        notes.change(note, "À ma place.", by=director, at=AT)

    note.refresh_from_db()
    assert (note.text, note.edited_at) == ("Mieux dit.", AT + timedelta(minutes=14, seconds=59))


def test_a_comment_struck_out_stays_for_the_office_alone(file, officer, founder, client_for):
    note = notes.comment(file, WORDS, audience=Audience.APPLICANT, by=officer, at=AT)

    notes.strike(note, by=officer, at=AT)
    with pytest.raises(notes.AlreadyStruck):
        notes.strike(note, by=officer, at=AT)

    desk = client_for(officer).get(f"/desk/applications/{file.public_id}/").content.decode()
    team = client_for(founder).get(f"/portal/applications/{file.public_id}/").content.decode()
    assert "Barré par son auteur" in desk
    assert (WORDS in desk, WORDS in team) == (True, False)
    assert Event.objects.filter(verb="application.strike_comment").count() == 1


def test_a_comment_without_words_is_refused_with_the_page(file, officer, client_for):
    url = f"/desk/applications/{file.public_id}/comment/"

    answer = client_for(officer).post(url, {"text": " ", "audience": "zzz"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez d’abord quelques mots." in page
    assert "Choisissez qui le lit." in page
    assert not Note.objects.exists()


def test_a_link_closes_the_comments(file, officer):
    declaring.declare(officer, file.startup, kind=InterestKind.PERSONAL, by=officer, at=AT)

    with pytest.raises(NotAllowed):
        notes.comment(file, WORDS, by=officer, at=AT)
    assert not Note.objects.exists()


def test_a_task_waits_on_the_desk_of_who_is_to_do_it(file, officer, officer2, client_for):
    task = notes.give_task(file, "Appeler l’équipe", to=officer2, due_on=TODAY, by=officer, at=AT)

    home = client_for(officer2).get("/desk/").content.decode()
    own = client_for(officer2).get("/desk/tasks/").content.decode()
    other = client_for(officer).get("/desk/tasks/").content.decode()
    assert "1 tâche vous attend sur un dossier" in home
    assert ("Appeler l’équipe" in own, "Appeler l’équipe" in other) == (True, False)

    assert flagged(file) == ["task"]
    done = client_for(officer2).post(f"/desk/notes/{task.public_id}/done/")
    notes.finish_task(task, by=officer, at=AT)
    task.refresh_from_db()
    assert (done.status_code, task.done_by, task.done_at) == (302, officer2, AT)
    assert Event.objects.filter(verb="application.finish_task").count() == 1
    assert flagged(file) == []


def flagged(file):
    row = Application.objects.annotate(flags=flags.mask(file.submitted_at)).get(pk=file.pk)
    return [name for name in flags.read(row.flags) if name == "task"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"text": " "}, notes.NothingSaid),
        ({"due_on": TODAY - timedelta(days=1)}, notes.DayGone),
        ({"to": "founder"}, notes.NotForThem),
    ],
)
def test_a_task_that_cannot_be_done_is_refused(request, file, officer, given, refusal):
    wanted = {"text": "Lire", "to": officer, "due_on": TODAY} | given
    if isinstance(wanted["to"], str):
        wanted["to"] = request.getfixturevalue(wanted["to"])

    with pytest.raises(refusal):
        notes.give_task(file, wanted.pop("text"), **wanted, by=officer, at=AT)
    assert not Note.objects.exists()


def test_tags_are_words_of_the_programme(file, small, founder, officer, director, client_for):
    url = f"/desk/applications/{file.public_id}/tags/"
    client = client_for(officer)
    client.post(url, {"new": " Visite   à faire "})
    tag = Tag.objects.get()
    again = tagging.make(file, "visite à FAIRE", by=officer, at=AT)
    page = client.get(f"/desk/applications/{file.public_id}/").content.decode()

    assert (tag.name, again, FileTag.objects.count()) == ("Visite à faire", tag, 1)
    assert '<span class="badge neutral">Visite à faire</span>' in page
    client.post(url, {"tags": []})
    assert (Tag.objects.count(), FileTag.objects.count()) == (1, 0)
    with pytest.raises(NotAllowed):
        tagging.put(file, [tag], by=director, at=AT)


def test_a_new_tag_that_is_no_word_leaves_the_others_as_they_are(file, officer):
    kept = tagging.make(file, "À voir", by=officer, at=AT)

    with pytest.raises(tagging.NoWord):
        tagging.put(file, [], new="x" * 41, by=officer, at=AT)

    assert [row.tag for row in FileTag.objects.filter(application=file)] == [kept]
    tagging.put(file, [], new="Urgent", by=officer, at=AT)
    assert [row.tag.name for row in FileTag.objects.filter(application=file)] == ["Urgent"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 41])
def test_a_tag_is_a_word(file, officer, name):
    with pytest.raises(tagging.NoWord):
        tagging.make(file, name, by=officer, at=AT)
    assert not Tag.objects.exists()
