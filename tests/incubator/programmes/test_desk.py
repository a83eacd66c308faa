"""The desk of calls: list, preparation, approval."""

import pytest
from django.urls import reverse

from incubator.notifications.models import Message
from incubator.programmes.models import Call
from incubator.workflow.models import Event
from tests.world.programmes import load_sample_call, publish, small_call

pytestmark = pytest.mark.usefixtures("centre")


def path(name, *args):
    return reverse(f"programmes:{name}", args=args)


def test_the_list_shows_calls_by_state_with_counts(officer, director, client_for):
    load_sample_call(officer)
    small_call(officer, director)

    page = client_for(officer).get(path("desk_calls"))

    assert page.status_code == 200
    assert [tab["count"] for tab in page.context["tabs"]] == [2, 1, 1]
    assert [call.reference for call in page.context["page"].rows] == ["AC-2027-01", "AC-2027-02"]
    found = client_for(officer).get(path("desk_calls"), {"state": "draft", "q": "communes"})
    assert [call.reference for call in found.context["page"].rows] == ["AC-2027-01"]


def test_the_desk_of_calls_is_for_the_office(officer, founder, mentor_user, client_for, client):
    call = load_sample_call(officer)

    for user in (founder, mentor_user):
        assert client_for(user).get(path("desk_calls")).status_code == 404
        assert client_for(user).get(path("prepare", call.reference)).status_code == 404
    assert client.get(path("desk_calls")).status_code == 302


def test_from_preparation_to_publication_by_pages(officer, director, client_for):
    call = load_sample_call(officer)
    at_desk, decides = client_for(officer), client_for(director)

    assert at_desk.get(path("prepare", call.reference)).context["missing"] == 0
    assert at_desk.post(path("propose", call.reference)).status_code == 302
    assert decides.get(path("approve", call.reference)).status_code == 200
    assert decides.post(path("approve", call.reference)).status_code == 302

    call.refresh_from_db()
    assert call.state == "approved"
    assert [
        event.verb for event in Event.objects.of(call) if event.verb not in ("call.load", "call.publish_form")
    ] == ["call.propose", "call.approve"]
    assert sorted(Message.objects.values_list("kind", "recipient")) == [
        ("programmes/call_approved", officer.pk),
        ("programmes/call_proposed", director.pk),
    ]


def test_send_back_without_a_note_keeps_the_call_and_asks_for_it(officer, director, client_for):
    call = load_sample_call(officer)
    client_for(officer).post(path("propose", call.reference))

    page = client_for(director).post(path("send_back", call.reference), {"note": " "})

    call.refresh_from_db()
    assert (page.status_code, call.state) == (409, "proposed")


def test_send_back_with_a_note_shows_it_to_the_officer(officer, director, client_for):
    call = load_sample_call(officer)
    client_for(officer).post(path("propose", call.reference))

    client_for(director).post(
        path("send_back", call.reference), {"note": "Le poids de l’équipe est trop fort."}
    )

    page = client_for(officer).get(path("prepare", call.reference))
    assert page.context["call"].state == "draft"
    assert "Le poids de l’équipe est trop fort." in page.content.decode()


def test_proposing_an_incomplete_call_is_refused_and_says_so(officer, director, client_for):
    call = load_sample_call(officer)
    call.criteria.filter(slug="plan").update(weight=4)

    client_for(officer).post(path("propose", call.reference))

    call.refresh_from_db()
    page = client_for(officer).get(path("prepare", call.reference))
    assert (call.state, page.context["missing"], Message.objects.count()) == ("draft", 1, 0)
    assert "Les poids font 99, et ils doivent faire 100." in page.content.decode()


def test_a_copy_starts_with_everything_but_the_files(officer, director, client_for):
    call = publish(load_sample_call(officer), officer, director)

    answer = client_for(officer).post(
        path("new"),
        {
            "source": call.pk,
            "reference": "AC-2028-01",
            "slug": "territoires-2028",
            "opens_at": "2028-01-17T09:00",
            "closes_at": "2028-03-03T17:00",
        },
    )

    copied = Call.objects.get(reference="AC-2028-01")
    assert answer.url == path("prepare", "AC-2028-01")
    assert (copied.state, copied.form_version.number, copied.criteria.count()) == ("draft", 1, 7)
    assert copied.form_version.sha256 == call.form_version.sha256
    assert [
        str(copied.calendar.get(slug=slug).starts_at.date())
        for slug in ("ouverture", "info-lome", "cloture", "demarrage")
    ] == ["2028-01-17", "2028-01-27", "2028-03-03", "2028-06-05"]


@pytest.mark.parametrize("part", ["rules", "grid", "documents", "calendar", "tranches", "milestones"])
def test_each_part_is_edited_and_refused_once_out_of_preparation(part, officer, director, client_for):
    call = load_sample_call(officer)
    desk = client_for(officer)
    page = desk.get(path("edit_part", call.reference, part))
    assert page.status_code == 200
    formset = page.context["formset"]
    posted = {f"{formset.prefix}-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}

    assert desk.post(path("edit_part", call.reference, part), posted).status_code == 302
    publish(Call.objects.get(), officer, director)
    refused = desk.post(path("edit_part", call.reference, part), posted)

    assert refused.status_code == 200
    assert "Cet appel n’est plus en préparation" in refused.content.decode()


@pytest.mark.parametrize(("address", "prefix"), [("edit_part", "grid"), ("edit_text", "sections")])
def test_a_line_more_without_script_saves_nothing_and_gives_back_what_was_typed(
    address, prefix, officer, client_for
):
    call = load_sample_call(officer)
    place = path(address, call.reference, *([prefix] if address == "edit_part" else []))
    typed = "title_fr" if prefix == "grid" else "heading_fr"
    posted = {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-0-{typed}": "À moitié"}
    before = (call.criteria.count(), call.sections)

    page = client_for(officer).post(place, posted | {f"{prefix}-more": "1"})

    assert page.status_code == 200
    formset = page.context["formset"]
    assert [form[typed].value() for form in formset.forms] == ["À moitié", None]
    assert not any(formset.errors)
    call.refresh_from_db()
    assert (call.criteria.count(), call.sections) == before


def test_the_text_page_keeps_sections_and_lists_as_they_are(officer, client_for):
    call = load_sample_call(officer)
    desk = client_for(officer)
    page = desk.get(path("edit_text", call.reference))
    form, sections = page.context["form"], page.context["formset"]
    posted = {name: value or "" for name, value in form.initial.items()}
    posted |= {"sections-TOTAL_FORMS": len(call.sections), "sections-INITIAL_FORMS": len(call.sections)}
    for one in sections.forms[: len(call.sections)]:
        posted |= {one.add_prefix(name): value or "" for name, value in one.initial.items()}
    before = call.sections

    assert (
        desk.post(path("edit_text", call.reference), posted | {"title_fr": "Un autre titre"}).status_code
        == 302
    )

    call.refresh_from_db()
    assert (call.title_fr, call.sections) == ("Un autre titre", before)


def test_the_dates_page_moves_the_calendar_with_the_call(officer, client_for):
    call = load_sample_call(officer)

    client_for(officer).post(
        path("edit_dates", call.reference),
        {
            "opens_at": "2027-01-20T09:00",
            "closes_at": "2027-03-08T12:00",
            "grace_minutes": "5",
            "places": "20",
            "shortlist_size": "50",
            "waiting_list_size": "8",
        },
    )

    call.refresh_from_db()
    assert (call.places, call.grace_minutes, str(call.calendar.get(kind="close").starts_at)) == (
        20,
        5,
        "2027-03-08 12:00:00+00:00",
    )
