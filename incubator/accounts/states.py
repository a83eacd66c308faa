"""The names of what this slice decides: spaces, scopes of tokens, and how long things last."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from incubator.people.states import Role

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
# People who work for the centre or a town hall do not apply to its calls.
NEVER_APPLICANTS = frozenset(SPACE_HOMES) - {Role.JUROR, Role.MENTOR, APPLICANT}

CODE_LIFE = timedelta(minutes=20)
CODE_ATTEMPTS = 5
SHARED_IDLE = timedelta(minutes=30)
COOKIE_SECONDS = 365 * 24 * 3600
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
