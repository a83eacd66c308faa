"""The API of calls: what the public site shows, without a key."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from incubator.programmes import schemas
from incubator.programmes.models import Call

router = Router(tags=["calls"])
MOST = 100


@router.get("/calls", response=schemas.CallPage, auth=None, url_name="calls")
def calls(request: HttpRequest, after: str = "", limit: int = Query(20, ge=1, le=MOST)) -> dict[str, Any]:
    """Public calls, the latest opening first."""
    found = Call.objects.listed().prefetch_related("windows").order_by("-opens_at", "-id")
    if after and (last := found.filter(public_id=after).first()):
        found = found.filter(Q(opens_at__lt=last.opens_at) | Q(opens_at=last.opens_at, id__lt=last.pk))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    following = shown[-1].public_id if len(rows) > limit else None
    return {"items": [schemas.line(call, request.received_at) for call in shown], "next": following}


@router.get("/calls/{slug}", response=schemas.CallDetail, auth=None, url_name="call")
def call(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One public call with its rules, grid, documents and calendar."""
    found = get_object_or_404(Call.objects.answering(), slug=slug)
    return schemas.detail(found, request.received_at)
