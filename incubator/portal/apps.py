"""Registers the slice with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "incubator.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
