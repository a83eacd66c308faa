"""Registers the slice with Django."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "incubator.milestones"
    label = "milestones"
    default_auto_field = "django.db.models.BigAutoField"
