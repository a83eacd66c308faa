"""The full check of a compiled definition: what keeps a form from being published, each with its place."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from incubator.forms import patterns
from incubator.forms.columns import COLUMNS
from incubator.forms.conditions import faults, fields_of
from incubator.forms.definition import COMMUNES, DISPLAYS, IMAGE, SCHEMA
from incubator.forms.part_problems import Problem, person_problems, table_problems
from incubator.forms.types import TYPES

__all__ = ["Problem", "problems", "unknown_fields"]

DATA_CLASSES = ("public", "internal", "personal", "sensitive")
FORMATS = (
    "pdf", "jpg", "png", "odt", "docx", "ods", "xlsx", "odp", "pptx", "csv", "zip", "mp3", "m4a", "ogg", "3gp", "mp4",
)  # fmt: skip
MOMENTS = ("application", "agreement", "tranche", "milestone", "report")
KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
SLUG = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*", re.ASCII)
WITH_COLUMNS = ("repeat", "section", "budget", "table")


def problems(definition: Mapping[str, Any]) -> list[Problem]:
    """Return every problem of a compiled definition, in reading order; none means it can be published."""
    if definition.get("schema") != SCHEMA:
        return [
            Problem("schema", _("The schema %(schema)s is not known.") % {"schema": definition.get("schema")})
        ]
    found: list[Problem] = []
    seen: set[str] = set()
    steps: set[str] = set()
    columns: set[str] = set()
    if not definition.get("steps"):
        found.append(Problem("steps", _("A form has at least one step.")))
    for i, step in enumerate(definition.get("steps", [])):
        path = f"steps[{i}]"
        if step["key"] in steps:
            found.append(
                Problem(f"{path}.key", _('The step "%(key)s" is there twice.') % {"key": step["key"]})
            )
        steps.add(step["key"])
        found += _text(step, "title", path) + _shown_when(step, path, seen)
        if all(field.get("type") in DISPLAYS for field in step["fields"]):
            found.append(Problem(f"{path}.fields", _("A step asks at least one question.")))
        for j, field in enumerate(step["fields"]):
            if field.get("type") in DISPLAYS:
                found += _display(field, f"{path}.fields[{j}]", seen)
                continue
            found += _field(field, f"{path}.fields[{j}]", seen, columns)
            seen.add(field.get("key", ""))
    return found + _documents(definition.get("documents", []), seen)


def _shown_when(item: Mapping[str, Any], path: str, seen: Collection[str]) -> list[Problem]:
    """A condition is well formed and reads questions placed before."""
    if not item.get("shown_when"):
        return []
    wrong = [Problem(*fault) for fault in faults(item["shown_when"], f"{path}.shown_when")]
    return wrong or unknown_fields(item["shown_when"], f"{path}.shown_when", seen)


def _display(item: Mapping[str, Any], path: str, seen: Collection[str]) -> list[Problem]:
    found = _text(item, "label", path) + _shown_when(item, path, seen)
    if item["type"] == IMAGE and not re.match(r"/(?!/)", item.get("url") or ""):
        found.append(Problem(f"{path}.url", _("Choose an image of the library.")))
    return found


def unknown_fields(condition: Mapping[str, Any], path: str, known: Collection[str]) -> list[Problem]:
    """Return one problem for each field that the condition reads and `known` does not hold."""
    return [
        Problem(path, _('The condition reads "%(key)s", which is not a field placed before.') % {"key": key})
        for key in fields_of(condition)
        if key not in known
    ]


def _field(field: Mapping[str, Any], path: str, seen: Collection[str], columns: set[str]) -> list[Problem]:
    found = _common(field, path, TYPES, seen)
    found += _shown_when(field, path, seen)
    if field.get("required_when"):
        wrong = [Problem(*fault) for fault in faults(field["required_when"], f"{path}.required_when")]
        found += wrong or unknown_fields(field["required_when"], f"{path}.required_when", seen)
    if field.get("data_class") not in DATA_CLASSES:
        found.append(
            Problem(
                f"{path}.data_class",
                _('The data class "%(name)s" is not known.') % {"name": field.get("data_class")},
            )
        )
    if field.get("type") in WITH_COLUMNS:
        found += _columns(field, path)
    if field.get("type") == "table":
        found += table_problems(field, path)
    if field.get("type") == "person":
        found += person_problems(field, path)
    if field.get("type") == "file":
        found += _formats(field, path)
    return found + _mapping(field, path, columns)


def _common(
    field: Mapping[str, Any], path: str, types: Collection[str], seen: Collection[str]
) -> list[Problem]:
    found, key, type_ = [], field.get("key", ""), field.get("type")
    if not KEY.fullmatch(key):
        found.append(
            Problem(
                f"{path}.key", _("A key is made of small letters, digits and _, and begins with a letter.")
            )
        )
    if key in seen:
        found.append(Problem(f"{path}.key", _('The key "%(key)s" is there twice.') % {"key": key}))
    if type_ not in types:
        found.append(Problem(f"{path}.type", _('The type "%(type)s" is not known here.') % {"type": type_}))
    found += _text(field, "label", path)
    if type_ in TYPES and TYPES[type_].has_choices:
        found += _choices(field, path)
    return found + _bounds(field, path) + _details(field, path)


def _choices(field: Mapping[str, Any], path: str) -> list[Problem]:
    if field.get("source") == COMMUNES:
        return []
    if field.get("source"):
        return [
            Problem(f"{path}.source", _('The list "%(source)s" is not known.') % {"source": field["source"]})
        ]
    choices = field.get("choices") or []
    if not choices:
        return [Problem(f"{path}.choices", _("A list of answers has at least one answer."))]
    codes = [choice["code"] for choice in choices]
    found = [
        Problem(f"{path}.choices[{i}].code", _('The answer "%(code)s" is there twice.') % {"code": code})
        for i, code in enumerate(codes)
        if code in codes[:i]
    ]
    return found + [
        problem for i, c in enumerate(choices) for problem in _text(c, "label", f"{path}.choices[{i}]")
    ]


def _bounds(field: Mapping[str, Any], path: str) -> list[Problem]:
    found = []
    for low, high in (("min", "max"), ("min_items", "max_items"), ("min_words", "max_words")):
        if field.get(low) is not None and field.get(high) is not None and field[high] < field[low]:
            found.append(Problem(f"{path}.{high}", _("The highest value is below the lowest.")))
    for name in ("max_length", "min_words", "max_words", "max_items", "max_total", "max_mb"):
        value = field.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            found.append(Problem(f"{path}.{name}", _("This limit is a whole number, 1 at least.")))
    return found


def _details(field: Mapping[str, Any], path: str) -> list[Problem]:
    found = []
    try:
        patterns.require(field.get("pattern") or "")
    except patterns.NotTaken:
        found.append(Problem(f"{path}.pattern", _not_taken()))
    if field.get("pattern_level", "error") not in ("error", "warn"):
        found.append(Problem(f"{path}.pattern_level", _("A pattern stops (error) or warns (warn).")))
    if field.get("decimals"):
        found.append(Problem(f"{path}.decimals", _("Amounts are in whole francs: no decimals.")))
    if field.get("must_be_true") and field.get("type") not in ("boolean", "consent"):
        found.append(
            Problem(f"{path}.must_be_true", _("Only a yes or no question can be required to be yes."))
        )
    return found


def _not_taken() -> str:
    return _(
        "This pattern cannot be read: it has more than %(n)s signs, is not closed, or looks back or ahead (\\1, (?=…)). "
        "Describe the answer from its first sign to its last."
    ) % {"n": patterns.LONGEST_PATTERN}


def _columns(field: Mapping[str, Any], path: str) -> list[Problem]:
    columns = field.get("columns") or []
    if not columns:
        return [Problem(f"{path}.columns", _("A table has at least one column."))]
    found: list[Problem] = []
    seen: set[str] = set()
    allowed = [code for code, type_ in TYPES.items() if type_.in_columns]
    for i, column in enumerate(columns):
        found += _common(column, f"{path}.columns[{i}]", allowed, seen)
        seen.add(column.get("key", ""))
    if field["type"] == "budget" and not any(column.get("type") == "money" for column in columns):
        found.append(Problem(f"{path}.columns", _("A budget has a column of amounts.")))
    return found


def _mapping(field: Mapping[str, Any], path: str, columns: set[str]) -> list[Problem]:
    name = field.get("maps_to")
    if name is None:
        return []
    if name not in COLUMNS:
        return [Problem(f"{path}.maps_to", _('The column "%(name)s" is not known.') % {"name": name})]
    if name in columns:
        return [Problem(f"{path}.maps_to", _('The column "%(name)s" is filled twice.') % {"name": name})]
    columns.add(name)
    if field.get("type") not in COLUMNS[name]:
        message = _('The column "%(name)s" does not take the type "%(type)s".')
        return [Problem(f"{path}.maps_to", message % {"name": name, "type": field.get("type")})]
    if (field["type"] == "budget") != (field.get("maps_value") == "total"):
        return [
            Problem(
                f"{path}.maps_value", _("A budget fills its column with its total, and nothing else does.")
            )
        ]
    return []


def _documents(documents: list[Mapping[str, Any]], fields: Collection[str]) -> list[Problem]:
    found: list[Problem] = []
    seen: set[str] = set(fields)
    for i, document in enumerate(documents):
        found += _document(document, f"documents[{i}]", seen)
        if document.get("required_when"):
            path = f"documents[{i}].required_when"
            wrong = [Problem(*fault) for fault in faults(document["required_when"], path)]
            found += wrong or unknown_fields(document["required_when"], path, fields)
        seen.add(document.get("slug", ""))
    return found


def _document(document: Mapping[str, Any], path: str, seen: Collection[str]) -> list[Problem]:
    slug, when, class_ = document.get("slug", ""), document.get("when"), document.get("data_class")
    found = []
    if not SLUG.fullmatch(slug):
        found.append(Problem(f"{path}.slug", _("A document has a short name in small letters.")))
    if slug in seen:
        found.append(Problem(f"{path}.slug", _('The name "%(key)s" is there twice.') % {"key": slug}))
    if when not in MOMENTS:
        found.append(Problem(f"{path}.when", _('The moment "%(when)s" is not known.') % {"when": when}))
    if class_ not in DATA_CLASSES:
        message = _('The data class "%(name)s" is not known.') % {"name": class_}
        found.append(Problem(f"{path}.data_class", message))
    return found + _text(document, "label", path) + _formats(document, path) + _bounds(document, path)


def _formats(item: Mapping[str, Any], path: str) -> list[Problem]:
    formats = item.get("formats") or []
    if not formats:
        return [Problem(f"{path}.formats", _("Name at least one accepted format."))]
    return [
        Problem(f"{path}.formats[{i}]", _('The format "%(name)s" is not known.') % {"name": name})
        for i, name in enumerate(formats)
        if name not in FORMATS
    ]


def _text(item: Mapping[str, Any], name: str, path: str) -> list[Problem]:
    if str((item.get(name) or {}).get("fr") or "").strip():
        return []
    return [Problem(f"{path}.{name}", _("The French text is missing."))]
