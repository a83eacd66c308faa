"""What people type wrongly, posted over HTTP: the exact sentence they read, and what is kept."""

import re
from html import unescape

import pytest

from incubator.applications.filling import answers, drafting
from incubator.applications.models import Answer, Application
from tests.world import applications as world

N = "\u00a0"
THIN = "\u202f"
EMOJI = "Irrigation 🌱 par la voix 🎤"
RTL = "\u202eabc سقي"

# The version of what is filled in beforehand.
READ = {"lead_email": "1:filled-in"}

# (step, field, what is posted, the sentence of the field, what is stored)
TABLE = [
    ("1", "lead_birth_date", "31/02/1999", "Ce jour n’existe pas dans le calendrier. Vérifiez le jour et le mois.", {"raw": "31/02/1999"}),
    ("1", "lead_birth_date", "hier", "Écrivez la date avec le jour, le mois et l’année, par exemple 17/08/1999 ou 17 août 1999, ou l’année seule.", {"raw": "hier"}),
    ("1", "lead_birth_date", "17/08/0099", f"Vérifiez l’année{N}: elle s’écrit en quatre chiffres, entre 1900 et 2100.", {"raw": "17/08/0099"}),
    ("2", "registration_date", "2024", "L’année ne suffit pas ici. Donnez aussi le jour et le mois.", {"raw": "2024"}),
    ("1", "lead_gender", "X", "Choisissez une des réponses de la liste.", {"raw": "X"}),
    ("1", "lead_phone", "90 00", "Écrivez les huit chiffres du numéro, ou + et l’indicatif du pays.", {"raw": "90 00"}),
    ("1", "lead_email", "ama@", f"Cette adresse électronique semble incomplète. Exemple{N}: nom@exemple.tg.", {"raw": "ama@"}),
    ("1", "lead_whatsapp", "peut-être", "Répondez par oui ou par non.", {"raw": "peut-être"}),
    ("1", "lead_last_name", "A" * 81, f"«{N}Nom{N}» compte 81 caractères, pour 80 au plus. Raccourcissez de 1.", "A" * 81),
    ("1", "lead_last_name", "Ko\x01djo", "Relisez cette réponse, puis enregistrez-la.", {"raw": "Kodjo"}),
    ("2", "commune", "paris-12", "Choisissez une commune de la liste.", "paris-12"),
    ("2", "founders_count", "deux", "Écrivez un nombre entier en chiffres, par exemple 12.", {"raw": "deux"}),
    ("2", "founders_count", "-3", f"«{N}Nombre de personnes fondatrices{N}»{N}: 1 au moins.", -3),
    ("2", "founders_count", "1" * 40, "Ce nombre est trop grand.", {"raw": "1" * 40}),
    ("4", "revenue_12m", "1 500,50", "Un montant est en francs entiers, sans centimes.", {"raw": "1 500,50"}),
    ("4", "revenue_12m", "-5", "Un montant ne peut pas être négatif.", {"raw": "-5"}),
    ("4", "revenue_12m", "200 €", "Les montants sont en francs CFA (XOF). Convertissez ce montant, puis écrivez le nombre seul.", {"raw": "200 €"}),
    ("3", "demo_url", "pas un lien", f"Ce lien semble incomplet. Exemple{N}: https://exemple.tg/page.", {"raw": "pas un lien"}),
    ("3", "low_connectivity", "mot " * 101, f"«{N}Que se passe-t-il quand la connexion est faible ou absente{N}?{N}» compte 101 mots, pour 100 au plus. Raccourcissez de 1.", ("mot " * 101).strip()),
]  # fmt: skip


def errors(response) -> list[str]:
    """The sentences under the fields of a page."""
    found = re.findall(r'<p class="error"[^>]*>(?:<svg.*?</svg>)?(.*?)</p>', response.content.decode(), re.S)
    return [unescape(text) for text in found]


def url(application: Application, step: str) -> str:
    return f"/portal/applications/{application.ref}/form/{step}/"


@pytest.mark.parametrize(("step", "key", "value", "sentence", "kept"), TABLE, ids=lambda v: str(v)[:20])
def test_what_is_typed_wrongly_is_kept_and_said(typed, step, key, value, sentence, kept):
    application, client = typed

    saved = client.post(url(application, step), {key: value, "then": "stay", f"v-{key}": READ.get(key, "")})
    page = client.get(saved.url)

    assert (saved.status_code, saved.url) == (302, url(application, step))
    assert errors(page) == [sentence]
    assert answers.read(application)[key] == kept
    application.refresh_from_db()
    assert application.state == "draft"


@pytest.mark.parametrize("text", [EMOJI, RTL, "<script>alert(1)</script>", "a' OR 1=1 --", "{{ 7*7 }}"])
def test_any_writing_is_kept_as_it_is_and_shown_as_text(typed, text):
    application, client = typed

    client.post(url(application, "3"), {"pitch": text})
    page = client.get(url(application, "3")).content.decode()

    assert answers.read(application)["pitch"] == text
    assert "<script>alert(1)</script>" not in page
    assert text in unescape(page)


def test_a_text_of_a_million_characters_is_kept_and_said(typed):
    application, client = typed
    text = "a" * 1_000_000

    client.post(url(application, "3"), {"problem": text})
    page = client.get(url(application, "3"))

    assert errors(page) == [
        f"Ce texte est trop long pour être gardé{N}: 20{THIN}000 caractères au plus. Raccourcissez-le, puis enregistrez-le de nouveau."
    ]
    assert answers.read(application)["problem"] == {"raw": text}


def test_forged_names_change_nothing(typed, outsider):
    application, client = typed
    forged = {
        "state": "accepted", "reference": "AC-1", "is_eligible": "1", "receipt_code": "AAA-AAA", "call": "9",
        "startup_name": "Autre", "password": "x", "id_lead_last_name": "x", "problem": "d'une autre étape",
    }  # fmt: skip

    answer = client.post(url(application, "1"), forged)

    assert answer.status_code == 302
    assert answers.read(application) == answers.read(Application.objects.get(pk=application.pk))
    assert set(answers.read(application)) == {"lead_email"}
    application.refresh_from_db()
    assert (application.state, application.reference, application.is_eligible, application.startup_name) == (
        "draft",
        None,
        None,
        "",
    )


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999:x", "1:"])
def test_a_forged_version_never_writes_over_an_answer(typed, founder, version):
    application, client = typed
    drafting.save_answers(application, {"lead_last_name": "Kodjo"}, by=founder, at=world.DRAFTED)

    answer = client.post(url(application, "1"), {"lead_last_name": "Ama", "v-lead_last_name": version})

    assert answer.status_code == (302 if version == "1:" else 409)
    assert answers.read(application)["lead_last_name"] == ("Ama" if version == "1:" else "Kodjo")


@pytest.mark.parametrize(
    "end", ["", "form/1/", "documents/", "review/", "receipt/", "team/", "withdraw/", "corrections/"]
)
def test_somebody_elses_file_does_not_exist(typed, outsider, officer, client_for, end):
    application, _client = typed

    for person in (outsider, officer):
        assert client_for(person).get(f"/portal/applications/{application.ref}/{end}").status_code == 404


@pytest.mark.parametrize(
    "end", ["form/1/", "form/1/field/lead_last_name/", "documents/", "submit/", "withdraw/"]
)
def test_somebody_else_writes_nothing(typed, outsider, client_for, end):
    application, _client = typed
    before = list(Answer.objects.values_list("key", "value", "version"))

    answer = client_for(outsider).post(
        f"/portal/applications/{application.ref}/{end}", {"lead_last_name": "x"}
    )

    assert answer.status_code == 404
    assert list(Answer.objects.values_list("key", "value", "version")) == before


@pytest.mark.parametrize("end", ["form/zz/", "form/1/field/problem/", "form/1/field/state/", "nothing/"])
def test_addresses_that_do_not_exist(typed, end):
    application, client = typed

    assert client.post(f"/portal/applications/{application.ref}/{end}", {}).status_code == 404


def test_a_word_document_is_refused_with_the_way_out(typed):
    from django.core.files.uploadedfile import SimpleUploadedFile

    application, client = typed
    upload = SimpleUploadedFile("carte.docx", b"PK\x03\x04 not a real one")

    page = client.post(
        f"/portal/applications/{application.ref}/documents/", {"slug": "identite", "file": upload}
    )

    assert page.status_code == 400
    (sentence,) = errors(page)
    assert sentence.startswith(f"«{N}carte.docx{N}» n’a pas été ajouté{N}: ")
    assert sentence.endswith("Vos autres fichiers sont bien enregistrés.")
    page = client.get(f"/portal/applications/{application.ref}/documents/")
    assert "carte.docx" not in page.content.decode()


def test_no_file_chosen(typed):
    application, client = typed

    page = client.post(f"/portal/applications/{application.ref}/documents/", {"slug": "identite"})

    assert (page.status_code, errors(page)) == (
        400,
        ["Choisissez d’abord un fichier ou prenez une photo, puis ajoutez-le."],
    )


def test_a_document_nobody_asks_for(typed):
    application, client = typed

    page = client.post(
        f"/portal/applications/{application.ref}/documents/", {"slug": "../etc", "file": world.pdf()}
    )

    assert page.status_code == 404


def test_closed_while_typing(typed, now):
    from tests.incubator.applications.submission.test_sending import CLOSING

    application, client = typed
    now(CLOSING)

    page = client.post(url(application, "3"), {"pitch": "Trop tard"})

    sentence = f"L’appel s’est clos le vendredi 5 mars 2027 à 17{N}h{N}00, heure de Lomé (UTC+0). L’envoi s’est arrêté{N}; votre brouillon reste lisible."
    text = unescape(page.content.decode())
    assert page.status_code == 403
    assert sentence in text
    assert "Trop tard" in text
    assert "pitch" not in answers.read(application)
    assert client.get(url(application, "3")).url == f"/portal/applications/{application.ref}/review/"
