"""What a page showed when it was opened, posted back with what was typed: nobody writes over what they have not read.

A page posts, beside its fields, one hidden input that holds the fingerprint of each value it showed. The act
compares them inside its transaction, once the row is held: what its writer left alone stays as it stands now,
what nobody else touched is written, and where two people wrote two things both come back to choose from.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incubator.workflow.refusals import Refused

SEEN = "read"  # the hidden input: "title_fr:3f2a… places:9be0…"
KEEP = "keep-"  # beside two versions of a field: "mine:9be0…" or "theirs:9be0…"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Pair:
    """Two versions of one field: what was typed now, and what somebody saved meanwhile."""

    mine: Any
    theirs: Any


class ChangedMeanwhile(Refused):
    """Two people wrote two things; `data["pairs"]` maps each such field to its Pair. Nothing was written."""

    code = "changed_meanwhile"
    default = _(
        "Somebody else, or you on another page, has changed this meanwhile. Nothing is overwritten:"
        " choose below which text stays, then save again."
    )


@dataclass(frozen=True)
class Read:
    """What the writer had read, field by field, and what was chosen where two versions were shown."""

    seen: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: QueryDict, prefix: str = "") -> "Read":
        """Return what a form posts back; `prefix` is the form's own, as in its names ("extend-")."""
        seen = dict(each.rpartition(":")[::2] for each in " ".join(posted.getlist(SEEN)).split())
        chosen = {
            name.removeprefix(KEEP): str(posted[name]).partition(":")[::2]
            for name in posted
            if name.startswith(KEEP)
        }
        return cls(_without(prefix, seen), _without(prefix, chosen))

    def under(self, prefix: str) -> "Read":
        """Return the part about the fields whose names begin with `prefix`, which is taken off."""
        return Read(_without(prefix, self.seen), _without(prefix, self.chosen))


def _without(prefix: str, named: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): each for name, each in named.items() if name.startswith(prefix)}


def fingerprint(value: Any) -> str:
    """Return twelve signs that say whether two values are one for a reader, however each is held.

    Nothing, "", an empty list and an unticked box are one; so are a row and its key, a number and its digits.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    match value:
        case None | False:
            return ""
        case str():
            return "\n".join(line.rstrip() for line in value.strip().splitlines())
        case models.Model():
            return str(value.pk)
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="minutes") if value.tzinfo else value.isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()} or ""
        case Iterable():
            rows = [_plain(each) for each in value]
            # Chosen rows and sets have no order of their own; a list has.
            is_loose = isinstance(value, set | frozenset | models.QuerySet) or _are_rows(value)
            return (sorted(rows) if is_loose else rows) or ""
    return str(value)


def _are_rows(values: Iterable[Any]) -> bool:
    return isinstance(values, list | tuple) and all(isinstance(each, models.Model) for each in values)


def token(values: Mapping[str, Any]) -> str:
    """Return what the hidden input of a page holds: the fingerprint of each value shown, by name of field."""
    return " ".join(f"{name}:{fingerprint(value)}" for name, value in values.items())


def merged(typed: Mapping[str, Any], now: Mapping[str, Any], read: Read | None) -> dict[str, Any]:
    """Return which of the typed values are to be written over those that stand now (read once the row is held).

    Without `read`, or for a field it does not name, what is typed is written: the caller read the row itself.
    Raises ChangedMeanwhile where both sides changed a field and no choice was made between these very two.
    """
    if read is None:
        return dict(typed)
    written: dict[str, Any] = {}
    pairs: dict[str, Pair] = {}
    for name, mine in typed.items():
        seen, wanted, stands = read.seen.get(name), fingerprint(mine), fingerprint(now.get(name))
        side, shown = read.chosen.get(name, ("", ""))
        if seen == wanted:
            continue  # its reader left it alone
        if seen in (None, stands) or wanted == stands or (side, shown) == (MINE, stands):
            written[name] = mine
        elif (side, shown) != (THEIRS, stands):
            pairs[name] = Pair(mine, now.get(name))
    if pairs:
        raise ChangedMeanwhile(data={"pairs": pairs})
    return written
