"""Registers the slice with Django."""

from django.apps import AppConfig


class StartupsConfig(AppConfig):
    name = "incubator.startups"
    label = "startups"
    default_auto_field = "django.db.models.BigAutoField"
