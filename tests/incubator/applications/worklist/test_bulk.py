"""One act on many files, and letters to many."""

from datetime import timedelta

import pytest

from incubator.applications.models import Application, BulkRun, GroupLetter
from incubator.applications.states import State
from incubator.applications.worklist import bulk, writing
from incubator.core import clock
from incubator.notifications.models import Message
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import reviews as world
from tests.world.applications import submitted

BULK = "/desk/applications/bulk/"
LIST = "/desk/applications/"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.SCREENED)


@pytest.fixture
def files(call, person):
    return [submitted(call, person(f"f{n}"), s) for n, s in enumerate(("su-01", "su-05", "su-10"))]


@pytest.fixture
def clerk(client_for, officer):
    return client_for(officer)


def begin(client, act, files=(), **more):
    return client.post(BULK, {"act": act, "ref": [f.public_id for f in files], "back": LIST, **more})


def states(files):
    return [Application.objects.get(pk=f.pk).state for f in files]


def test_an_act_first_says_who_can_and_who_cannot(clerk, files):
    plan = begin(clerk, "confirm_eligible", files)
    page = clerk.get(plan.url).content.decode()

    assert "2 dossiers concernés" in page
    assert "1 dossier laissé de côté" in page
    assert "il ne remplit pas une règle de l’appel" in page
    assert states(files) == [State.SUBMITTED] * 3


def test_then_the_same_move_is_made_for_each_that_can(clerk, files):
    plan = begin(clerk, "confirm_eligible", files)
    done = clerk.post(plan.url, {"then": "do"})
    page = clerk.get(done.url).content.decode()

    assert done.url == plan.url
    assert states(files) == [State.ELIGIBLE, State.ELIGIBLE, State.SUBMITTED]
    assert Event.objects.filter(verb="application.confirm_eligible").count() == 2
    # What was refused stays ticked, with its reason.
    assert f'value="{files[2].public_id}" checked' in page
    assert page.count("checked") == 1


def test_an_act_without_refusal_goes_back_to_the_list(clerk, files):
    plan = begin(clerk, "confirm_eligible", files[:2])
    done = clerk.post(plan.url, {"then": "do"})

    assert (done.status_code, done.url) == (302, LIST)


def test_all_the_results_of_the_filters_not_only_the_ticked_ones(clerk, files):
    begin(clerk, "take_charge", every="yes", back=f"{LIST}?gender=F")

    assert BulkRun.objects.get().waiting == [files[0].pk, files[2].pk]


def test_a_long_act_goes_on_part_by_part_and_treats_each_file_once(files, officer):
    rows = Application.objects.at_the_desk_of(officer)
    run = bulk.plan(
        "confirm_eligible", rows.filter(pk__in=[f.pk for f in files]), back="", by=officer, at=world.SCREENED
    )
    BulkRun.objects.filter(pk=run.pk).update(confirmed_at=world.SCREENED)

    first = bulk.advance(run, by=officer, at=world.SCREENED, most=1)
    last = bulk.advance(run, by=officer, at=world.SCREENED, most=1)
    again = bulk.advance(run, by=officer, at=world.SCREENED, most=1)

    assert (first.done, first.finished_at, last.done, last.finished_at) == (1, None, 2, world.SCREENED)
    assert (again.done, again.treated, again.total) == (2, 3, 3)


def test_a_file_that_moved_meanwhile_is_refused_with_its_reason(clerk, files):
    plan = begin(clerk, "confirm_eligible", files[:2])
    clerk.post(f"{LIST}{files[0].public_id}/confirm-eligible/")
    clerk.post(f"{LIST}{files[0].public_id}/send-to-review/")
    clerk.post(plan.url, {"then": "do"})

    run = BulkRun.objects.get()
    assert (run.done, [line["reference"] for line in run.refused]) == (1, [files[0].reference])
    assert states(files[:2]) == [State.IN_REVIEW, State.ELIGIBLE]


def test_the_letter_is_read_before_a_return_and_each_team_gets_it(clerk, files):
    plan = begin(clerk, "return_for_correction", files)
    given = {"keys": ["problem"], "reason": "Chiffrez-le.", "due_on": "2027-03-20", "note": ""}
    shown = clerk.post(plan.url, given | {"then": "preview"}).content.decode()
    before = states(files)
    clerk.post(plan.url, given | {"then": "do"})

    assert "Chiffrez-le." in shown
    assert "F0" in shown
    assert before == [State.SUBMITTED] * 3
    assert states(files) == [State.RETURNED] * 3
    assert Message.objects.filter(kind="applications/returned_for_correction").count() == 3


def test_a_return_without_reason_or_in_the_past_changes_nothing_and_keeps_what_was_typed(clerk, files):
    plan = begin(clerk, "return_for_correction", files)
    answer = clerk.post(
        plan.url, {"keys": ["problem"], "reason": "", "due_on": "2020-03-20", "note": "Un mot", "then": "do"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Un mot" in page
    assert "Choisissez une date à venir" in page
    assert states(files) == [State.SUBMITTED] * 3


def test_several_files_are_put_in_somebodys_charge(clerk, files, officer, director):
    plan = begin(clerk, "take_charge", files[:2])
    clerk.post(plan.url, {"person": director.public_id, "then": "do"})

    assert [Application.objects.get(pk=f.pk).in_charge for f in files] == [director, director, None]


def test_several_files_get_a_tag_besides_those_they_have(clerk, files):
    for name in ("Agriculture", "Nord"):
        plan = begin(clerk, "tag", files[:2])
        clerk.post(plan.url, {"name": name, "then": "do"})

    found = [sorted(f.tags.values_list("name", flat=True)) for f in files]
    assert found == [["Agriculture", "Nord"], ["Agriculture", "Nord"], []]


def test_the_ticked_files_or_the_results_are_exported(clerk, files):
    ticked = begin(clerk, "export", files[:1])
    every = begin(clerk, "export", every="yes", back="/desk/calls/AC-2027-01/applications/?view=all&gender=F")

    assert ticked.url == f"/desk/applications/export/?ref={files[0].public_id}"
    assert every.url == "/desk/applications/export/?view=all&gender=F&call=AC-2027-01"


def test_an_administrator_may_read_but_acts_on_nothing(client_for, admin, files):
    client = client_for(admin)
    plan = begin(client, "confirm_eligible", files)
    page = client.get(plan.url).content.decode()

    assert "3 dossiers laissés de côté" in page
    assert states(files) == [State.SUBMITTED] * 3


def test_nothing_ticked_is_said(clerk, files):
    answer = clerk.post(BULK, {"act": "confirm_eligible"}, follow=True).content.decode()

    assert "Cochez au moins un dossier de la liste." in answer


def test_a_run_is_its_persons(client_for, director, clerk, files):
    plan = begin(clerk, "confirm_eligible", files)

    assert client_for(director).get(plan.url).status_code == 404


WORDS = {
    "subject_fr": "Réunion pour {nom}",
    "text_fr": "Votre dossier {référence} est attendu.",
    "subject_en": "",
    "text_en": "Your file {reference} is expected.",
}


def test_a_letter_to_many_is_read_then_waits_fifteen_minutes(clerk, files):
    files[1].team.get().person.__class__.objects.filter(pk=files[1].team.get().person_id).update(
        language="en"
    )
    page = begin(clerk, "write", files)
    shown = clerk.post(page.url, WORDS | {"then": "preview"}).content.decode()
    before = Message.objects.filter(kind=writing.LETTER).count()
    clerk.post(page.url, WORDS | {"then": "send"})
    clerk.post(page.url, WORDS | {"then": "send"})

    letters = list(Message.objects.filter(kind=writing.LETTER).order_by("id"))
    assert f"Votre dossier {files[0].reference} est attendu." in shown
    assert "Envoyer à 3 personnes" in shown
    assert before == 0
    assert [m.recipient.email for m in letters] == [f"f{n}@example.test" for n in range(3)]
    assert {m.leaves_at - world.SCREENED for m in letters} == {timedelta(minutes=15)}
    assert f"Your file {files[1].reference} is expected." in letters[1].text
    assert letters[0].subject.startswith("Réunion pour ")
    assert Event.objects.filter(verb="group_letter.post").count() == 1


def test_a_letter_is_called_back_before_it_leaves(clerk, files):
    page = begin(clerk, "write", files)
    clerk.post(page.url, WORDS | {"then": "preview"})
    clerk.post(page.url, WORDS | {"then": "send"})
    clerk.post(f"{page.url}cancel/")

    assert set(Message.objects.filter(kind=writing.LETTER).values_list("state", flat=True)) == {"cancelled"}
    assert "Envoi annulé" in clerk.get(page.url).content.decode()
    assert "Annuler l’envoi" not in clerk.get(page.url).content.decode()


def test_words_changed_after_the_look_are_looked_at_again(clerk, files):
    page = begin(clerk, "write", files)
    clerk.post(page.url, WORDS | {"then": "preview"})
    again = clerk.post(page.url, WORDS | {"text_fr": "Autre chose.", "then": "send"})

    assert "Autre chose." in again.content.decode()
    assert Message.objects.filter(kind=writing.LETTER).count() == 0


def test_a_letter_stands_among_the_messages_of_its_call(clerk, files):
    page = begin(clerk, "write", files, back="/desk/calls/AC-2027-01/applications/")
    clerk.post(page.url, WORDS | {"then": "preview"})
    clerk.post(page.url, WORDS | {"then": "send"})
    shown = clerk.get("/desk/calls/AC-2027-01/messages/").content.decode()

    assert page.url in shown
    assert "3 messages, départ" in shown


def test_a_word_nobody_can_fill_in_is_said_and_nothing_leaves(clerk, files):
    page = begin(clerk, "write", files)
    answer = clerk.post(page.url, WORDS | {"text_fr": "Bonjour {prénom}", "then": "send"})

    assert answer.status_code == 422
    assert "{prénom} ne peut pas être rempli" in answer.content.decode()
    assert Message.objects.filter(kind=writing.LETTER).count() == 0
    assert GroupLetter.objects.get().posted_at is None


def test_an_administrator_writes_to_nobody(files, admin, officer):
    letter = writing.begin(
        Application.objects.at_the_desk_of(officer), call=None, back="", by=officer, at=world.SCREENED
    )
    with pytest.raises(NotAllowed):
        writing.post(letter, by=admin, at=world.SCREENED)

    assert Message.objects.filter(kind=writing.LETTER).count() == 0
