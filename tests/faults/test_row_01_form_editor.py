"""Row 1: the form of any call opens, saves and publishes in the CMS, part by part: the shipped call's, and one of two
hundred questions. Two editors do not write over one another; a form may be begun empty.
"""

import json
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from cms.form_editor import compiling, parts
from cms.form_editor.blocks import QUESTIONS
from cms.form_editor.parts import Place
from cms.models import CallForm
from incubator.demo.calls import sample
from incubator.programmes.call_file.loading import load_call
from incubator.programmes.models import FormVersion
from incubator.programmes.preparation import copying
from tests.faults.posting import sent
from tests.world.programmes import BEFORE, small_call

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def shipped(officer):
    """The call that the demonstration ships."""
    return load_call(sample(), by=officer, at=BEFORE)


@pytest.fixture
def desk(officer, client_for):
    return client_for(officer)


def parts_of(form: CallForm) -> list[str]:
    """The address of every page that edits something of a form."""
    found = []
    for step in parts.steps_of(form):
        found.append(reverse("call_forms:step_words", args=[form.pk, step["id"]]))
        found += [
            reverse("call_forms:question", args=[form.pk, step["id"], field["id"]])
            for field in step["value"]["fields"]
        ]
    return found


def saves_all(desk, pages: list[str]) -> None:
    """Open these parts and save each unchanged."""
    for page in pages:
        opened = desk.get(page)
        assert opened.status_code == 200, page
        data = sent(opened.context["form"]) | {"kind": opened.context["kind"]}
        assert len(data) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 2, page
        answer = desk.post(page, data)
        assert answer.status_code == 302, page


def test_the_shipped_call_is_saved_unchanged_part_by_part_and_published(shipped, desk):
    before = shipped.form_version.definition
    opened = desk.get(f"/desk/calls/{shipped.reference}/form/", follow=True)
    form = CallForm.objects.get()

    assert opened.status_code == 200
    pages = parts_of(form)
    assert len(pages) == len(set(pages)) > 60
    saves_all(desk, pages)

    form.refresh_from_db()
    assert compiling.compiled(form) == before
    assert desk.post(f"/desk/calls/{shipped.reference}/publish-form/").status_code == 302
    assert FormVersion.objects.count() == 1


def test_a_copy_of_the_shipped_call_is_edited_and_published(shipped, officer, desk):
    copy = copying.copy(
        shipped, reference="AC-2028-01", slug="copie-2028", opens_at=shipped.opens_at, closes_at=shipped.closes_at,
        by=officer, at=BEFORE,
    )  # fmt: skip
    desk.get(f"/desk/calls/{copy.reference}/form/", follow=True)
    form = CallForm.objects.get(call=copy)
    page = parts_of(form)[1]
    opened = desk.get(page)
    data = sent(opened.context["form"]) | {"kind": opened.context["kind"], "part-label_fr": "Nom de famille"}

    assert desk.post(page, data).status_code == 302
    assert desk.post(f"/desk/calls/{copy.reference}/publish-form/").status_code == 302

    copy.refresh_from_db()
    assert copy.form_version.definition["steps"][0]["fields"][0]["label"]["fr"] == "Nom de famille"


def test_a_form_of_two_hundred_questions_in_one_step_saves_and_publishes(officer, director, desk):
    call = small_call(officer)
    form = compiling.form_of(call)
    steps = parts.steps_of(form)
    one = next(field for step in steps for field in step["value"]["fields"] if field["type"] == "text")
    for number in range(200 - sum(len(step["value"]["fields"]) for step in steps)):
        value = {**one["value"], "key": f"more_{number}"}
        value.pop("maps_to", None)
        steps[-1]["value"]["fields"].append({"type": "text", "id": str(uuid.uuid4()), "value": value})
    form.steps = json.dumps(steps)
    form.save()
    form.refresh_from_db()
    before = compiling.compiled(form)

    pages = parts_of(form)
    assert len(pages) == len(set(pages)) == 200 + len(steps)
    saves_all(desk, [*pages[:3], pages[100], pages[-1]])
    assert desk.get(reverse("call_forms:step", args=[form.pk, steps[-1]["id"]])).status_code == 200
    assert desk.post(f"/desk/calls/{call.reference}/publish-form/").status_code == 302

    form.refresh_from_db()
    call.refresh_from_db()
    assert compiling.compiled(form) == before == call.form_version.definition
    assert sum(len(step["fields"]) for step in before["steps"]) == 200


def test_a_form_begun_empty_is_saved_step_by_step_and_published_when_it_is_whole(officer, desk):
    call = small_call(officer)
    form = compiling.form_of(call)
    for step in parts.steps_of(form)[1:]:
        parts.remove(form, Place(step["id"]), read=parts.token_of(step))
    call.eligibility_rules.all().delete()
    call.criteria.all().delete()
    call.documents.all().delete()
    only = parts.steps_of(CallForm.objects.get())[0]
    act = reverse("call_forms:act", args=[form.pk])
    removed = {"act": "remove", "step": only["id"], "read": parts.token_of(only)}
    assert desk.post(act, removed).url == reverse("call_forms:form", args=[form.pk])
    assert parts.steps_of(CallForm.objects.get()) == []
    assert "n’a pas encore d’étape" in desk.get(reverse("call_forms:form", args=[form.pk])).content.decode()

    step, question = str(uuid.uuid4()), str(uuid.uuid4())
    words = reverse("call_forms:step_words", args=[form.pk, step])
    data = sent(desk.get(words).context["form"])
    assert desk.post(words, data | {"part-key": "equipe", "part-title_fr": "L’équipe"}).status_code == 302
    assert [fault.question for fault in compiling.faults(CallForm.objects.get())] == [None]

    page = reverse("call_forms:question", args=[form.pk, step, question])
    opened = desk.get(page, {"kind": "text"})
    data = sent(opened.context["form"]) | {"kind": "text", "part-key": "nom", "part-label_fr": "Votre nom"}
    assert desk.post(page, data).url == f"{reverse('call_forms:step', args=[form.pk, step])}#q-{question}"
    assert desk.post(f"/desk/calls/{call.reference}/publish-form/").status_code == 302

    call.refresh_from_db()
    assert [[field["key"] for field in step["fields"]] for step in call.form_version.definition["steps"]] == [
        ["nom"]
    ]


def test_an_unfinished_form_is_kept_and_says_what_is_missing_and_is_not_published(shipped, desk):
    form = compiling.form_of(shipped)
    step = parts.steps_of(form)[0]["id"]
    page = reverse("call_forms:question", args=[form.pk, step, uuid.uuid4()])
    opened = desk.get(page, {"kind": "choice"})
    data = sent(opened.context["form"]) | {"kind": "choice", "part-key": "forme", "part-label_fr": "Forme"}

    assert desk.post(page, data).status_code == 302

    shown = desk.get(reverse("call_forms:step", args=[form.pk, step])).content.decode()
    assert "Une liste de réponses a au moins une réponse." in shown
    desk.post(f"/desk/calls/{shipped.reference}/publish-form/")
    assert FormVersion.objects.count() == 1


def test_what_cannot_be_read_is_said_with_what_was_typed(shipped, desk):
    form = compiling.form_of(shipped)
    before = parts.steps_of(form)
    page = parts_of(form)[1]
    opened = desk.get(page)
    data = sent(opened.context["form"]) | {
        "kind": "text",
        "part-label_fr": "",
        "part-help_fr": "Une aide neuve",
    }

    answer = desk.post(page, data)

    assert answer.status_code == 200
    assert "Une aide neuve" in answer.content.decode()
    assert parts.steps_of(CallForm.objects.get()) == before


def test_two_editors_of_one_question_do_not_write_over_one_another(shipped, desk, editor, client_for):
    form = compiling.form_of(shipped)
    page, other = parts_of(form)[1:3]
    mine, theirs = (sent(desk.get(page).context["form"]) | {"kind": "text"} for _each in range(2))
    assert client_for(editor).post(page, theirs | {"part-label_fr": "Leur nom"}).status_code == 302

    answer = desk.post(page, mine | {"part-label_fr": "Mon nom"})

    assert answer.status_code == 409
    assert ("Question en français", "Leur nom") in answer.context["theirs"]
    assert "Mon nom" in answer.content.decode()
    assert compiling.compiled(CallForm.objects.get())["steps"][0]["fields"][0]["label"]["fr"] == "Leur nom"
    again = sent(answer.context["form"]) | {"kind": "text"}
    assert desk.post(page, again).status_code == 302
    assert compiling.compiled(CallForm.objects.get())["steps"][0]["fields"][0]["label"]["fr"] == "Mon nom"
    unread = desk.get(other)
    assert (
        desk.post(other, sent(unread.context["form"]) | {"kind": unread.context["kind"]}).status_code == 302
    )


def test_a_question_whose_step_was_removed_keeps_what_was_typed(shipped, desk):
    form = compiling.form_of(shipped)
    step = parts.steps_of(form)[-1]
    page = reverse("call_forms:question", args=[form.pk, step["id"], uuid.uuid4()])
    data = sent(desk.get(page, {"kind": "text"}).context["form"]) | {"kind": "text", "part-key": "neuf"}
    parts.remove(form, Place(step["id"]), read=parts.token_of(step))
    before = parts.steps_of(CallForm.objects.get())

    answer = desk.post(page, data | {"part-label_fr": "Une question neuve"})

    assert answer.status_code == 409
    assert "Une question neuve" in answer.content.decode()
    assert parts.steps_of(CallForm.objects.get()) == before


def test_pressing_save_twice_adds_one_question(shipped, desk):
    form = compiling.form_of(shipped)
    step = parts.steps_of(form)[0]
    page = reverse("call_forms:question", args=[form.pk, step["id"], uuid.uuid4()])
    data = sent(desk.get(page, {"kind": "text"}).context["form"]) | {
        "kind": "text", "part-key": "neuf", "part-label_fr": "Neuf",
    }  # fmt: skip

    assert [desk.post(page, data).status_code for _each in range(2)] == [302, 409]

    assert (
        len(parts.steps_of(CallForm.objects.get())[0]["value"]["fields"]) == len(step["value"]["fields"]) + 1
    )


def test_parts_are_ordered_moved_to_another_step_and_removed(shipped, desk):
    form = compiling.form_of(shipped)
    first, second, *_rest = parts.steps_of(form)
    act = reverse("call_forms:act", args=[form.pk])
    one, two = (field["id"] for field in first["value"]["fields"][:2])

    desk.post(act, {"act": "move", "step": first["id"], "question": one, "position": "2"})
    assert [f["id"] for f in parts.steps_of(CallForm.objects.get())[0]["value"]["fields"][:2]] == [
        two,
        one,
    ]

    desk.post(act, {"act": "move", "step": first["id"], "question": one, "to": second["id"], "position": "1"})
    moved = parts.steps_of(CallForm.objects.get())
    assert [moved[0]["value"]["fields"][0]["id"], moved[1]["value"]["fields"][0]["id"]] == [two, one]

    desk.post(act, {"act": "move", "step": second["id"], "position": "1"})
    assert [step["id"] for step in parts.steps_of(CallForm.objects.get())[:2]] == [
        second["id"],
        first["id"],
    ]

    before = parts.steps_of(CallForm.objects.get())
    for wrong in ({"act": "remove", "read": "stale"}, {"act": "move", "position": "x"}, {"act": "else"}):
        desk.post(act, {"step": first["id"], "question": two, **wrong})
    desk.post(act, {"act": "remove", "step": str(uuid.uuid4()), "read": ""})
    assert parts.steps_of(CallForm.objects.get()) == before


def test_nobody_else_edits_a_form(shipped, founder, finance, client_for):
    form = compiling.form_of(shipped)
    before = parts.steps_of(form)
    pages = [reverse("call_forms:form", args=[form.pk]), *parts_of(form)[:2]]

    for person in (founder, finance):
        client = client_for(person)
        assert {client.get(page).status_code for page in pages} <= {302, 403, 404}
        refused = client.post(reverse("call_forms:act", args=[form.pk]), {"act": "remove"})
        assert refused.status_code in (302, 403, 404)

    assert parts.steps_of(CallForm.objects.get()) == before


# A picture is chosen among those of the site: the browser's suite adds one.
@pytest.mark.parametrize("kind", [kind for kind in QUESTIONS if kind != "image"])
def test_a_question_of_every_kind_is_added_and_its_step_and_form_are_read(kind, officer, desk):
    """With nothing but its key and words: what is missing is said, nothing answers 500."""
    call = small_call(officer)
    form = compiling.form_of(call)
    step = parts.steps_of(form)[0]["id"]
    page = reverse("call_forms:question", args=[form.pk, step, str(uuid.uuid4())])
    data = sent(desk.get(page, {"kind": kind}).context["form"]) | {"kind": kind}
    words = {"part-key": "added", "part-label_fr": "Une question de plus", "part-formats": ["pdf", "jpg"]}

    answer = desk.post(page, data | words)

    assert answer.status_code == 302
    assert parts.steps_of(CallForm.objects.get())[0]["value"]["fields"][-1]["type"] == kind
    for address in (
        reverse("call_forms:step", args=[form.pk, step]),
        reverse("call_forms:form", args=[form.pk]),
        f"/desk/calls/{call.reference}/form-preview/",
    ):
        assert desk.get(address).status_code == 200, address
