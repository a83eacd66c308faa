"""The names of what this slice decides: spaces, scopes of tokens, and how long things last."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incubator.people.states import PersonState, Role
from incubator.workflow.lifecycle import Lifecycle
from incubator.workflow.wording import name_verbs

PERSON = Lifecycle(
    "user",
    suspend=((PersonState.INVITED, PersonState.ACTIVE), PersonState.SUSPENDED, _("Suspend this person")),
    restore=(PersonState.SUSPENDED, PersonState.ACTIVE, _("Restore the access")),
    erase=(
        (PersonState.INVITED, PersonState.ACTIVE, PersonState.SUSPENDED),
        PersonState.ANONYMISED,
        _("Erase the account"),
    ),
)

# Where each role works. Applicants and founders share one space; the portal tells them apart.
PORTAL, DESK, CMS = "/portal/", "/desk/", "/cms/"
APPLICANT = "applicant"
SPACE_HOMES: dict[str, str] = {
    Role.DIRECTOR: DESK,
    Role.OFFICER: DESK,
    Role.FINANCE: DESK,
    Role.APPROVER: DESK,
    Role.DONOR: DESK,
    Role.ADMIN: DESK,
    Role.EDITOR: CMS,
    Role.AGENT: PORTAL,
    Role.JUROR: PORTAL,
    Role.MENTOR: PORTAL,
    APPLICANT: PORTAL,
}
# "Vous êtes ici comme …": how each space is called in a sentence.
SPACES = {
    "applicant": _("applicant"),
    "founder": _("founder"),
    "mentor": _("mentor"),
    "juror": _("jury member"),
    "agent": _("town-hall agent"),
    "officer": _("programme officer"),
    "finance": _("finance officer"),
    "approver": _("approver"),
    "director": _("director"),
    "donor": _("donor"),
    "editor": _("editor"),
    "admin": _("administrator"),
}
# People who work for the centre or a town hall do not apply to its calls.
NEVER_APPLICANTS = frozenset(SPACE_HOMES) - {Role.JUROR, Role.MENTOR, APPLICANT}


class Appearance(TextChoices):
    """How the pages inside look in one browser."""

    AUTO = "auto", _("as this device says")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class CodeFor(TextChoices):
    """What a code was asked for: it opens nothing else."""

    SIGN_IN = "sign_in", _("to come in")
    CONTACT = "contact", _("to add a contact")
    PROOF = "proof", _("to confirm that it is you")
    ERASURE = "erasure", _("to erase your data")


CODE_LIFE = timedelta(minutes=20)
CODE_ATTEMPTS = 5
# Digits of a code; the long one where somebody tries to guess.
SHORT_CODE, LONG_CODE = 6, 12
SHARED_IDLE = timedelta(minutes=30)
OWN_DEVICE_LIFE = timedelta(days=30)
SECOND_STEP_LIFE = timedelta(minutes=10)
FRESH_FACTOR = timedelta(minutes=15)

# What a token may be allowed to do, by the names of the moves (and of the reads).
SCOPES = {
    "read": _("Read what I may read"),
    "application.draft": _("Write and save my applications"),
    "application.submit": _("Send my applications"),
    "application.withdraw": _("Withdraw my applications"),
}
TOKEN_DAYS = (30, 90, 365)

GENDERS = (("F", _("Woman")), ("M", _("Man")), ("N", _("Prefers not to answer")))


# What a person agreed to, in words: the purposes of the shipped call, and that of the public directory.
PURPOSES = {
    "instruction": _("Examination of the application"),
    "vivier": _("Application kept for later calls"),
    "partage": _("Application passed on to partners"),
    "directory": _("Public page of the start-up"),
    "assisted_entry": _("Application entered with somebody’s help"),
}
OTHER_PURPOSE = _("Agreement given in an application")

# What the audit's verbs say to people, where they are no moves.
name_verbs(
    {
        "apitoken.make": _("Program access opened"),
        "apitoken.revoke": _("Program access ended"),
        "retention.run": _("What was kept long enough was erased"),
        "consent.give": _("Agreement given"),
        "consent.withdraw": _("Agreement withdrawn"),
        "consent.record": _("Agreement given or withdrawn"),
        "device.end": _("Device signed out"),
        "file.read": _("File read"),
        "page.read": _("Private page read, or a document downloaded"),
        "row.export": _("Taken out in a table or an archive"),
        "grant.give": _("Role given"),
        "grant.end": _("Role ended"),
        "grant.prolong": _("Role prolonged"),
        "grant.shorten": _("Role shortened"),
        "user.add_contact": _("Contact added"),
        "user.remove_contact": _("Contact removed"),
        "user.download": _("Own data downloaded"),
        "user.facts": _("Personal details changed"),
        "user.invite": _("Person invited"),
        "user.join": _("Account opened"),
        "user.password": _("Password changed"),
        "user.profile": _("Profile changed"),
        "user.recovery_codes": _("Recovery codes renewed"),
        "user.second_factor_on": _("Second factor switched on"),
        "user.second_factor_off": _("Second factor switched off"),
    }
)


def space_label(space: str) -> str:
    """Return how a space is called in "You are here as …"."""
    return str(SPACES.get(space, gettext("visitor")))
