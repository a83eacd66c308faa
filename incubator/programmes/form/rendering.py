"""From a step and its answers to what the templates draw. Names posted here are read back by `reading`."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as factory
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from incubator.core.bilingual import Text, pick_pair
from incubator.programmes.form import completeness, wording
from incubator.programmes.form.columns import AUTOCOMPLETE
from incubator.programmes.form.conditions import Answers, Condition, Facts, fields_of, no_facts
from incubator.programmes.form.definition import COMMUNES, Column, Definition, Field, Step
from incubator.programmes.form.types import TYPES, WARN, cell_key, is_raw, to_form

RADIOS_AT_MOST = 6
SPARE_LISTS = 3
Groups = Iterable[tuple[str, Iterable[tuple[str, str]]]]


@dataclass
class Option:
    """One answer of a list."""

    code: str
    label: str
    selected: bool
    id: str


@dataclass
class BoundField:
    """One field ready to draw: `widget` names its template, everything else is text, flags and lists."""

    key: str
    name: str
    id: str
    type: str
    widget: str
    label: Text
    help: Text | None
    required: bool
    value: Any
    shown: bool = True
    shown_when: str = ""
    required_when: str = ""
    error: str = ""
    warning: str = ""
    html_type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    suffix: str = ""
    max_words: int | None = None
    counter: str = ""
    over: bool = False
    choices: list[Option] = factory(default_factory=list)
    lists: list[SafeString] = factory(default_factory=list)
    rows: list["Row"] = factory(default_factory=list)
    accept: str = ""
    max_bytes: int | None = None

    @property
    def template(self) -> str:
        return f"programmes/form/{self.widget}.html"

    @property
    def described_by(self) -> str:
        """The ids of the help, the error, the warning and the counter that are there."""
        parts = {"help": self.help, "error": self.error, "warning": self.warning, "count": self.max_words}
        return " ".join(f"{self.id}_{name}" for name, there in parts.items() if there)

    @property
    def anchor(self) -> str:
        """The id that an error summary links to."""
        return self.choices[0].id if self.widget in ("radios", "checkboxes") and self.choices else self.id


@dataclass
class Row:
    """One line of a table of answers."""

    number: int
    cells: list[BoundField]
    spare: bool


@dataclass(frozen=True)
class Page:
    """What every field of the step needs to be drawn."""

    language: str
    errors: Mapping[str, str]
    warnings: Mapping[str, str]
    communes: Groups
    autocomplete: bool


def bind(
    definition: Definition,
    step: Step,
    answers: Answers,
    issues: Iterable[Any] = (),
    language: str = "fr",
    *,
    facts: Facts = no_facts,
    closing_on: datetime.date | None = None,
    communes: Groups = (),
    autocomplete: bool = True,
) -> list[BoundField]:
    """Return the fields of the step to draw, in order.

    `issues` are Issue or Missing remarks of the whole form. A field hidden by an answer of this same step is
    drawn all the same, so that the page works without scripts; one may hide it by `shown_when`.
    `communes` is a list of (group, [(slug, label)]). `autocomplete=False` is for a shared or assisted device.
    """
    keys, kept = completeness.walk(definition, answers, facts, closing_on)
    page = Page(language, *_remarks(issues), communes, autocomplete)
    bound = []
    for field in step.fields:
        condition = _local(field.shown_when, step)
        if field.key in keys or condition:
            drawn = _field(field, answers, page, completeness.required(field, kept, facts, closing_on))
            drawn.shown, drawn.shown_when = field.key in keys, condition
            drawn.required_when = _local(field.required_when, step)
            bound.append(drawn)
    return bound


def _remarks(issues: Iterable[Any]) -> tuple[dict[str, str], dict[str, str]]:
    errors: dict[str, list[str]] = {}
    warnings: dict[str, list[str]] = {}
    for issue in issues:
        side = warnings if getattr(issue, "level", "") == WARN else errors
        side.setdefault(issue.key, []).append(issue.sentence)
    first, second = ({key: " ".join(said) for key, said in side.items()} for side in (errors, warnings))
    return first, second


def _local(condition: Condition | None, step: Step) -> str:
    """Return the condition as JSON when a script can follow it: every field that it reads is on this page."""
    if not condition or not set(fields_of(condition)) <= {field.key for field in step.fields}:
        return ""
    return json.dumps(condition, ensure_ascii=False)


def _field(field: Field, answers: Answers, page: Page, needed: bool) -> BoundField:
    value = answers.get(field.key, field.default)
    bound = _control(field, field.key, value, page, needed)
    bound.autocomplete = AUTOCOMPLETE.get(field.maps_to or "", "") if page.autocomplete else "off"
    if TYPES[field.type].widget == "repeat":
        bound.rows = _rows(field, value, page)
    if field.type == "file":
        bound.accept = ",".join(f".{name}" for name in field.formats)
        bound.max_bytes = field.max_mb * 1_000_000 if field.max_mb else None
    return bound


def _control(field: Column, name: str, value: Any, page: Page, needed: bool) -> BoundField:
    type_ = TYPES[field.type]
    bound = BoundField(
        key=field.key,
        name=name,
        id=f"id_{name}",
        type=field.type,
        widget=_widget(field),
        label=wording.spaced(pick_pair(field.label, page.language)),
        help=wording.spaced(pick_pair(field.help, page.language)) if field.help else None,
        required=needed,
        value=to_form(field, value),
        error=page.errors.get(name, ""),
        warning=page.warnings.get(name, ""),
        html_type=type_.html_type,
        inputmode=type_.inputmode,
        suffix=_unit(field, page.language),
    )
    if field.max_words:
        _count(bound, field.max_words)
    if bound.widget in ("list", "lists"):
        bound.lists = _lists(field, bound, value, page)
    elif bound.widget in ("radios", "checkboxes", "select", "boolean"):
        _choose(field, bound, value, page.language)
    return bound


def _widget(field: Column) -> str:
    if field.source == COMMUNES:
        return "lists" if field.type == "multichoice" else "list"
    if field.type == "choice":
        return "radios" if len(field.choices) <= RADIOS_AT_MOST else "select"
    if field.type in ("boolean", "consent"):
        return "confirm" if field.must_be_true else "radios"
    return {"multichoice": "checkboxes", "commune": "list"}.get(field.type, TYPES[field.type].widget)


def _unit(field: Column, language: str) -> str:
    if field.type != "money":
        return ""
    return f"F{wording.NO_BREAK}CFA" if (language, field.currency) == ("fr", "XOF") else field.currency


def _count(bound: BoundField, limit: int) -> None:
    words = wording.count_words(str(bound.value))
    bound.max_words, bound.over = limit, words > limit
    told = ngettext("%(count)s word of %(limit)s", "%(count)s words of %(limit)s", words)
    bound.counter = told % {
        "count": wording.number(words),
        "limit": wording.number(limit),
    }


def _choose(field: Column, bound: BoundField, value: Any, language: str) -> None:
    """Write the answers of a list; an optional one can be given up again."""
    if field.type in ("boolean", "consent"):
        offered = [("yes", gettext("Yes")), ("no", gettext("No"))]
    else:
        offered = [
            (choice.code, wording.spaced(pick_pair(choice.label, language))) for choice in field.choices
        ]
    if bound.widget == "radios" and not bound.required:
        offered.append(("", gettext("No answer")))
    chosen = bound.value if isinstance(bound.value, list) else [bound.value]
    bound.choices = [
        Option(code, label, code in chosen and not is_raw(value), f"{bound.id}_{place}")
        for place, (code, label) in enumerate(offered)
    ]


def _lists(field: Column, bound: BoundField, value: Any, page: Page) -> list[SafeString]:
    """Return the options of each list of municipalities: one, or several under the same name."""
    base = format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (group, format_html_join("", '<option value="{}">{}</option>', options))
            for group, options in page.communes
        ),
    )
    chosen = bound.value if isinstance(bound.value, list) else [bound.value]
    chosen = [code for code in chosen if code]
    if field.type == "multichoice":
        chosen += [""] * min(SPARE_LISTS, max((field.max_items or 99) - len(chosen), 0))
    return [_selected(base, code) for code in chosen or [""]]


def _selected(base: SafeString, code: str) -> SafeString:
    found = format_html('<option value="{}">', code)
    chosen = format_html('<option value="{}" selected>', code)
    empty = '<option value=""></option>'
    if not code or found in base:
        return mark_safe(empty + base.replace(found, chosen, 1))  # noqa: S308 - made of escaped parts above
    return mark_safe(f"{chosen}{format_html('{}', code)}</option>{empty}{base}")  # noqa: S308 - as above


def _rows(field: Field, value: Any, page: Page) -> list[Row]:
    """Return the lines filled, and always one spare up to the limit."""
    lines = TYPES[field.type].to_form(value)
    wanted = max(len(lines) + 1, field.min_items or 1)
    wanted = max(min(wanted, field.max_items or wanted), len(lines))
    return [
        Row(
            index + 1,
            [
                _control(
                    c,
                    cell_key(field.key, index, c.key),
                    (lines[index] if index < len(lines) else {}).get(c.key),
                    page,
                    c.required,
                )
                for c in field.columns
            ],
            spare=index >= max(len(lines), field.min_items or 0),
        )
        for index in range(wanted)
    ]
