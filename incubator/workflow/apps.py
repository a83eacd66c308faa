"""Registers the slice and finds every slice's policies (the one late import of the project)."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "incubator.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("policies")
        for app in filter(lambda app: app.name in settings.SLICES, apps.get_app_configs()):
            # A slice that falls into packages keeps the policies of each activity with it.
            for found in sorted(Path(app.path).glob("*/policies.py")):
                import_module(f"{app.name}.{found.parent.name}.policies")
        autodiscover_modules("sensitivity")
        import_module("incubator.workflow.checks")
        import_module("incubator.workflow.standing_checks")
        autodiscover_modules("privacy")
        autodiscover_modules("forgetting")
        autodiscover_modules("column_words")
        import_module("incubator.workflow.privacy_checks")
