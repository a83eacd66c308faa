"""`load_territory`: load or update the divisions of the country."""

from typing import Any

from django.core.management.base import BaseCommand

from incubator.territory.loading import load_divisions


class Command(BaseCommand):
    help = "Load or update zones, regions, prefectures and communes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"communes: {load_divisions()}")
