"""Reads the file of a call (as the sample in `demo/data/`): everything wrong with it, each with its path."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from incubator.forms.conditions import closing_date
from incubator.forms.definition import Definition, compile_definition
from incubator.forms.eligibility import rule_problems
from incubator.forms.problems import Problem, problems
from incubator.programmes import deciding_rules, facts
from incubator.programmes.call_file import parts
from incubator.programmes.call_file.parts import Data, Reader, evidence_of
from incubator.programmes.rule_reach import Reach

LISTS = (
    "themes",
    "sections",
    "eligibility",
    "form",
    "documents",
    "calendar",
    "milestone_template",
    "criteria.items",
    "grant.tranches",
)
FAR = date(2100, 1, 1)
__all__ = ["call_of", "check", "compiled", "evidence_of", "instant"]


def call_of(data: Any) -> Data:
    """Return the call of a file, which may hold it under "call" or be the call itself."""
    inner = data.get("call", data) if isinstance(data, Mapping) else {}
    return inner if isinstance(inner, Mapping) else {}


def check(call: Data) -> list[Problem]:
    """Return everything that keeps the call from being loaded, in reading order.

    None means that it can be.
    """
    reader = Reader(call)
    if not _shapes(reader):
        return reader.problems
    parts.check(reader)
    if not reader.problems:
        disagreeing = deciding_rules.problems(deciding_rules.of_file(call))
        reader.problems += [Problem("call.criteria", sentence) for sentence in disagreeing]
    _form(reader)
    return reader.problems


def compiled(call: Data) -> dict[str, Any]:
    """Return the compiled form of a sound call."""
    return compile_definition(
        call["form"], call.get("documents") or [], {"call.themes": call.get("themes") or []}
    )


def instant(text: str, zone: ZoneInfo, shift: timedelta, *, end: bool = False) -> datetime:
    """Read "2027-03-05T17:00" or "2027-03-19" (its first minute.

    Or with `end` its last) in the centre's zone.
    """
    moment = datetime.fromisoformat(text)
    if len(text) == len("2027-03-19") and end:
        moment += timedelta(hours=23, minutes=59)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)) + shift


def _shapes(reader: Reader) -> bool:
    """Lists are lists of objects: nothing else can be said before."""
    for path in LISTS:
        found = reader.at(path)
        if found is None and path not in ("form", "calendar", "criteria.items"):
            continue
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            reader.fault(path, _("A list of objects is expected here."))
    for index, step in enumerate(reader.rows("form")):
        _fields_shape(reader, step, f"form[{index}].fields")
    for index, milestone in enumerate(reader.rows("milestone_template")):
        if isinstance(milestone, Mapping) and "evidence" in milestone:
            _fields_shape(reader, {"fields": milestone["evidence"]}, f"milestone_template[{index}].evidence")
    return not reader.problems


def _fields_shape(reader: Reader, step: Any, path: str) -> None:
    fields = step.get("fields") if isinstance(step, Mapping) else None
    if not isinstance(fields, list) or not all(isinstance(field, Mapping) for field in fields):
        reader.fault(path, _("A list of objects is expected here."))
        return
    for index, field in enumerate(fields):
        for name in ("choices", "columns"):
            inner = field.get(name)
            sound = inner is None or (
                isinstance(inner, list) and all(isinstance(one, Mapping) for one in inner)
            )
            if not sound:
                reader.fault(f"{path}[{index}].{name}", _("A list of objects is expected here."))
        if not isinstance(field.get("key", ""), str) or not isinstance(field.get("type", ""), str):
            reader.fault(f"{path}[{index}]", _("The key and the type of a field are texts."))


def _form(reader: Reader) -> None:
    """The form engine judges the form, the conditions of the rules and the answers that criteria name."""
    definition = compiled(reader.data)
    found = problems(definition)
    known = {problem.path for problem in reader.problems}
    to_file = re.compile(r"^steps\[")
    for each in found:
        path = to_file.sub("call.form[", each.path)
        path = path if path.startswith("call.") else f"call.{path}"
        if path not in known:
            reader.problems.append(Problem(path, each.message))
    if not found:
        form = Definition.load(definition)
        reader.problems += _rules(form, reader.rows("eligibility"), reader.rows("calendar"))
        keys = {*form.fields_by_key, *(document.slug for document in form.documents)}
        _judged(reader, keys)


def _rules(form: Definition, rules: list[Data], calendar: list[Data]) -> list[Problem]:
    found = [
        Problem(f"call.eligibility[{index}].condition", _("The condition is missing."))
        for index, rule in enumerate(rules)
        if not isinstance(rule.get("condition"), Mapping)
    ]
    wrong = found or [
        Problem(f"call.{each.path}", each.message) for each in rule_problems(form, rules, facts.places())
    ]
    return wrong or [
        Problem("call.eligibility", sentence)
        for sentence in Reach(form, rules, closing_date(calendar) or FAR).problems
    ]


def _judged(reader: Reader, keys: set[str]) -> None:
    for index, row in enumerate(reader.rows("criteria.items")):
        for place, key in enumerate(row.get("answers") or []):
            if key not in keys:
                message = _('The form has no field or document called "%(key)s".') % {"key": key}
                reader.fault(f"criteria.items[{index}].answers[{place}]", message)
