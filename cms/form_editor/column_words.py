"""The typed columns that an answer may fill, in the words of the form editor."""

from django.utils.translation import gettext_lazy as _

from incubator.forms.columns import COLUMNS

COLUMN_WORDS = {
    "lead_last_name": _("Last name of the lead"),
    "lead_first_names": _("First names of the lead"),
    "lead_birth_date": _("Birth date of the lead"),
    "lead_gender": _("Gender of the lead"),
    "lead_phone": _("Telephone of the lead"),
    "lead_email": _("E-mail address of the lead"),
    "startup_name": _("Name of the start-up"),
    "legal_form": _("Legal form"),
    "rccm": _("RCCM number"),
    "nif": _("NIF number"),
    "registration_date": _("Date of registration"),
    "commune": _("Municipality"),
    "founders_count": _("Founders"),
    "founders_women": _("Founders: women"),
    "founders_youth": _("Founders: young people"),
    "sector": _("Sector"),
    "pitch": _("The start-up in one sentence"),
    "stage": _("Stage"),
    "users": _("Users"),
    "revenue_12m": _("Revenue of the last twelve months"),
    "jobs_full_time_women": _("Full-time jobs: women"),
    "jobs_full_time_men": _("Full-time jobs: men"),
    "jobs_part_time_women": _("Part-time jobs: women"),
    "jobs_part_time_men": _("Part-time jobs: men"),
    "jobs_youth": _("Jobs: young people"),
    "requested_amount": _("Amount asked for"),
}


def columns_for(code: str) -> list[tuple[str, object]]:
    """Return the columns that a type of question may fill: (name, words)."""
    return [(name, COLUMN_WORDS[name]) for name, types in COLUMNS.items() if code in types]
