"""Registers the slice with Django."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "incubator.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"
