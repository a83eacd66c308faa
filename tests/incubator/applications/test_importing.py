"""Tables of paper files: guessed, remembered, tried without a change, entered once, and taken back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from incubator.accounts.models import Consent
from incubator.applications import (
    answers,
    importing,
    importing_columns,
    importing_rows,
    importing_work,
    noting,
    saving,
    screening,
    submission,
)
from incubator.applications.definitions import definition_of
from incubator.applications.models import Application, ImportBatch, ImportMapping, ImportRow
from incubator.applications.states import State, TeamRole
from incubator.conflicts import declaring
from incubator.exports.models import Job
from incubator.notifications.models import Message
from incubator.people.models import Contact, Grant, User
from incubator.people.states import PersonState
from incubator.programmes import forming
from incubator.startups.models import Startup
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed, Refused
from tests.world import applications as filing
from tests.world import imports as world
from tests.world.imports import AFTER, GOOD, RECEIVED, row

pytestmark = pytest.mark.django_db


def told(batch: ImportBatch) -> list[str]:
    """Every remark as the page says it."""
    return [
        f"Ligne {one.line}, colonne {p['column']}\u00a0: {p['sentence']}"
        if p["column"]
        else f"Ligne {one.line}\u00a0: {p['sentence']}"
        for one in batch.rows.all()
        for p in one.problems
    ]


def tables() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def letters():
    """What was written about applications."""
    return Message.objects.filter(kind__startswith="applications/")


# -- columns ---------------------------------------------------------------------------------------------


def test_columns_are_guessed_from_key_label_or_habit_whatever_accents_and_capitals(small):
    targets = importing_columns.targets_of(definition_of(small.form_version))

    guessed = importing_columns.guess(
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
    codes = {target.code for target in importing_columns.targets_of(definition_of(small.form_version))}

    assert "field:agreed" not in codes and "field:plan" not in codes and "field:health_note" in codes


def test_two_columns_are_not_guessed_to_be_the_same(small):
    targets = importing_columns.targets_of(definition_of(small.form_version))

    assert importing_columns.guess(["E-mail", "Courriel"], targets) == ["email", ""]


def test_the_next_table_with_the_same_headings_is_matched_already(small, officer):
    headings = ("Projet tel que nommé", "Effectif", "Qui")
    first = importing.begin(
        small, world.upload(world.csv(("A", 3, "Afi"), headings=headings)), by=officer, at=AFTER
    )
    assert first.targets == ["", "", ""]
    importing.match(
        first, ["field:shop", "field:headcount", "name"], received_on=RECEIVED, by=officer, at=AFTER
    )

    turned = ("effectif", "QUI", "Projet tel que nomme")
    again = importing.begin(
        small, world.upload(world.csv((2, "Bio", "B"), headings=turned)), by=officer, at=AFTER
    )

    assert again.targets == ["field:headcount", "name", "field:shop"]
    assert ImportMapping.objects.count() == 1


def test_two_questions_with_the_same_words_are_matched_in_their_order(call):
    targets = importing_columns.targets_of(definition_of(call.form_version))
    words = "dont personnes de 35 ans ou moins"

    assert importing_columns.guess([words, words, words], targets) == [
        "field:founders_youth",
        "field:jobs_youth",
        "",
    ]


# -- the dry run -----------------------------------------------------------------------------------------


def test_trying_changes_nothing_but_the_batch(small, officer):
    batch = importing.begin(
        small, world.upload(world.csv(GOOD, row(2), row(3, c2="x"))), by=officer, at=AFTER
    )
    before = tables()

    importing.match(batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

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
    batch = importing.begin(small, world.upload(world.csv(*lines, headings=headings)), by=officer, at=AFTER)
    importing.match(batch, batch.targets, received_on=None, by=officer, at=AFTER)

    assert told(batch) == [
        "Ligne 3, colonne Reçu le\u00a0: Reçu le 27 février 2027, après la clôture du vendredi 26 février 2027 à 12\u00a0h\u00a000, heure de Lomé (UTC+0).",
        "Ligne 4, colonne Reçu le\u00a0: Ce jour n’est pas encore venu.",
        "Ligne 5, colonne Reçu le\u00a0: Écrivez la date avec le jour, le mois et l’année, par exemple 17/08/1999.",
        "Ligne 6, colonne Reçu le\u00a0: Il manque le jour où le dossier papier a été reçu.",
    ]


def test_a_formula_is_not_read(small, officer):
    data = world.xlsx(GOOD, row(2, c2="=1+2"))
    batch = importing.begin(small, world.upload(data, "a.xlsx"), by=officer, at=AFTER)
    importing.match(batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)

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


# -- entering --------------------------------------------------------------------------------------------


def test_a_row_becomes_a_file_received_when_the_paper_was(small, officer):
    batch = world.imported(small, officer, GOOD)

    file = Application.objects.get()
    lead = file.team.get(role=TeamRole.LEAD).person
    assert (file.state, file.reference, file.startup.name) == (
        State.SUBMITTED,
        "AC-2027-02-0001",
        "Atelier Kpalimé",
    )
    assert file.submitted_at == datetime(2027, 2, 20, tzinfo=UTC)
    assert AFTER <= file.changed_at < AFTER + timedelta(minutes=5)
    assert (file.entered_by, file.is_eligible, file.founders_count) == (officer, True, 3)
    assert answers.read(file) == {
        "shop": "Atelier Kpalimé", "headcount": 3, "idea": "Réparer les pompes à main.", "tools": ["fer"]
    }  # fmt: skip
    assert set(file.answers.exclude(version=0).values_list("source", "saved_by")) == {("paper", officer.pk)}
    assert (lead.full_name, lead.email, lead.state) == ("Afi Mensah", "afi@exemple.tg", PersonState.INVITED)
    assert lead.contacts.get().verified_at is None
    assert file.revisions.get().submitted_by == lead
    assert batch.finished_at is not None and batch.rows.get().application == file
    assert list(Application.objects.at_the_desk_of(officer)) == [file]


def test_nobody_is_told_and_no_consent_is_invented(small, officer):
    world.imported(small, officer, GOOD)

    assert not letters().exists() and Consent.objects.count() == 0
    assert not answers.read(Application.objects.get()).get("agreed")


def test_the_officer_acts_in_the_audit_and_the_values_are_not_in_it(small, officer):
    world.imported(small, officer, GOOD)

    acts = Event.objects.of(Application.objects.get())
    assert [(one.verb, one.actor) for one in acts] == [
        ("application.import", officer), ("application.receive_on_paper", officer)
    ]  # fmt: skip
    kept = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "Afi" not in kept and "afi@" not in kept


def test_each_person_is_written_to_when_it_is_ticked_and_the_letter_waits(small, officer):
    world.imported(small, officer, GOOD, tells=True)

    letter = letters().get()
    assert (letter.kind, letter.address) == ("applications/entered_from_paper", "afi@exemple.tg")
    assert letter.leaves_at == letter.created_at + timedelta(minutes=15)
    assert "« Atelier Kpalimé »" in letter.text.replace("\u00a0", " ") and "AC-2027-02-0001" in letter.text


def test_a_proved_contact_gets_the_file_and_one_start_up_stays_one_record(small, call, officer, founder):
    earlier = filing.submitted(call, founder)
    name = earlier.startup.name
    world.imported(small, officer, row(2, c1=name.upper(), c6=founder.email))

    file = Application.objects.get(call=small)
    assert file.team.get().person == founder and file.startup == earlier.startup
    assert Startup.objects.count() == 1


def test_an_unproved_contact_with_another_name_is_somebody_else(small, officer):
    world.imported(small, officer, row(2, c6="mairie@exemple.tg"), row(3, c6="mairie@exemple.tg"))

    leads = User.objects.filter(application_parts__role=TeamRole.LEAD).order_by("pk")
    assert [(one.full_name, one.email) for one in leads] == [
        ("Personne 2", "mairie@exemple.tg"), ("Personne 3", None)
    ]  # fmt: skip


def test_all_or_nothing_unless_only_the_good_ones_are_asked_for(small, officer):
    batch = world.checked(small, officer, GOOD, row(2, c2="x"))
    before = tables()

    with pytest.raises(Refused) as refused:
        importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)

    assert str(refused.value) == (
        "1 ligne a une erreur\u00a0: corrigez le tableau, ou cochez pour n’importer que les bonnes lignes."
    )
    assert tables() == before
    importing.confirm(batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER)
    importing_work.go_on(ImportBatch.objects.get(), by=officer, at=AFTER)
    assert Application.objects.count() == 1


def test_an_incomplete_row_is_an_error_unless_it_becomes_a_draft(small, officer):
    lines = (GOOD, row(2, c3=""))
    batch = world.checked(small, officer, *lines)
    assert importing.counts(batch) == {"good": 1, "incomplete": 1, "wrong": 0, "there": 0}
    with pytest.raises(Refused):
        importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)

    world.imported(small, officer, *lines, as_drafts=True)

    draft = Application.objects.get(state=State.DRAFT)
    assert (draft.reference, draft.submitted_at, draft.entered_by) == (None, None, officer)
    assert not Application.objects.at_the_desk_of(officer).filter(pk=draft.pk).exists()


def test_a_batch_is_confirmed_once(small, officer):
    batch = world.imported(small, officer, GOOD)

    with pytest.raises(Refused):
        importing.confirm(batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER)
    with pytest.raises(Refused):
        importing.match(batch, batch.targets, received_on=RECEIVED, by=officer, at=AFTER)
    assert Application.objects.count() == 1


def test_a_form_that_changed_is_looked_at_again(small, officer):
    batch = world.checked(small, officer, GOOD)
    changed = json.loads(json.dumps(small.form_version.definition))
    changed["steps"][0]["fields"][0]["max_length"] = 50
    forming.publish_form(small, changed, by=officer, at=AFTER)

    with pytest.raises(Refused) as refused:
        importing.confirm(batch, only_good=True, as_drafts=False, tells=False, by=officer, at=AFTER)

    assert (
        str(refused.value)
        == "Le formulaire de l’appel a changé\u00a0: revoyez les colonnes et vérifiez de nouveau."
    )


def test_a_break_is_resumed_and_no_row_is_entered_twice(small, officer, monkeypatch):
    batch = world.checked(small, officer, *(row(n) for n in range(60)))
    batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
    entered, real = [], importing_rows.enter

    def dies_at_the_thirtieth(*args, **kwargs):
        if len(entered) == 30:
            raise SystemExit
        entered.append(1)
        real(*args, **kwargs)

    monkeypatch.setattr(importing_rows, "enter", dies_at_the_thirtieth)
    with pytest.raises(SystemExit):
        importing_work.go_on(batch, by=officer, at=AFTER)
    monkeypatch.undo()
    assert Application.objects.count() == 30 and Job.objects.get().done == 25

    batch.refresh_from_db()
    # Nobody else takes it while its process may still be alive; later, it goes on where it stopped.
    importing_work.go_on(batch, by=officer, at=AFTER)
    assert Application.objects.count() == 30
    importing_work.go_on(batch, by=officer, at=AFTER + timedelta(minutes=5))

    assert Application.objects.count() == 60
    assert sorted(Application.objects.values_list("reference", flat=True)) == [
        f"AC-2027-02-{n:04d}" for n in range(1, 61)
    ]
    assert ImportRow.objects.filter(application=None).count() == 0


def test_a_work_deleted_or_stopped_is_asked_for_again_by_another_officer(small, officer, officer2):
    batch = world.checked(small, officer, GOOD)
    batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
    Job.objects.update(state="deleted")
    batch.refresh_from_db()

    importing_work.go_on(batch, by=officer2, at=AFTER)

    assert Application.objects.get().entered_by == officer2


def test_what_is_no_longer_good_when_it_is_entered_is_left_and_told(small, officer):
    first, second = world.checked(small, officer, GOOD), world.checked(small, officer, GOOD)
    for batch in (first, second):
        batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
        importing_work.go_on(batch, by=officer, at=AFTER)

    assert Application.objects.count() == 1
    assert told(second) == ["Ligne 2\u00a0: Déjà dans cet appel\u00a0: AC-2027-02-0001."]


def test_a_row_that_meets_another_at_the_same_moment_is_told_and_the_next_ones_go_on(
    small, officer, monkeypatch
):
    batch = world.checked(small, officer, row(1), row(2))
    real = importing_rows.joining.expect

    def met(door, **kwargs):
        if door.value == "personne1@exemple.tg":
            raise IntegrityError
        return real(door, **kwargs)

    monkeypatch.setattr(importing_rows.joining, "expect", met)
    batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
    importing_work.go_on(batch, by=officer, at=AFTER)

    assert told(batch) == [
        "Ligne 2\u00a0: Quelqu’un a saisi le même contact au même moment\u00a0: importez cette ligne de nouveau."
    ]
    assert Application.objects.get().startup.name == "Atelier 2"


def test_a_full_storage_is_said_and_keeps_nothing(small, officer, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(importing.keeping, "keep", full)

    with pytest.raises(Refused) as refused:
        importing.begin(small, world.upload(world.csv(GOOD)), by=officer, at=AFTER)

    assert (
        str(refused.value)
        == "Notre stockage n’a pas de place pour ce tableau en ce moment. Réessayez plus tard."
    )
    assert ImportBatch.objects.count() == 0


def test_who_is_no_officer_any_more_enters_nothing(small, officer):
    batch = world.checked(small, officer, GOOD)
    batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
    Grant.objects.filter(person=officer).delete()
    officer.forget_roles()

    with pytest.raises(NotAllowed):
        importing_work.go_on(batch, by=officer, at=AFTER)
    assert Application.objects.count() == 0


@pytest.mark.parametrize("role", ["director", "admin", "editor", "founder", "agent", "finance"])
def test_only_an_officer_imports(small, role, request):
    person, before = request.getfixturevalue(role), tables()

    with pytest.raises(NotAllowed):
        importing.begin(small, world.upload(world.csv(GOOD)), by=person, at=AFTER)
    assert tables() == before


def test_an_imported_file_returned_for_correction_asks_for_no_consent(small, officer):
    world.imported(small, officer, GOOD)
    file = Application.objects.get()
    lead = file.team.get().person
    screening.return_for_correction(
        file, items=[{"key": "idea", "reason": "Plus court"}], due_at=AFTER + timedelta(days=9), by=officer, at=AFTER
    )  # fmt: skip
    file = Application.objects.get()
    saving.save_answers(file, {"idea": "Réparer."}, by=lead, at=AFTER)
    submission.resubmit(file, by=lead, at=AFTER)

    assert Application.objects.get().state == State.SUBMITTED


def test_each_row_costs_the_same_whatever_the_table_holds(small, officer):
    batch = world.checked(small, officer, *(row(n) for n in range(1_000)))
    keys = list(batch.rows.values_list("pk", flat=True))
    work = importing_rows.Entering({"batch": batch.pk}, keys, officer, AFTER)
    work.write(keys[:1], None, AFTER)
    asked = []
    for start in (100, 500, 900):
        with CaptureQueriesContext(connection) as questions:
            work.write(keys[start : start + 25], None, AFTER)
        asked.append(len(questions))

    assert asked == [905, 905, 905]


def test_trying_a_table_asks_no_more_for_more_rows(small, officer):
    asked = []
    for count in (10, 400):
        lines = [row(n) for n in range(count)]
        batch = importing.begin(small, world.upload(world.csv(*lines)), by=officer, at=AFTER)
        with CaptureQueriesContext(connection) as questions:
            importing.tried(batch, AFTER)
        asked.append(len(questions))

    assert asked == [3, 3]


# -- undoing ---------------------------------------------------------------------------------------------


def undone(batch: ImportBatch, by, at) -> ImportBatch:
    batch = importing.undo(batch, by=by, at=at)
    importing_work.go_on(batch, by=by, at=at)
    return ImportBatch.objects.get(pk=batch.pk)


LATER = AFTER + timedelta(hours=1)


def test_undoing_takes_back_what_nobody_touched_and_says_what_stays(small, officer):
    batch = world.imported(small, officer, *(row(n) for n in range(1, 6)))
    files = list(Application.objects.order_by("reference"))
    screening.confirm(files[1], eligible=True, by=officer, at=LATER)
    noting.comment(files[2], text="À revoir", audience="staff", by=officer, at=LATER)

    undone(batch, officer, LATER + timedelta(hours=1))

    assert [file.state for file in Application.objects.order_by("reference")] == [
        "withdrawn", "eligible", "submitted", "withdrawn", "withdrawn"
    ]  # fmt: skip
    assert list(ImportRow.objects.exclude(kept="").values_list("line", "kept")) == [
        (3, "Il est plus avancé\u00a0: Recevable."),
        (4, "Quelqu’un y a travaillé depuis (1er mars 2027, 10\u00a0h\u00a000)."),
    ]
    assert Event.objects.filter(verb="import.undo", actor=officer).count() == 1
    assert Event.objects.filter(verb="application.undo_import").count() == 3


def test_a_draft_that_its_person_wrote_in_stays(small, officer, founder):
    batch = world.imported(
        small,
        officer,
        row(1, c3="", c6=founder.email),
        as_drafts=True,
        at=filing.DRAFTED + timedelta(days=25),
    )
    file = Application.objects.get()
    when = filing.DRAFTED + timedelta(days=25, minutes=5)
    saving.save_answers(file, {"idea": "Tout réparer."}, by=founder, at=when)

    undone(batch, officer, when + timedelta(minutes=5))

    assert Application.objects.get().state == State.DRAFT
    assert ImportRow.objects.get().kept.startswith("Quelqu’un y a travaillé depuis (26 février 2027")


def test_undoing_calls_back_letters_and_writes_to_those_who_were_told(small, officer):
    batch = world.imported(small, officer, row(1), row(2), tells=True)
    letters().filter(address="personne1@exemple.tg").update(state="sent")

    undone(batch, officer, LATER)

    assert sorted(letters().values_list("address", "kind", "state")) == [
        ("personne1@exemple.tg", "applications/entered_from_paper", "sent"),
        ("personne1@exemple.tg", "applications/import_undone", "queued"),
        ("personne2@exemple.tg", "applications/entered_from_paper", "cancelled"),
    ]


def test_undone_twice_is_undone_once_and_the_table_can_be_imported_again(small, officer):
    batch = world.imported(small, officer, GOOD)
    undone(batch, officer, LATER)
    undone(batch, officer, LATER)
    assert Event.objects.filter(verb="import.undo").count() == 1

    world.imported(small, officer, GOOD, at=LATER)

    assert list(Application.objects.order_by("pk").values_list("state", "reference")) == [
        ("withdrawn", "AC-2027-02-0001"), ("submitted", "AC-2027-02-0002")
    ]  # fmt: skip
    assert (Startup.objects.count(), Contact.objects.filter(value="afi@exemple.tg").count()) == (1, 1)


def test_an_import_half_way_is_undone_and_enters_no_further_row(small, officer):
    batch = world.checked(small, officer, GOOD, row(2))
    batch = importing.confirm(batch, only_good=False, as_drafts=False, tells=False, by=officer, at=AFTER)
    first = batch.rows.first()
    work = importing_rows.Entering({"batch": batch.pk}, [], officer, AFTER)
    work.write([first.pk], None, AFTER)
    undone(batch, officer, LATER)

    work.write([row.pk for row in batch.rows.all()], None, LATER)

    assert list(Application.objects.values_list("state", flat=True)) == ["withdrawn"]


def test_a_table_never_confirmed_is_forgotten_with_its_file(small, officer):
    batch = world.checked(small, officer, GOOD)
    key = batch.source.key
    assert storages["private"].exists(key)

    importing.discard(batch, by=officer, at=AFTER)

    assert ImportBatch.objects.count() == 0 and ImportRow.objects.count() == 0
    assert Event.objects.filter(verb="import.discard").count() == 1


def test_an_officer_with_a_link_does_not_enter_that_file(small, call, officer, founder):
    earlier = filing.submitted(call, founder)
    declaring.declare(officer, earlier.startup, kind="personal", by=officer, at=AFTER)
    batch = world.imported(small, officer, row(2, c1=earlier.startup.name, c6=founder.email), row(3))

    assert told(batch) == [
        "Ligne 2\u00a0: Vous avez un lien avec cette start-up\u00a0: une autre personne traite son dossier."
    ]
    assert Application.objects.filter(call=small).count() == 1
