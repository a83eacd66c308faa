"""Registers the slice with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "incubator.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
