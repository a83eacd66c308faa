import pytest
from django.core import mail

from incubator.notifications import delivery, outbox
from incubator.notifications.rendering import laid_out
from incubator.territory.models import Centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(db):
    return Centre.objects.create(slug="ici", name_fr="Centre d’ici & là", phone="+22890000000")


def test_a_letter_leaves_laid_out_in_its_language_headed_by_its_centre(centre, person, at):
    reader = person("ama", language="en")
    (news,) = outbox.post("testing/news", to=reader, at=at, context={"name": "<b> http://a.example"})

    delivery.deliver(news, at=at)

    (sent,) = mail.outbox
    ((html, _kind),) = sent.alternatives
    assert '<html lang="en">' in html
    assert "<title>News of “&lt;b&gt; http:\u200b//a.\u200bexample”</title>" in html
    assert "<p>Dear Ama, &lt;b&gt; http:\u200b//a.\u200bexample.</p>\n</div>" in html
    assert 'font-weight:700"><span lang="fr">Centre d’ici &amp; là</span></p>' in html
    assert (
        "<p>You receive this message because of a file or a start-up you follow at the centre.</p>\n"
        "<p>The centre never asks for money, a password or a code by telephone or by message.</p>\n"
        '<p><span lang="fr">Centre d’ici &amp; là</span> · +228\xa090\xa000\xa000\xa000 · '
        '<a href="http://localhost:8000/">http://localhost:8000</a></p>\n'
    ) in html
    assert sent.body.endswith("\nCentre d’ici & là · +228\xa090\xa000\xa000\xa000 · http://localhost:8000\n")
    assert news.short == (
        "Centre d’ici & là: News of “<b> http:\u200b//a.\u200bexample”. "
        "Read it in your space: http://localhost:8000/portal/letters/"
    )


def test_a_letter_names_the_centre_it_was_written_for_and_not_the_first(centre, founder, at):
    other = Centre.objects.create(slug="autre", name_fr="Centre de Kara")

    (news,) = outbox.post("testing/news", to=founder, at=at, context={"name": "T", "centre": other})

    assert news.centre == other
    assert 'font-weight:700">Centre de Kara</p>' in laid_out(news, news.text)
    assert news.text.endswith("\nCentre de Kara · http://localhost:8000\n")


def test_a_secret_leaves_laid_out_without_the_centre_or_a_link(centre, code, at):
    delivery.deliver(code, at=at)

    ((html, _kind),) = mail.outbox[0].alternatives
    assert "<p>Votre code est 123456.</p>\n</div>" in html
    assert 'font-weight:700">Pépinière</p>' in html
    assert "<p>Vous recevez ce message parce que quelqu’un a saisi cette adresse pour se connecter." in html
    assert "Centre d’ici" not in html
    assert "<a " not in html


def test_what_somebody_writes_under_a_line_of_their_own_is_laid_out_whole(founder, at):
    (news,) = outbox.post("testing/news", to=founder, at=at, context={"name": "avant\n\n-- \naprès"})

    assert "<p>Bonjour Founder, avant</p>\n\n<p>-- <br>après.</p>" in laid_out(news, news.text)
