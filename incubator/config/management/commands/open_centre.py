"""`open_centre`: the first day – reference data, the public site, and the first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms import setup
from incubator.accounts.roles import granting, inviting
from incubator.core import clock
from incubator.people.models import SYSTEM
from incubator.people.states import Role
from incubator.reporting.indicators import load_indicators
from incubator.territory.loading import load_divisions
from incubator.territory.models import Centre


class Command(BaseCommand):
    help = "Load reference data, make the public site, and invite the first administrator. May be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="The centre's name in French.")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--slug", default="centre")
        parser.add_argument("--email", default="")
        parser.add_argument("--phone", default="", help="As +22890000000.")
        parser.add_argument("--admin", required=True, help="The first administrator's e-mail address.")
        parser.add_argument("--admin-name", default="")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        load_divisions()
        load_indicators()
        names = {"name_fr": options["name"], "name_en": options["name_en"]}
        centre, _made = Centre.objects.update_or_create(
            slug=options["slug"],
            defaults={
                **names,
                "email": options["email"],
                "phone": options["phone"],
                "whatsapp": options["phone"],
            },
        )
        granting.ensure_groups()
        setup.ensure_site(centre)
        inviting.invite(
            email=options["admin"], full_name=options["admin_name"], role=Role.ADMIN, by=SYSTEM, at=at
        )
        self.stdout.write(
            f"{centre}: ready. {options['admin']} signs in at /login/ with a code sent by e-mail."
        )
