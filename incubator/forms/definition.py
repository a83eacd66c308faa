"""The compiled definition of a form, schema 1: how it is made from a call's form, and how it is read."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from incubator.forms.composites import parts_of

SCHEMA = 1
COMMUNES = "communes"
# What a step shows without asking anything: never a question, never an answer.
HEADING, NOTE, IMAGE = DISPLAYS = ("heading", "note", "image")
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
    min_words: int | None = None
    rows: tuple[Choice, ...] = ()
    totals: tuple[str, ...] = ()
    caps: tuple[dict[str, Any], ...] = ()
    one: Pair | None = None
    parts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    low: Pair | None = None
    high: Pair | None = None

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form; names that this version does not know are left aside."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None}
        known["choices"] = tuple(Choice(code=c["code"], label=c["label"]) for c in data.get("choices") or ())
        if (columns := parts_of(data) or data.get("columns")) is not None:
            known["columns"] = tuple(Column.load(column) for column in columns)
        known["rows"] = tuple(Choice(code=r["code"], label=r["label"]) for r in data.get("rows") or ())
        for name in {"formats", "totals", "caps", "parts", "needed"} & known.keys():
            known[name] = tuple(data[name])
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
    criterion: str | None = None
    frozen: bool = False

    @property
    def most_files(self) -> int:
        """How many files a question takes."""
        return max(1, self.max_items or 1)


@dataclass(frozen=True, kw_only=True)
class Display:
    """What a step shows between its questions: a heading, a text to read, an image with its words."""

    type: str
    label: Pair
    shown_when: dict[str, Any] | None = None
    url: str = ""

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None})


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
    most_files: int = 1

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None}
        return cls(**known | {"formats": tuple(data.get("formats") or ())})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One screen of the form: its questions, and `items`, everything it shows in order."""

    key: str
    title: Pair
    fields: tuple[Field, ...]
    items: tuple[Field | Display, ...] = ()
    shown_when: dict[str, Any] | None = None

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Build from the JSON form. A question is shown when its step and its heading are, and itself."""
        items: list[Field | Display] = []
        heading = None
        for raw in data["fields"]:
            item = Display.load(raw) if raw["type"] in DISPLAYS else Field.load(raw)
            if item.type == HEADING:
                heading = item.shown_when
                items.append(_under(item, data.get("shown_when")))
            else:
                items.append(_under(item, data.get("shown_when"), heading))
        fields = tuple(item for item in items if isinstance(item, Field))
        return cls(
            key=data["key"],
            title=data["title"],
            fields=fields,
            items=tuple(items),
            shown_when=data.get("shown_when"),
        )


def _under(item: Any, *conditions: dict[str, Any] | None) -> Any:
    """Return the item shown only when these conditions are met too."""
    parts = [condition for condition in (*conditions, item.shown_when) if condition]
    if len(parts) < 2 and item.shown_when == (parts[0] if parts else None):
        return item
    return dataclasses.replace(item, shown_when=parts[0] if len(parts) == 1 else {"all": parts})


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
            steps=tuple(Step.load(step) for step in data["steps"]),
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

    def class_of(self, name: str) -> str:
        """Return the class of what answers a question or a document; what is asked no more may name people."""
        asked = (*((field.key, field) for field in self.fields()), *((d.slug, d) for d in self.documents))
        return next((one.data_class for key, one in asked if key == name), "personal")


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
                **({"shown_when": step["shown_when"]} if step.get("shown_when") else {}),
                "fields": [_field(field, sources) for field in step.get("fields", [])],
            }
            for place, step in enumerate(form, start=1)
        ],
        "documents": [_document(document) for document in documents],
    }


def _field(raw: dict[str, Any], sources: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    skipped = {*PAIRS, "choices", "rows", "columns", "source"}
    field = {
        name: value
        for name, value in raw.items()
        if value is not None and name not in skipped and not name.endswith(("_fr", "_en"))
    }
    field |= {name: pair for name in PAIRS if (pair := _pair(raw, name))}
    field.setdefault("label", {"fr": ""})
    for name in ("choices", "rows"):
        if raw.get(name) is not None:
            field[name] = [_choice(choice) for choice in raw[name]]
    if raw.get("columns") is not None:
        field["columns"] = [_field(column, sources) for column in raw["columns"]]
    source = raw.get("source")
    if source in sources:
        field["choices"] = [_choice(choice) for choice in sources[source]]
    elif source:
        field["source"] = COMMUNES if source.split(".")[-1] == COMMUNES else source
    return field


PAIRS = ("label", "help", "note", "one", "low", "high")


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
