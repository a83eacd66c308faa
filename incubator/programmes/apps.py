"""Registers the slice with Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "incubator.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
