"""The typed columns that an answer may fill by `maps_to`: names of columns, never keys of a call's fields."""

from typing import Any

from incubator.forms.conditions import Answers
from incubator.forms.definition import Definition, Field
from incubator.forms.types import is_raw, total

WHOLE = ("integer", "decimal")
COLUMNS: dict[str, tuple[str, ...]] = {
    "lead_last_name": ("text",),
    "lead_first_names": ("text",),
    "lead_birth_date": ("date",),
    "lead_gender": ("choice",),
    "lead_phone": ("phone",),
    "lead_email": ("email",),
    "startup_name": ("text",),
    "legal_form": ("choice",),
    "rccm": ("text",),
    "nif": ("text",),
    "registration_date": ("date",),
    "commune": ("commune",),
    "founders_count": WHOLE,
    "founders_women": WHOLE,
    "founders_youth": WHOLE,
    "sector": ("choice",),
    "pitch": ("text", "textarea"),
    "stage": ("choice",),
    "users": WHOLE,
    "revenue_12m": ("money",),
    "jobs_full_time_women": WHOLE,
    "jobs_full_time_men": WHOLE,
    "jobs_part_time_women": WHOLE,
    "jobs_part_time_men": WHOLE,
    "jobs_youth": WHOLE,
    "requested_amount": ("money", "budget"),
}
AUTOCOMPLETE = {
    "lead_last_name": "family-name",
    "lead_first_names": "given-name",
    "lead_birth_date": "bday",
    "lead_phone": "tel",
    "lead_email": "email",
    "startup_name": "organization",
}


def mapped(definition: Definition, answers: Answers) -> dict[str, Any]:
    """Return the value of each mapped column; None where there is no readable answer."""
    return {field.maps_to: value_of(field, answers) for field in definition.fields() if field.maps_to}


def value_of(field: Field, answers: Answers) -> Any:
    """Return what the field puts into its column: its value, or the sum of its amounts."""
    value = answers.get(field.key)
    if is_raw(value):
        return None
    return total(field, value) if field.maps_value == "total" and value is not None else value
