"""The table of applications: rows read in chunks by one question each, only what its reader may read."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.exports.columns import AnswerColumn, FormReader, answer_columns
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.applications.states import State
from incubator.core.bilingual import current_language, pick
from incubator.documents import tables
from incubator.documents.table_work import TableWork
from incubator.people.models import User
from incubator.programmes.facts import facts_for
from incubator.programmes.models import FormVersion
from incubator.territory.models import Commune
from incubator.workflow import deciding

# The columns of the office: key → words. They say where the file stands, and hold nothing personal.
OFFICE: dict[str, Any] = {
    "reference": gettext_lazy("Reference"),
    "call": gettext_lazy("Call"),
    "startup": gettext_lazy("Start-up"),
    "state": gettext_lazy("State"),
    "eligibility": gettext_lazy("Rules of the call"),
    "charge": gettext_lazy("In charge"),
    "sent": gettext_lazy("Sent"),
    "sector": gettext_lazy("Sector"),
    "prefecture": gettext_lazy("Prefecture"),
    "region": gettext_lazy("Region"),
    "zone": gettext_lazy("Zone"),
}
READ = (
    "application_id", "form_version_id", "answers", "files", "public_id", "answers_sealed",
    "application__reference", "application__call__reference", "application__startup_name",
    "application__startup__name", "application__state", "application__is_eligible",
    "application__in_charge__full_name", "application__submitted_at", "application__sector__name_fr",
    "application__sector__name_en", "application__commune__slug",
)  # fmt: skip
AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """What an export holds: CSV or XLSX, which columns (None: all), with personal answers, with sensitive ones."""

    form: str = "csv"
    columns: tuple[str, ...] | None = None
    personal: bool = False
    sensitive: bool = False
    reason: str = ""

    @classmethod
    def of(cls, params: dict[str, Any]) -> "Wanted":
        """Read what a job keeps."""
        chosen = params.get("columns")
        return cls(**{**params, "columns": None if chosen is None else tuple(chosen)})

    def as_params(self) -> dict[str, Any]:
        """Return what a job keeps."""
        return asdict(self)


def require(person: User, wanted: Wanted, at: datetime) -> None:
    """Ask the policies of an export. Raises NotAllowed."""
    deciding.require("application.export", person, wanted, at)


class Table:
    """The table of some applications, as one person may read it in one language."""

    def __init__(self, person: User, wanted: Wanted, keys: Sequence[int]) -> None:
        self.person, self.wanted = person, wanted
        self.language, self.facts = current_language(), facts_for()
        # Evaluated once: who may read which calls does not change within a table.
        self.visible = Application.objects.at_the_desk_of(person)
        self._keys = keys

    @cached_property
    def versions(self) -> dict[int, FormVersion]:
        """The forms that these files were sent on, newest first."""
        return versions_of(self._keys)

    @cached_property
    def answers(self) -> list[AnswerColumn]:
        """The columns of answers that were chosen and may be given."""
        every = answer_columns((definition_of(v) for v in self.versions.values()), self.language)
        return [column for column in every if self._holds(column)]

    def _holds(self, column: AnswerColumn) -> bool:
        if (column.is_personal and not self.wanted.personal) or (
            column.is_sensitive and not self.wanted.sensitive
        ):
            return False
        return self.wanted.columns is None or column.key in self.wanted.columns

    @cached_property
    def office(self) -> list[str]:
        """The columns of the office that were chosen."""
        chosen = self.wanted.columns
        return [key for key in OFFICE if chosen is None or f"office:{key}" in chosen or key == "reference"]

    def headings(self) -> list[str]:
        """Return the first row, in the reader's language."""
        taken = {str(OFFICE[key]) for key in self.office}
        said = [
            _("%(label)s (answer)") % {"label": column.heading} if column.heading in taken else column.heading
            for column in self.answers
        ]
        return [str(OFFICE[key]) for key in self.office] + said

    @cached_property
    def _readers(self) -> dict[int, FormReader]:
        return {
            pk: FormReader(definition_of(version), self.answers, self.language, self.facts)
            for pk, version in self.versions.items()
        }

    def rows(self, keys: Sequence[int]) -> Iterator[list[Any]]:
        """Yield the rows of these applications in their order: one question for each five hundred."""
        for start in range(0, len(keys), AT_ONCE):
            chunk = keys[start : start + AT_ONCE]
            latest = {line[0]: line for line in self._read(chunk).iterator(chunk_size=AT_ONCE)}
            for key in chunk:
                if key in latest:
                    yield self._row(latest.pop(key))

    def _read(self, chunk: Sequence[int]) -> QuerySet:
        # The last revision of a file comes last, and stays.
        rows = Revision.objects.filter(application__in=self.visible.filter(pk__in=chunk))
        return rows.order_by("application_id", "number").values_list(*READ)

    def _row(self, line: tuple) -> list[Any]:
        _pk, version, answers, files, public_id, sealed, *office = line
        if sealed and self.wanted.sensitive:
            revision = Revision(public_id=public_id, answers_sealed=sealed)
            answers = {**answers, **json.loads(revision.sensitive)}
        return self._office(*office) + self._readers[version].row(answers, files)

    def _office(self, *line: Any) -> list[Any]:
        reference, call, named, startup, state, eligible, charge, sent, sector_fr, sector_en, commune = line
        held = {
            "reference": reference, "call": call, "startup": named or startup, "state": self._states[state],
            "eligibility": self._eligible[eligible], "charge": charge, "sent": sent,
            "sector": pick(sector_fr, sector_en or "", self.language).plain if sector_fr else None,
        }  # fmt: skip
        held["prefecture"], held["region"], held["zone"] = self._places.get(commune, (None, None, None))
        return [held.get(key) for key in self.office]

    @cached_property
    def _places(self) -> dict[str, tuple[str, str, str]]:
        rows = Commune.objects.values_list(
            "slug", "prefecture__name", "prefecture__region__name_fr", "prefecture__zone__name"
        )
        return {slug: (prefecture, region, zone) for slug, prefecture, region, zone in rows}

    @cached_property
    def _states(self) -> dict[str, str]:
        return {state.value: str(state.label) for state in State}

    @cached_property
    def _eligible(self) -> dict[bool | None, str]:
        return {True: _("Meets the rules"), False: _("Does not meet a rule"), None: _("To check")}


def versions_of(keys: Sequence[int]) -> dict[int, FormVersion]:
    """Return the forms that these files were sent on, newest first."""
    used: set[int] = set()
    for start in range(0, len(keys), 5000):
        files = Revision.objects.filter(application__in=keys[start : start + 5000])
        used |= set(files.order_by().values_list("form_version", flat=True).distinct())
    return {
        version.pk: version
        for version in FormVersion.objects.filter(pk__in=used).order_by("-published_at", "-pk")
    }


def csv_of(table: Table, keys: Sequence[int]) -> Iterable[str]:
    """Return the whole table as CSV text, piece by piece."""
    return tables.csv_lines(table.rows(keys), table.headings())


class ApplicationTableWork(TableWork):
    """The table of applications in the background."""

    title = gettext_lazy("Applications")

    def __init__(self, params: dict[str, Any], keys: list[int], person: User, at: datetime) -> None:
        super().__init__(params, keys, person, at)
        self.wanted = Wanted.of(params["wanted"])
        self.form = self.wanted.form

    def name(self) -> str:
        return f"{self.params['name']}.{self.form}"

    @cached_property
    def table(self) -> Table:
        """The table; the policies are asked again at each turn."""
        require(self.person, self.wanted, self.at)
        return Table(self.person, self.wanted, self.keys)

    def taken(self, keys: list[int]) -> QuerySet[Application]:
        return self.table.visible.filter(pk__in=keys)

    def headings(self) -> list[str]:
        return self.table.headings()

    def rows(self, keys: list[int]) -> Iterator[list[Any]]:
        return self.table.rows(keys)
