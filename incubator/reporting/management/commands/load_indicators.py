"""Loads the indicators shipped with the product; may be run again."""

from typing import Any

from django.core.management.base import BaseCommand

from incubator.reporting.indicators import load_indicators


class Command(BaseCommand):
    help = "Load or update the default indicators."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_indicators()} indicators.")
