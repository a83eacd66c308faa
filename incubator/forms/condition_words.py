"""Conditions in words and in rows: what people choose and type on one side, the grammar on the other."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from incubator.forms.conditions import AGES, ORDER, WITHOUT_VALUE

Raw = dict[str, Any]
MATCHES = {"all": _("All are met"), "any": _("One is met"), "none": _("None is met")}
OP_WORDS = {
    "==": _("is"),
    "!=": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "is": _("is, yes or no"),
    "<": _("is less than"),
    "<=": _("is at most"),
    ">": _("is more than"),
    ">=": _("is at least"),
    "empty": _("has no answer"),
    "not_empty": _("has an answer"),
    "age_at_closing_gte": _("makes an age, in years at the closing, of at least"),
    "age_at_closing_lte": _("makes an age, in years at the closing, of at most"),
    "age_years_lt_or_empty": _("is less than so many years old at the closing, or empty"),
}
PART_WORDS = {
    "region": _("its region"),
    "prefecture": _("its prefecture"),
    "reporting_zone": _("its reporting zone"),
}
WORDS = {"yes": True, "oui": True, "no": False, "non": False}


def leaf_of(line: Mapping[str, Any]) -> Raw:
    """Return the comparison that a row says: {field, op, value, other, times, part}, all of them texts."""
    leaf: Raw = {"field": (line.get("field") or "").strip(), "op": line.get("op") or "=="}
    if line.get("part"):
        leaf["part"] = line["part"]
    if leaf["op"] in WITHOUT_VALUE:
        return leaf
    other, times = (line.get("other") or "").strip(), (line.get("times") or "").strip()
    if other:
        leaf["value"] = {"field": other} | ({"times": _number(times)} if times else {})
    else:
        leaf["value"] = _value(leaf["op"], (line.get("value") or "").strip())
    return leaf


def line_of(leaf: Mapping[str, Any]) -> Raw:
    """Return the row that says the comparison. Raise KeyError or TypeError when it is not a comparison."""
    value = leaf.get("value")
    line = {"field": leaf["field"], "op": leaf["op"], "part": leaf.get("part") or "", "value": "",
            "other": "", "times": ""}  # fmt: skip
    if isinstance(value, Mapping):
        return line | {"other": value["field"], "times": str(value.get("times", ""))}
    if isinstance(value, list):
        return line | {"value": ", ".join(str(part) for part in value)}
    if isinstance(value, bool):
        return line | {"value": "yes" if value else "no"}
    return line | {"value": "" if value is None else str(value)}


def joined(match: str, parts: list[Raw]) -> Raw | None:
    """Return several conditions as one; None when there is none."""
    if not parts:
        return None
    if match == "none":
        return {"not": parts[0] if len(parts) == 1 else {"any": parts}}
    return parts[0] if len(parts) == 1 else {match or "all": parts}


def parted(condition: Mapping[str, Any]) -> tuple[str, list[Raw]]:
    """Return how the parts of a condition stand together, and the parts."""
    if "not" in condition:
        inner = condition["not"]
        return "none", list(inner["any"]) if isinstance(inner, Mapping) and "any" in inner else [inner]
    match = next((name for name in ("all", "any") if name in condition), "")
    return (match, list(condition[match])) if match else ("all", [dict(condition)])


def is_group(condition: Mapping[str, Any]) -> bool:
    """Tell whether a condition is made of others."""
    return any(name in condition for name in ("all", "any", "not"))


def kept(text: str) -> Any:
    """Return a condition kept as JSON because rows cannot say it; the text itself when it is not JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _value(op: str, text: str) -> Any:
    if op in ("in", "not_in"):
        return [part.strip() for part in text.split(",") if part.strip()]
    if op == "is":
        return WORDS.get(text.lower())
    if op in ORDER or op in AGES or op in ("==", "!="):
        return _number(text)
    return text or None


def _number(text: str) -> Any:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    decimal = text.replace(",", ".")
    return float(decimal) if re.fullmatch(r"-?\d+\.\d+", decimal) else text or None
