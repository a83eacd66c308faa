"""Registers the slice with Django."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "incubator.cohorts"
    label = "cohorts"
    default_auto_field = "django.db.models.BigAutoField"
