"""Registers the slice with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "incubator.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What each slice does with the consents given to it.
        autodiscover_modules("consents")
        # Its seeds stand in allauth's table: key rotation must know of them in every process.
        import_module("incubator.accounts.sign_in.second_factor")
