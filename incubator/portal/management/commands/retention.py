"""`retention`: erase what is kept no longer, as the night does; `--dry-run` says what it would erase.

After a backup was put back, people who were erased since are there again: `--erased` lists them (kept with every backup,
outside it), `--again` erases those of such a list.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from incubator.core import clock
from incubator.people.models import SYSTEM, User
from incubator.people.states import PersonState
from incubator.portal.personal import erasing, retention
from incubator.workflow import batches

# What the audit says of the second erasure.
AGAIN = _("Erased before; a backup that was put back had them again.")


class Command(BaseCommand):
    help = "Erase what has passed its period."

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--dry-run", action="store_true", help="Say it and erase nothing.")
        way.add_argument("--erased", action="store_true", help="List who was erased, by public id.")
        way.add_argument("--again", type=Path, metavar="LIST", help="Erase whoever such a list names.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["erased"]:
            self._list()
        elif options["again"]:
            self._erase(options["again"].read_text().split())
        else:
            act = retention.foresee if options["dry_run"] else retention.run
            for words, number in retention.in_words(act(at=clock.now()).as_data()):
                self.stdout.write(f"{words}: {number}")

    def _erase_again(self, person: User) -> User:
        return erasing.erase(person, by=SYSTEM, at=clock.now(), asked=str(AGAIN), again=True)

    def _list(self) -> None:
        gone = User.objects.filter(state=PersonState.ANONYMISED).order_by("pk")
        for public_id in gone.values_list("public_id", flat=True):
            self.stdout.write(public_id)

    def _erase(self, names: list[str]) -> None:
        people = User.objects.filter(public_id__in=names).exclude(state=PersonState.ANONYMISED).order_by("pk")
        batch = batches.each(people, self._erase_again)
        for person in batch.done:
            self.stdout.write(f"{person.public_id}: erased")
        for line in batches.told(batch, lambda person: person.public_id):
            self.stdout.write(line)
