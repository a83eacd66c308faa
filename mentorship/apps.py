"""Registers the slice with Django."""

from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"
    label = "mentorship"
    default_auto_field = "django.db.models.BigAutoField"
