"""What must hold before the product starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from incubator.workflow.deciding import REGISTRY
from incubator.workflow.lifecycle import LIFECYCLES


@register("workflow")
def every_move_has_a_policy(**kwargs: Any) -> list[CheckMessage]:
    """A move nobody decided about must not exist."""
    return [
        Error(f"The move {lifecycle.verb(name)} has no policy.", id="workflow.E001")
        for lifecycle in LIFECYCLES.values()
        for name in lifecycle.moves
        if lifecycle.verb(name) not in REGISTRY
    ]
