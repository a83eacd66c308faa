"""`lifecycles`: every record's states and moves, how sensitive each is, and who may make them."""

from typing import Any

from django.core.management.base import BaseCommand

from incubator.workflow.deciding import REGISTRY
from incubator.workflow.lifecycle import LIFECYCLES
from incubator.workflow.sensitivity import of_act


class Command(BaseCommand):
    help = "Print every record's states and moves, how sensitive each is, and who may make them."

    def handle(self, *args: Any, **options: Any) -> None:
        for record, lifecycle in LIFECYCLES.items():
            self.stdout.write(f"\n{record}")
            for move in lifecycle.moves.values():
                who = (
                    REGISTRY[lifecycle.verb(move.name)].who
                    or REGISTRY[lifecycle.verb(move.name)].function.__name__
                )
                kind = of_act(lifecycle.verb(move.name))
                self.stdout.write(
                    f"  {move.name:<16} {' | '.join(move.sources)} -> {move.target:<16} {kind:<9} {who}"
                )
