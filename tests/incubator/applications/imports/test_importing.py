"""Tables of paper files: guessed, remembered, tried without a change, entered once, and taken back."""

import json

import pytest
from django.core.files.storage import storages

from incubator.applications.filling.definitions import definition_of
from incubator.applications.imports.columns import targets_of
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application, ImportBatch, ImportMapping, ImportRow
from incubator.applications.states import State
from incubator.imports import background, columns, importing
from incubator.programmes import forming
from incubator.workflow.models import Event
from incubator.workflow.refusals import Refused
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, RECEIVED, row, tables, told

pytestmark = pytest.mark.django_db


# -- columns ---------------------------------------------------------------------------------------------


def test_columns_are_guessed_from_key_label_or_habit_whatever_accents_and_capitals(small):
    targets = targets_of(definition_of(small.form_version))

    guessed = columns.guess(
        [
            "HEADCOUNT",
            "nom de l’atelier",
            "Your idea",
            "TÉL",
            "date de reception",
            "Météo",
            "Effectif",
            "contact",
        ],
        targets,
    )

    assert guessed == [
        "field:headcount", "field:shop", "field:idea", "phone", "received_on", "", "", "name"
    ]  # fmt: skip


def test_a_consent_and_a_document_are_no_column(small):
    codes = {target.code for target in targets_of(definition_of(small.form_version))}

    assert "field:agreed" not in codes and "field:plan" not in codes and "field:health_note" in codes


def test_two_columns_are_not_guessed_to_be_the_same(small):
    targets = targets_of(definition_of(small.form_version))

    assert columns.guess(["E-mail", "Courriel"], targets) == ["email", ""]


def test_the_next_table_with_the_same_headings_is_matched_already(small, officer):
    headings = ("Projet tel que nommé", "Effectif", "Qui")
    first = importing.begin(
        PAPER_FILES, small, world.upload(world.csv(("A", 3, "Afi"), headings=headings)), by=officer, at=AFTER
    )
    assert first.targets == ["", "", ""]
    importing.match(
        PAPER_FILES,
        first,
        ["field:shop", "field:headcount", "name"],
        received_on=RECEIVED,
        by=officer,
        at=AFTER,
    )

    turned = ("effectif", "QUI", "Projet tel que nomme")
    again = importing.begin(
        PAPER_FILES, small, world.upload(world.csv((2, "Bio", "B"), headings=turned)), by=officer, at=AFTER
    )

    assert again.targets == ["field:headcount", "name", "field:shop"]
    assert ImportMapping.objects.count() == 1


def test_two_questions_with_the_same_words_are_matched_in_their_order(call):
    targets = targets_of(definition_of(call.form_version))
    words = "dont personnes de 35 ans ou moins"

    assert columns.guess([words, words, words], targets) == [
        "field:founders_youth",
        "field:jobs_youth",
        "",
    ]


# -- the dry run -----------------------------------------------------------------------------------------


def test_trying_changes_nothing_but_the_batch(small, officer):
    batch = importing.begin(
        PAPER_FILES, small, world.upload(world.csv(GOOD, row(2), row(3, c2="x"))), by=officer, at=AFTER
    )
    before = tables()

    importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

    after = tables()
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert changed == {"applications.ImportRow": 3, "applications.ImportMapping": 1}
    assert importing.counts(batch) == {"good": 2, "incomplete": 0, "wrong": 1, "there": 0}


SAID = [
    "Ligne 3, colonne Combien êtes-vous ?\u00a0: Écrivez un nombre entier en chiffres, par exemple 12.",
    "Ligne 4, colonne Combien êtes-vous ?\u00a0: «\u00a0Combien êtes-vous ?\u00a0»\u00a0: 50 au plus.",
    "Ligne 5, colonne E-mail\u00a0: Cette adresse électronique semble incomplète. Exemple\u00a0: nom@exemple.tg.",
    "Ligne 5, colonne Vos outils\u00a0: Choisissez une des réponses de la liste.",
    "Ligne 6, colonne Nom de l'atelier\u00a0: Il manque le nom de la start-up.",
    "Ligne 6, colonne Votre idée\u00a0: Il manque cette réponse.",
    "Ligne 7, colonne Contact\u00a0: Personne n’est nommé\u00a0: écrivez un nom, une adresse électronique ou un téléphone.",
]


def test_each_wrong_cell_is_told_by_line_and_column(small, officer):
    batch = world.checked(
        small, officer,
        GOOD,
        row(2, c2="beaucoup"),
        row(3, c2=99),
        row(4, c4="Marteau", c6="pas une adresse"),
        row(5, c1="", c3=""),
        row(6, c5="", c6=""),
    )  # fmt: skip

    assert told(batch) == SAID


def test_a_paper_received_after_the_closing_is_refused_and_a_day_to_come_too(small, officer):
    headings = (*world.HEADINGS, "Reçu le")
    lines = [
        (*row(2), "26/02/2027"), (*row(3), "27/02/2027"), (*row(4), "12/03/2027"), (*row(5), "hier"), (*row(6), ""),
    ]  # fmt: skip
    batch = importing.begin(
        PAPER_FILES, small, world.upload(world.csv(*lines, headings=headings)), by=officer, at=AFTER
    )
    importing.match(PAPER_FILES, batch, batch.targets, received_on=None, by=officer, at=AFTER)

    assert told(batch) == [
        "Ligne 3, colonne Reçu le\u00a0: Reçu le 27 février 2027, après la clôture du vendredi 26 février 2027 à 12\u00a0h\u00a000, heure de Lomé (UTC+0).",
        "Ligne 4, colonne Reçu le\u00a0: Ce jour n’est pas encore venu.",
        "Ligne 5, colonne Reçu le\u00a0: Écrivez la date avec le jour, le mois et l’année, par exemple 17/08/1999 ou 17 août 1999.",
        "Ligne 6, colonne Reçu le\u00a0: Il manque le jour où le dossier papier a été reçu.",
    ]


def test_a_formula_is_not_read(small, officer):
    data = world.xlsx(GOOD, row(2, c2="=1+2"))
    batch = importing.begin(PAPER_FILES, small, world.upload(data, "a.xlsx"), by=officer, at=AFTER)
    importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

    assert (
        told(batch)[0]
        == "Ligne 3, colonne Combien êtes-vous ?\u00a0: Cette cellule contient une formule\u00a0: écrivez sa valeur."
    )


def test_a_row_twice_in_the_table_or_in_the_call_already_is_left_out(small, officer):
    world.imported(small, officer, GOOD)
    batch = world.checked(
        small, officer, GOOD, row(2), row(2), row(3, c0="P-2"), (*GOOD[:0], "P-9", *GOOD[1:])
    )

    assert told(batch) == [
        "Ligne 2\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001.",
        "Ligne 4\u00a0: Le même dossier que la ligne 3.",
        "Ligne 5\u00a0: Le même dossier que la ligne 3.",
        "Ligne 6\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001.",
    ]
    assert importing.counts(batch) == {"good": 1, "incomplete": 0, "wrong": 0, "there": 4}


def test_the_contact_of_somebody_of_the_centre_is_refused(small, officer, director):
    batch = world.checked(small, officer, row(2, c6=director.email))

    assert told(batch) == [
        "Ligne 2\u00a0: Ce contact est celui d’une personne qui travaille pour le centre ou pour une mairie."
    ]


def test_a_table_never_confirmed_is_forgotten_with_its_file(small, officer):
    batch = world.checked(small, officer, GOOD)
    key = batch.source.key
    assert storages["private"].exists(key)

    importing.discard(PAPER_FILES, batch, by=officer, at=AFTER)

    assert ImportBatch.objects.count() == 0 and ImportRow.objects.count() == 0
    assert Event.objects.filter(verb="import.discard").count() == 1


def test_all_or_nothing_unless_only_the_good_ones_are_asked_for(small, officer):
    batch = world.checked(small, officer, GOOD, row(2, c2="x"))
    before = tables()

    with pytest.raises(Refused) as refused:
        importing.confirm(
            PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
        )

    assert str(refused.value) == (
        "1 ligne a une erreur\u00a0: corrigez le tableau, ou cochez pour n’importer que les bonnes lignes."
    )
    assert tables() == before
    importing.confirm(PAPER_FILES, batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER)
    background.go_on(PAPER_FILES, ImportBatch.objects.get(), by=officer, at=AFTER)
    assert Application.objects.count() == 1


def test_an_incomplete_row_is_an_error_unless_it_becomes_a_draft(small, officer):
    lines = (GOOD, row(2, c3=""))
    batch = world.checked(small, officer, *lines)
    assert importing.counts(batch) == {"good": 1, "incomplete": 1, "wrong": 0, "there": 0}
    with pytest.raises(Refused):
        importing.confirm(
            PAPER_FILES, batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER
        )

    world.imported(small, officer, *lines, as_drafts=True)

    draft = Application.objects.get(state=State.DRAFT)
    assert (draft.reference, draft.submitted_at, draft.entered_by) == (None, None, officer)
    assert not Application.objects.at_the_desk_of(officer).filter(pk=draft.pk).exists()


def test_a_batch_is_confirmed_once(small, officer):
    batch = world.imported(small, officer, GOOD)

    with pytest.raises(Refused):
        importing.confirm(
            PAPER_FILES, batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER
        )
    with pytest.raises(Refused):
        importing.match(PAPER_FILES, batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)
    assert Application.objects.count() == 1


def test_a_form_that_changed_is_looked_at_again(small, officer):
    batch = world.checked(small, officer, GOOD)
    changed = json.loads(json.dumps(small.form_version.definition))
    changed["steps"][0]["fields"][0]["max_length"] = 50
    forming.publish_form(small, changed, by=officer, at=AFTER)

    with pytest.raises(Refused) as refused:
        importing.confirm(
            PAPER_FILES, batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER
        )

    assert (
        str(refused.value)
        == "Le formulaire de l’appel a changé\u00a0: revoyez les colonnes et vérifiez de nouveau."
    )
