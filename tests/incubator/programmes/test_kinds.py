"""Templates, windows edited at the desk, previews, and an editor in a call in preparation."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incubator.programmes.models import Call
from incubator.programmes.preparation import approval, copying
from tests.world.programmes import BEFORE, load_sample_call, small_call

pytestmark = pytest.mark.usefixtures("centre")
NEW = {
    "opens_at": datetime(2028, 1, 17, 9, 0, tzinfo=UTC),
    "closes_at": datetime(2028, 3, 3, 17, 0, tzinfo=UTC),
}


def page(name: str, *args: str) -> str:
    return reverse(f"programmes:{name}", args=args)


def test_a_template_is_copied_and_never_sent_to_the_director(officer, director, client_for):
    source = load_sample_call(officer)
    template = copying.copy(
        source, reference="AC-2027-50", slug="modele", purpose="is_template", by=officer, at=BEFORE, **NEW
    )
    with pytest.raises(approval.TemplateCall):
        approval.propose(template, by=officer, at=BEFORE)
    template.refresh_from_db()
    assert template.state == "draft"

    made = copying.copy(template, reference="AC-2028-01", slug="suivant", by=officer, at=BEFORE, **NEW)

    assert (made.is_template, made.state) == (False, "draft")
    for part in ("eligibility_rules", "criteria", "documents", "calendar", "tranche_plan", "milestone_plan"):
        assert getattr(made, part).count() == getattr(source, part).count(), part
    assert made.form_version.sha256 == source.form_version.sha256
    assert made.sections == source.sections
    assert approval.propose(made, by=officer, at=BEFORE).state == "proposed"


def test_a_copy_by_the_page(officer, client_for):
    source = load_sample_call(officer)
    form = {
        "source": source.pk, "reference": "AC-2028-02", "slug": "exercice", "opens_at": "2028-01-17T09:00",
        "closes_at": "2028-03-03T17:00", "purpose": "is_practice",
    }  # fmt: skip

    assert client_for(officer).post(page("new"), form).status_code == 302

    assert Call.objects.get(reference="AC-2028-02").is_practice


def windows(*rows: tuple[str, str]) -> dict[str, str]:
    form = {"windows-TOTAL_FORMS": str(len(rows)), "windows-INITIAL_FORMS": "0"}
    for number, (opens, closes) in enumerate(rows):
        form |= {f"windows-{number}-opens_at": opens, f"windows-{number}-closes_at": closes}
    return form


def test_windows_set_the_first_opening_and_the_last_closing(officer, client_for):
    call = load_sample_call(officer)
    edit = page("edit_part", call.reference, "windows")
    rows = windows(("2027-01-18T09:00", "2027-02-01T17:00"), ("2027-02-15T09:00", "2027-03-19T17:00"))

    assert client_for(officer).post(edit, rows).status_code == 302

    call.refresh_from_db()
    assert (call.several_windows, call.windows.count()) == (True, 2)
    assert call.closes_at == datetime(2027, 3, 19, 17, 0, tzinfo=UTC)
    assert call.calendar.get(kind="close").starts_at == call.closes_at
    assert client_for(officer).get(edit).status_code == 200


def test_the_page_has_room_for_two_windows_at_once(officer, client_for):
    call = load_sample_call(officer)

    shown = client_for(officer).get(page("edit_part", call.reference, "windows")).content.decode()

    assert 'name="windows-0-opens_at"' in shown
    assert 'name="windows-1-closes_at"' in shown
    assert 'name="windows-2-opens_at"' not in shown


def test_windows_do_not_overlap(officer, client_for):
    call = load_sample_call(officer)
    edit = page("edit_part", call.reference, "windows")
    rows = windows(("2027-01-18T09:00", "2027-02-20T17:00"), ("2027-02-15T09:00", "2027-03-19T17:00"))

    shown = client_for(officer).post(edit, rows)

    assert "se chevauchent" in shown.content.decode()
    call.refresh_from_db()
    assert (call.several_windows, call.windows.count()) == (False, 0)


def test_a_single_window_is_the_call_s_own(officer, client_for):
    call = load_sample_call(officer)
    edit = page("edit_part", call.reference, "windows")

    client_for(officer).post(edit, windows(("2027-01-20T09:00", "2027-02-20T17:00")))

    call.refresh_from_db()
    assert (call.several_windows, call.windows.count()) == (False, 0)
    assert call.opens_at == datetime(2027, 1, 20, 9, 0, tzinfo=UTC)


def test_a_second_stage_is_for_invited_teams(officer, director, client_for):
    first, call = small_call(officer, director), load_sample_call(officer)
    form = {
        "opens_at": "2027-01-18T09:00", "closes_at": "2027-03-05T17:00", "grace_minutes": "0", "places": "25",
        "shortlist_size": "0", "waiting_list_size": "0", "earlier": first.pk,
    }  # fmt: skip
    edit = page("edit_dates", call.reference)

    assert client_for(officer).post(edit, form).status_code == 200
    assert Call.objects.get(pk=call.pk).earlier is None
    assert (
        client_for(officer).post(edit, form | {"by_invitation": "on", "is_rolling": "on"}).status_code == 302
    )

    call.refresh_from_db()
    assert (call.earlier, call.by_invitation, call.is_rolling) == (first, True, True)


def test_the_previews_show_what_people_will_meet(officer, director, client_for):
    call = load_sample_call(officer)

    applicant = client_for(officer).get(page("preview_applicant", call.reference))
    juror = client_for(director).get(page("preview_juror", call.reference))

    assert applicant.status_code == juror.status_code == 200
    assert len(applicant.context["steps"]) == len(call.form_version.form.steps)
    assert call.form_version.form.steps[0].title["fr"].split()[0] in applicant.content.decode()
    assert [row[0].slug for row in juror.context["rows"]] == [c.slug for c in call.criteria.all()]
    assert all(judged for _criterion, judged in juror.context["rows"])
    assert not Call.objects.exclude(pk=call.pk).exists()


def test_an_editor_opens_the_form_of_a_call_in_preparation(officer, editor, client_for):
    call = load_sample_call(officer)

    assert client_for(editor).get(reverse("cms:form_preview", args=[call.reference])).status_code == 200
    assert client_for(editor).get(page("prepare", call.reference)).status_code == 404
