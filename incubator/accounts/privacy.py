"""What the slice holds of people (`core/personal_data.py`)."""

from collections.abc import Sequence
from operator import attrgetter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.forgetting import Subject, goes_after, goes_with, stays
from incubator.core.personal_data import (
    Erasure,
    Ground,
    Kept,
    Processing,
    Section,
    Since,
    declare,
    impersonal,
    of_person,
)
from incubator.people.models import Contact
from incubator.people.privacy import ACCOUNT, MY_ACCOUNT

MY_CONSENTS = Section("consents", _("my consents"))

DOOR = Processing(
    "door",
    title=_("Safety of the door"),
    purpose=_("To let in the right person and nobody else, and to slow down who tries."),
    ground=Ground.LEGITIMATE,
    people=_("everybody who signs in"),
    data=_("codes (as fingerprints), sessions, devices, keys to the API, number of attempts"),
    recipients=_("the person"),
    kept=Kept(12, Since.EXPIRED, _("Codes and counts of attempts go within days.")),
)
CONSENTS = Processing(
    "consents",
    title=_("Consents"),
    purpose=_("To prove what a person agreed to, in which words, and when it was taken back."),
    ground=Ground.OBLIGATION,
    people=_("everybody who was asked"),
    data=_("purpose, fingerprint of the words shown, instants"),
    recipients=_("the person; the office of the centre"),
    kept=Kept(60, Since.EXPIRED),
)
UNREADABLE = _("A fingerprint that nobody can read.")

declare(
    "accounts.Profile",
    ACCOUNT,
    personal="last_name first_names birth_date gender phone",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="commune changed_at",
)
declare(
    "accounts.Device",
    DOOR,
    personal="name",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="is_shared created_at seen_at ended_at",
)
declare(
    "accounts.Device",
    DOOR,
    sensitive="session_key",
    erase=Erasure.DELETED,
    withheld=_("It opens the account: whoever reads a copy must not get in by it."),
)
declare(
    "accounts.BrowserSession",
    DOOR,
    sensitive="session_key session_data",
    erase=Erasure.DELETED,
    withheld=_("It opens the account: whoever reads a copy must not get in by it."),
)
declare(
    "accounts.SignInCode",
    DOOR,
    personal="kind value",
    sensitive="code_hash",
    erase=Erasure.DELETED,
    withheld=_("A code to sign in, deleted within days."),
)
impersonal("accounts.SignInCode", "attempts purpose")
declare("accounts.Throttle", DOOR, personal="subject", erase=Erasure.DELETED, withheld=UNREADABLE)
impersonal("accounts.Throttle", "scope count")
declare(
    "accounts.ApiToken",
    DOOR,
    personal="name",
    internal="scopes",
    erase=Erasure.DELETED,
    section=MY_ACCOUNT,
    whose=of_person("person"),
    beside="created_at expires_at revoked_at last_used_at",
)
declare("accounts.ApiToken", DOOR, sensitive="token_hash", erase=Erasure.DELETED, withheld=UNREADABLE)
declare(
    "accounts.Consent",
    CONSENTS,
    personal="purpose about_ref",
    internal="wording",
    erase=Erasure.DELETED,
    section=MY_CONSENTS,
    whose=of_person("person"),
    beside="given_at withdrawn_at",
)
impersonal("accounts.Consent", "about about_id")
impersonal("accounts.Wording", "fingerprint text_fr text_en")
name(
    "accounts.Profile",
    _("What calls ask you"),
    last_name=_("Last name"),
    first_names=_("First names"),
    birth_date=_("Date of birth"),
)
name("accounts.Device", _("Device"))
name(
    "accounts.ApiToken",
    _("API token"),
    scopes=_("What it opens"),
    revoked_at=_("Ended on"),
    last_used_at=_("Used last on"),
)
name(
    "accounts.Consent",
    _("Consent"),
    {"purpose": attrgetter("in_words")},
    about_ref=_("About"),
    given_at=_("Given on"),
)


def codes_sent_to(people: Sequence[int]) -> Q:
    """Keep the codes that went to the contacts of some people."""
    contacts = Contact.objects.filter(person__in=people)
    return Q(value__in=contacts.values("value"))


goes_with(Subject.PERSON, "accounts.Profile", "person")
goes_with(Subject.PERSON, "accounts.Device", "person")
goes_with(Subject.PERSON, "accounts.BrowserSession", "person")
goes_with(Subject.PERSON, "accounts.SignInCode", rows=codes_sent_to)
goes_with(Subject.PERSON, "accounts.ApiToken", "person")
goes_with(Subject.PERSON, "accounts.Consent", "person")
# Tables of libraries that tell of a person: deleted with them.
for table in (
    "mfa.Authenticator",
    "account.EmailAddress",
    "wagtailusers.UserProfile",
    "wagtailcore.APIToken",
):
    goes_with(Subject.PERSON, table, "user")
for table in ("wagtailadmin.EditingSession", "wagtailadmin.FormState", "wagtailcore.PageSubscription"):
    goes_with(Subject.PERSON, table, "user")
goes_after("accounts.Device", "ended_at", DOOR.kept)
goes_after("accounts.ApiToken", "expires_at", DOOR.kept)
goes_after("accounts.Consent", "withdrawn_at", CONSENTS.kept)
stays("accounts.Throttle", "Purged within two days (`accounts.tasks.forget_attempts`).")
