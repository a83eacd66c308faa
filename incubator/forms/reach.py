"""Whether anybody can meet a condition, and whether anybody can miss it: every answer that tells it apart is tried."""

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from incubator.forms.condition_values import NUMBERS, YES_NO, Places, is_commune, leaves
from incubator.forms.conditions import AGES, Condition, Facts, evaluate, fields_of, judge
from incubator.forms.definition import Definition, Field

# More tries than this and nothing is said: a rule is never refused on a guess.
MOST_TRIES = 20_000
Wanted = Callable[[bool | None], bool]


def met(judged: bool | None) -> bool:
    """A file meets the condition."""
    return judged is True


def missed(judged: bool | None) -> bool:
    """A file that was sent does not meet it."""
    return judged is not True


class Search:
    """Answers tried on the questions that some conditions read, and on those which decide whether these are shown."""

    def __init__(
        self, definition: Definition, conditions: Sequence[Condition], facts: Facts,
        closing_on: datetime.date | None, places: Places,
    ) -> None:  # fmt: skip
        self.conditions, self.facts, self.closing_on = conditions, facts, closing_on
        self.places = places
        wanted = {key for condition in conditions for key in fields_of(condition)}
        for field in reversed(list(definition.fields())):
            if field.key in wanted:
                wanted.update(fields_of(field.shown_when))
        self.fields = [field for field in definition.fields() if field.key in wanted]
        last = {field.key: place for place, field in enumerate(self.fields)}
        self.ready: list[list[Condition]] = [[] for _field in self.fields]
        for condition in conditions:
            self.ready[max(last[key] for key in fields_of(condition))].append(condition)
        shown = [field.shown_when for field in self.fields]
        self.leaves = [leaf for condition in (*conditions, *shown) for leaf in leaves(condition)]
        self.tries = 0

    def finds(self, wanted: Wanted) -> bool | None:
        """Tell whether some answers make every condition as wanted; None when there is too much to try, or no country."""
        if not self.places.get("commune") and any(is_commune(field) for field in self.fields):
            return None
        self.tries = 0
        found = self._below(0, {}, wanted)
        return None if not found and self.tries >= MOST_TRIES else found

    def _below(self, place: int, kept: dict[str, Any], wanted: Wanted) -> bool:
        if place == len(self.fields):
            return True
        field = self.fields[place]
        hidden = field.shown_when and not evaluate(field.shown_when, kept, self.facts, self.closing_on)
        for value in (None,) if hidden else self._answers(field, kept):
            self.tries += 1
            if self.tries >= MOST_TRIES:
                return False
            now = kept if value is None else kept | {field.key: value}
            judged = (judge(one, now, self.facts, self.closing_on) for one in self.ready[place])
            if all(wanted(one) for one in judged) and self._below(place + 1, now, wanted):
                return True
        return False

    def _answers(self, field: Field, kept: dict[str, Any]) -> list[Any]:
        read = [leaf for leaf in self.leaves if leaf["field"] == field.key]
        given = [
            one
            for leaf in read
            if not isinstance(leaf.get("value"), dict)
            for one in _listed(leaf.get("value"))
        ]
        found: list[Any]
        if is_commune(field):
            found = self._communes(given)
        elif field.choices:
            found = [choice.code for choice in field.choices]
        elif field.type in YES_NO:
            found = [True, False]
        elif field.type in NUMBERS:
            found = _numbers(field, given, self._compared(field, kept))
        elif field.type == "date":
            found = _days(read, given, self.closing_on)
        else:
            found = [*(one for one in given if isinstance(one, str)), "–"]
        if field.type == "multichoice":
            found = [[one] for one in found] + [found]
        return found if field.required or field.must_be_true else [*found, None]

    def _communes(self, given: list[Any]) -> list[str]:
        """One municipality of each prefecture tells all of them apart, beside those that are named."""
        kept: dict[Any, str] = {}
        for slug in self.places.get("commune", {}):
            parts = tuple(self.facts(part, slug) for part in ("region", "prefecture", "reporting_zone"))
            kept.setdefault(parts, slug)
        return [*(one for one in given if one in self.places.get("commune", {})), *kept.values()]

    def _compared(self, field: Field, kept: dict[str, Any]) -> list[float]:
        """Where a comparison with an answer already tried turns."""
        found = []
        for leaf in self.leaves:
            value = leaf.get("value")
            if not isinstance(value, dict):
                continue
            times = float(value.get("times", 1)) or 1.0
            if leaf["field"] == field.key and isinstance(kept.get(value["field"]), int | float):
                found.append(kept[value["field"]] * times)
            if value["field"] == field.key and isinstance(kept.get(leaf["field"]), int | float):
                found.append(kept[leaf["field"]] / times)
        return found


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _numbers(field: Field, given: list[Any], compared: list[float]) -> list[Any]:
    turns = [one for one in (*given, *compared) if isinstance(one, int | float) and not isinstance(one, bool)]
    low, high = field.min, field.max
    if low is None and field.type == "money":
        low = 0
    near: set[Any] = {one for one in (low, high) if one is not None}
    for turn in (*turns, 0, 1, 2):
        near |= {math.floor(turn) - 1, math.floor(turn), math.floor(turn) + 1}
        near |= {turn, turn - 0.001, turn + 0.001} if field.type == "decimal" else set()
    return sorted(one for one in near if (low is None or one >= low) and (high is None or one <= high))


def _days(read: list[Condition], given: list[Any], closing_on: datetime.date | None) -> list[str]:
    day = datetime.timedelta(days=1)
    turns = [closing_on] if closing_on else []
    for leaf in read:
        if leaf["op"] in AGES and closing_on and isinstance(leaf.get("value"), int):
            turns += [one for years in (0, 1) if (one := _years_before(closing_on, leaf["value"] + years))]
    for one in given:
        try:
            turns.append(datetime.date.fromisoformat(str(one)))
        except ValueError:
            continue
    found = {turn + step for turn in turns for step in (-day, datetime.timedelta(), day)}
    return sorted({"1930-01-01", *(one.isoformat() for one in found)})


def _years_before(day: datetime.date, years: int) -> datetime.date | None:
    if not 0 <= years < day.year:
        return None
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
