"""Bring the French catalogue up to date with the code, or check it: `manage.py messages [--check]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from incubator.config import catalogues, extraction, proofreading


class Command(BaseCommand):
    help = (
        "Extract texts, merge them into the French catalogue and compile it; --check only reads and reports."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail listing all that is wrong"
        )
        parser.add_argument("--import-json", metavar="DIR", type=Path, help="fill entries from DIR/*.json")
        parser.add_argument(
            "--overwrite", action="store_true", help="with --import-json: translated entries too"
        )

    def handle(self, *args, check, import_json, overwrite, **options):
        try:
            messages = extraction.extract()
        except (extraction.Untranslatable, extraction.TwoPlurals) as refusal:
            raise CommandError(str(refusal)) from refusal
        catalogue = catalogues.read()
        if not check:
            self._update(catalogue, messages, import_json, overwrite)
        if wrong := proofreading.problems(catalogue, messages):
            report = "\n".join(wrong)
            if check:
                raise CommandError(
                    f"{report}\n{len(wrong)} to mend in the French catalogue; `make messages` updates it."
                )
            self.stdout.write(report)
        self.stdout.write(f"{len(messages)} texts, {len(wrong)} to mend.")

    def _update(self, catalogue, messages, import_json, overwrite):
        added, dropped = catalogues.merge(catalogue, messages)
        self.stdout.write(f"{added} added, {dropped} dropped.")
        if import_json:
            filled, remarks = catalogues.import_json(catalogue, import_json, overwrite=overwrite)
            self.stdout.write("\n".join([*remarks, f"{filled} filled from JSON."]))
        catalogues.write(catalogue)
        catalogues.compile_all()
