"""Reads of people and of the roles they hold."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q


class UserQuerySet(models.QuerySet):
    """People."""

    gate = "Who exists; the pages that show people ask by role."

    def with_role(self, role: str, at: datetime) -> "UserQuerySet":
        """Keep those who hold `role` at that instant, and are not suspended."""
        held = Q(grants__role=role, grants__from_at__lte=at)
        lasting = Q(grants__until_at=None) | Q(grants__until_at__gt=at)
        return self.filter(held & lasting, grants__was_ended=False, is_active=True).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people; a person without a password signs in by code."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Any:
        """Create a person with one sign-in e-mail address (or none) and, if given, a password."""
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> Any:
        return self.get(email=(email or "").lower())


class GrantQuerySet(models.QuerySet):
    """Roles given to people."""

    gate = "Read with the person."

    def in_force(self, at: datetime) -> "GrantQuerySet":
        """Keep the grants that hold at that instant."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at, was_ended=False)


class ContactQuerySet(models.QuerySet):
    """E-mail addresses and telephone numbers."""

    gate = "Read with the person."

    def sign_in(self) -> "ContactQuerySet":
        """Keep the verified contacts that open the door."""
        return self.filter(is_sign_in=True).exclude(verified_at=None)
