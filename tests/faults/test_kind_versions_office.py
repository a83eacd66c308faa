"""Kind: a whole page is written back over what changed meanwhile. The office's pages, one's account, a draft letter."""

import pytest

from incubator.accounts import profile
from incubator.applications.casework import notes, tagging
from incubator.applications.decisions import decision
from incubator.applications.models import Application, Decision, Note
from incubator.applications.states import DecisionResult
from incubator.applications.worklist import writing
from incubator.lists.models import SavedView
from tests.faults.tabs import Tab
from tests.world import reviews as jury
from tests.world.applications import submitted
from tests.world.programmes import published_call

TWO = "Rien n’est écrasé"


@pytest.fixture
def file(centre, founder, officer, director, monkeypatch) -> Application:
    """A file that the jury has in hand."""
    monkeypatch.setattr("incubator.core.clock.now", lambda: jury.SCORED)
    return jury.eligible(submitted(published_call(officer, director), founder, "su-01"), officer)


def two_tabs(client_for, person, address: str, **how: str) -> tuple[Tab, Tab]:
    return Tab(client_for(person), address, **how), Tab(client_for(person), address, **how)


def test_ones_own_comment(file, officer, client_for):
    note = notes.comment(file, text="Premier texte.", audience="staff", by=officer, at=jury.SCORED)
    early, late = two_tabs(client_for, officer, f"/desk/notes/{note.public_id}/change/")

    early.press(text="Corrigé ici.")
    late.press(text="Corrigé là.")

    assert Note.objects.get(pk=note.pk).text == "Corrigé ici."
    assert TWO in late.text and late.fields["text"].strip() == "Corrigé là."
    late.press(keep__text=late.page.select("input[name=keep-text]")[1]["value"])
    assert Note.objects.get(pk=note.pk).text == "Corrigé là."


def test_facts_of_a_person(founder, centre, client_for):
    early, late = two_tabs(client_for, founder, "/account/profile/")

    early.press(last_name="Agbeko", first_names="Afi")
    late.press(phone="90 12 34 56", first_names="Akouvi")
    assert TWO in late.text and profile.of(founder).first_names == "Afi"
    assert profile.of(founder).phone == ""

    late.press(keep__first_names=late.page.select("input[name=keep-first_names]")[0]["value"])
    known = profile.of(founder)
    assert (known.last_name, known.first_names, known.phone) == ("Agbeko", "Afi", "+22890123456")


def test_name_and_language(founder, centre, client_for):
    early, late = two_tabs(client_for, founder, "/account/")

    early.press(full_name="Afi Agbeko")
    late.press(language="en")

    founder.refresh_from_db()
    assert (founder.full_name, founder.language) == ("Afi Agbeko", "en")


def test_tags_of_a_file(file, officer, client_for):
    one, other = (tagging.make(file, name, by=officer, at=jury.SCORED) for name in ("Eau", "Santé"))
    early, late = two_tabs(client_for, officer, f"/desk/applications/{file.public_id}/tags/")

    early.press(tags=one.public_id)
    late.press(new="Semences")

    assert sorted(file.tags.values_list("name", flat=True)) == ["Eau", "Semences"]
    assert other not in file.tags.all()


def test_who_follows_a_file(file, officer, officer2, client_for):
    address = f"/desk/applications/{file.public_id}/assign/"
    early, late = two_tabs(client_for, officer, address)

    early.press(person=officer2.public_id)
    late.press(person=officer.public_id)

    file.refresh_from_db()
    assert file.in_charge == officer2 and TWO in late.text


def test_a_decision_that_is_not_published(file, officer, officer2, client_for):
    address = f"/desk/applications/{file.public_id}/decide/"
    jury.in_review(file, officer)
    early, late = Tab(client_for(officer), address), Tab(client_for(officer2), address)

    early.press(result="decline", reasons_fr="Le marché n’est pas là.")
    late.press(result="offer")
    standing = Decision.objects.get(kind="outcome")
    assert (standing.result, standing.reasons_fr) == ("decline", "Le marché n’est pas là.")
    assert TWO in late.text

    early, late = Tab(client_for(officer), address), Tab(client_for(officer2), address)
    early.press(reasons_fr="Le marché est trop loin.")
    late.press(reasons_en="The market is too far.")
    standing.refresh_from_db()
    kept = (standing.result, standing.reasons_fr, standing.reasons_en)
    assert kept == ("decline", "Le marché est trop loin.", "The market is too far.")


def test_an_act_that_read_the_row_itself_writes_it_whole(file, officer):
    jury.in_review(file, officer)
    decision.decide(file, DecisionResult.WAITING_LIST, rank=2, by=officer, at=jury.SCORED)

    held = decision.decide(file, DecisionResult.OFFER, by=officer, at=jury.SCORED)

    assert (held.result, held.rank) == ("offer", None)


def test_what_a_blind_jury_reads(file, officer, client_for):
    early, late = two_tabs(
        client_for, officer, f"/desk/applications/{file.public_id}/blind/", form="main form[method=post]"
    )
    (box,) = early.page.select("[name=clear], [name=show]")

    early.press(**{box["name"]: box["value"]})
    late.press()

    shown = Tab(client_for(officer), early.address).page
    assert [each["value"] for each in shown.select("[name=clear][checked], [name=show][checked]")] == [
        box["value"]
    ]


def test_a_letter_not_yet_posted(file, officer, client_for):
    letter = writing.begin(
        Application.objects.all(), call=file.call, back="/desk/applications/", by=officer, at=jury.SCORED
    )
    early, late = two_tabs(client_for, officer, f"/desk/applications/letters/{letter.public_id}/")
    subject, text = [name for name in early.fields if name.endswith("_fr")][:2]

    early.press(("then", "preview"), **{subject: "Une visite", text: "Bonjour."})
    late.press(("then", "preview"), **{subject: "Une visite", text: "Bonsoir."})

    letter.refresh_from_db()
    assert (getattr(letter, subject), getattr(letter, text)) == ("Une visite", "Bonjour.")
    assert TWO in late.text


def test_a_view_of_ones_own(file, officer, client_for):
    view = SavedView.objects.create(
        owner=officer, list="applications", name="Eau", query="", created_at=jury.SCORED
    )
    address = f"/desk/lists/views/?back=/desk/applications/%3Fsaved%3D{view.public_id}"
    form = f"form[action*='{view.public_id}/change']"
    early, late = two_tabs(client_for, officer, address, form=form)

    early.press(name="L’eau")
    late.press(is_shared="on")

    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("L’eau", True)
