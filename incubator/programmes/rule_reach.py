"""Rules that no answer can meet, and rules that every answer meets: said before a call is approved."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from incubator.core.bilingual import pick_pair
from incubator.forms.condition_values import Places, reads_known
from incubator.forms.conditions import Facts, fields_of
from incubator.forms.definition import Definition
from incubator.forms.eligibility import BLOCKING, TARGET
from incubator.forms.reach import Search, met, missed
from incubator.programmes import facts

Rule = Mapping[str, Any]


class Reach:
    """The rules of a call tried on its form: `problems` keep it from being approved, `notes` deserve a look."""

    def __init__(
        self, definition: Definition, rules: Sequence[Rule], closing_on: datetime.date,
        places: Places | None = None, known: Facts | None = None,
    ) -> None:  # fmt: skip
        self.definition, self.closing_on = definition, closing_on
        self.places = facts.places() if places is None else places
        self.facts = known or facts.facts_for()
        self.problems: list[str] = []
        self.notes: list[str] = []
        possible = []
        for rule in rules:
            condition = _condition(rule)
            if condition and reads_known(condition, definition.fields_by_key) and self._one(rule, condition):
                possible.append(rule)
        self._together([rule for rule in possible if rule["kind"] == BLOCKING])

    def _search(self, *conditions: Mapping[str, Any]) -> Search:
        return Search(self.definition, conditions, self.facts, self.closing_on, self.places)

    def _one(self, rule: Rule, condition: Mapping[str, Any]) -> bool:
        """Note what is to be said of one rule; tell whether somebody can meet it."""
        search, words = self._search(condition), {"rule": _text(rule)}
        if search.finds(met) is False:
            self.problems.append(_('Nobody can meet the rule "%(rule)s": no answer makes it true.') % words)
            return False
        if search.finds(missed) is False:
            self.notes.append(_('Everybody meets the rule "%(rule)s": it rules nobody out.') % words)
        return True

    def _together(self, rules: list[Rule]) -> None:
        """Rules that read the same questions are tried together: each possible, they may exclude one another."""
        for group in self._groups(rules):
            if len(group) > 1 and self._search(*(rule["condition"] for rule in group)).finds(met) is False:
                named = ", ".join(_('"%(rule)s"') % {"rule": _text(rule)} for rule in group)
                told = _("Nobody can meet these rules together: %(rules)s.")
                self.problems.append(told % {"rules": named})

    def _groups(self, rules: list[Rule]) -> list[list[Rule]]:
        groups: list[tuple[set[str], list[Rule]]] = []
        for rule in rules:
            keys = {field.key for field in self._search(rule["condition"]).fields}
            touching = [group for group in groups if group[0] & keys]
            for group in touching:
                groups.remove(group)
            merged = [one for group in touching for one in group[1]]
            groups.append((keys.union(*(group[0] for group in touching)), [*merged, rule]))
        return [group for _keys, group in groups]


def unseen(definition: Definition, closing_on: datetime.date) -> list[str]:
    """Return a sentence for each question that no answers ever show."""
    places, known, found = facts.places(), facts.facts_for(), []
    for field in definition.fields():
        condition = field.shown_when
        if not condition or not reads_known(condition, definition.fields_by_key):
            continue
        if Search(definition, [condition], known, closing_on, places).finds(met) is False:
            told = _('The question "%(question)s" is never shown: no answer makes its condition true.')
            found.append(told % {"question": pick_pair(field.label).plain})
    return found


def _condition(rule: Rule) -> Mapping[str, Any] | None:
    """Return what one file is judged by; a target by group judges nobody."""
    condition = rule.get("condition") or {}
    found = condition.get("group") if rule["kind"] == TARGET else condition
    return found if found and fields_of(found) else None


def _text(rule: Rule) -> str:
    return pick_pair({"fr": rule.get("fr") or rule["slug"], "en": rule.get("en") or ""}).plain
