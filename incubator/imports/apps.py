"""Registers the slice with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "incubator.imports"
    label = "imports"
