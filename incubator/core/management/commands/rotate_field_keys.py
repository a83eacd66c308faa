"""`rotate_field_keys`: seal every sensitive column again with the first key of PEPINIERE_FIELD_KEYS."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incubator.core.sealing import rotate_all


class Command(BaseCommand):
    help = "Seal every sensitive value again with the first key; run it before an old key is removed."

    def handle(self, *args: Any, **options: Any) -> None:
        first = next(iter(settings.FIELD_KEYS))
        for name, rows in rotate_all(to_key=first).items():
            self.stdout.write(f"{name}: {rows}")
