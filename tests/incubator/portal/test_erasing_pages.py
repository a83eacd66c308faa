"""The pages of an erasure: what is told before, the proof, the end; and the page of the nights."""

import re
from html import unescape

import pytest
from django.urls import reverse

from incubator.applications.models import Application
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.people.states import PersonState
from incubator.portal.personal import retention
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from tests.world import applications, programmes

pytestmark = pytest.mark.django_db
HERE = "/account/data/erase/"
QUERIES = 29


def text_of(answer) -> str:
    """The words of the page, on one line."""
    page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def code_sent() -> str:
    return re.search(r"\d{6}", Message.objects.filter(kind="accounts/sign_in_code").last().secret).group()


def test_a_code_proves_who_asks_and_all_is_gone(outsider, inside, now):
    browser = inside(outsider)
    page = text_of(browser.get(HERE))
    assert "Envoyer un code à outsider@example.test" in page
    assert "Effacer mes données pour toujours" not in page
    assert browser.post(HERE, {"send": "1"}).url == HERE
    assert "Un code a été envoyé à outsider@example.test" in text_of(browser.get(HERE))

    answer = browser.post(HERE, {"proof": code_sent(), "sure": "on"})
    assert (answer.status_code, answer.url) == (302, "/account/data/erased/")
    end = browser.get(answer.url)
    assert "Vos données sont effacées" in text_of(end)
    assert end["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/account/").url.startswith("/login/")
    assert User.objects.get(pk=outsider.pk).state == PersonState.ANONYMISED


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"proof": "000000", "sure": "on"},
            "Cela ne correspond pas, ou n’est plus valable. Rien n’a été effacé.",
        ),
        ({"proof": "", "sure": "on"}, "Tapez les chiffres reçus."),
        ({"proof": "CODE"}, "Cochez ceci pour continuer\xa0: ce qui est effacé ne revient pas."),
    ],
)
def test_a_wrong_code_or_no_word_erases_nothing(given, sentence, outsider, inside, now):
    browser = inside(outsider)
    browser.post(HERE, {"send": "1"})
    if given["proof"] == "CODE":
        given = {"proof": code_sent()}
    answer = browser.post(HERE, given)

    assert answer.status_code == 422
    assert " ".join(sentence.split()) in text_of(answer)
    assert User.objects.get(pk=outsider.pk).email == "outsider@example.test"
    assert not Event.objects.filter(verb="user.erase").exists()


def test_whom_no_code_reaches_proves_it_by_the_password(outsider, inside, now, settings):
    settings.SMS_PROVIDER = ""
    outsider.contacts.all().delete()
    outsider.contacts.create(kind="phone", value="+22890112233", is_sign_in=True, verified_at=now)
    browser = inside(outsider)
    assert "Mot de passe" in text_of(browser.get(HERE))
    wrong = browser.post(HERE, {"proof": "autre chose", "sure": "on"})
    assert wrong.status_code == 422
    right = browser.post(HERE, {"proof": "une phrase assez longue", "sure": "on"})

    assert right.url == "/account/data/erased/"


def test_what_is_to_settle_is_said_with_its_address_and_no_button(
    centre, founder, officer, director, inside, now
):
    file = applications.submitted(programmes.published_call(officer, director), founder, "su-01")
    browser = inside(founder)
    page = browser.get(HERE)

    assert f"Votre candidature {file.reference} est à l’examen" in text_of(page).replace("\xa0", " ")
    assert reverse("applications:withdraw", args=[file.public_id]) in page.content.decode()
    assert b'name="proof"' not in page.content
    browser.post(HERE, {"send": "1"})
    refused = browser.post(HERE, {"proof": code_sent(), "sure": "on"})
    assert refused.status_code == 422
    assert "Quand ce sera réglé, revenez ici. Rien n’a été effacé." in text_of(refused)


def test_the_page_asks_the_same_questions_whatever_there_is_to_erase(
    centre, founder, officer, director, inside, now, django_assert_num_queries
):
    call = programmes.published_call(officer, director)
    file = applications.draft(call, founder)
    browser = inside(founder)
    browser.get(HERE)
    with django_assert_num_queries(QUERIES):
        browser.get(HERE)
    for number in range(3):
        another = Startup.objects.create(slug=f"autre-{number}", name=f"Autre {number}")
        another.memberships.create(person=founder)
        copy = Application.objects.create(
            call=call, startup=another, form_version=file.form_version, changed_at=now
        )
        copy.team.create(person=founder, role="lead")
    with django_assert_num_queries(QUERIES):
        browser.get(HERE)


def test_an_administrator_reads_what_goes_and_says_how_it_was_asked(outsider, admin, inside, now):
    browser, here = inside(admin), f"/desk/people/{outsider.public_id}/erase/"
    assert "Ce qui est effacé" in text_of(browser.get(here))
    empty = browser.post(here, {"asked": ""})
    assert empty.status_code == 422
    done = browser.post(here, {"asked": "Visite du 3 septembre."}, follow=True)

    assert "La personne est effacée. Le journal garde l’acte." in text_of(done)
    assert "On ne sait plus rien de cette personne." in text_of(done)
    assert browser.get(here.replace(outsider.public_id, admin.public_id)).status_code == 404


@pytest.mark.parametrize(
    ("language", "coming", "last"),
    [
        ("fr", "Rien n’a dépassé sa durée.", "Lettre 1"),
        ("en", "Nothing has passed its period.", "Letter 1"),
    ],
)
def test_the_page_of_the_nights_counts_and_erases_nothing(
    language, coming, last, admin, outsider, inside, centre, now
):
    Event.objects.create(
        verb=retention.RUN, subject_type="centre", subject_id=centre.pk, at=now,
        data={"subjects": {"file": 3}, "rows": {"notifications.Message": 1}, "waiting": [], "warned": 0},
    )  # fmt: skip
    page = text_of(inside(admin, language).get("/desk/register/retention/"))

    assert coming in page
    assert last in page
    assert User.objects.get(pk=outsider.pk).email == "outsider@example.test"


def test_who_is_suspended_is_restored_by_the_button_of_their_page(outsider, admin, inside, now):
    browser, here = inside(admin), f"/desk/people/{outsider.public_id}/"
    browser.post(f"{here}suspend/", {"reason": "Absence."})
    page = browser.get(here)
    assert f'action="{here}restore/"' in page.content.decode()
    assert "Absence." in text_of(page)  # the reason, in the history

    browser.post(f"{here}restore/")
    assert User.objects.get(pk=outsider.pk).is_active


def test_nothing_is_offered_for_who_is_erased(outsider, admin, inside, now):
    browser, here = inside(admin), f"/desk/people/{outsider.public_id}/"
    browser.post(f"{here}erase/", {"asked": "Lettre."})

    page = text_of(browser.get(here))
    assert "Cette personne a été effacée." in page
    assert "Une personne effacée ne reçoit aucune fonction." in page
    assert "Suspendre cette personne" not in page
    assert [browser.get(f"{here}{act}/").status_code for act in ("suspend", "erase")] == [404, 404]


def test_the_end_is_read_in_the_language_of_the_page_and_by_nobody_who_has_an_account(
    outsider, founder, inside, now
):
    browser = inside(outsider, "en")
    del browser.cookies["django_language"]  # it was chosen in the session alone
    browser.post(HERE, {"send": "1"})
    end = browser.post(HERE, {"proof": code_sent(), "sure": "on"}, follow=True)
    assert "Your data are erased" in text_of(end)

    assert inside(founder).get("/account/data/erased/").url == "/account/data/"
