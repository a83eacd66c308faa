"""The door: codes sent to sign in, devices signed in, API tokens, consents; what a person says once of themselves."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from incubator.accounts.querysets import BrowserSessionManager
from incubator.accounts.states import GENDERS, OTHER_PURPOSE, PURPOSES, CodeFor
from incubator.core.bilingual import Bilingual
from incubator.core.models import DatedModel, PublicIdModel
from incubator.people.states import ContactKind
from incubator.territory.models import Commune


class Profile(models.Model):
    """What a person says once of themselves; every call offers it filled in. All of it may stay empty."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="profile")
    last_name = models.CharField(max_length=120, blank=True)
    first_names = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, choices=GENDERS, blank=True)
    phone = models.CharField(max_length=16, blank=True, help_text="To be called, not to sign in (E.164).")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_names} {self.last_name}".strip()


class SignInCode(PublicIdModel, DatedModel):
    """A code sent to one contact for one purpose. Several may be alive at once; each opens once, and nothing else.

    `code_hash` is a keyed hash; the code itself stands only in the sealed body of its message.
    """

    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    value = models.CharField(max_length=254)
    purpose = models.CharField(max_length=10, choices=CodeFor.choices, default=CodeFor.SIGN_IN)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "value", "expires_at"], name="code_contact")]

    def __str__(self) -> str:
        return self.public_id


class BrowserSession(AbstractBaseSession):
    """A session of a browser, with the person it belongs to (nobody before the door)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    objects = BrowserSessionManager()

    def __str__(self) -> str:
        return str(self.person or "")


class Device(PublicIdModel, DatedModel):
    """A browser a person signed in from, so that they may end it from elsewhere."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices")
    session_key = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80, help_text="Browser and system, in words.")
    is_shared = models.BooleanField(default=False)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"], name="device_person")]

    def __str__(self) -> str:
        return self.name


class Throttle(models.Model):
    """How often something was tried: by account, or by account and address, never by address alone."""

    scope = models.CharField(max_length=30)
    subject = models.CharField(max_length=64, help_text="Keyed hash of the contact (and the address).")
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "subject", "window_start"], name="throttle_once")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.count}"


class ApiToken(PublicIdModel, DatedModel):
    """A key to the API: hashed, scoped by names of moves, expiring, its last use kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Wording(models.Model):
    """Words that people agreed to, found again by their fingerprint: a call may be over, a sentence changed."""

    fingerprint = models.CharField(max_length=64, unique=True)
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    text = Bilingual("text")

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Consent(PublicIdModel, DatedModel):
    """What a person agreed to, in which version of the words, from when until when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    wording = models.CharField(max_length=64, help_text="Fingerprint of the words shown.")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    about = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    about_ref = models.CharField(max_length=60, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the person

    class Meta:
        indexes = [
            models.Index(fields=["person", "purpose"], name="consent_person"),
            models.Index(fields=["about", "about_id"], name="consent_about"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def in_words(self) -> str:
        """What the person agreed to, as people read it; a call may name purposes of its own."""
        return str(PURPOSES.get(self.purpose, OTHER_PURPOSE))
