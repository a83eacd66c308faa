"""Registers the slice with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "incubator.core"
    label = "core"
