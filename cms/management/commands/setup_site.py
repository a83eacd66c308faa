"""`setup_site`: open the public site in both languages; may be run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.setup import ensure_site
from incubator.territory.models import Centre


class Command(BaseCommand):
    help = "Make the French and English pages of the public site, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        centre = Centre.objects.order_by("pk").first()
        if centre is None:
            raise CommandError("There is no centre yet: open the centre first.")
        site = ensure_site(centre)
        self.stdout.write(f"{site.site_name}: {site.root_page.get_descendants(inclusive=True).count()} pages")
