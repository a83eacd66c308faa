import re

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from incubator.notifications import delivery, outbox
from incubator.notifications.models import Message
from incubator.workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then(at):
    with time_machine.travel(at, tick=False):
        yield


def words(response):
    return re.sub("[ \\n]+", " ", strip_tags(response.content.decode()))


@pytest.fixture
def failed(founder, at):
    outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
    Message.objects.update(state="failed", error="refused")
    return Message.objects.get()


def test_the_list_shows_failed_messages_first(failed, officer, founder, at, client_for):
    outbox.post("testing/news", to=founder, at=at, context={"name": "Autre"})

    page = client_for(officer).get("/desk/messages/")

    assert [m.pk for m in page.context["page"].rows] == [failed.pk]
    assert [(t["label"], t["count"], t["current"]) for t in page.context["tabs"]] == [
        ("Échoué", 1, True), ("En attente", 1, False), ("En réserve", 0, False), ("Envoyé", 0, False),
        ("Annulé", 0, False), ("Tous", 2, False),
    ]  # fmt: skip
    assert "Le serveur de réception a refusé cette adresse." in words(page)


def test_no_failed_message_is_good_news(officer, client_for):
    page = words(client_for(officer).get("/desk/messages/"))

    assert "Aucun message n’a échoué." in page
    assert "Rien dans cette vue." not in page


def test_the_list_narrows_and_says_what_it_did_not_understand(failed, officer, client_for):
    page = client_for(officer).get("/desk/messages/?state=nimporte&channel=pigeon&colour=red&q=rien")

    assert page.context["page"].rows == []
    assert "L’adresse demande des éléments que cette liste ne connaît pas (state, channel, colour)" in words(
        page
    )
    assert "Rien ne correspond à ces filtres" in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    count, officer, founder, at, client_for, django_assert_max_num_queries
):
    for _ in range(count):
        outbox.post("testing/news", to=founder, at=at, context={"name": "T"})
    client = client_for(officer)

    with django_assert_max_num_queries(10) as captured:
        client.get("/desk/messages/?state=queued")

    assert len(captured) == len(captured.captured_queries)


@pytest.mark.parametrize("name", ["founder", "donor", "juror", "finance"])
def test_the_desk_does_not_exist_for_others(failed, name, request, client_for):
    client = client_for(request.getfixturevalue(name))

    assert client.get("/desk/messages/").status_code == 404
    assert client.get(f"/desk/messages/{failed.public_id}/").status_code == 404
    assert client.post(f"/desk/messages/{failed.public_id}/retry/").status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_the_text_of_a_secret_is_shown_to_nobody(code, founder, admin, client_for):
    page = client_for(admin).get(f"/desk/messages/{code.public_id}/")

    assert "123456" not in page.content.decode()
    assert "Ce message porte un code ou un lien personnel : son texte n’est montré à personne." in words(page)
    assert client_for(founder).get(f"/portal/letters/{code.public_id}/").status_code == 404


def test_retry_and_cancel_by_their_buttons(failed, officer, client_for):
    client = client_for(officer)

    answer = client.post(f"/desk/messages/{failed.public_id}/retry/", follow=True)
    assert "Le message sera réessayé dans un instant." in words(answer)
    answer = client.post(f"/desk/messages/{failed.public_id}/cancel/", follow=True)
    assert "Le message ne partira pas." in words(answer)

    failed.refresh_from_db()
    assert failed.state == "cancelled"
    assert client.get(f"/desk/messages/{failed.public_id}/cancel/").status_code == 405


def test_whatsapp_by_its_buttons(news, founder, officer, client_for):
    founder.phone = "+22890000003"
    founder.save()
    client = client_for(officer)

    page = client.post(f"/desk/messages/{news.public_id}/whatsapp/", follow=True)
    prepared = Message.objects.get(channel="whatsapp")
    assert 'href="https://wa.me/22890000003?text=' in page.content.decode()
    client.post(f"/desk/messages/{prepared.public_id}/mark-sent/")

    prepared.refresh_from_db()
    assert (prepared.state, prepared.sent_by) == ("sent", officer)


def test_a_refusal_is_a_page(news, officer, client_for):
    page = client_for(officer).post(f"/desk/messages/{news.public_id}/whatsapp/")

    assert page.status_code == 409
    assert "Cette personne n’a pas donné de numéro de téléphone" in words(page)


def test_a_person_reads_their_letters_and_the_first_reading_is_noted(news, code, founder, at, client_for):
    delivery.deliver(news, at=at)
    client = client_for(founder)

    listed = client.get("/portal/letters/")
    for _ in range(2):
        page = client.get(f"/portal/letters/{news.public_id}/")

    assert [m.pk for m in listed.context["page"]] == [news.pk]
    assert "Bonjour Founder, Tikpa &amp; d’Ama." in words(page)
    assert list(Event.objects.values_list("verb", "actor", "subject_ref")) == [
        ("message.read", founder.pk, news.public_id)
    ]
    news.refresh_from_db()
    assert news.read_at == at


def test_a_held_letter_is_not_read_before_it_leaves(founder, at, client_for):
    (held,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T"}, held=True)

    page = client_for(founder).get("/portal/letters/")

    assert list(page.context["page"]) == []
    assert client_for(founder).get(f"/portal/letters/{held.public_id}/").status_code == 404


@pytest.mark.parametrize("name", ["outsider", "officer"])
def test_somebody_elses_letter_does_not_exist(news, name, request, client_for):
    client = client_for(request.getfixturevalue(name))

    assert client.get(f"/portal/letters/{news.public_id}/").status_code == 404
    assert Event.objects.count() == 0


def test_letters_ask_for_a_sign_in(news):
    assert Client().get("/portal/letters/").status_code == 302


def test_the_outbox_page_exists_in_the_demonstration_only(code):
    assert Client().get("/demo/outbox/").status_code == 404


def test_the_outbox_page_shows_codes_newest_first(news, code, settings, at):
    settings.PEPINIERE_MODE = "demo"
    outbox.post("testing/news", to=None, address="other@example.test", at=at, context={"name": "T"})
    delivery.deliver(code, at=at)

    page = Client().get("/demo/outbox/?address=founder")

    assert [m.pk for m in page.context["page"]] == [code.pk, news.pk]
    assert "Votre code est 123456." in words(page)
