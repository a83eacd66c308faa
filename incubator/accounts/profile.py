"""What a person says of themselves: name and language, and the facts that calls ask for."""

from datetime import datetime
from typing import Any

from incubator.accounts.models import Profile
from incubator.core.bilingual import LANGUAGES
from incubator.core.holding import hold
from incubator.people.models import User
from incubator.workflow import audit, values, versions
from incubator.workflow.acting import acting
from incubator.workflow.versions import Read

FACTS = ("last_name", "first_names", "birth_date", "gender", "phone", "commune")


def of(person: User) -> Profile:
    """Return what the person has said of themselves; an empty one, not stored, before they said anything."""
    profiles = Profile.objects.select_related("commune__prefecture")
    profile = profiles.filter(person=person).first() or Profile()
    profile.person = person
    return profile


def remember(person: User, facts: dict[str, Any], *, at: datetime, read: Read | None = None) -> Profile:
    """Keep facts that a person gives of themselves (names outside FACTS are an error); the others stay.

    A person without a name in the account gets this one. `read` says what the writer had read. Audited with the
    names of the facts only. Raises ChangedMeanwhile where another page changed the same fact.
    """
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"Not facts of a profile: {', '.join(sorted(unknown))}")
    with acting(person):
        hold(person)
        profile = Profile.objects.filter(person=person).first() or Profile(person=person)
        facts = versions.merged(facts, {name: getattr(profile, name) for name in facts}, read)
        changed = sorted(name for name, value in facts.items() if getattr(profile, name) != value)
        if not changed:
            return profile
        for name in changed:
            setattr(profile, name, facts[name])
        values.check(profile, *(name for name in changed if name != "commune"))
        profile.changed_at = at
        profile.save()
        if not person.full_name and str(profile):
            User.objects.filter(pk=person.pk, full_name="").update(full_name=str(profile)[:160])
        audit.record("user.facts", person, by=person, at=at, facts=changed)
    return profile


def change(person: User, *, full_name: str, language: str, at: datetime, read: Read | None = None) -> None:
    """Change one's own name and language; `read` says what the writer had read. Raises ChangedMeanwhile."""
    typed = {"full_name": full_name, "language": language}
    with acting(person):
        hold(person)
        person.refresh_from_db(fields=list(typed))
        now = {name: getattr(person, name) for name in typed}
        for name, value in versions.merged(typed, now, read).items():
            setattr(person, name, value)
        values.check(person, "full_name")
        values.check_choice("language", person.language, LANGUAGES)
        person.save(update_fields=list(typed))
        audit.record("user.profile", person, by=person, at=at)


def speak(person: User, language: str) -> None:
    """Use another language from now on, in pages and letters."""
    with acting(person):
        person.language = language
        person.save(update_fields=["language"])
