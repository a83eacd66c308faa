"""Registers the slice with Django."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "incubator.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its seeds stand in allauth's table: key rotation must know of them in every process.
        import_module("incubator.accounts.sign_in.second_factor")
