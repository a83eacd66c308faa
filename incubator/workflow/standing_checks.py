"""What must hold of standing before the product starts."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from incubator.workflow.deciding import REGISTRY
from incubator.workflow.standing import Standing, composes_standing


@register("workflow")
def every_policy_asks_for_standing(**kwargs: Any) -> list[CheckMessage]:
    """A policy whose gate asks nobody's standing says why."""
    return [
        Error(f"The policy {rule.name} asks nobody's standing, and does not say why.", id="workflow.E005")
        for rule in REGISTRY.values()
        if not composes_standing(rule.gate) and not rule.exempt
    ]


@register("workflow")
def every_read_asks_for_standing(**kwargs: Any) -> list[CheckMessage]:
    """A QuerySet of ours says by which standing its rows are read, or why by none."""
    return [
        Error(f"{queryset.__name__} asks nobody's standing, and does not say why.", id="workflow.E006")
        for queryset in querysets()
        if not isinstance(getattr(queryset, "gate", None), Standing | str)
    ]


def models_of_ours() -> list[type[Model]]:
    """Return the models of the slices."""
    slices = [app for app in apps.get_app_configs() if app.name in settings.SLICES]
    return [model for app in slices for model in app.get_models()]


def querysets() -> dict[type, type[Model]]:
    """Return the QuerySets of the slices, each with a model whose rows it reads."""
    found = {type(model._default_manager.all()): model for model in models_of_ours()}
    ours = tuple(f"{name}." for name in settings.SLICES)
    return {queryset: model for queryset, model in found.items() if queryset.__module__.startswith(ours)}
