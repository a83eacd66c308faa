"""What the parts of a call's file must agree on: dates in order, weights that make 100, instalments that make the grant.

Each check yields what is wrong, with its place below what it looks at; `schema` says where each one is made.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import InitErrorDetails

# What each condition of an instalment names.
CONDITIONS: dict[str, tuple[str, ...]] = {
    "agreement_signed": (),
    "registration_recorded": (),
    "milestone_approved": ("number",),
    "spending_justified": ("tranche", "percent"),
    "report_accepted": ("period",),
    "payment_account_verified": (),
}
Raw = dict[str, Any]
# Where, below what is checked, and the sentence.
Fault = tuple[tuple[str | int, ...], str]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all the faults at once, each at its place."""
    errors = [
        InitErrorDetails(type="value_error", loc=place, input=None, ctx={"error": ValueError(sentence)})
        for place, sentence in faults
    ]
    if errors:
        raise ValidationError.from_exception_data("call", errors)


def agreeing(faults: Callable[[Any], Iterable[Fault]]) -> AfterValidator:
    """Check a value as a whole, once each of its parts is sound."""

    def look(value: Any) -> Any:
        refuse(faults(value))
        return value

    return AfterValidator(look)


def shaped_as(model: type[BaseModel]) -> AfterValidator:
    """Check an object by a model, and keep it as it is written: others read more of it."""

    def look(value: Raw) -> Raw:
        model.model_validate(value)
        return value

    return AfterValidator(look)


def each_once(rows: list[Any]) -> Iterator[Fault]:
    """Find the short names that stand twice in a list."""
    slugs = [row["slug"] if isinstance(row, dict) else row.slug for row in rows]
    for index, slug in enumerate(slugs):
        if slug in slugs[:index]:
            yield (index, "slug"), _('The name "%(key)s" is there twice.') % {"key": slug}


def calendar_faults(entries: list[Any]) -> Iterator[Fault]:
    limits: dict[str, datetime] = {}
    for index, entry in enumerate(entries):
        start = _wall_time(entry.start)
        if entry.end and _wall_time(entry.end) < start:
            yield (index, "end"), _("The end is before the start.")
        if entry.kind in limits:
            yield (index,), _("The opening and the closing are there once each.")
        if entry.kind in ("open", "close"):
            limits[entry.kind] = start
    for kind in ("open", "close"):
        if kind not in limits:
            yield (), _('The calendar has no entry of the kind "%(kind)s".') % {"kind": kind}
    if len(limits) == 2 and limits["close"] <= limits["open"]:
        yield (), _("The call closes after it opens.")


def _wall_time(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=None)


def weight_faults(items: list[Any]) -> Iterator[Fault]:
    if (total := sum(item.weight for item in items)) != 100:
        yield (), _("The weights make %(total)s, and they must make 100.") % {"total": total}


def in_order(rows: list[Any]) -> Iterator[Fault]:
    for index, row in enumerate(rows):
        if row.number != index + 1:
            yield (index, "number"), _("They are numbered 1, 2, 3 in their order.")


def grant_faults(grant: Any, milestones: set[int] | None) -> Iterator[Fault]:
    """Find what the instalments contradict; `milestones` are the numbers there are, None when they are not known."""
    for index, tranche in enumerate(grant.tranches):
        for place, condition in enumerate(tranche.conditions):
            for below, sentence in condition_faults(condition, index + 1, milestones):
                yield ("tranches", index, "conditions", place, *below), sentence
    if grant.tranches and sum(tranche.percent for tranche in grant.tranches) != 100:
        yield ("tranches",), _("The shares of the instalments make 100 %.")
    if grant.tranches and sum(tranche.amount for tranche in grant.tranches) != grant.award_amount:
        yield ("tranches",), _("The amounts of the instalments make the whole grant.")


def condition_faults(condition: Raw, number: int, milestones: set[int] | None) -> Iterator[Fault]:
    kind = str(condition.get("kind"))
    names = CONDITIONS.get(kind)
    if names is None:
        yield ("kind",), _('The condition "%(kind)s" is not known.') % {"kind": kind}
    elif any(condition.get(name) is None for name in names):
        yield (), _("The condition is not complete: %(names)s.") % {"names": ", ".join(names)}
    elif kind == "milestone_approved" and milestones is not None and condition["number"] not in milestones:
        yield ("number",), _("The milestone template has no such milestone.")
    elif kind == "spending_justified" and condition["tranche"] not in range(1, number):
        yield ("tranche",), _("The spending of an earlier instalment is meant here.")
