"""Kind: a field drawn that one of the buttons does not read. After each button, all that was typed is kept."""

import re
from pathlib import Path

import pytest

from incubator.applications.models import Answer
from incubator.reporting.models import Report
from tests.faults.tabs import Tab
from tests.world import applications as world
from tests.world import reviews as jury
from tests.world.incubation import REPORTED, active_place, expected_report
from tests.world.programmes import published_call, small_call

ROOT = Path(__file__).resolve().parents[2]
# Templates with a form of several submit buttons, each tried below, or why it need not be.
SEVERAL = {
    "ui/styleguide.html": "shows components, posts nowhere",
    "reviews/file.html": "tried below",
    "reporting/detail.html": "tried below",
    "applications/filling/step.html": "tried below",
    "milestones/detail.html": "one view keeps all before any act: tests/faults/test_kind_versions.py",
    "applications/submission/corrections.html": "one view saves all before it sends",
    "applications/assistance/file.html": "one code, which both buttons read",
    "applications/worklist/letter.html": "both buttons show or send what was typed",
    "applications/worklist/bulk.html": "both buttons show or do what was typed",
}


@pytest.mark.parametrize("button", ["save", "later", "submit"])
def test_each_button_of_the_juror_keeps_everything(
    centre, founder, officer, director, juror, client_for, monkeypatch, button
):
    file = jury.eligible(world.submitted(published_call(officer, director), founder, "su-01"), officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: jury.SCORED)
    hand = jury.given(jury.open_round(file.call, officer), file, juror, officer)
    tab = Tab(
        client_for(juror), f"/portal/jury/{hand.round.public_id}/files/{hand.number}/", form="form.content"
    )
    recommended = tab.page.select_one("input[name=recommendation]")["value"]
    typed = {f"score-{each.slug}": "3" for each in file.call.criteria.all()}

    tab.press(("do", button), **typed, recommendation=recommended, comment="Pour le comité.")

    hand.refresh_from_db()
    assert (hand.recommendation, hand.comment) == (recommended, "Pour le comité.")
    assert set(hand.scores.values_list("value", flat=True)) == {3}


@pytest.mark.parametrize("act", ["", "submit/"])
def test_each_button_of_a_report_keeps_everything(
    centre, founder, officer, director, client_for, monkeypatch, act
):
    place = active_place(founder, officer, director)
    report = expected_report(place, officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: REPORTED)
    address = f"/portal/startups/{place.startup.slug}/reports/{report.period.slug}/"
    code = report.values.select_related("indicator").first().indicator.code

    Tab(client_for(founder), address).press(to=address + act, **{code: "12", "done": "Le marché."})

    kept = Report.objects.get()
    assert (kept.done, kept.values.get(indicator__code=code).value, kept.state) == (
        "Le marché.",
        12,
        "expected",
    )


@pytest.mark.parametrize("then", ["", "stay", "leave", "back"])
def test_each_button_of_a_step_keeps_everything(
    centre, founder, officer, director, client_for, monkeypatch, then
):
    monkeypatch.setattr("incubator.core.clock.now", lambda: world.DRAFTED)
    file = world.draft(small_call(officer, director), founder)

    Tab(client_for(founder), f"/portal/applications/{file.ref}/form/a/").press(("then", then), idea="Tapé.")

    assert Answer.objects.get(application=file, key="idea").value == "Tapé."


def test_every_form_of_several_buttons_is_known():
    found = set()
    for top in ("incubator", "mentorship", "funding", "cms"):
        for path in (ROOT / top).rglob("templates/**/*.html"):
            for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
                is_typed = re.search(r"\{% fields? |<textarea|\{% include \"programmes/form", form)
                if is_typed and form.count("<button") > 1:
                    found.add(str(path).split("/templates/")[1])

    assert found - set(SEVERAL) == set()
