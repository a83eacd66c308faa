"""The life of a person's record, and the roles a person may hold."""

from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ANONYMISED = "anonymised", _("Anonymised")


class Role(models.TextChoices):
    """Roles given by a grant. Founders hold theirs through a start-up, applicants through a file."""

    ADMIN = "admin", _("Administrator")
    OFFICER = "officer", _("Programme officer")
    FINANCE = "finance", _("Finance officer")
    APPROVER = "approver", _("Approver")
    DIRECTOR = "director", _("Director")
    DONOR = "donor", _("Donor")
    EDITOR = "editor", _("Editor")
    AGENT = "agent", _("Town-hall agent")
    JUROR = "juror", _("Juror")
    MENTOR = "mentor", pgettext_lazy("role", "Mentor")


# Roles that may open the desk, and those whose holders need a second factor before any address opens.
DESK_ROLES = (Role.ADMIN, Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.DIRECTOR, Role.DONOR)
# An agent reads what somebody says beside them, on a device that others may touch.
SECOND_FACTOR_ROLES = (*DESK_ROLES, Role.EDITOR, Role.AGENT)


class ContactKind(models.TextChoices):
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone")


class Term(NamedTuple):
    """A role from an instant until another (None: without an end)."""

    role: str
    from_at: datetime
    until_at: datetime | None
    was_ended: bool = False

    def holds(self, at: datetime) -> bool:
        """Tell whether the role is held at that instant, as `GrantQuerySet.in_force` does."""
        return not self.was_ended and self.from_at <= at and (self.until_at is None or at < self.until_at)
