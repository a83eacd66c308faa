"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_after, goes_with
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    of_person,
)

MY_ACCOUNT = Section("account", _("my account"))

ACCOUNT = Processing(
    "account",
    title=_("Accounts"),
    purpose=_("To know who applies, works or mentors here, to let them in and to write to them."),
    ground=Ground.CONTRACT,
    people=_("everybody with an account"),
    data=_("name, e-mail address, telephone, language, date of birth, gender, commune"),
    recipients=_("the person; the office of the centre"),
    kept=Kept(36, Since.LAST_USE),
)
ROLES = Processing(
    "roles",
    title=_("Roles"),
    purpose=_("To say who may read and act, from when until when."),
    ground=Ground.LEGITIMATE,
    people=_("staff, jurors, mentors, agents"),
    data=_("role, centre, commune, programme, dates"),
    recipients=_("administrators of the centre"),
    kept=Kept(60, Since.ROLE_END),
)

declare(
    "people.User",
    ACCOUNT,
    personal="full_name email phone language",
    erase=Erasure.REPLACED,
    section=MY_ACCOUNT,
    whose=of_person("pk"),
    beside="public_id created_at",
)
declare(
    "people.User",
    ACCOUNT,
    sensitive="password",
    erase=Erasure.EMPTIED,
    withheld=_("A fingerprint of the password, which nobody can read."),
)
declare(
    "people.Contact",
    ACCOUNT,
    personal="kind value",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="is_sign_in verified_at",
)
declare(
    "people.Grant",
    ROLES,
    internal="role",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="centre commune from_at until_at was_ended",
)
name("people.User", _("Account"), full_name=_("Name"))
name("people.Contact", _("Contact"), is_sign_in=_("Opens the account"))
name("people.Grant", _("Role"), was_ended=_("Ended before its day"))

goes_with(Subject.PERSON, "people.User", "pk")
goes_with(Subject.PERSON, "people.Contact", "person")
goes_with(Subject.PERSON, "people.Grant", "person")
goes_after("people.Grant", "until_at", ROLES.kept)
