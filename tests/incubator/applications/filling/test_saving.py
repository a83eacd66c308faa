import json
from datetime import timedelta

import pytest

from incubator.applications.filling import answers, drafting
from incubator.applications.filling.saving import NotWritable
from incubator.applications.models import Application
from incubator.applications.submission import sending
from incubator.workflow.refusals import NotAllowed
from tests.incubator.applications.submission.test_sending import CLOSING
from tests.world import applications as world

AT = world.DRAFTED


@pytest.fixture
def draft(call, founder):
    return world.draft(call, founder)


def save(application, raw, by, at=AT, **more):
    return drafting.save_answers(application, raw, by=by, at=at, **more)


def test_saved_answers_have_versions(draft, founder):
    first = save(draft, {"lead_last_name": " Kodjo ", "founders_count": "2"}, founder)
    second = save(draft, {"lead_last_name": "Ama"}, founder, versions={"lead_last_name": 1})

    assert (first.saved, first.conflicts, first.issues) == (
        {"lead_last_name": 1, "founders_count": 1},
        [],
        [],
    )
    assert second.saved == {"lead_last_name": 2}
    assert {key: answers.read(draft)[key] for key in first.saved} == {
        "lead_last_name": "Ama",
        "founders_count": 2,
    }


def test_the_same_answer_again_keeps_its_version(draft, founder):
    save(draft, {"lead_last_name": "Ama"}, founder)

    again = save(draft, {"lead_last_name": "Ama"}, founder)

    assert again.saved == {"lead_last_name": 1}


def test_two_people_answer_the_same_question(draft, founder, founder2):
    draft.team.create(person=founder2, role="editor")
    save(draft, {"pitch": "Une phrase"}, founder)

    theirs = save(
        draft, {"pitch": "Une autre"}, founder2, at=AT + timedelta(minutes=1), versions={"pitch": 1}
    )
    mine = save(
        draft, {"pitch": "La mienne", "problem": "Le problème"}, founder, versions={"pitch": 1, "problem": 0}
    )

    assert theirs.saved == {"pitch": 2}
    (conflict,) = mine.conflicts
    found = (
        conflict.key,
        conflict.mine,
        conflict.theirs,
        conflict.version,
        conflict.saved_by,
        conflict.saved_at,
    )
    assert found == ("pitch", "La mienne", "Une autre", 2, founder2, AT + timedelta(minutes=1))
    assert mine.saved == {"problem": 1}
    assert answers.read(draft)["pitch"] == "Une autre"


def test_unknown_keys_are_left_aside(draft, founder):
    assert save(draft, {"state": "accepted", "nothing": 1}, founder).saved == {}


def test_an_answer_taken_away_is_empty_and_saved(draft, founder):
    save(draft, {"pitch": "Une phrase"}, founder)

    save(draft, {"pitch": ""}, founder)

    assert "pitch" not in answers.read(draft)
    assert answers.values(draft.answers.all())["pitch"] is None


@pytest.mark.parametrize("who", ["reader", "outsider", "officer"])
def test_who_does_not_write(draft, request, who, founder2):
    draft.team.create(person=founder2, role="reader")
    person = founder2 if who == "reader" else request.getfixturevalue(who)

    with pytest.raises(NotAllowed) as refusal:
        save(draft, {"pitch": "x"}, person)

    assert (
        str(refusal.value)
        == "Vous pouvez lire ce dossier, pas y écrire. Adressez-vous à la personne qui le porte."
    )
    assert "pitch" not in answers.read(draft)


def test_saving_stops_at_the_closing_instant(draft, founder):
    save(draft, {"pitch": "à temps"}, founder, at=CLOSING - timedelta(microseconds=1))

    with pytest.raises(NotAllowed):
        save(draft, {"pitch": "trop tard"}, founder, at=CLOSING)

    assert answers.read(draft)["pitch"] == "à temps"


def test_a_sent_file_is_not_written(call, founder):
    application = world.complete(call, founder)
    stale = Application.objects.get(pk=application.pk)
    sending.submit(application, by=founder, at=world.SENT)

    with pytest.raises(NotAllowed):
        save(application, {"pitch": "x"}, founder)
    with pytest.raises(NotWritable):
        save(stale, {"pitch": "x"}, founder)
    with pytest.raises(NotWritable):
        save(stale, {"pitch": "x"}, founder, versions={"pitch": 1})


# -- the form and the script ------------------------------------------------------------------------------


def token(page, key: str) -> str:
    return page.content.decode().split(f'name="v-{key}" value="')[1].split('"')[0]


def url(application, step: str = "3") -> str:
    return f"/portal/applications/{application.ref}/form/{step}/"


def test_a_page_read_before_somebody_else_wrote_shows_both_answers(typed, founder, founder2, client_for):
    application, client = typed
    application.team.create(person=founder2, role="editor")
    other = client_for(founder2)
    mine, theirs = client.get(url(application)), other.get(url(application))
    names = ("pitch", "problem")
    tokens = [{f"v-{name}": token(page, name) for name in names} for page in (mine, theirs)]

    other.post(url(application), {"pitch": "La sienne", "problem": "", **tokens[1]})
    answer = client.post(url(application), {"pitch": "La mienne", "problem": "Mon problème", **tokens[0]})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert [
        text in page for text in ("La sienne", "La mienne", "Vos autres réponses sont enregistrées.")
    ] == [True] * 3
    assert answers.read(application)["pitch"] == "La sienne"
    assert answers.read(application)["problem"] == "Mon problème"
    chosen = {"use-pitch": "mine", "mine-pitch": '"La mienne"', "v-pitch": token(answer, "pitch")}
    assert client.post(f"{url(application)}choose/", chosen).status_code == 302
    assert answers.read(application)["pitch"] == "La mienne"


def test_a_field_left_untouched_never_conflicts(typed, founder, founder2, client_for):
    application, client = typed
    application.team.create(person=founder2, role="editor")
    save(application, {"pitch": "Avant"}, founder)
    page = client.get(url(application))
    tokens = {f"v-{name}": token(page, name) for name in ("pitch", "problem")}
    save(application, {"pitch": "Après"}, founder2)

    answer = client.post(url(application), {"pitch": "Avant", "problem": "Mon problème", **tokens})

    assert answer.status_code == 302
    assert answers.read(application)["pitch"] == "Après"
    assert answers.read(application)["problem"] == "Mon problème"


def test_autosave_answers_in_json(typed):
    application, client = typed
    field = f"{url(application)}field/pitch/"
    first = client.post(field, {"pitch": "Une phrase", "v-pitch": "0:x"}).json()

    second = client.post(field, {"pitch": "Deux", "v-pitch": first["version"]}).json()
    stale = client.post(field, {"pitch": "Trois", "v-pitch": first["version"]}).json()

    assert first["saved"] is True
    assert (
        first["sentence"]
        == "Enregistré à 10\u00a0h\u00a000. Vous pouvez fermer cette page et reprendre plus tard, ici ou sur un autre appareil."
    )
    assert (second["version"].split(":")[0], second["conflict"]) == ("2", None)
    assert (stale["saved"], stale["conflict"]["mine"], stale["conflict"]["theirs"]) == (
        False,
        "Trois",
        "Deux",
    )
    assert answers.read(application)["pitch"] == "Deux"


def test_autosave_of_a_table(typed):
    application, client = typed
    rows = {
        "budget-0-line": "formation",
        "budget-0-amount": "150 000",
        "budget-1-line": "",
        "budget-1-amount": "",
    }

    told = client.post(
        f"{url(application, '7')}field/budget/", {"budget": "", **rows, "v-budget": "0:x"}
    ).json()

    assert told["saved"] is True
    assert answers.read(application)["budget"] == [{"line": "formation", "detail": None, "amount": 150000}]


def test_autosave_after_the_end_of_the_session_says_so(typed, client):
    application, _client = typed

    answer = client.post(
        f"{url(application)}field/pitch/", {"pitch": "x"}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401
    assert json.loads(answer.content)["code"] == "signed_out"


@pytest.mark.parametrize(
    ("then", "where"), [("", "form/4/"), ("back", "form/2/"), ("stay", "form/3/"), ("leave", "")]
)
def test_where_the_buttons_lead(typed, then, where):
    application, client = typed

    answer = client.post(url(application), {"pitch": "x", "then": then})

    assert answer.url == f"/portal/applications/{application.ref}/{where}"


def test_a_step_stays_within_its_queries(typed, django_assert_max_num_queries):
    application, client = typed
    client.get(url(application, "2"))

    with django_assert_max_num_queries(9):
        client.get(url(application, "2"))
    page = client.get(url(application))
    first = client.post(
        f"{url(application)}field/pitch/", {"pitch": "a", "v-pitch": token(page, "pitch")}
    ).json()
    # Inside a test the transaction that holds the file is a savepoint and its release: two more than in life.
    with django_assert_max_num_queries(9):
        client.post(f"{url(application)}field/pitch/", {"pitch": "b", "v-pitch": first["version"]})


# -- the end of a session ---------------------------------------------------------------------------------


def test_what_was_typed_survives_the_sign_in(typed, client, founder):
    application, _client = typed

    to_door = client.post(
        url(application), {"pitch": "Tapé avant", "v-pitch": "0:x", "typed-by": founder.public_id}
    )
    assert to_door.url == f"/login/?next=%2Fportal%2Fapplications%2F{application.ref}%2Fform%2F3%2F&ended=1"
    assert "pitch" not in answers.read(application)

    client.force_login(founder, backend="incubator.accounts.backends.OneDoor")
    back = client.get(url(application), follow=True)

    assert back.redirect_chain == [(url(application), 302)]
    assert "Ce que vous aviez tapé avant de vous reconnecter est ici." in back.content.decode()
    assert answers.read(application)["pitch"] == "Tapé avant"


def test_what_was_typed_is_not_given_to_somebody_else(typed, client, outsider, founder):
    application, _client = typed
    client.post(url(application), {"pitch": "Tapé avant", "v-pitch": "0:x", "typed-by": founder.public_id})

    client.force_login(outsider, backend="incubator.accounts.backends.OneDoor")

    assert client.get(url(application)).status_code == 404
    assert "pitch" not in answers.read(application)
    assert b"Tap\xc3\xa9 avant" not in client.get("/portal/applications/").content


def test_a_huge_form_is_not_kept_at_the_door(typed, client, founder):
    application, _client = typed
    client.post(url(application), {"pitch": "a" * 300_000, "typed-by": founder.public_id})

    client.force_login(founder, backend="incubator.accounts.backends.OneDoor")
    client.get(url(application))

    assert "pitch" not in answers.read(application)
