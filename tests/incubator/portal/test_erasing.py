"""Somebody leaves for good: what is theirs goes, what a law or others hold stays, what is under way comes first."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages

from incubator.accounts import consenting
from incubator.accounts.models import BrowserSession, Consent, Profile
from incubator.applications.decisions import withdrawal
from incubator.applications.models import Answer, Application, ApplicationMember, Revision
from incubator.applications.states import TeamRole
from incubator.conflicts import declaring
from incubator.core import forgetting
from incubator.core.personal_data import Hold
from incubator.files.models import StoredFile
from incubator.notifications.models import Message
from incubator.people.models import SYSTEM, Contact, Grant, User
from incubator.people.states import PersonState, Role
from incubator.portal.personal import erasing, retention
from incubator.startups.models import Membership, Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from incubator.workflow.standing_checks import models_of_ours
from incubator.workflow.values import BadValues
from tests.world import applications, programmes

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(centre, founder, officer, director) -> Application:
    """A file sent by one person alone, with twelve answers and its documents."""
    return applications.submitted(programmes.published_call(officer, director), founder, "su-01")


@pytest.fixture
def withdrawn(file, founder, now) -> Application:
    return withdrawal.withdraw(file, reason="Je pars.", by=founder, at=now)


def counted(person: User) -> tuple[int, ...]:
    """Rows that tell of the person."""
    return (
        Contact.objects.filter(person=person).count(),
        Answer.objects.filter(application__team__person=person).count(),
        Message.objects.filter(recipient=person).exclude(address="[…]").count(),
    )


def sentences(person: User, now) -> list[str]:
    return [str(one.sentence) for one in erasing.plan(person, at=now).obstacles]


def test_a_file_that_is_examined_is_withdrawn_first(file, founder, now):
    before = counted(founder)
    with pytest.raises(erasing.NotYet) as refused:
        erasing.erase(founder, by=founder, at=now)

    assert refused.value.in_full == (
        "Il faut d’abord régler certaines choses. Rien n’a été effacé. "
        f"Votre candidature {file.reference} est à l’examen\xa0: retirez-la d’abord."
    )
    assert counted(founder) == before
    assert User.objects.get(pk=founder.pk).state == PersonState.ACTIVE
    assert not Event.objects.filter(verb="user.erase").exists()


def test_what_is_theirs_alone_is_erased(
    withdrawn, founder, client_for, now, django_capture_on_commit_callbacks
):
    client_for(founder)
    Profile.objects.create(person=founder, last_name="Agbo", changed_at=now)
    consenting.record(founder, "directory", wording="a" * 64, given=True, at=now)
    keys = list(StoredFile.objects.values_list("key", flat=True))
    assert keys
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(founder, by=founder, at=now)

    gone = User.objects.get(pk=founder.pk)
    assert (gone.full_name, gone.email, gone.phone, gone.password) == ("[…]", None, None, "")
    assert (gone.state, gone.is_active, str(gone)) == (PersonState.ANONYMISED, False, "personne effacée")
    empty = Application.objects.get(pk=withdrawn.pk)
    assert (empty.lead_last_name, empty.lead_email, empty.startup_name) == ("", "", "[…]")
    assert (empty.reference, empty.state, empty.erased_at) == (withdrawn.reference, "withdrawn", now)
    assert empty.sector == withdrawn.sector  # the statistics
    for model in (Answer, Revision, StoredFile, Profile, BrowserSession, ApplicationMember):
        assert model.objects.count() == 0, model
    assert not Contact.objects.filter(person=founder).exists()
    assert [storages["private"].exists(key) for key in keys] == [False] * len(keys)
    assert Startup.objects.get().name == "[…]"
    assert [event.verb for event in Event.objects.filter(verb__endswith=".erase").order_by("pk")] == [
        "application.erase", "startup.erase", "user.erase",
    ]  # fmt: skip


def test_the_last_letter_says_so_and_is_emptied_the_night_after(withdrawn, founder, now):
    erasing.erase(founder, by=founder, at=now)
    (letter,) = Message.objects.filter(kind="accounts/account_erased")
    assert (letter.address, letter.subject) == ("founder@example.test", "Vos données sont effacées")
    assert "Votre compte et ce que le centre détenait sur vous sont effacés." in letter.text
    others = Message.objects.exclude(pk=letter.pk).filter(recipient=founder)
    assert set(others.values_list("address", "text")) <= {("[…]", "[…]")}

    retention.run(at=now)  # it has not left yet: it stays
    assert Message.objects.get(pk=letter.pk).address == "founder@example.test"
    Message.objects.filter(pk=letter.pk).update(state="sent")
    retention.run(at=now)
    assert Message.objects.get(pk=letter.pk).address == "[…]"


def test_a_letter_that_waited_never_leaves(withdrawn, founder, now):
    waiting = Message.objects.filter(recipient=founder, state="queued")
    keys = list(waiting.values_list("pk", flat=True))
    assert keys
    erasing.erase(founder, by=founder, at=now)

    assert set(Message.objects.filter(pk__in=keys).values_list("state", flat=True)) == {"cancelled"}


def test_a_file_of_a_whole_team_stays_with_the_others(withdrawn, founder, founder2, now):
    ApplicationMember.objects.create(application=withdrawn, person=founder2, role=TeamRole.EDITOR)
    answers = Answer.objects.count()
    assert sentences(founder2, now) == []
    assert erasing.plan(founder2, at=now).held == {Hold.TEAM: 1}
    erasing.erase(founder2, by=founder2, at=now)

    assert Answer.objects.count() == answers
    assert list(withdrawn.team.values_list("person", flat=True)) == [founder.pk]


def test_the_lead_of_others_hands_over_first(withdrawn, founder, founder2, now):
    ApplicationMember.objects.create(application=withdrawn, person=founder2, role=TeamRole.EDITOR)

    assert sentences(founder, now) == [
        f"Vous portez la candidature de «\xa0{withdrawn.startup.name}\xa0» avec d’autres\xa0: "
        "passez-leur la main, ou retirez-les, d’abord."
    ]


def test_a_place_in_a_cohort_is_given_up_first_and_its_record_stays(place, founder, now):
    assert sentences(founder, now) == [
        f"«\xa0{place.startup.name}\xa0» a une place dans une cohorte\xa0: dites d’abord au centre que vous partez."
    ]
    place.state, place.ended_on = "left", now.date()
    place.save()
    plan = erasing.plan(founder, at=now)
    assert (plan.obstacles, plan.startups, plan.files) == ([], [], [])
    assert plan.held[Hold.INCUBATION] == 1
    name = place.startup.name
    erasing.erase(founder, by=founder, at=now)

    member = Membership.objects.get(person=founder)
    assert (member.until_on, member.birth_year, member.startup.name) == (now.date(), None, name)


def test_a_role_in_force_ends_first(juror, now):
    assert sentences(juror, now) == [
        "Vous avez encore une fonction ici (Membre du jury)\xa0: demandez d’abord au centre d’y mettre fin."
    ]
    with pytest.raises(erasing.NotYet):
        erasing.erase(juror, by=juror, at=now)

    assert User.objects.get(pk=juror.pk).email == juror.email


def test_a_role_that_begins_tomorrow_is_ended_first_too(outsider, now):
    Grant.objects.create(person=outsider, role=Role.MENTOR, from_at=now + timedelta(days=1))

    assert len(sentences(outsider, now)) == 1


def test_an_administrator_does_it_for_who_asked_and_says_how(outsider, admin, now):
    with pytest.raises(BadValues):
        erasing.erase(outsider, by=admin, at=now)
    erasing.erase(outsider, by=admin, asked="Lettre du 3 septembre.", at=now)

    event = Event.objects.get(verb="user.erase")
    assert (event.actor, event.data) == (admin, {"asked": "Lettre du 3 septembre."})


@pytest.mark.parametrize("who", ["officer", "director", "founder"])
def test_nobody_else_erases_somebody(request, who, outsider, now):
    with pytest.raises(NotAllowed):
        erasing.erase(outsider, by=request.getfixturevalue(who), asked="x", at=now)

    assert User.objects.get(pk=outsider.pk).email == "outsider@example.test"


def test_done_twice_is_done_once(outsider, admin, now):
    erasing.erase(outsider, by=admin, asked="Lettre du 3 septembre.", at=now)
    erasing.erase(outsider, by=admin, asked="Lettre du 3 septembre.", at=now)

    assert Event.objects.filter(verb="user.erase").count() == 1
    assert Message.objects.filter(kind="accounts/account_erased").count() == 1


def test_an_administrator_with_a_link_leaves_it_to_another(withdrawn, founder, admin, now):
    declaring.declare(admin, withdrawn.startup, kind="personal", by=admin, at=now)
    with pytest.raises(NotAllowed) as refused:
        erasing.erase(founder, by=admin, asked="Lettre du 3 septembre.", at=now)

    assert str(refused.value) == (
        "Vous avez un lien avec une start-up de cette personne\xa0: un autre administrateur s’en charge."
    )
    assert User.objects.get(pk=founder.pk).email == "founder@example.test"


def test_the_file_of_a_start_up_that_others_belong_to_stays_with_them(withdrawn, founder, founder2, now):
    withdrawn.startup.memberships.exclude(person=founder).delete()
    withdrawn.startup.memberships.create(person=founder2)
    withdrawn.startup.memberships.filter(person=founder).update(role="member")
    erasing.erase(founder, by=founder, at=now)

    assert Application.objects.get(pk=withdrawn.pk).erased_at is None
    assert Startup.objects.get().erased_at is None


def test_what_was_sent_or_offered_to_an_address_goes_with_it(withdrawn, founder, outsider, now):
    """A code from before the account, and a place in a team that was never taken."""
    early = Message.objects.create(
        kind="accounts/sign_in_code",
        address=outsider.email,
        leaves_at=now,
        state="sent",
        subject="Votre code",
    )
    withdrawn.invitations.create(
        contact=outsider.email, role="reader", code_hash="a" * 64, expires_at=now, invited_by=founder
    )
    erasing.erase(outsider, by=outsider, at=now)

    assert Message.objects.get(pk=early.pk).address == "[…]"
    assert not withdrawn.invitations.exists()


def test_every_table_of_a_library_that_points_at_a_person_goes_or_says_why():
    placed = {label for rows in forgetting.ROWS.values() for label in rows} | forgetting.STAYING.keys()
    pointing = {
        model._meta.label
        for model in set(apps.get_models()) - set(models_of_ours())
        if any(field.related_model is User for field in model._meta.local_fields)
    }

    assert len(pointing) > 10
    assert pointing - placed == set()


def test_agreements_go_with_the_file_and_the_start_up_they_are_about(withdrawn, founder, now):
    for about in (withdrawn, withdrawn.startup):
        consenting.record(founder, "directory", wording="a" * 64, given=True, about=about, at=now)
    erasing.erase_files([withdrawn], by=SYSTEM, at=now)
    assert list(Consent.objects.filter(purpose="directory").values_list("about", flat=True)) == ["startup"]
    erasing.erase_startups([withdrawn.startup], by=SYSTEM, at=now)

    assert not Consent.objects.filter(purpose="directory").exists()
