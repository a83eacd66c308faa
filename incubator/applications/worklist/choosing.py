"""Files chosen for an act on many: noted as they were seen, and looked at again when the act comes to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from incubator.applications.models import Application
from incubator.applications.states import State

# {key of the file: [its state, whether the list it was chosen from held it]}
Seen = dict[str, list[Any]]


def note(rows: QuerySet[Application], listed: QuerySet[Application] | None = None) -> Seen:
    """Note where each of the chosen files stands; `listed` are the files of the list they are chosen from."""
    states = dict(rows.order_by().values_list("pk", "state"))
    held = _held(list(states), listed)
    return {str(pk): [state, pk in held] for pk, state in states.items()}


def moved(
    seen: Mapping[str, list[Any]], files: Iterable[Application], listed: QuerySet[Application] | None = None
) -> dict[int, str]:
    """Return why files are no longer what was chosen: {key: sentence}.

    A file that changed its state has moved; so has one that was in the list when it was chosen and is no longer.
    """
    files = [file for file in files if str(file.pk) in seen]
    held = _held([file.pk for file in files], listed)
    found = {}
    for file in files:
        state, was_held = seen[str(file.pk)]
        if file.state != state:
            told = _("This file has moved since you chose it: %(state)s.")
            found[file.pk] = told % {"state": State(file.state).label}
        elif was_held and file.pk not in held:
            found[file.pk] = _("This file is no longer in the list you chose it from.")
    return found


def _held(keys: list[int], listed: QuerySet[Application] | None) -> set[int]:
    """Return which of the files the list holds now; without a list, all of them."""
    if listed is None:
        return set(keys)
    return set(listed.filter(pk__in=keys).order_by().values_list("pk", flat=True))
