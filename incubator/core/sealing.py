"""Re-encrypts every sealed column with the first key, a few rows at a time."""

from collections.abc import Callable

from django.db.models import Model

from incubator.core.encryption import SEALED_FIELDS, key_of

# Sealed values that are not columns of ours (seeds inside a library's table): each reseals its own.
ELSEWHERE: list[Callable[[str], dict[str, int]]] = []


def rotate(model: type[Model], name: str, column: str, *, to_key: str) -> int:
    """Seal again the values of one column that another key wrote; return how many rows changed."""
    changed = 0
    for row in model._base_manager.exclude(**{column: ""}).iterator(chunk_size=200):
        if key_of(getattr(row, column)) == to_key:
            continue
        before = getattr(row, column)
        setattr(row, name, getattr(row, name))
        # Only if nobody wrote in between: the newer value is already under the first key.
        changed += model._base_manager.filter(pk=row.pk, **{column: before}).update(
            **{column: getattr(row, column)}
        )
    return changed


def rotate_all(*, to_key: str) -> dict[str, int]:
    """Rotate every sealed column of the project; return `{"app.model.field": rows}`."""
    changed = {
        f"{model._meta.label_lower}.{name}": rotate(model, name, column, to_key=to_key)
        for model, name, column in SEALED_FIELDS
        if issubclass(model, Model) and not model._meta.abstract
    }
    for reseal in ELSEWHERE:
        changed |= reseal(to_key)
    return changed
