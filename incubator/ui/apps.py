from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "incubator.ui"
    label = "ui"
    verbose_name = "Design system"
