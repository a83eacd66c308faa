"""`setup_roles`: make the CMS groups that follow roles, and put everybody in theirs."""

from typing import Any

from django.core.management.base import BaseCommand

from incubator.accounts.roles import granting
from incubator.core import clock
from incubator.people.models import User


class Command(BaseCommand):
    help = "Make the groups of the CMS, give them what they may do, and put people in them by their roles."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        granting.ensure_groups()
        people = User.objects.filter(grants__isnull=False).distinct()
        for person in people.iterator(chunk_size=200):
            granting.sync_groups(person, at=at)
        self.stdout.write(f"{granting.EDITORS}, {granting.READERS}: ready.")
