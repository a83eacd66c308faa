"""The compiled definition of a form, schema 1: how it is made from a call's form, and how it is read."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

SCHEMA = 1
COMMUNES = "communes"
Pair = dict[str, str]


class UnknownSchema(ValueError):
    """The definition was compiled by a schema that this code does not read."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer of a list: a stored code and its label."""

    code: str
    label: Pair


@dataclass(frozen=True, kw_only=True)
class Column:
    """One question of a line of a repeat; also what every field has in common with it."""

    key: str
    type: str
    label: Pair
    help: Pair | None = None
    required: bool = False
    max_length: int | None = None
    max_words: int | None = None
    min: int | float | None = None
    max: int | float | None = None
    pattern: str | None = None
    pattern_level: str = "error"
    choices: tuple[Choice, ...] = ()
    source: str | None = None
    max_items: int | None = None
    min_items: int | None = None
    year_only_allowed: bool = False
    country: str = "TG"
    currency: str = "XOF"
    decimals: int = 0
    default: Any = None
    must_be_true: bool = False
    columns: tuple["Column", ...] = ()
    max_total: int | None = None

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form; names that this version does not know are left aside."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None}
        known["choices"] = tuple(Choice(code=c["code"], label=c["label"]) for c in data.get("choices") or ())
        if data.get("columns") is not None:
            known["columns"] = tuple(Column.load(column) for column in data["columns"])
        if data.get("formats") is not None:
            known["formats"] = tuple(data["formats"])
        return cls(**known)

    def choice(self, code: str) -> Choice | None:
        """Return the choice of that code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, kw_only=True)
class Field(Column):
    """One question of the form."""

    note: Pair | None = None
    required_when: dict[str, Any] | None = None
    shown_when: dict[str, Any] | None = None
    data_class: str = "internal"
    public_from: str | None = None
    reviewer_visible: bool = False
    maps_to: str | None = None
    maps_value: str | None = None
    purpose: str | None = None
    formats: tuple[str, ...] = ()
    max_mb: int | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document to add, at the moment named by `when`."""

    slug: str
    label: Pair
    note: Pair | None = None
    when: str = "application"
    required: bool = False
    required_when: dict[str, Any] | None = None
    formats: tuple[str, ...] = ()
    max_mb: int = 2
    data_class: str = "internal"
    reviewer_visible: bool = False

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None}
        return cls(**known | {"formats": tuple(data.get("formats") or ())})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One screen of the form."""

    key: str
    title: Pair
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Definition:
    """A whole form as it was published."""

    steps: tuple[Step, ...]
    documents: tuple[Document, ...]

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from stored JSON. Raise UnknownSchema for another schema number."""
        if data.get("schema") != SCHEMA:
            raise UnknownSchema(f"Schema {data.get('schema')!r} cannot be read: {SCHEMA} is expected.")
        return cls(
            steps=tuple(
                Step(key=s["key"], title=s["title"], fields=tuple(Field.load(f) for f in s["fields"]))
                for s in data["steps"]
            ),
            documents=tuple(Document.load(document) for document in data["documents"]),
        )

    @cached_property
    def fields_by_key(self) -> dict[str, Field]:
        """Every field by its key, in form order."""
        return {field.key: field for field in self.fields()}

    @cached_property
    def _steps_by_field(self) -> dict[str, Step]:
        return {field.key: step for step in self.steps for field in step.fields}

    def fields(self) -> Iterator[Field]:
        """Every field, in form order."""
        return (field for step in self.steps for field in step.fields)

    def step_of(self, key: str) -> Step:
        """Return the step that holds the field `key`. Raise KeyError when there is none."""
        return self._steps_by_field[key]

    def step(self, key: str) -> Step:
        """Return the step of that key. Raise KeyError when there is none."""
        found = next((step for step in self.steps if step.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def documents_for(self, moment: str) -> list[Document]:
        """Return the documents asked for at `moment` ("application", "agreement")."""
        return [document for document in self.documents if document.when == moment]


def fingerprint(definition: dict[str, Any]) -> str:
    """Return the sha256 of the canonical JSON: the same form always gives the same one."""
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


# -- compiling -------------------------------------------------------------------------------------------


def compile_definition(
    form: list[dict[str, Any]], documents: list[dict[str, Any]], sources: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return the definition of a call's form and documents; lists named in `sources` are written into it."""
    return {
        "schema": SCHEMA,
        "steps": [
            {
                "key": str(step.get("key") or step.get("step") or place),
                "title": _pair(step, "title"),
                "fields": [_field(field, sources) for field in step.get("fields", [])],
            }
            for place, step in enumerate(form, start=1)
        ],
        "documents": [_document(document) for document in documents],
    }


def _field(raw: dict[str, Any], sources: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    skipped = {"label", "help", "note", "choices", "columns", "source"}
    field = {
        name: value
        for name, value in raw.items()
        if value is not None and name not in skipped and not name.endswith(("_fr", "_en"))
    }
    field |= {name: pair for name in ("label", "help", "note") if (pair := _pair(raw, name))}
    field.setdefault("label", {"fr": ""})
    if raw.get("choices") is not None:
        field["choices"] = [_choice(choice) for choice in raw["choices"]]
    if raw.get("columns") is not None:
        field["columns"] = [_field(column, sources) for column in raw["columns"]]
    source = raw.get("source")
    if source in sources:
        field["choices"] = [_choice(choice) for choice in sources[source]]
    elif source:
        field["source"] = COMMUNES if source.split(".")[-1] == COMMUNES else source
    return field


def _choice(raw: dict[str, Any]) -> dict[str, Any]:
    return {"code": str(raw.get("code", raw.get("slug"))), "label": raw.get("label") or _pair(raw, "")}


def _document(raw: dict[str, Any]) -> dict[str, Any]:
    known = {field.name for field in dataclasses.fields(Document)} - {"label", "note"}
    document = {name: value for name, value in raw.items() if name in known and value is not None}
    document["label"] = raw.get("label") or _pair(raw, "")
    if note := _pair(raw, "note"):
        document["note"] = note
    return document


def _pair(raw: dict[str, Any], name: str) -> Pair:
    """Read `name_fr`, `name_en` (or `fr`, `en`, or a ready pair) as {"fr", "en"}; English may be absent."""
    if isinstance(raw.get(name), dict):
        return raw[name]
    prefix = f"{name}_" if name else ""
    return {language: raw[prefix + language] for language in ("fr", "en") if raw.get(prefix + language)}
