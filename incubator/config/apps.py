"""Registers the slice with Django, and prepares what every process needs before it starts work."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from incubator.config import catalogues
from incubator.config.celery import app as celery_app

QUEUE_FOLDERS = ("data_folder_in", "data_folder_out", "control_folder", "processed_folder")


class ConfigConfig(AppConfig):
    name = "incubator.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for compiled in catalogues.compile_all():
            # Texts asked for before this moment (at the first start) must not stay in English.
            translation_file_changed(None, compiled)
        # Tasks of every slice are shared ones: without this, a web process would not know the broker.
        celery_app.set_default()
        if settings.CELERY_BROKER_URL.startswith("filesystem:"):
            for name in QUEUE_FOLDERS:  # the transport does not make them itself
                Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[name]).mkdir(parents=True, exist_ok=True)
