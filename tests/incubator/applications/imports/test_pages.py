"""The pages of an import: the whole way by forms, what they refuse, what they give to download."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import storages

from incubator.applications.casework import screening
from incubator.applications.imports.kind import PAPER_FILES, Trying
from incubator.applications.models import Application, ImportBatch
from incubator.core import clock
from incubator.imports import importing
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, row

pytestmark = pytest.mark.django_db
LIST = "/desk/calls/AC-2027-02/imports/"


@pytest.fixture
def desk(small, officer, client_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return client_for(officer)


def text_of(answer) -> str:
    return answer.content.decode().replace("&#x27;", "'")


def cells(page: str) -> list[list[str]]:
    """The lines of the table of remarks."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in body.split("</tr>")[:-1]]


def test_the_whole_way_by_forms(desk, small):
    assert LIST in desk.get("/desk/calls/AC-2027-02/applications/").content.decode()
    table = world.upload(world.csv(GOOD, row(2), row(3, c2="x"), row(4, c3="")))
    answer = desk.post(LIST, {"table": table}, follow=True)
    page = text_of(answer)
    assert "dossiers.csv\u00a0: 7 colonnes reconnues sur 7." in page
    assert "Par exemple\u00a0: P-1, P-2, P-3" in page
    batch = ImportBatch.objects.get()
    chosen = {f"column-{n}": code for n, code in enumerate(batch.targets)}

    answer = desk.post(
        f"{LIST}{batch.public_id}/columns/", {**chosen, "received_on": "2027-02-20"}, follow=True
    )

    page = text_of(answer)
    assert Application.objects.count() == 0
    assert cells(page)[0] == [
        "4",
        "Combien êtes-vous ?",
        "Écrivez un nombre entier en chiffres, par exemple 12.",
    ]
    assert "Bonnes" in page and "Avec erreurs" in page
    assert "le papier signé porte la signature" in page.lower()

    refused = desk.post(f"{LIST}{batch.public_id}/", {})
    assert refused.status_code == 422
    assert "2 lignes ont des erreurs\u00a0: corrigez le tableau" in text_of(refused)
    answer = desk.post(f"{LIST}{batch.public_id}/", {"only_good": "on"}, follow=True)

    assert "2 dossiers ont été créés." in text_of(answer)
    assert Application.objects.count() == 2

    answer = desk.post(f"{LIST}{batch.public_id}/undo/", follow=True)
    assert "2 dossiers ont été retirés." in text_of(answer)
    assert set(Application.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_the_columns_are_to_be_told_apart_and_complete(desk, small, officer):
    batch = importing.begin(PAPER_FILES, small, world.upload(world.csv(GOOD)), by=officer, at=AFTER)
    address = f"{LIST}{batch.public_id}/columns/"

    rest = {f"column-{place}": "none" for place in range(3, 7)}
    answer = desk.post(
        address, {"column-0": "email", "column-1": "email", "column-2": "field:headcount", **rest}
    )

    page = text_of(answer)
    assert answer.status_code == 422 and ImportBatch.objects.get().checked_at is None
    assert (
        "La colonne «\u00a0N° de dossier\u00a0» l’est déjà\u00a0: choisissez autre chose pour l’une des deux."
        in page
    )
    assert "Dites quelle colonne porte le nom de la start-up." in page
    assert "Écrivez le jour où les dossiers ont été reçus, ou choisissez la colonne qui le porte." in page
    assert '<option value="field:headcount" selected>' in page


def test_a_forged_column_is_refused(desk, small, officer):
    batch = importing.begin(PAPER_FILES, small, world.upload(world.csv(GOOD)), by=officer, at=AFTER)

    answer = desk.post(
        f"{LIST}{batch.public_id}/columns/", {"column-0": "field:agreed", "received_on": "2027-02-20"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7\n%%EOF\n", "scan.pdf", "«\u00a0scan.pdf\u00a0» n’a pas été lu\u00a0: c’est un PDF."),
        (
            b"Nom\n",
            "a.csv",
            "«\u00a0a.csv\u00a0» n’a pas été lu\u00a0: il n’a aucune ligne sous ses intitulés.",
        ),
    ],
)
def test_a_table_that_cannot_be_read_leaves_nothing(desk, data, name, sentence):
    kept = storages["private"].listdir("")

    answer = desk.post(LIST, {"table": world.upload(data, name)})

    assert answer.status_code == 422 and sentence in text_of(answer)
    assert ImportBatch.objects.count() == 0 and storages["private"].listdir("") == kept


def test_nothing_chosen_is_said(desk):
    answer = desk.post(LIST, {})

    assert answer.status_code == 422 and "Choisissez d’abord un tableau." in text_of(answer)


def test_the_remarks_are_downloaded(desk, small, officer):
    batch = world.checked(small, officer, GOOD, row(2, c2="x", c6="=1+1@"), row(3, c1=""))

    answer = desk.get(f"{LIST}{batch.public_id}/remarks.csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        '"Ligne";"Colonne";"Remarque"',
        '3;"E-mail";"Cette adresse électronique semble incomplète. Exemple\u00a0: nom@exemple.tg."',
        '3;"Combien êtes-vous ?";"Écrivez un nombre entier en chiffres, par exemple 12."',
        '4;"Nom de l\'atelier";"Il manque le nom de la start-up."',
    ]


def test_a_work_under_way_shows_how_far_it_is_and_goes_on(desk, small, officer):
    batch = world.checked(small, officer, *(row(n) for n in range(3)))
    importing.confirm(PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)

    page = desk.get(f"{LIST}{batch.public_id}/?follow=1")
    assert "0 dossiers créés, sur 3 lignes" in text_of(page) and page["Refresh"] == "4"
    desk.post(f"{LIST}{batch.public_id}/go-on/")

    assert "3 dossiers ont été créés." in text_of(desk.get(f"{LIST}{batch.public_id}/"))


def test_a_large_table_is_followed_to_the_end_of_its_check(desk, small, officer, monkeypatch):
    """Nobody tells a worker, and none is there: the page itself goes on."""
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    table = world.csv(row(1), row(2, c2="x"), row(3))
    batch = importing.begin(PAPER_FILES, small, world.upload(table), by=officer, at=AFTER)
    chosen = {f"column-{n}": code for n, code in enumerate(batch.targets)}
    address = f"{LIST}{batch.public_id}/"

    answer = desk.post(f"{address}columns/", {**chosen, "received_on": "2027-02-20"})

    assert (answer.status_code, answer["Location"]) == (302, f"{address}?follow=1")
    followed, page = desk.get(f"{address}?follow=1"), desk.get(address)
    assert followed["Refresh"] == "4" and "Refresh" not in page
    assert "Vérification des lignes en cours" in text_of(page)
    assert "0 lignes vérifiées sur 3" in text_of(page) and "Télécharger les remarques" not in text_of(page)
    refused = desk.post(address, {})
    assert refused.status_code == 422
    assert "attendez la fin de la vérification." in text_of(refused)

    answer = desk.post(f"{address}go-on/", follow=True)

    assert cells(text_of(answer)) == [
        ["3", "Combien êtes-vous ?", "Écrivez un nombre entier en chiffres, par exemple 12."]
    ]
    assert "Refresh" not in desk.get(f"{address}?follow=1") and Application.objects.count() == 0


def test_a_check_that_stopped_says_why_and_can_be_left(desk, small, officer, monkeypatch):
    batch = world.being_checked(small, officer, monkeypatch, row(1))
    storages["private"].delete(batch.source.key)

    answer = desk.post(f"{LIST}{batch.public_id}/go-on/", follow=True)

    assert "La vérification s’est arrêtée" in text_of(answer)
    assert "Le tableau lui-même n’est plus gardé\u00a0: importez-le de nouveau." in text_of(answer)


def test_the_progress_of_a_check_asks_the_same_for_few_and_many_rows(
    desk, small, officer, monkeypatch, django_assert_num_queries
):
    few = world.being_checked(small, officer, monkeypatch, row(1), row(2))
    many = world.being_checked(small, officer, monkeypatch, *(row(n) for n in range(40)))
    for batch in (few, many):
        work = Trying({"batch": batch.pk, "attempt": 1}, [0], officer, AFTER)
        work.write(list(range(batch.rows_count - 1)), None, AFTER)
    desk.get(f"{LIST}{few.public_id}/")

    for batch in (few, many):
        with django_assert_num_queries(4):
            desk.get(f"{LIST}{batch.public_id}/")


def test_what_stays_after_an_undoing_is_listed_with_its_reason(desk, small, officer):
    batch = world.imported(small, officer, row(1), row(2))
    screening.confirm(Application.objects.first(), eligible=True, by=officer, at=AFTER + timedelta(minutes=9))

    page = text_of(desk.post(f"{LIST}{batch.public_id}/undo/", follow=True))

    assert "1 dossier a été retiré. 1 dossier reste, pour la raison ci-dessous." in page
    assert "Il est plus avancé\u00a0: Recevable." in page


def test_the_page_asks_the_same_for_few_and_many_remarks(desk, small, officer, django_assert_num_queries):
    few = world.checked(small, officer, row(1, c2="x"))
    many = world.checked(small, officer, *(row(n, c2="x") for n in range(40)))
    desk.get(f"{LIST}{few.public_id}/")

    for batch in (few, many):
        with django_assert_num_queries(7):
            desk.get(f"{LIST}{batch.public_id}/")


def test_the_page_of_an_entered_file_says_where_it_comes_from(desk, small, officer):
    world.imported(small, officer, GOOD)

    page = text_of(desk.get(f"/desk/applications/{Application.objects.get().public_id}/"))

    assert "Reçu le 20 février 2027, saisi par Officer. Référence du dossier papier\u00a0: P-1." in page
    assert "Ses pièces et sa signature sont sur le papier." in page
    assert "Saisi depuis un tableau" in page


def test_each_column_shows_the_values_of_the_first_three_rows(desk, small, officer):
    rows = [(f"P-{number}", *GOOD[1:]) for number in range(1, 5)]
    batch = importing.begin(PAPER_FILES, small, world.upload(world.csv(*rows)), by=officer, at=AFTER)

    page = text_of(desk.get(f"{LIST}{batch.public_id}/columns/"))

    assert "Par exemple\u00a0: P-1, P-2, P-3" in page and "P-4" not in page


def test_a_sensitive_column_gives_no_example(desk, small, officer):
    headings = (*world.HEADINGS, "Un besoin particulier ?")
    batch = importing.begin(
        PAPER_FILES,
        small,
        world.upload(world.csv((*GOOD, "CANARI"), headings=headings)),
        by=officer,
        at=AFTER,
    )

    page = text_of(desk.get(f"{LIST}{batch.public_id}/columns/"))

    assert "Par exemple\u00a0: P-1" in page and "CANARI" not in page
