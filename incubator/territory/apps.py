"""Registers the slice with Django."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "incubator.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
