"""The condition grammar: {field, op, value}, {all: [...]}, {any: [...]}, {not: …}; how it is read, what it says.

Compared with an empty answer every operator is false, except `empty` and `age_years_lt_or_empty`: true.
"""

import datetime
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

Answers = Mapping[str, Any]
Facts = Callable[[str, Any], Any]
Condition = Mapping[str, Any]

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
AGES = {"age_at_closing_gte", "age_at_closing_lte", "age_years_lt_or_empty"}
WITHOUT_VALUE = {"empty", "not_empty"}
OPS = (*ORDER, "==", "!=", "in", "not_in", "is", "empty", "not_empty", *sorted(AGES))
PARTS = ("region", "prefecture", "reporting_zone")


def no_facts(part: str, value: Any) -> Any:
    """Know nothing: the facts of a form that asks for no commune."""
    return None


def is_empty(value: Any) -> bool:
    """Tell whether there is no answer. False and 0 are answers; text that could not be read is not."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return not value or set(value) == {"raw"}
    return value == [] or value == ()


def evaluate(
    condition: Condition, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> bool:
    """Tell whether the condition is met."""
    return judge(condition, answers, facts, closing_on) is True


def judge(
    condition: Condition, answers: Answers, facts: Facts = no_facts, closing_on: datetime.date | None = None
) -> bool | None:
    """Tell whether the condition is met; None when an answer that would tell is still empty."""
    if "all" in condition:
        parts = [judge(part, answers, facts, closing_on) for part in condition["all"]]
        return False if False in parts else None if None in parts else True
    if "any" in condition:
        parts = [judge(part, answers, facts, closing_on) for part in condition["any"]]
        return True if True in parts else None if None in parts else False
    if "not" in condition:
        part = judge(condition["not"], answers, facts, closing_on)
        return None if part is None else not part
    value = answers.get(condition["field"])
    value = None if is_empty(value) else value
    if value is not None and condition.get("part"):
        value = _fact(facts, condition["part"], value)
    return _leaf(condition, value, answers, closing_on)


def fields_of(condition: Condition | None) -> list[str]:
    """Return the keys of the fields that the condition reads, in reading order, each once."""
    if not condition:
        return []
    keys: list[str] = []
    for part in (*condition.get("all", ()), *condition.get("any", ()), condition.get("not")):
        keys += fields_of(part)
    if "field" in condition:
        keys.append(condition["field"])
    if isinstance(condition.get("value"), Mapping):
        keys.append(condition["value"]["field"])
    return list(dict.fromkeys(keys))


def closing_date(calendar: Iterable[Mapping[str, Any]]) -> datetime.date | None:
    """Return the local day of the calendar's "close" entry, on which ages are counted."""
    for entry in calendar:
        if entry.get("kind") == "close":
            return datetime.datetime.fromisoformat(entry["start"]).date()
    return None


# -- one comparison --------------------------------------------------------------------------------------


def _fact(facts: Facts, part: str, value: Any) -> Any:
    if isinstance(value, list):
        return [fact for item in value if (fact := facts(part, item)) is not None] or None
    return facts(part, value)


def _leaf(
    condition: Condition, value: Any, answers: Answers, closing_on: datetime.date | None
) -> bool | None:
    op = condition["op"]
    if op in WITHOUT_VALUE:
        return (value is None) == (op == "empty")
    if value is None:
        return True if op == "age_years_lt_or_empty" else None
    wanted = _wanted(condition["value"], answers)
    if wanted is None:
        return None
    if op in AGES:
        return _age(op, value, wanted, closing_on)
    if op in ORDER:
        left, right = _comparable(value), _comparable(wanted)
        both = (isinstance(left, kind) and isinstance(right, kind) for kind in (Fraction, str))
        return any(both) and ORDER[op](left, right)
    if op in ("in", "not_in"):
        found = any(_same(item, each) for item in _items(value) for each in wanted)
        return found == (op == "in")
    if op == "is":
        return value is wanted
    return _same(value, wanted) == (op == "==")


def _wanted(value: Any, answers: Answers) -> Any:
    if not isinstance(value, Mapping):
        return value
    other = answers.get(value["field"])
    if is_empty(other):
        return None
    if "times" not in value:
        return other
    number = _comparable(other)
    return number * Fraction(str(value["times"])) if isinstance(number, Fraction) else None


def _items(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _comparable(value: Any) -> Fraction | str | None:
    """Numbers compare with numbers, ISO dates (text) with ISO dates, nothing else."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(str(value))
    return value if isinstance(value, str) else None


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return sorted(map(str, left)) == sorted(map(str, right))
    return left == right


def _age(op: str, value: Any, wanted: Any, closing_on: datetime.date | None) -> bool | None:
    """A year alone is read the least favourable way: as young as can be for `gte`, as old for the others."""
    if closing_on is None:
        return None
    youngest = op == "age_at_closing_gte"
    text = str(value)
    if re.fullmatch(r"[0-9]{4}", text):
        text += "-12-31" if youngest else "-01-01"
    try:
        born = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    before_birthday = (closing_on.month, closing_on.day) < (born.month, born.day)
    years = closing_on.year - born.year - before_birthday
    if op == "age_at_closing_gte":
        return years >= wanted
    return years <= wanted if op == "age_at_closing_lte" else years < wanted


# -- checking the grammar --------------------------------------------------------------------------------


def faults(condition: Any, path: str) -> list[tuple[str, str]]:
    """Return the (path, sentence) of everything that the grammar does not allow in `condition`."""
    if not isinstance(condition, Mapping):
        return [(path, _("A condition is an object with field, op and value, or with all or any."))]
    for name in ("all", "any"):
        if name in condition:
            parts = condition[name]
            if not isinstance(parts, list) or not parts or len(condition) > 1:
                return [
                    (
                        f"{path}.{name}",
                        _("A group of conditions is a list of at least one, alone in its object."),
                    )
                ]
            return [fault for i, part in enumerate(parts) for fault in faults(part, f"{path}.{name}[{i}]")]
    if "not" in condition:
        if len(condition) > 1:
            return [(f"{path}.not", _("The opposite of a condition stands alone in its object."))]
        return faults(condition["not"], f"{path}.not")
    return _leaf_faults(condition, path)


def _leaf_faults(condition: Condition, path: str) -> list[tuple[str, str]]:
    op, value = condition.get("op"), condition.get("value")
    if not isinstance(condition.get("field"), str):
        return [(f"{path}.field", _("A condition names the field that it reads."))]
    if op not in OPS:
        return [(f"{path}.op", _('The operator "%(op)s" is not known.') % {"op": op})]
    if condition.get("part") is not None and condition["part"] not in PARTS:
        return [(f"{path}.part", _('The part "%(part)s" is not known.') % {"part": condition["part"]})]
    if op in WITHOUT_VALUE:
        return []
    if value is None:
        return [(f"{path}.value", _('The operator "%(op)s" needs a value.') % {"op": op})]
    if op in ("in", "not_in") and not isinstance(value, list):
        return [(f"{path}.value", _('The operator "%(op)s" needs a list of values.') % {"op": op})]
    if op in AGES and (isinstance(value, bool) or not isinstance(value, int)):
        return [(f"{path}.value", _("An age is a whole number of years."))]
    if isinstance(value, Mapping) and not (
        set(value) <= {"field", "times"} and isinstance(value.get("field"), str)
    ):
        return [(f"{path}.value", _("A value read from another field has a field and may have times."))]
    return []
