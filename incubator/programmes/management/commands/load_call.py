"""`load_call FILE.json [--shift-days N]`: load a call, or say all that is wrong with its file."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incubator.core import clock
from incubator.people.models import SYSTEM
from incubator.programmes.call_file.loading import BadCall, load_call
from incubator.workflow.refusals import Refused


class Command(BaseCommand):
    help = "Load a call from a JSON file; the same file may be loaded again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--shift-days", type=int, default=0, help="Move every date by so many days.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file'].name} cannot be read: {error}") from error
        try:
            call = load_call(data, by=SYSTEM, at=clock.now(), shift=timedelta(days=options["shift_days"]))
        except BadCall as bad:
            lines = [f"  {problem.path}: {problem.message}" for problem in bad.problems]
            raise CommandError("\n".join([str(bad.sentence), *lines])) from bad
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        self.stdout.write(f"{call.reference}: {call.form_version.number if call.form_version else '-'}")
