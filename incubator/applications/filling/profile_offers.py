"""Where a draft says something else than the profile of the person or of the start-up, and taking it there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from incubator.accounts import profile as person_profile
from incubator.applications.filling import typed_columns
from incubator.applications.filling.answer_set import Contents
from incubator.applications.policies import part_of
from incubator.applications.states import TeamRole
from incubator.core.bilingual import current_language, pick_pair
from incubator.forms.columns import value_of
from incubator.forms.definition import Field
from incubator.forms.types import display
from incubator.people.models import User
from incubator.startups import policies as startup_policies
from incubator.startups import profile as startup_profile
from incubator.startups.models import Startup
from incubator.startups.states import StartupState
from incubator.ui import typography

PERSON, STARTUP = "person", "startup"


def _same(value: Any) -> Any:
    return value or ""


def _date(value: Any) -> date | None:
    return typed_columns.earliest_day(value)


# maps_to → (whose profile, name there, how the answer is written there)
PLACES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "lead_last_name": (PERSON, "last_name", _same),
    "lead_first_names": (PERSON, "first_names", _same),
    "lead_birth_date": (PERSON, "birth_date", _date),
    "lead_gender": (PERSON, "gender", _same),
    "lead_phone": (PERSON, "phone", _same),
    "startup_name": (STARTUP, "name", _same),
    "pitch": (STARTUP, "pitch_fr", _same),
    "legal_form": (STARTUP, "legal_form", _same),
    "rccm": (STARTUP, "rccm", _same),
    "nif": (STARTUP, "nif", _same),
    "stage": (STARTUP, "stage", _same),
    "registration_date": (STARTUP, "registered_on", _date),
    "commune": (STARTUP, "commune", typed_columns.commune),
    "sector": (STARTUP, "sector", typed_columns.sector),
}


@dataclass(frozen=True)
class Difference:
    """One fact: its question, what the draft says, what the profile says, and where it would go."""

    label: str
    here: str
    there: str
    whose: str
    name: str
    value: Any


def differences(contents: Contents, person: User) -> list[Difference]:
    """Return what the draft answers otherwise than the profiles the person may change; two queries or three.

    Only the lead is offered facts of oneself: the file speaks of the lead, and whoever else writes in it – an agent, a
    member of the team – keeps nothing of that person. They are offered to an empty profile too; those of a start-up
    only where its profile is published and says another thing: a hidden one is filled by sending the file.
    """
    startup = contents.application.startup
    speaks_of = part_of(person, contents.application) == TeamRole.LEAD
    own = person_profile.of(person)
    may = startup.state == StartupState.PUBLISHED and startup_policies.is_member(
        person, startup, *startup_policies.WRITERS
    )
    found = []
    for field in contents.definition.fields():
        difference = _difference(field, contents, own if speaks_of else None, startup if may else None)
        if difference is not None:
            found.append(difference)
    return found


def _difference(field: Field, contents: Contents, own: Any, startup: Startup | None) -> Difference | None:
    whose, name, convert = PLACES.get(field.maps_to or "", ("", "", _same))
    given = value_of(field, contents.counted()) if whose and not field.maps_value else None
    if given is None:
        return None
    profile = own if whose == PERSON else startup
    if profile is None:
        return None
    there = getattr(profile, name, None)
    if whose == STARTUP and not there:
        return None
    value = convert(given)
    if value in (None, "") or value == there:
        return None
    if not _has_room(profile, name, value):
        return None
    here = display(field, contents.answers.get(field.key), current_language(), contents.facts)
    return Difference(pick_pair(field.label), here, _told(there), whose, name, value)


def _has_room(profile: Any, name: str, value: Any) -> bool:
    """A profile has bounds and lists of its own; what does not enter is not offered."""
    column = profile._meta.get_field(name)
    choices = dict(column.flatchoices) if isinstance(value, str) else {}
    if choices and value not in choices:
        return False
    return not isinstance(value, str) or column.max_length is None or len(value) <= column.max_length


def _told(value: Any) -> str:
    return typography.short_day(value) if isinstance(value, date) else str(value or "")


def take(contents: Contents, *, by: User, at: datetime) -> int:
    """Write into both profiles what the draft says otherwise; return how many facts. Raises NotAllowed."""
    found = differences(contents, by)
    facts = {one.name: one.value for one in found if one.whose == PERSON}
    of_startup = {one.name: one.value for one in found if one.whose == STARTUP}
    if of_startup:
        startup_profile.update(contents.application.startup, by=by, at=at, **of_startup)
    if facts:
        person_profile.remember(by, facts, at=at)
    return len(found)
