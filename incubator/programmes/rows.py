"""What stands in rows beside a call: its calendar, rules, criteria, documents, plan of tranches."""

from functools import partial
from typing import Any

from django.db.models import QuerySet

from incubator.core.prepared import Given, Prepared
from incubator.programmes.models import Call

NAMES = ("calendar", "eligibility_rules", "criteria", "documents", "tranche_plan")


def _of_a_call(name: str) -> QuerySet:
    relation = Call._meta.get_field(name)
    return relation.related_model._default_manager.filter(**{relation.field.name: Given("call")})


_ROWS = {name: Prepared(partial(_of_a_call, name)) for name in NAMES}


def is_read(call: Call, name: str) -> bool:
    """Tell whether one of these lists was prefetched with its call."""
    return name in getattr(call, "_prefetched_objects_cache", {})


def rows_of(call: Call, name: str) -> list[Any]:
    """Return one of these lists in its order; no question where it was prefetched."""
    if is_read(call, name):
        return list(getattr(call, name).all())
    found = _ROWS[name].rows(call=call.pk)
    for row in found:
        row.call = call
    return found
