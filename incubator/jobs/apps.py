"""Registers the slice with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "incubator.jobs"
    label = "exports"  # its tables keep their names
    default_auto_field = "django.db.models.BigAutoField"
