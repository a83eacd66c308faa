"""A second kind of import, which no slice declares: the sectors of activity, brought into no place in particular.

Its tables are no part of the product: `tables()` makes them, inside the transaction of a test.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import include, path

from incubator.core.text_search import plain
from incubator.imports import dry_run, entering, kinds, undoing
from incubator.imports.checking import Checked, RowChecker
from incubator.imports.models import Batch, Memory, Row
from incubator.imports.states import ImportOutcome
from incubator.imports.views import ImportPages
from incubator.people.models import User
from incubator.startups.models import Sector, Startup
from incubator.workflow.refusals import Refused

# A sector that was taken back stands at the end of every list.
LAST = 999


class SectorBatches(models.QuerySet):
    def visible_to(self, user: User) -> "SectorBatches":
        return self.filter(by=user)

    def for_list(self) -> "SectorBatches":
        made = SectorRow.objects.filter(batch=OuterRef("pk"), sector__isnull=False).order_by().values("batch")
        count = Coalesce(Subquery(made.values(n=Count("pk"))), 0)
        return self.select_related("source", "by").annotate(made=count).order_by("-created_at", "-id")


class SectorBatch(Batch):
    objects = SectorBatches.as_manager()

    class Meta(Batch.Meta):
        app_label = "tests_of_imports"


class SectorRow(Row):
    batch = models.ForeignKey(SectorBatch, on_delete=models.CASCADE, related_name="rows")
    sector = models.OneToOneField(Sector, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Row.Meta):
        app_label = "tests_of_imports"
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="sector_row_once")]

    def __str__(self) -> str:
        return str(self.sector or self.line)


class SectorMemory(Memory):
    class Meta:
        app_label = "tests_of_imports"


class SectorChecker(RowChecker):
    def check(self, line: int, cells: Sequence[Any]) -> Checked:
        row = Checked(line)
        row.values = {code: str(cell or "").strip() for code, cell in self.cells(row, cells)}  # type: ignore[attr-defined]
        if not row.values["name_fr"]:
            row.fault(self.heading("name_fr"), "Le nom manque.")
        elif not row.values.get("name_en"):
            row.fault(self.heading("name_en"), "Le nom anglais manque.", ImportOutcome.INCOMPLETE)
        return row


class Sectors(kinds.Kind):
    name = "sectors.import"
    policy = "sector.import"
    record = "sector_import"
    batches, memories = SectorBatch, SectorMemory
    made, gone = "sector", Q(sector__position=LAST)

    def targets(self, place: None) -> list[kinds.Target]:
        return [
            kinds.Target("name_fr", "Nom", "", ("secteur", "nom"), key="name_fr"),
            kinds.Target("name_en", "Nom anglais", "", ("sector", "anglais"), key="name_en"),
        ]

    def checker(self, batch: Batch, at: datetime) -> SectorChecker:
        return SectorChecker(batch, at)

    def mark(self, batch: Batch, rows: Sequence[Checked], at: datetime) -> None:
        known = {plain(name) for name in Sector.objects.values_list("name_fr", flat=True)}
        for row in rows:
            if plain(row.values["name_fr"]) in known:  # type: ignore[attr-defined]
                row.is_there("Ce secteur existe déjà.")

    def make(self, batch: Batch, checked: Checked, *, by: User, at: datetime) -> Sector:
        names: dict[str, str] = checked.values  # type: ignore[attr-defined]
        return Sector.objects.create(slug=plain(names["name_fr"]).replace(" ", "-"), **names)

    def take_back(self, batch: Batch, row: Any, *, by: User, at: datetime) -> None:
        if Startup.objects.filter(sector=row.sector).exists():
            raise Refused("Une start-up est de ce secteur.")
        Sector.objects.filter(pk=row.sector_id).update(position=LAST)


SECTORS = Sectors()


class Trying(dry_run.Trying):
    kind = SECTORS


class Entering(entering.Entering):
    kind = SECTORS


class TakingBack(undoing.TakingBack):
    kind = SECTORS


WORKS = {
    "sectors.import_check": f"{__name__}.Trying",
    "sectors.import": f"{__name__}.Entering",
    "sectors.import_undo": f"{__name__}.TakingBack",
}


class SectorPages(ImportPages):
    kind = SECTORS
    app, name = "sectors", "import"


urlpatterns = [
    path("sectors/", include((SectorPages().addresses("imports/"), "sectors"))),
    path("", include("incubator.config.urls")),
]


def tables() -> None:
    """Make the tables of the kind, without the foreign keys of the database."""
    editor = connection.schema_editor()
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        for model in (SectorBatch, SectorRow, SectorMemory):
            statement, values = editor.table_sql(model)
            cursor.execute(statement, values or None)


def shown(answer: HttpResponse) -> str:
    return answer.content.decode().replace("&#x27;", "'")
