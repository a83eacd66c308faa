"""What a start-up says of itself, and whether the public directory shows it."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incubator.accounts import consenting
from incubator.accounts.consenting import Words
from incubator.people.models import Actor, User
from incubator.startups import founding
from incubator.startups.models import Startup
from incubator.startups.states import LIFECYCLE, StartupState
from incubator.workflow import audit, deciding, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused, once
from incubator.workflow.versions import Read

FIELDS = (
    "name", "pitch_fr", "pitch_en", "sector", "commune", "stage", "legal_form", "rccm", "nif",
    "registered_on", "website",
)  # fmt: skip
DIRECTORY = "directory"
AGREEMENT = _(
    "We agree that the centre shows this profile in its public directory: name, sentence, sector, commune,"
    " stage and website. We can take it back at any time, on this page."
)


class BadProfile(Refused):
    """A value of the profile cannot be kept; `data` holds the sentences by field."""

    status = 400
    code = "bad_profile"
    default = _("Some answers of the profile are to complete.")


def update(startup: Startup, *, by: Actor, at: datetime, read: Read | None = None, **fields: Any) -> Startup:
    """Write the given fields of the profile (names outside FIELDS are an error). Audited with the names only.

    `read` says what the writer had read. Raises NotAllowed, ChangedMeanwhile where somebody else changed the same
    field, and BadProfile with a sentence for each field.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not fields of a profile: {', '.join(sorted(unknown))}")
    with acting(by):
        deciding.require("startup.update", by, startup, at)
        locked = Startup.objects.select_for_update().get(pk=startup.pk)
        fields = versions.merged(fields, {name: getattr(locked, name) for name in fields}, read)
        changed = [name for name, value in fields.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, fields[name])
        _clean(locked, changed)
        if changed:
            locked.save(update_fields=changed)
            audit.record("startup.update", locked, by=by, at=at, fields=sorted(changed))
    for name in FIELDS:
        setattr(startup, name, getattr(locked, name))
    return startup


def take_from_application(startup: Startup, columns: dict[str, Any]) -> None:
    """Fill a still hidden profile with what an application says; a published one is changed by its team
    alone. `columns` has the keys of the commune and of the sector, not their rows.

    The first real name also gives the slug, which stood for the draft until then.
    """
    if startup.state != StartupState.HIDDEN:
        return
    values = {
        name: value
        for name, value in columns.items()
        if name.removesuffix("_id") in FIELDS and value not in (None, "")
    }
    changed = {name: value for name, value in values.items() if getattr(startup, name) != value}
    if not changed:
        return
    if "name" in changed:
        changed["slug"] = founding.free_slug(changed["name"])
    for name, value in changed.items():
        setattr(startup, name, value)
    Startup.objects.filter(pk=startup.pk, state=StartupState.HIDDEN).update(**changed)


def consent_to_directory(startup: Startup, *, wording: str, given: bool, by: User, at: datetime) -> Startup:
    """Record the team's agreement to be shown, in the words it read, or take it back (`leave_directory`).

    Taken back by the team, everybody's agreement ends.
    """
    with acting(by):
        deciding.require("startup.update", by, startup, at)
        if given:
            words = Words.of(wording, hashlib.sha256(wording.encode()).hexdigest())
            consenting.record(by, DIRECTORY, wording=words, given=True, at=at, about=startup)
            startup.directory_consent_at = at
            startup.save(update_fields=["directory_consent_at"])
        else:
            consenting.end_all(DIRECTORY, startup, by=by, at=at)
            leave_directory(startup, by=by, at=at)
    return startup


def leave_directory(startup: Startup, *, by: Actor, at: datetime) -> Startup:
    """Take the profile out of the directory with the agreement it stood by. A repeated act changes nothing."""
    if startup.state == StartupState.PUBLISHED:
        hide(startup, by=by, at=at)
    startup.directory_consent_at = None
    startup.save(update_fields=["directory_consent_at"])
    return startup


def publish(startup: Startup, *, by: Actor, at: datetime) -> Startup:
    """Show the profile in the public directory. A repeated act changes nothing."""
    return _move(startup, "publish", by, at)


def hide(startup: Startup, *, by: Actor, at: datetime) -> Startup:
    """Take the profile out of the public directory. A repeated act changes nothing."""
    return _move(startup, "hide", by, at)


@once
def _move(startup: Startup, name: str, by: Actor, at: datetime) -> Startup:
    with LIFECYCLE.move(startup, name, by=by, at=at):
        pass
    return startup


def _clean(startup: Startup, names: list[str]) -> None:
    others = [field.name for field in startup._meta.concrete_fields if field.name not in names]
    try:
        startup.clean_fields(exclude=others)
    except ValidationError as error:
        sentences = {name: [str(line) for line in lines] for name, lines in error.message_dict.items()}
        raise BadProfile(data={"fields": sentences}) from error
