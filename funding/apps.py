"""Registers the slice with Django."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"
