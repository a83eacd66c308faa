"""Between the form editor and the compiled form.

Stream to definition, definition to stream, and publishing.
"""

import json
import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.models import CallForm
from incubator.people.models import Actor
from incubator.programmes import forming
from incubator.programmes.form.conditions import AGES, ORDER, WITHOUT_VALUE
from incubator.programmes.form.definition import SCHEMA, fingerprint
from incubator.programmes.form.problems import Problem
from incubator.programmes.models import Call, FormVersion

Raw = dict[str, Any]
PAIRS = ("label", "help", "note")
ALWAYS = ("required", "reviewer_visible")
WHEN_SET = (
    "data_class", "public_from", "maps_to", "maps_value", "purpose", "max_length", "max_words", "pattern",
    "pattern_level", "min", "max", "default", "currency", "decimals", "source", "min_items", "max_items",
    "must_be_true", "year_only_allowed", "country", "formats", "max_mb", "max_total",
)  # fmt: skip
EMPTY = (None, "", [], False)


# -- stream to definition ---------------------------------------------------------------------------


def compile_stream(steps: list[Raw], documents: list[Raw]) -> Raw:
    """Return the definition of the raw steps of an editor and of the call's documents."""
    return {
        "schema": SCHEMA,
        "steps": [
            {
                "key": step["value"]["key"],
                "title": _pair(step["value"], "title"),
                "fields": [_field(field) for field in step["value"]["fields"]],
            }
            for step in steps
        ],
        "documents": documents,
    }


def documents_of(call: Call) -> list[Raw]:
    """Return the call's documents as the definition holds them."""
    return [document.as_definition() for document in call.documents.all()]


def compiled(form: CallForm) -> Raw:
    """Return the definition of an editor's form as it stands."""
    return compile_stream(form.steps.get_prep_value(), documents_of(form.call))


def _field(block: Raw) -> Raw:
    value = block["value"]
    field: Raw = {"key": value["key"], "type": block["type"]}
    field |= {name: pair for name in PAIRS if (pair := _pair(value, name))}
    field.setdefault("label", {"fr": ""})
    field |= {name: bool(value[name]) for name in ALWAYS if name in value}
    field |= {name: value[name] for name in WHEN_SET if _is_set(value.get(name))}
    for name in ("required_when", "shown_when"):
        if condition := condition_of(value.get(name) or {}):
            field[name] = condition
    if value.get("choices"):
        field["choices"] = [
            {"code": row["value"]["code"], "label": _pair(row["value"], "")} for row in value["choices"]
        ]
    if "columns" in value:
        field["columns"] = [_field(column) for column in value["columns"]]
    return field


def _is_set(value: Any) -> bool:
    """0 is a value; an empty text, an empty list and an unticked box are not."""
    return (value == 0 and not isinstance(value, bool)) or value not in EMPTY


def _pair(value: Mapping[str, Any], name: str) -> dict[str, str]:
    prefix = f"{name}_" if name else ""
    return {language: value[prefix + language] for language in ("fr", "en") if value.get(prefix + language)}


def condition_of(block: Mapping[str, Any]) -> Raw | None:
    """Return the condition that a block says, None when it says nothing.

    Bad JSON stays as a text, for `problems`.
    """
    if (block.get("json") or "").strip():
        try:
            return json.loads(block["json"])
        except ValueError:
            return block["json"]
    lines = [_leaf(row["value"]) for row in block.get("conditions") or []]
    if not lines:
        return None
    return lines[0] if len(lines) == 1 else {block.get("match") or "all": lines}


def _leaf(line: Mapping[str, Any]) -> Raw:
    leaf = {"field": line["field"], "op": line["op"]}
    if line.get("part"):
        leaf["part"] = line["part"]
    if line["op"] not in WITHOUT_VALUE:
        leaf["value"] = _value(line["op"], (line.get("value") or "").strip())
    return leaf


def _value(op: str, text: str) -> Any:
    if op in ("in", "not_in"):
        return [part.strip() for part in text.split(",") if part.strip()]
    if op == "is":
        return {"yes": True, "oui": True, "no": False, "non": False}.get(text.lower())
    if op in ORDER or op in AGES or op in ("==", "!="):
        if re.fullmatch(r"-?\d+", text):
            return int(text)
        if re.fullmatch(r"-?\d+\.\d+", text):
            return float(text)
    return text or None


# -- definition to stream ---------------------------------------------------------------------------


def stream_of(definition: Mapping[str, Any]) -> list[Raw]:
    """Return the raw steps that compile to the definition again."""
    return [
        _block(
            "step",
            {
                "key": step["key"],
                **_flat(step, "title"),
                "fields": [_field_block(field) for field in step["fields"]],
            },
        )
        for step in definition["steps"]
    ]


def _block(type_: str, value: Any) -> Raw:
    return {"type": type_, "value": value, "id": str(uuid.uuid4())}


def _field_block(field: Mapping[str, Any]) -> Raw:
    value: Raw = {"key": field["key"]}
    for name in PAIRS:
        value |= _flat(field, name)
    value |= {name: field[name] for name in (*ALWAYS, *WHEN_SET) if name in field}
    for name in ("required_when", "shown_when"):
        if field.get(name):
            value[name] = condition_block(field[name])
    if "choices" in field:
        value["choices"] = [_block("item", {"code": c["code"], **c["label"]}) for c in field["choices"]]
    if "columns" in field:
        value["columns"] = [_field_block(column) for column in field["columns"]]
    return _block(field["type"], value)


def _flat(item: Mapping[str, Any], name: str) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in (item.get(name) or {}).items()}


def condition_block(condition: Mapping[str, Any]) -> Raw:
    """Return the lines that say the condition, or the JSON of what lines cannot say."""
    match = next((name for name in ("all", "any") if name in condition), "all")
    parts = condition.get(match, [condition])
    try:
        lines = [_block("item", _line(part)) for part in parts]
    except (KeyError, TypeError):
        lines = []
    block = {"match": match, "conditions": lines, "json": ""}
    if condition_of(block) == condition:
        return block
    return {"match": "all", "conditions": [], "json": json.dumps(condition, ensure_ascii=False)}


def _line(leaf: Mapping[str, Any]) -> Raw:
    value = leaf.get("value")
    if isinstance(value, list):
        text = ", ".join(str(part) for part in value)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = "" if value is None else str(value)
    return {"field": leaf["field"], "op": leaf["op"], "part": leaf.get("part") or "", "value": text}


# -- the editor of a call ---------------------------------------------------------------------------


def form_of(call: Call) -> CallForm:
    """Return the editor's form of a call, made from its published form where there is none yet.

    An editor's form nobody changed since follows the published one (a file loaded again, an earlier version).
    """
    form = CallForm.objects.filter(call=call).first()
    version = call.form_version
    if form is None:
        form = CallForm(call=call, steps=json.dumps(stream_of(version.definition) if version else []))
    elif version is None or form.version_sha256 == version.sha256 or _is_changed(form):
        return form
    else:
        form.steps = json.dumps(stream_of(version.definition))
    form.version_sha256 = version.sha256 if version else ""
    form.save()
    form.refresh_from_db()
    return form


def _is_changed(form: CallForm) -> bool:
    return fingerprint(compiled(form)) != form.version_sha256


def faults(form: CallForm) -> list[str]:
    """Return the sentences that keep the form from being saved, each with the question it speaks of."""
    definition = compiled(form)
    try:
        forming.require_sound(form.call, definition)
    except forming.BadForm as bad:
        return [_placed(problem, definition) for problem in bad.problems]
    return []


def publish(form: CallForm, *, by: Actor, at: datetime) -> FormVersion:
    """Make the editor's form the form of its call.

    Raises forming.BadForm and the refusals of `publish_form`.
    """
    version = forming.publish_form(form.call, compiled(form), by=by, at=at)
    form.version_sha256 = version.sha256
    form.save(update_fields=["version_sha256"])
    return version


def _placed(problem: Problem, definition: Raw) -> str:
    found = re.match(r"steps\[(\d+)\](?:\.fields\[(\d+)\])?", problem.path)
    if not found:
        return problem.message
    step = int(found[1])
    if found[2] is None:
        return _("Step %(step)s: %(message)s") % {"step": step + 1, "message": problem.message}
    field = definition["steps"][step]["fields"][int(found[2])]
    words = {"step": step + 1, "key": field.get("key") or int(found[2]) + 1, "message": problem.message}
    return _('Step %(step)s, question "%(key)s": %(message)s') % words
