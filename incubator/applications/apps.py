"""Registers the slice with Django."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "incubator.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"
