"""What the columns of a table are: guessed from their headings, and remembered."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incubator.core.text_search import plain
from incubator.imports.kinds import Kind, Target
from incubator.imports.models import Batch

# So many remembered ways to read a table are tried on a new one.
MOST_SHAPES = 5


def guess(headings: Sequence[str], targets: Sequence[Target]) -> list[str]:
    """Return what each column is, "" where no heading says so; whatever accents and capitals, each target once.

    A key goes first, then the names, those of targets that yield last.
    """
    known: dict[str, list[str]] = {}
    said = [(target, (target.key,)) for target in targets if target.key]
    said += [(target, target.names) for target in sorted(targets, key=lambda target: target.yields)]
    for target, names in said:
        for name in names:
            known.setdefault(plain(name), []).append(target.code)
    codes: list[str] = []
    for heading in headings:
        # Two targets may have the same words: the second heading is then the second of them.
        codes.append(next((code for code in known.get(plain(heading), ()) if code not in codes), ""))
    return codes


def matched(kind: Kind, place: Any, headings: Sequence[str]) -> list[str]:
    """Return how such a table was matched last time, or the guess; targets that are no more are left out."""
    targets = kind.targets(place)
    kept = kind.memories.objects.filter(**kind.within(place), fingerprint=fingerprint(headings)).first()
    if kept is None:
        return guess(headings, targets)
    known = {target.code for target in targets}
    codes = [kept.targets.get(name, "") for name in _compared(headings)]
    return [code if code in known else "" for code in codes]


def shapes(kind: Kind, place: Any) -> list[tuple[dict[str, Any], str]]:
    """Return the last ways that were chosen to read a table, each with the fingerprint of its headings."""
    kept = kind.memories.objects.filter(**kind.within(place)).exclude(shape={}).order_by("-saved_at", "-pk")
    return list(kept.values_list("shape", "fingerprint")[:MOST_SHAPES])


def remember(kind: Kind, batch: Batch, *, at: datetime) -> None:
    """Keep how such a table is read and its columns are matched, for the next one."""
    told = dict(zip(_compared(batch.headings), batch.targets, strict=True))
    kind.memories.objects.update_or_create(
        **kind.within(kind.place_of(batch)), fingerprint=fingerprint(batch.headings),
        defaults={"targets": told, "shape": batch.shape, "saved_at": at},
    )  # fmt: skip


def _compared(headings: Sequence[str]) -> list[str]:
    """Return the headings as they are compared; the second of two that are alike is told by its number."""
    names: list[str] = []
    for heading in headings:
        name = plain(heading)
        count = sum(1 for other in names if other.partition("#")[0] == name)
        names.append(f"{name}#{count + 1}" if count else name)
    return names


def fingerprint(headings: Sequence[str]) -> str:
    """Return what tells a set of headings, whatever their order, accents and capitals."""
    return hashlib.sha256("\n".join(sorted(_compared(headings))).encode()).hexdigest()
