"""Lists of the API: `{items, next}`, at most a hundred at once, never by row number."""

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError

Item = TypeVar("Item")
MOST = 100
USUAL = 50


class Page(Schema, Generic[Item]):
    """Some items, and what to give as `after` for the following ones (null at the end)."""

    items: list[Item]
    next: str | None


def page(request: HttpRequest, rows: QuerySet, *, key: str = "public_id") -> dict[str, Any]:
    """Return one page of `rows`, oldest first, as `?limit=` and `?after=<key of the last one seen>` ask.

    Raises HttpError 422 for a limit or a key that does not exist.
    """
    limit = _limit(request.GET.get("limit", ""))
    rows = rows.order_by("pk")
    after = request.GET.get("after", "")
    if after:
        last = (
            rows.filter(**{key: after}).values_list("pk", flat=True).first() if "\x00" not in after else None
        )
        if last is None:
            raise HttpError(422, _("“after” is not an item of this list."))
        rows = rows.filter(pk__gt=last)
    items = list(rows[: limit + 1])
    if len(items) <= limit:
        return {"items": items, "next": None}
    return {"items": items[:limit], "next": str(getattr(items[limit - 1], key))}


def _limit(text: str) -> int:
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= MOST):
        raise HttpError(422, _("“limit” is a number from 1 to %(most)s.") % {"most": MOST})
    return int(text)
