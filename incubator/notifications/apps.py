"""Registers the slice with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "incubator.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
