"""What is known already is shown filled in, with its source: nobody is asked twice for one fact."""

from typing import Any

from incubator.accounts import profile
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application
from incubator.applications.states import AnswerSource, TeamRole
from incubator.forms.columns import value_of
from incubator.forms.definition import Definition
from incubator.forms.types import Unparsed, check, is_raw, parse
from incubator.people.models import User
from incubator.programmes.models import Call
from incubator.startups.models import Startup

Known = dict[str, tuple[Any, str]]
MOST_FILES = 3
PERSONAL = (
    "lead_last_name",
    "lead_first_names",
    "lead_birth_date",
    "lead_gender",
    "lead_phone",
    "lead_email",
)


def known_answers(call: Call, definition: Definition, person: User, startup: Startup | None = None) -> Known:
    """Return `{field key: (value, source)}` for the mapped fields whose fact is known and fits the new
    form.
    """
    facts = _from_account(person)
    facts |= _from_last(person, startup)
    facts |= _from_profile(person)
    facts |= _from_startup(startup) if startup else {}
    return _fitting(definition, facts)


def named(definition: Definition, name: str) -> Known:
    """Return the answer that a new project's name, typed at its beginning, already gives."""
    return _fitting(definition, {"startup_name": (name, AnswerSource.STARTUP)}) if name else {}


def _fitting(definition: Definition, facts: Known) -> Known:
    """Return the facts as answers of the mapped fields that take them."""
    found: Known = {}
    for field in definition.fields():
        value, source = facts.get(field.maps_to or "", (None, ""))
        if value is None or field.maps_value:
            continue
        read = parse(field, value)
        if read is not None and not isinstance(read, Unparsed) and not check(field, read):
            found[field.key] = (read, source)
    return found


def _from_account(person: User) -> Known:
    facts = {"lead_email": person.email, "lead_phone": person.phone}
    return {name: (value, AnswerSource.ACCOUNT) for name, value in facts.items() if value}


def _from_profile(person: User) -> Known:
    """Return what the person said once of themselves: it stands over what an earlier file says."""
    said = profile.of(person)
    facts = {
        "lead_last_name": said.last_name,
        "lead_first_names": said.first_names,
        "lead_birth_date": said.birth_date.isoformat() if said.birth_date else "",
        "lead_gender": said.gender,
        "lead_phone": said.phone,
        "commune": said.commune.slug if said.commune else "",
    }
    return {name: (value, AnswerSource.ACCOUNT) for name, value in facts.items() if value}


def _from_startup(startup: Startup) -> Known:
    facts = {
        "startup_name": startup.name,
        "legal_form": startup.legal_form,
        "rccm": startup.rccm,
        "nif": startup.nif,
        "registration_date": startup.registered_on.isoformat() if startup.registered_on else "",
        "commune": startup.commune.slug if startup.commune else "",
        "sector": startup.sector.slug if startup.sector else "",
        "pitch": startup.pitch_fr,
        "stage": startup.stage,
    }
    return {name: (value, AnswerSource.STARTUP) for name, value in facts.items() if value}


def _from_last(person: User, startup: Startup | None) -> Known:
    """Return what the person wrote last as a lead: of themselves always, of the start-up when it is the same.

    A call does not ask everything: an earlier file completes the last one.
    """
    mine = Application.objects.filter(team__person=person, team__role=TeamRole.LEAD)
    facts: Known = {}
    for file in mine.select_related("form_version").order_by("-created_at", "-pk")[:MOST_FILES]:
        facts = _facts_of(file, startup) | facts
    return facts


def _facts_of(file: Application, startup: Startup | None) -> Known:
    given = answers.that_count(file)
    same = startup is not None and file.startup_id == startup.pk
    return {
        field.maps_to: (value, AnswerSource.LAST)
        for field in definition_of(file.form_version).fields()
        if field.maps_to and (same or field.maps_to in PERSONAL) and not field.maps_value
        if (value := value_of(field, given)) is not None and not is_raw(value)
    }
