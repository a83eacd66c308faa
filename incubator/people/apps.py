"""Registers the slice with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "incubator.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
