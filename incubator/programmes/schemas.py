"""What the API says of a call."""

from datetime import datetime
from typing import Any

from ninja import Schema

from incubator.programmes.models import Call
from incubator.programmes.states import CallState

Pair = dict[str, str]


class CallLine(Schema):
    """A call in a list."""

    id: str
    reference: str
    slug: str
    title: Pair
    summary: Pair
    opens_at: datetime
    closes_at: datetime | None
    windows: list[dict[str, datetime]]
    phase: str
    places: int
    award_amount: int
    currency: str


class CallDetail(CallLine):
    """A call with its rules, grid, documents and calendar."""

    themes: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    eligibility: list[dict[str, Any]]
    criteria: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    calendar: list[dict[str, Any]]
    tranches: list[dict[str, Any]]


class CallPage(Schema):
    """A page of calls; `next` is given back as `after` for the following one, null at the end."""

    items: list[CallLine]
    next: str | None


def pair(row: Any, name: str) -> Pair:
    """Return a bilingual column as {"fr", "en"}; English falls back to French."""
    french = getattr(row, f"{name}_fr")
    return {"fr": french, "en": getattr(row, f"{name}_en") or french}


def line(call: Call, at: datetime) -> dict[str, Any]:
    """Return what a list says of a call."""
    return {
        "id": call.public_id,
        "title": pair(call, "title"),
        "summary": pair(call, "summary"),
        "phase": "cancelled" if call.state == CallState.CANCELLED else call.phase(at),
        "closes_at": None if call.is_rolling else call.closes_at,
        "windows": [{"opens_at": opens, "closes_at": closes} for opens, closes in call.spans() if closes],
        **{
            name: getattr(call, name)
            for name in ("reference", "slug", "opens_at", "places", "award_amount", "currency")
        },
    }


def detail(call: Call, at: datetime) -> dict[str, Any]:
    """Return everything public about a call."""
    rules = [{"slug": r.slug, "kind": r.kind, "text": pair(r, "text")} for r in call.eligibility_rules.all()]
    criteria = [{"slug": c.slug, "weight": c.weight, "title": pair(c, "title")} for c in call.criteria.all()]
    documents = [
        {
            "slug": d.slug,
            "moment": d.moment,
            "title": pair(d, "title"),
            "required": d.required,
            "formats": d.formats,
        }
        for d in call.documents.all()
    ]
    calendar = [
        {
            "slug": e.slug,
            "kind": e.kind,
            "title": pair(e, "title"),
            "starts_at": e.starts_at,
            "ends_at": e.ends_at,
        }
        for e in call.calendar.all()
    ]
    tranches = [
        {"number": t.number, "percent": t.percent, "title": pair(t, "title")} for t in call.tranche_plan.all()
    ]
    return {
        **line(call, at),
        "themes": call.themes,
        "sections": call.sections,
        "eligibility": rules,
        "criteria": criteria,
        "documents": documents,
        "calendar": calendar,
        "tranches": tranches,
    }
