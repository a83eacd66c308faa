"""Registers the slice with Django."""

from django.apps import AppConfig


class ConflictsConfig(AppConfig):
    name = "incubator.conflicts"
    label = "conflicts"
    default_auto_field = "django.db.models.BigAutoField"
