from datetime import UTC, datetime

import pytest

from incubator.applications.decisions import withdrawal
from incubator.applications.filling import answers, drafting
from incubator.applications.models import Application
from incubator.applications.states import AnswerSource
from incubator.programmes import forming
from incubator.startups import founding
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.incubator.applications.submission.test_sending import CLOSING
from tests.world import applications as world

AT = world.DRAFTED


def test_start_opens_a_draft_with_its_start_up_and_lead(call, founder):
    application = drafting.start(call, by=founder, at=AT)

    assert (application.state, application.reference, application.startup.name) == (
        "draft",
        None,
        "Projet de Founder",
    )
    assert list(application.team.values_list("person", "role")) == [(founder.pk, "lead")]
    assert Event.objects.filter(verb="application.start").count() == 1


def test_start_again_gives_the_same_draft(call, founder):
    first = drafting.start(call, by=founder, at=AT)

    assert drafting.start(call, by=founder, at=AT) == first
    assert Startup.objects.count() == 1


def test_a_person_may_apply_for_two_start_ups(call, founder):
    one = founding.found("Une", lead=founder, by=founder, at=AT)

    files = {
        drafting.start(call, by=founder, at=AT, startup=one),
        drafting.start(call, by=founder, at=AT, name="Deux"),
    }

    assert sorted(file.startup.name for file in files) == ["Deux", "Une"]


def test_a_start_up_has_one_file_in_a_call(call, founder, founder2):
    startup = founding.found("Une", lead=founder, by=founder, at=AT)
    drafting.start(call, by=founder, at=AT, startup=startup)
    startup.memberships.create(person=founder2, role="founder")

    with pytest.raises(drafting.AlreadyApplied) as refusal:
        drafting.start(call, by=founder2, at=AT, startup=startup)

    assert (
        str(refusal.value)
        == "Une a déjà un dossier dans cet appel. Demandez à la personne qui le porte de vous y ajouter."
    )


def test_somebody_elses_start_up_is_not_taken(call, founder, outsider):
    startup = founding.found("Une", lead=founder, by=founder, at=AT)

    with pytest.raises(NotAllowed):
        drafting.start(call, by=outsider, at=AT, startup=startup)
    assert Application.objects.count() == 0


@pytest.mark.parametrize("at", [datetime(2027, 1, 18, 8, 59, 59, tzinfo=UTC), CLOSING])
def test_no_draft_outside_the_window(call, founder, at):
    with pytest.raises(NotAllowed):
        drafting.start(call, by=founder, at=at)
    assert (Application.objects.count(), Startup.objects.count()) == (0, 0)


def test_what_is_known_is_filled_in_with_its_source(call, small, founder):
    before = world.submitted(call, founder)
    founder.phone = "+22890000009"
    founder.save()

    other = drafting.start(small, by=founder, at=AT, startup=before.startup)
    again = drafting.start(call, by=founder, at=AT, name="Nouveau projet")

    assert answers.read(other) == {"shop": "Agblézéna", "headcount": 2}
    assert other.answers.get(key="shop").source == AnswerSource.STARTUP
    known = answers.read(again)
    assert known["lead_last_name"] == "Zokléssi"
    # The name of the new project, typed at its beginning, and not that of the earlier one.
    assert known["project_name"] == "Nouveau projet"
    assert drafting.start(call, by=founder, at=AT, name="Nouveau projet") == again
    assert (
        again.answers.get(key="lead_last_name").get_source_display() == "repris de votre dernière candidature"
    )


def test_the_answers_of_the_check_go_into_the_draft(call, founder):
    application = drafting.start(call, by=founder, at=AT, answers={"founders_count": "2", "nothing": "x"})

    row = application.answers.get(key="founders_count")
    assert (row.value, row.version, row.source) == (2, 1, "check")


def test_a_new_form_keeps_the_answers_and_says_which_to_read_again(call, founder, officer):
    application = world.draft(
        call, founder, {"pitch": "Une phrase", "problem": "Un problème", "lead_accommodation": "Une rampe"}
    )
    definition = call.form_version.definition
    for step in definition["steps"]:
        for field in step["fields"]:
            if field["key"] == "pitch":
                field["label"] = {"fr": "Votre idée en une phrase", "en": "Your idea"}
    forming.publish_form(call, definition, by=officer, at=AT)
    application = Application.objects.get(pk=application.pk)

    changed = drafting.bring_up_to_date(application, at=AT)

    label = {"fr": "Votre idée en une phrase", "en": "Your idea"}
    assert changed == ([label], [], [])
    kept = answers.read(application)
    assert (kept["pitch"], kept["problem"], kept["lead_accommodation"]) == (
        "Une phrase",
        "Un problème",
        "Une rampe",
    )
    assert application.form_version.number == 2
    assert drafting.bring_up_to_date(application, at=AT) is None


def test_withdraw_a_draft_and_start_again(call, founder):
    first = drafting.start(call, by=founder, at=AT)

    withdrawal.withdraw(first, by=founder, at=AT, reason=" Autre projet ")
    withdrawal.withdraw(Application.objects.get(pk=first.pk), by=founder, at=AT)
    second = drafting.start(call, by=founder, at=AT, startup=first.startup)

    assert (first.state, first.withdrawal_reason, second.pk != first.pk) == (
        "withdrawn",
        "Autre projet",
        True,
    )
    assert Event.objects.filter(verb="application.withdraw").count() == 1


def test_only_the_lead_withdraws(call, founder, founder2, officer):
    application = world.submitted(call, founder)
    application.team.create(person=founder2, role="editor")

    for person in (founder2, officer):
        with pytest.raises(NotAllowed):
            withdrawal.withdraw(application, by=person, at=AT)
    application.refresh_from_db()
    assert application.state == "submitted"
