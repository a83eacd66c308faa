"""Kind: a whole page is written back over what changed meanwhile. Two tabs on each page where people write."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from incubator.reporting import filling
from incubator.reporting.models import Report
from incubator.startups import founding
from incubator.workflow import versions
from incubator.workflow.versions import ChangedMeanwhile, Read
from tests.faults.tabs import Tab
from tests.world import reviews as jury
from tests.world.applications import submitted
from tests.world.incubation import REPORTED, active_place, expected_report
from tests.world.mentorship import active_mentor
from tests.world.programmes import BEFORE, load_sample_call, published_call

AT = datetime(2027, 9, 20, 9, 0, tzinfo=UTC)
TWO = "Rien n’est écrasé"
GONE = "Cette ligne a été retirée entre-temps"


def read(text: str, **chosen: str) -> Read:
    post = QueryDict(mutable=True)
    post["read"] = text
    post.update({f"keep-{name}": choice for name, choice in chosen.items()})
    return Read.of(post)


BASE = {"title": "Plan", "places": 12, "day": date(2027, 9, 1)}


def test_what_each_changed_is_kept_where_the_fields_differ():
    seen = read(versions.token(BASE))

    written = versions.merged(BASE | {"title": "Mon plan"}, BASE | {"places": 20}, seen)

    assert written == {"title": "Mon plan"}


def test_two_texts_in_one_field_come_back_and_nothing_is_written():
    seen = read(versions.token(BASE))

    with pytest.raises(ChangedMeanwhile) as refusal:
        versions.merged(BASE | {"title": "Le mien"}, BASE | {"title": "Le sien"}, seen)

    assert refusal.value.data["pairs"] == {"title": versions.Pair("Le mien", "Le sien")}


@pytest.mark.parametrize(("side", "written"), [("mine", {"title": "Le mien"}), ("theirs", {})])
def test_the_choice_made_between_these_two_is_kept(side, written):
    seen = read(versions.token(BASE), title=f"{side}:{versions.fingerprint('Le sien')}")

    assert versions.merged({"title": "Le mien"}, {"title": "Le sien"}, seen) == written


def test_a_choice_is_no_choice_over_a_third_text():
    seen = read(versions.token(BASE), title=f"mine:{versions.fingerprint('Le sien')}")

    with pytest.raises(ChangedMeanwhile):
        versions.merged({"title": "Le mien"}, {"title": "Un troisième"}, seen)


def test_the_same_text_typed_twice_is_no_clash():
    seen = read(versions.token(BASE))

    assert versions.merged({"title": "Neuf"}, {"title": "Neuf "}, seen) == {"title": "Neuf"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (False, None),
        ([], ""),
        ("a\r\nb ", "a\nb"),
        (Decimal("3.50"), Decimal("3.5")),
        (45, "45"),
        ({"b", "a"}, {"a", "b"}),
        (datetime(2027, 9, 1, 8, 0, 12, tzinfo=UTC), datetime(2027, 9, 1, 8, 0, tzinfo=UTC)),
        ({"a": None, "b": 1}, {"b": "1", "a": ""}),
    ],
)
def test_what_is_one_for_a_reader_has_one_fingerprint(one, other):
    assert versions.fingerprint(one) == versions.fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0, None),
        (True, False),
        ("a", "A"),
        (["b", "a"], ["a", "b"]),
        ([{"a": 1}, {"b": 1}], [{"b": 1}, {"a": 1}]),
    ],
)
def test_what_differs_for_a_reader_has_two(one, other):
    assert versions.fingerprint(one) != versions.fingerprint(other)


# Pages, each opened in two tabs.


@pytest.fixture
def startup(centre, founder):
    return founding.found("Tikpa Hors-Ligne", lead=founder, by=founder, at=AT)


def two_tabs(client_for, person, address: str, **how: str) -> tuple[Tab, Tab]:
    return Tab(client_for(person), address, **how), Tab(client_for(person), address, **how)


def test_profile_of_a_start_up(startup, founder, client_for):
    early, late = two_tabs(client_for, founder, f"/portal/startups/{startup.slug}/profile/")

    early.press(pitch_fr="Des registres sans connexion.", rccm="RCCM-1")
    late.press(website="https://tikpa.example")

    startup.refresh_from_db()
    kept = (startup.pitch_fr, startup.rccm, startup.website)
    assert kept == ("Des registres sans connexion.", "RCCM-1", "https://tikpa.example")


def test_profile_of_a_start_up_with_two_texts(startup, founder, client_for):
    early, late = two_tabs(client_for, founder, f"/portal/startups/{startup.slug}/profile/")
    early.press(pitch_fr="Le texte de la première page.")

    late.press(pitch_fr="Le texte de la seconde.", nif="100")

    startup.refresh_from_db()
    assert (startup.pitch_fr, startup.nif) == ("Le texte de la première page.", "")
    assert TWO in late.text and "Le profil est enregistré" not in late.text
    assert late.fields["pitch_fr"] == "Le texte de la seconde."
    assert [each.get_text() for each in late.page.select(".typed")] == [
        "Le texte de la première page.",
        "Le texte de la seconde.",
    ]

    mine = late.page.select("input[name=keep-pitch_fr]")[1]["value"]
    late.press(keep__pitch_fr=mine)

    startup.refresh_from_db()
    assert (startup.pitch_fr, startup.nif) == ("Le texte de la seconde.", "100")


@pytest.fixture
def place(centre, founder, officer, director):
    return active_place(founder, officer, director)


@pytest.fixture
def later(monkeypatch):
    """Pages are asked in the autumn, while the incubation runs."""
    monkeypatch.setattr("incubator.core.clock.now", lambda: REPORTED)


def test_a_report(place, founder, officer, later, client_for):
    report = expected_report(place, officer)
    early, late = two_tabs(
        client_for, founder, f"/portal/startups/{place.startup.slug}/reports/{report.period.slug}/"
    )
    codes = [line.indicator.code for line in filling.lines_of(report)][:2]

    early.press(**{codes[0]: "12", "done": "Le marché."})
    late.press(**{codes[1]: "7", "next_steps": "Vendre."})

    stands = filling.standing(Report.objects.get(), report.values.select_related("indicator"))
    kept = [stands[name] for name in (*codes, "done", "next_steps")]
    assert kept == [Decimal(12), Decimal(7), "Le marché.", "Vendre."]


def test_a_report_with_two_texts(place, founder, officer, later, client_for):
    report = expected_report(place, officer)
    early, late = two_tabs(
        client_for, founder, f"/portal/startups/{place.startup.slug}/reports/{report.period.slug}/"
    )
    early.press(done="Le premier texte.")

    late.press(done="Le second texte.")

    assert (late.response.status_code, Report.objects.get().done) == (409, "Le premier texte.")
    assert TWO in late.text and "Enregistré à" not in late.text
    assert late.fields["done"] == "Le second texte."


def test_the_evidence_of_a_milestone(place, founder, later, client_for):
    milestone = place.milestones.order_by("number").first()
    typed = [each["key"] for each in milestone.evidence_wanted if each["type"] in ("textarea", "integer")]
    early, late = two_tabs(
        client_for, founder, f"/portal/startups/{place.startup.slug}/milestones/{milestone.number}/"
    )
    first, *_others = typed

    early.press(**{first: "12"})
    late.press()
    milestone.refresh_from_db()
    assert str(milestone.evidence[first]) == "12"

    late.press(**{first: "99"})
    milestone.refresh_from_db()
    assert str(milestone.evidence[first]) == "99"  # the page was opened again after the first saving


def test_the_evidence_of_a_milestone_with_two_answers(place, founder, later, client_for):
    milestone = place.milestones.order_by("number").first()
    first = next(each["key"] for each in milestone.evidence_wanted if each["type"] == "integer")
    early, late = two_tabs(
        client_for, founder, f"/portal/startups/{place.startup.slug}/milestones/{milestone.number}/"
    )
    early.press(**{first: "12"})

    late.press(**{first: "99"})

    milestone.refresh_from_db()
    assert str(milestone.evidence[first]) == "12"
    assert TWO in late.text and late.fields[first] == "99"


@pytest.fixture
def hand(centre, founder, officer, director, juror, monkeypatch):
    """A file in a juror's hands, read on 25 March 2027."""
    file = jury.eligible(submitted(published_call(officer, director), founder, "su-01"), officer)
    monkeypatch.setattr("incubator.core.clock.now", lambda: jury.SCORED)
    return jury.given(jury.open_round(file.call, officer), file, juror, officer)


def test_scores_of_a_juror(hand, juror, client_for):
    early, late = two_tabs(
        client_for, juror, f"/portal/jury/{hand.round.public_id}/files/{hand.number}/", form="form.content"
    )
    slugs = [each.slug for each in hand.round.call.criteria.all()]

    early.press(("do", "save"), **{f"score-{slug}": "3" for slug in slugs}, comment="Pour le comité.")
    late.press(("do", "save"), **{f"comment-{slugs[0]}": "Vu au marché."})

    assert [hand.scores.get(criterion__slug=slug).value for slug in slugs] == [3] * len(slugs)
    assert hand.scores.get(criterion__slug=slugs[0]).comment == "Vu au marché."
    hand.refresh_from_db()
    assert hand.comment == "Pour le comité."


def test_scores_of_a_juror_given_twice(hand, juror, client_for):
    early, late = two_tabs(
        client_for, juror, f"/portal/jury/{hand.round.public_id}/files/{hand.number}/", form="form.content"
    )
    slug = hand.round.call.criteria.first().slug
    early.press(("do", "save"), **{f"score-{slug}": "3"})

    late.press(("do", "submit"), **{f"score-{slug}": "4", "comment": "Typed."})

    hand.refresh_from_db()
    assert (hand.scores.get(criterion__slug=slug).value, hand.state, hand.comment) == (3, "assigned", "")
    assert TWO in late.text
    assert (late.fields[f"score-{slug}"], late.fields["comment"].strip()) == ("4", "Typed.")


def test_a_juror_who_confirmed_in_another_tab_keeps_the_typed_text(hand, juror, client_for):
    early, late = two_tabs(
        client_for, juror, f"/portal/jury/{hand.round.public_id}/files/{hand.number}/", form="form.content"
    )
    slugs = [each.slug for each in hand.round.call.criteria.all()]
    early.press(("do", "submit"), **{f"score-{slug}": "3" for slug in slugs})

    late.press(("do", "save"), **{f"comment-{slugs[0]}": "Un mot de plus."})
    assert "Un mot de plus." in late.fields[f"comment-{slugs[0]}"]
    late.press(("do", "reopen"))

    hand.refresh_from_db()
    assert hand.state == "assigned"
    assert hand.scores.get(criterion__slug=slugs[0]).comment == "Un mot de plus."


@pytest.fixture
def draft_call(centre, officer, monkeypatch):
    monkeypatch.setattr("incubator.core.clock.now", lambda: BEFORE)
    return load_sample_call(officer)


def test_the_dates_of_a_call(draft_call, officer, client_for):
    early, late = two_tabs(client_for, officer, f"/desk/calls/{draft_call.reference}/prepare/dates/")

    early.press(places="21")
    late.press(grace_minutes="7")
    draft_call.refresh_from_db()
    assert (draft_call.places, draft_call.grace_minutes) == (21, 7)


def test_the_words_of_a_call_written_twice(draft_call, officer, client_for):
    early, late = two_tabs(client_for, officer, f"/desk/calls/{draft_call.reference}/prepare/text/")
    early.press(title_fr="Le premier titre")

    late.press(title_fr="Le second titre")

    draft_call.refresh_from_db()
    assert draft_call.title_fr == "Le premier titre"
    assert TWO in late.text and late.fields["title_fr"] == "Le second titre"


def test_the_grid_of_a_call_written_twice(draft_call, officer, client_for):
    early, late = two_tabs(client_for, officer, f"/desk/calls/{draft_call.reference}/prepare/grid/")
    early.press(**{"grid-0-title_fr": "Le premier titre"})

    late.press(**{"grid-0-title_fr": "Le second titre"})
    first = draft_call.criteria.order_by("pk").first()
    assert first.title_fr == "Le premier titre"
    assert TWO in late.text and late.fields["grid-0-title_fr"] == "Le second titre"

    late.press(**{"keep-rows": late.page.select("input[name=keep-rows]")[1]["value"]})
    first.refresh_from_db()
    assert first.title_fr == "Le second titre"


def test_the_profile_of_a_mentor(centre, officer, mentor_user, client_for, later):
    mentor = active_mentor(mentor_user, officer)
    early, late = two_tabs(client_for, mentor_user, "/portal/mentor/profile/")
    early.press(expertise="Droit des sociétés")

    late.press(hours_a_month="9")
    mentor.refresh_from_db()
    assert (mentor.expertise, mentor.hours_a_month) == ("Droit des sociétés", 9)


def test_a_row_that_somebody_removed_meanwhile_is_said_in_a_sentence(draft_call, officer, client_for):
    early, late = two_tabs(client_for, officer, f"/desk/calls/{draft_call.reference}/prepare/calendar/")
    prefix = next(name for name in early.fields if name.endswith("-TOTAL_FORMS")).removesuffix("-TOTAL_FORMS")
    rows = draft_call.calendar.count()
    early.press(**{f"{prefix}-0-DELETE": "on"})
    assert draft_call.calendar.count() == rows - 1

    late.press()
    assert GONE in late.text and "Sélectionnez un choix valide" not in late.text
    assert draft_call.calendar.count() == rows - 1

    late.press(**{f"{prefix}-0-DELETE": "on"})
    assert draft_call.calendar.count() == rows - 1
