"""The raw stream of the form editor and the definition, in both directions."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from wagtail.images import get_image_model

from incubator.forms import condition_words
from incubator.forms.definition import DISPLAYS, IMAGE, SCHEMA

Raw = dict[str, Any]
PAIRS = ("label", "help", "note", "one", "low", "high")
ALWAYS = ("required", "reviewer_visible")
CODES = ("choices", "rows")
WHEN_SET = (
    "data_class", "public_from", "maps_to", "maps_value", "purpose", "max_length", "min_words", "max_words", "pattern",
    "pattern_level", "min", "max", "default", "currency", "decimals", "source", "min_items", "max_items",
    "must_be_true", "year_only_allowed", "country", "formats", "max_mb", "max_total", "criterion", "frozen",
    "totals", "parts", "needed", "image",
)  # fmt: skip
CAP = ("row", "column", "max", "max_percent")
EMPTY = (None, "", [], False)
WIDTH = "max-800x800"


# -- stream to definition ---------------------------------------------------------------------------


def compile_stream(steps: list[Raw], documents: list[Raw]) -> Raw:
    """Return the definition of the raw steps of an editor and of the call's documents."""
    return {"schema": SCHEMA, "steps": [_step(step["value"]) for step in steps], "documents": documents}


def _step(value: Raw) -> Raw:
    step: Raw = {"key": value["key"], "title": _pair(value, "title")}
    if condition := condition_of(value.get("shown_when") or {}):
        step["shown_when"] = condition
    return step | {"fields": [_field(field) for field in value["fields"]]}


def _field(block: Raw) -> Raw:
    value = block["value"]
    field: Raw = {"type": block["type"]}
    if block["type"] not in DISPLAYS:
        field["key"] = value["key"]
    field |= {name: pair for name in PAIRS if (pair := _pair(value, name))}
    field.setdefault("label", {"fr": ""})
    field |= {name: bool(value[name]) for name in ALWAYS if name in value}
    field |= {name: value[name] for name in WHEN_SET if _is_set(value.get(name))}
    for name in ("required_when", "shown_when"):
        if condition := condition_of(value.get(name) or {}):
            field[name] = condition
    for name in CODES:
        if value.get(name):
            field[name] = [{"code": r["value"]["code"], "label": _pair(r["value"], "")} for r in value[name]]
    if value.get("caps"):
        field["caps"] = [_cap(row["value"]) for row in value["caps"]]
    if "columns" in value:
        field["columns"] = [_field(column) for column in value["columns"]]
    if block["type"] == IMAGE:
        field["url"] = _address(value.get("image"))
    return field


def _cap(value: Mapping[str, Any]) -> Raw:
    cap = {name: value[name] for name in CAP if _is_set(value.get(name))}
    sentence = _pair(value, "sentence")
    return cap | ({"sentence": sentence} if sentence else {})


def _address(image_id: Any) -> str:
    image = get_image_model().objects.filter(pk=image_id).first()
    return image.get_rendition(WIDTH).url if image else ""


def _is_set(value: Any) -> bool:
    """0 is a value; an empty text, an empty list and an unticked box are not."""
    return (value == 0 and not isinstance(value, bool)) or value not in EMPTY


def _pair(value: Mapping[str, Any], name: str) -> dict[str, str]:
    prefix = f"{name}_" if name else ""
    return {language: value[prefix + language] for language in ("fr", "en") if value.get(prefix + language)}


def condition_of(block: Mapping[str, Any]) -> Any:
    """Return the condition that a block says, None when it says nothing."""
    if (block.get("kept") or block.get("json") or "").strip():
        return condition_words.kept(block.get("kept") or block["json"])
    parts = _leaves(block)
    for row in block.get("groups") or []:
        group = condition_words.joined(row["value"].get("match") or "any", _leaves(row["value"]))
        parts += [group] if group else []
    return condition_words.joined(block.get("match") or "all", parts)


def _leaves(block: Mapping[str, Any]) -> list[Raw]:
    return [condition_words.leaf_of(row["value"]) for row in block.get("conditions") or []]


# -- definition to stream ---------------------------------------------------------------------------


def stream_of(definition: Mapping[str, Any]) -> list[Raw]:
    """Return the raw steps that compile to the definition again.

    A step and a question have the same id each time: a page of the editor that is open still knows its own.
    """
    return [
        _block("step", _step_value(step), f"step {step['key']} {i}")
        for i, step in enumerate(definition["steps"])
    ]


def _step_value(step: Mapping[str, Any]) -> Raw:
    value = {"key": step["key"], **_flat(step, "title")}
    if step.get("shown_when"):
        value["shown_when"] = condition_block(step["shown_when"])
    names = [f"{step['key']} {field.get('key') or place}" for place, field in enumerate(step["fields"])]
    return value | {
        "fields": [_field_block(field, name) for field, name in zip(step["fields"], names, strict=True)]
    }


def _block(type_: str, value: Any, name: str = "") -> Raw:
    found = uuid.uuid5(uuid.NAMESPACE_OID, name) if name else uuid.uuid4()
    return {"type": type_, "value": value, "id": str(found)}


def _field_block(field: Mapping[str, Any], known_as: str = "") -> Raw:
    value: Raw = {"key": field["key"]} if "key" in field else {}
    for name in PAIRS:
        value |= _flat(field, name)
    value |= {name: field[name] for name in (*ALWAYS, *WHEN_SET) if name in field}
    for name in ("required_when", "shown_when"):
        if field.get(name):
            value[name] = condition_block(field[name])
    for name in CODES:
        if name in field:
            value[name] = [_block("item", {"code": c["code"], **c["label"]}) for c in field[name]]
    if "caps" in field:
        value["caps"] = [
            _block("item", {**{name: cap.get(name) for name in CAP}, **_flat(cap, "sentence")})
            for cap in field["caps"]
        ]
    if "columns" in field:
        value["columns"] = [_field_block(column) for column in field["columns"]]
    return _block(field["type"], value, known_as)


def _flat(item: Mapping[str, Any], name: str) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in (item.get(name) or {}).items()}


def condition_block(condition: Mapping[str, Any]) -> Raw:
    """Return the rows that say the condition; what rows cannot say is kept as it is."""
    match, parts = condition_words.parted(condition)
    block = {"match": match, "conditions": [], "groups": [], "kept": ""}
    try:
        for part in parts:
            if condition_words.is_group(part):
                inner, leaves = condition_words.parted(part)
                block["groups"].append(_block("item", {"match": inner, "conditions": _lines(leaves)}))
            else:
                block["conditions"] += _lines([part])
    except (KeyError, TypeError):
        block["conditions"] = block["groups"] = []
    if condition_of(block) == condition:
        return block
    text = json.dumps(condition, ensure_ascii=False)
    return {"match": "all", "conditions": [], "groups": [], "kept": text}


def _lines(leaves: list[Raw]) -> list[Raw]:
    return [_block("item", condition_words.line_of(leaf)) for leaf in leaves]
