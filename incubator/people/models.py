"""Who exists: people, their contacts, the roles they were given, and the system as an actor. Tables only."""

from contextlib import suppress
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incubator.core import clock
from incubator.core.models import DatedModel, PublicIdModel
from incubator.core.personal_data import REMOVED
from incubator.people.querysets import ContactQuerySet, GrantQuerySet, UserManager
from incubator.people.states import ContactKind, PersonState, Role, Term
from incubator.territory.models import Centre, Commune


class SystemActor:
    """The product itself, acting by a rule (`by=SYSTEM`). Stored as an empty actor."""

    pk = None
    is_authenticated = False
    is_system = True

    def roles(self, at: datetime) -> frozenset[str]:
        return frozenset()

    def has_role(self, *wanted: str, at: datetime | None = None) -> bool:
        return False

    def __str__(self) -> str:
        return "SYSTEM"


SYSTEM = SystemActor()


class User(PublicIdModel, DatedModel, AbstractBaseUser, PermissionsMixin):
    """A person. One person may hold many roles; people are anonymised, never deleted."""

    full_name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=16, unique=True, null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    state = models.CharField(max_length=12, default=PersonState.ACTIVE, editable=False)
    is_active = models.BooleanField(default=True)

    is_system = False
    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Powers come from grants alone: nobody stands above the rules.
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_superuser"),
        ]

    def __str__(self) -> str:
        if self.full_name == REMOVED:
            return gettext("erased person")
        return self.full_name or self.email or self.phone or self.public_id

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def terms(self) -> list[Term]:
        """Every role ever given to the person, with its instants; a session brings them along."""
        if not self.pk:
            return []
        return [Term(*row) for row in self.grants.values_list("role", "from_at", "until_at", "was_ended")]

    def roles(self, at: datetime) -> frozenset[str]:
        """Return the roles held at `at`; none while the person is suspended."""
        if not self.is_active:
            return frozenset()
        return frozenset(term.role for term in self.terms if term.holds(at))

    def has_role(self, *wanted: str, at: datetime | None = None) -> bool:
        """Tell whether the person holds one of the roles."""
        return not self.roles(at or clock.now()).isdisjoint(wanted)

    def forget_roles(self) -> None:
        """Read the roles again at the next question (after a grant or its end)."""
        with suppress(AttributeError):  # never read before
            del self.terms


class Contact(DatedModel):
    """An e-mail address (lower case) or a telephone number (E.164) of a person."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    value = models.CharField(max_length=254)
    is_sign_in = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            # A number may be shared by several people as a contact, but it opens one door only.
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(is_sign_in=True), name="sign_in_contact_once"
            ),
            models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_once_a_person"),
        ]

    def __str__(self) -> str:
        return self.value


class Grant(models.Model):
    """A role given to a person, for one centre or for all, from an instant until another."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField(default=clock.now)
    until_at = models.DateTimeField(null=True, blank=True)
    # Ended by somebody, not by its date: it carries nothing any more, not even an act that began before the end.
    was_ended = models.BooleanField(default=False, editable=False)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "role"], name="grant_person_role")]

    def __str__(self) -> str:
        return f"{self.person} – {self.role}"


Actor = User | SystemActor


def person_or_none(actor: Actor) -> User | None:
    """Return the person who acts, or None for the system: what a column stores."""
    return None if isinstance(actor, SystemActor) else actor
