"""The printed documents of a call: the same facts as its page, every question with room to write, made once."""

import json
import re

import pytest
import typst
from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import translation

from incubator.documents import lettering, typesetting
from incubator.forms.condition_sentences import sentence
from incubator.forms.definition import Definition
from incubator.forms.types import TYPES
from incubator.programmes.models import Call
from incubator.programmes.printed import blank, papers, rules_paper
from tests.incubator.files.conftest import private
from tests.world.programmes import published_call

__all__ = ["private"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]
ADDRESSES = {
    ("rules", "fr"): "/appels/{}/reglement.pdf",
    ("rules", "en"): "/en/calls/{}/rules.pdf",
    ("summary", "fr"): "/appels/{}/resume.pdf",
    ("summary", "en"): "/en/calls/{}/summary.pdf",
    ("form", "fr"): "/appels/{}/formulaire-vierge.pdf",
    ("form", "en"): "/en/calls/{}/blank-form.pdf",
}


@pytest.fixture
def call(centre, officer, director):
    return published_call(officer, director)


def texts(data) -> str:
    return json.dumps(data, ensure_ascii=False)


def pages(template: str, data: dict) -> int:
    """Return how many pages a document has."""
    filled = json.dumps(lettering.on_paper({"lang": "fr", **data}), ensure_ascii=False)
    drawn = typst.compile(
        str(typesetting.TEMPLATES / f"{template}.typ"), root=str(typesetting.TEMPLATES), format="png",
        ignore_system_fonts=True, sys_inputs={"data": filled}, ppi=20,
    )  # fmt: skip
    return len(drawn) if isinstance(drawn, list) else 1


@pytest.mark.parametrize(("kind", "language"), ADDRESSES)
def test_each_document_is_a_tagged_pdf_in_its_language(client, call, kind, language):
    answer = client.get(ADDRESSES[kind, language].format(call.slug))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Language"] == language
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in answer.content
    assert f"/Lang({language})".encode() in answer.content


def test_it_is_made_once_and_again_when_anything_changes(client, call, monkeypatch):
    made = []
    whole = typesetting.pdf
    monkeypatch.setattr(typesetting, "pdf", lambda *args: made.append(args[0]) or whole(*args))
    address = ADDRESSES["rules", "fr"].format(call.slug)

    first, again = client.get(address), client.get(address)
    assert (made, first["ETag"]) == (["call_rules"], again["ETag"])
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    Call.objects.filter(pk=call.pk).update(places=26)
    changed = client.get(address)
    assert made == ["call_rules", "call_rules"]
    assert changed["ETag"] != first["ETag"]


def test_what_the_storage_lost_is_made_again(client, call):
    address = ADDRESSES["summary", "fr"].format(call.slug)
    client.get(address)
    folder = f"calls/{call.public_id}"
    for name in storages["private"].listdir(folder)[1]:
        storages["private"].delete(f"{folder}/{name}")

    assert client.get(address).status_code == 200


def test_the_rules_say_what_the_page_says(call):
    said = texts(rules_paper.rules(call, "fr"))

    for criterion in call.criteria.all():
        assert criterion.title_fr in said
    for rule in call.eligibility_rules.all():
        assert rule.text_fr in said
    for document in call.documents.all():
        assert document.title_fr in said
    for tranche in call.tranche_plan.all():
        assert tranche.title_fr in said
    assert "vendredi 5 mars 2027 à 17" in said and "3\u202f000\u202f000\u00a0F\u00a0CFA" in said


def test_the_summary_holds_on_one_page_however_long(call):
    data = rules_paper.summary(call, "fr")
    assert pages("call_summary", data) == 1

    data["blocks"] = [[title, [*lines, *lines[::2]]] for title, lines in data["blocks"]]
    assert pages("call_summary", data) == 1


def test_every_question_of_the_form_has_its_room(call):
    form = call.form_version.form
    data = blank.blank(call, "fr")

    drawn = [field for step in data["steps"] for field in step["fields"]]
    assert len(drawn) == len(list(form.fields()))
    assert all(field["room"] for field in drawn)
    labels = texts(drawn)
    assert all(field.label["fr"] in labels.replace('\\"', '"') for field in form.fields())
    assert [d["label"].removesuffix(" *") for d in data["documents"]] == [
        d.label["fr"] for d in form.documents_for("application")
    ]


def test_every_type_of_answer_can_be_filled_in_by_hand():
    base = {"label": {"fr": "Question"}, "required": True}
    more = {
        "choice": {"choices": [{"code": "a", "label": {"fr": "Oui"}}]},
        "multichoice": {"choices": [{"code": "a", "label": {"fr": "Oui"}}]},
        "repeat": {"columns": [{"key": "c", "type": "text", "label": {"fr": "Colonne"}}]},
        "budget": {"columns": [{"key": "c", "type": "money", "label": {"fr": "Montant"}}]},
        "section": {"columns": [{"key": "c", "type": "text", "label": {"fr": "Nom"}}]},
        "table": {
            "columns": [{"key": "c", "type": "money", "label": {"fr": "Montant"}}],
            "rows": [{"code": "r", "label": {"fr": "Ligne"}}],
        },
        "person": {"parts": ["last_name", "first_names"]},
        "rating": {"min": 1, "max": 5},
    }
    fields = [{"key": f"f_{type_}", "type": type_, **base, **more.get(type_, {})} for type_ in TYPES]
    form = Definition.load(
        {"schema": 1, "steps": [{"key": "s", "title": {"fr": "Étape"}, "fields": fields}], "documents": []}
    )
    step = blank._step(form.steps[0], 1, form, "fr")
    data = {"title": "Essai", "steps": [step], "words": blank._words()}

    rooms = {field["number"]: field["room"] for field in step["fields"]}
    assert len(rooms) == len(TYPES)
    assert typesetting.pdf("blank_form", {"lang": "fr", **data}).startswith(b"%PDF")


def test_a_condition_is_written_in_words(call):
    form = call.form_version.form
    asked = next(field for field in form.fields() if field.required_when or field.shown_when)

    said = sentence(asked.required_when or asked.shown_when, form, "fr")

    assert "«\u00a0" in said
    assert not re.search(r"[{}]|field|shown_when", said)


def test_a_group_of_conditions_is_joined():
    form = Definition.load({"schema": 1, "documents": [], "steps": [{"key": "s", "title": {"fr": "É"}, "fields": [
        {"key": "a", "type": "boolean", "label": {"fr": "Inscrite"}},
        {"key": "b", "type": "money", "label": {"fr": "Montant"}},
    ]}]})  # fmt: skip
    condition = {
        "any": [{"field": "a", "op": "is", "value": True}, {"field": "b", "op": ">=", "value": 1500000}]
    }

    assert sentence(condition, form, "fr") == (
        "«\u00a0Inscrite\u00a0» est Oui ou «\u00a0Montant\u00a0» est au moins 1\u202f500\u202f000\u00a0F\u00a0CFA"
    )


def test_a_call_in_preparation_is_printed_at_the_desk_alone(client, client_for, officer, finance, call):
    Call.objects.filter(pk=call.pk).update(state="draft")
    address = f"/desk/calls/{call.reference}/print/form.pdf"

    assert client.get(ADDRESSES["form", "fr"].format(call.slug)).status_code == 404
    assert client_for(officer).get(address).status_code == 200
    assert client_for(finance).get(address).status_code == 404
    assert client_for(officer).get(f"/desk/calls/{call.reference}/print/rien.pdf").status_code == 404


def test_sizes_are_told_once_known(call):
    cache.clear()
    assert papers.sizes(call, "fr") == {"rules": None, "summary": None, "form": None}
    with translation.override("fr"):
        size = len(papers.document(call, "rules", "fr").content)
    assert papers.sizes(call, "fr")["rules"] == size
