"""The engine of imports knows nothing of files: a second kind, of sectors, goes the whole way with it."""

import pytest

from incubator.core import clock
from incubator.imports import background, importing, summary
from incubator.imports.forms import ConfirmForm
from incubator.imports.uploaded_table import ImportRefused
from incubator.jobs.models import Job
from incubator.startups.models import Sector, Startup
from incubator.workflow.deciding import ALLOWED, REGISTRY, Rule, denied
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.incubator.imports import sectors
from tests.incubator.imports.sectors import SECTORS, SectorBatch, SectorRow, shown
from tests.world import imports as world
from tests.world.imports import AFTER

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.incubator.imports.sectors")]
HEADINGS = ("Secteur", "Sector", "Remarque")
LINES = (("Eau", "Water", "x"), ("Énergie", "", ""), ("", "Waste", ""), ("eau douce", "Fresh water", ""))


@pytest.fixture(autouse=True)
def _kind(db, officer, monkeypatch, settings):
    sectors.tables()
    may = Rule("sector.import", "", lambda actor, place, at: ALLOWED if actor == officer else denied("Non."))
    monkeypatch.setitem(REGISTRY, "sector.import", may)
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    settings.EXPORT_KINDS = {**settings.EXPORT_KINDS, **sectors.WORKS}


def brought(by, *lines, headings=HEADINGS) -> SectorBatch:
    table = world.upload(world.csv(*lines, headings=headings), "secteurs.csv")
    return importing.begin(SECTORS, None, table, by=by, at=AFTER)


def checked(by, *lines, **options) -> SectorBatch:
    batch = brought(by, *lines, **options)
    return importing.match(SECTORS, batch, batch.targets, by=by, at=AFTER)


def imported(by, *lines) -> SectorBatch:
    batch = importing.confirm(SECTORS, checked(by, *lines), only_good=True, by=by, at=AFTER)
    while background.go_on(SECTORS, batch, by=by, at=AFTER):
        pass
    return SectorBatch.objects.get(pk=batch.pk)


def test_columns_are_guessed_tried_and_remembered(officer):
    Sector.objects.create(slug="eau", name_fr="Eau")
    batch = checked(officer, *LINES)

    assert batch.targets == ["name_fr", "name_en", ""]
    assert [(row.line, row.outcome, row.problems) for row in batch.rows.all()] == [
        (2, "there", [{"column": "", "sentence": "Ce secteur existe déjà."}]),
        (3, "incomplete", [{"column": "Sector", "sentence": "Le nom anglais manque."}]),
        (4, "wrong", [{"column": "Secteur", "sentence": "Le nom manque."}]),
        (5, "good", []),
    ]
    assert Sector.objects.count() == 1
    importing.match(SECTORS, batch, ["", "name_fr", "name_en"], by=officer, at=AFTER)
    assert brought(officer, *LINES).targets == ["", "name_fr", "name_en"]


def test_good_rows_are_made_once_and_taken_back_unless_somebody_uses_them(officer):
    batch = imported(officer, *LINES)

    assert sorted(Sector.objects.values_list("slug", "name_en")) == [
        ("eau", "Water"), ("eau-douce", "Fresh water"),
    ]  # fmt: skip
    assert (batch.finished_at is not None, summary.made(SECTORS, batch).count()) == (True, 2)
    Startup.objects.create(slug="a", name="A", sector=Sector.objects.get(slug="eau"), created_at=AFTER)

    importing.undo(SECTORS, batch, by=officer, at=AFTER)
    background.go_on(SECTORS, SectorBatch.objects.get(), by=officer, at=AFTER)

    assert list(SectorRow.objects.exclude(kept="").values_list("line", "kept")) == [
        (2, "Une start-up est de ce secteur."),
    ]  # fmt: skip
    assert summary.taken_back(SECTORS, batch).count() == 1
    assert not background.waits(SECTORS, SectorBatch.objects.get())
    verbs = Event.objects.filter(verb__startswith="import.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["import.begin", "import.confirm", "import.undo"]


def test_rows_with_errors_stop_the_whole_unless_the_good_ones_are_chosen(officer):
    batch = checked(officer, *LINES)

    with pytest.raises(ImportRefused, match="2 lignes ont des erreurs"):
        importing.confirm(SECTORS, batch, only_good=False, by=officer, at=AFTER)

    assert Sector.objects.count() == 0


def test_a_larger_table_is_checked_in_the_background(officer, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    batch = checked(officer, *LINES)

    assert (batch.rows.count(), Job.objects.get().kind) == (0, "sectors.import_check")
    background.go_on(SECTORS, batch, by=officer, at=AFTER)
    assert importing.counts(batch) == {"good": 2, "incomplete": 1, "wrong": 1, "there": 0}


def test_the_policy_of_the_kind_is_asked(officer2):
    with pytest.raises(NotAllowed, match="Non"):
        brought(officer2, *LINES)


def test_the_whole_way_by_its_pages(officer, client_for):
    desk = client_for(officer)
    table = world.upload(world.csv(*LINES, headings=HEADINGS), "secteurs.csv")
    page = shown(desk.post("/sectors/imports/", {"table": table}, follow=True))
    assert "secteurs.csv\u00a0: 2 colonnes reconnues sur 3." in page
    batch = SectorBatch.objects.get()
    here = f"/sectors/imports/{batch.public_id}/"
    names = {f"column-{place}": code or "none" for place, code in enumerate(batch.targets)}

    page = shown(desk.post(f"{here}columns/", names, follow=True))
    assert "Le nom anglais manque." in page and "Importer seulement les bonnes lignes" in page
    refused = desk.post(here, {})
    assert (refused.status_code, "2 lignes ont des erreurs" in shown(refused)) == (422, True)
    assert "2 créés." in shown(desk.post(here, {"only_good": "on"}, follow=True))
    assert "secteurs.csv" in shown(desk.get("/sectors/imports/"))
    assert "2 retirés." in shown(desk.post(f"{here}undo/", follow=True))
    remarks = b"".join(desk.get(f"{here}remarks.csv").streaming_content).decode()
    assert '4;"Secteur";"Le nom manque."' in remarks

    other = brought(officer, *LINES)
    answer = desk.post(f"/sectors/imports/{other.public_id}/discard/", follow=True)
    assert (answer.status_code, SectorBatch.objects.filter(pk=other.pk).exists()) == (200, False)


def test_a_form_without_choices_of_its_own_says_only_good():
    form = ConfirmForm({}, found={"wrong": 0, "incomplete": 0})
    assert form.is_valid() and form.options == {"only_good": False}
