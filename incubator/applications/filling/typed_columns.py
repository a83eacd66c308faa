"""From answers to the typed columns: one converter a column, whatever the keys of a call are."""

from collections.abc import Callable
from datetime import date
from typing import Any

from incubator.applications.models import Application
from incubator.forms.columns import COLUMNS, mapped
from incubator.forms.conditions import Answers
from incubator.forms.definition import Definition
from incubator.startups.models import Sector
from incubator.territory.models import Commune

Converter = Callable[[Any], Any]


def text(value: Any) -> str:
    """Texts are kept whole."""
    return "" if value is None else str(value)


def code(value: Any) -> str:
    """The code of a list, when it can be one (another call may have its own codes)."""
    return value if isinstance(value, str) and len(value) <= 60 else ""


def whole(value: Any) -> int | None:
    """A count: a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        return None
    return int(value)


def francs(value: Any) -> int | None:
    """An amount in whole francs."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def latest_day(value: Any) -> date | None:
    """A day; a year alone is read as its 31 December (a birth: as young as can be)."""
    return _day(value, "-12-31")


def earliest_day(value: Any) -> date | None:
    """A day; a year alone is read as its 1 January (a registration: as old as can be)."""
    return _day(value, "-01-01")


def commune(value: Any) -> Commune | None:
    """The row of a commune's slug."""
    return Commune.objects.filter(slug=value).first() if value and isinstance(value, str) else None


def sector(value: Any) -> Sector | None:
    """The row of a sector's slug."""
    return Sector.objects.filter(slug=value).first() if value and isinstance(value, str) else None


def commune_id(value: Any) -> int | None:
    """The primary key of a commune's slug."""
    return _key_of(Commune, value)


def sector_id(value: Any) -> int | None:
    """The primary key of a sector's slug."""
    return _key_of(Sector, value)


def _key_of(model: type[Commune | Sector], slug: Any) -> int | None:
    """Return the primary key alone: no row is made, no order is asked for."""
    if not slug or not isinstance(slug, str):
        return None
    return model.objects.order_by().values_list("pk", flat=True).filter(slug=slug).first()


def _day(value: Any, rest: str) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value + rest if len(value) == 4 else value)
    except ValueError:
        return None


# maps_to → (column of the model, converter)
TABLE: dict[str, tuple[str, Converter]] = {
    "lead_last_name": ("lead_last_name", text),
    "lead_first_names": ("lead_first_names", text),
    "lead_birth_date": ("lead_birth_date", latest_day),
    "lead_gender": ("lead_gender", code),
    "lead_phone": ("lead_phone", text),
    "lead_email": ("lead_email", text),
    "startup_name": ("startup_name", text),
    "legal_form": ("legal_form", code),
    "rccm": ("rccm", text),
    "nif": ("nif", text),
    "registration_date": ("registration_date", earliest_day),
    "commune": ("commune_id", commune_id),
    "sector": ("sector_id", sector_id),
    "pitch": ("pitch", text),
    "stage": ("stage", code),
    "requested_amount": ("requested_amount", francs),
    "revenue_12m": ("revenue_12m", francs),
    **{
        name: (name, whole)
        for name in (
            "founders_count", "founders_women", "founders_youth", "users", "jobs_full_time_women",
            "jobs_full_time_men", "jobs_part_time_women", "jobs_part_time_men", "jobs_youth",
        )
    },
}  # fmt: skip
if set(TABLE) != set(COLUMNS):
    raise RuntimeError("The form engine and the table of columns do not name the same ones.")


def columns_of(definition: Definition, answers: Answers) -> dict[str, Any]:
    """Return every typed column with its value: empty where the form does not ask or nobody answered."""
    given = mapped(definition, answers)
    return {column: convert(given.get(name)) for name, (column, convert) in TABLE.items()}


def fill(application: Application, definition: Definition, answers: Answers) -> dict[str, Any]:
    """Write the typed columns on the application (not saved) and return them."""
    columns = columns_of(definition, answers)
    for name, value in columns.items():
        setattr(application, name, value)
    return columns
