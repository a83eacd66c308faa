"""Registers the slice with Django."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "incubator.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
