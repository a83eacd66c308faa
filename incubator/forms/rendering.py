"""From a step and its answers to what the templates draw. Names posted here are read back by `reading`."""

import datetime
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from incubator.core.bilingual import pick_pair
from incubator.forms import completeness, wording
from incubator.forms.bound import BoundDisplay, BoundField, Groups, Option, Page, Row
from incubator.forms.columns import AUTOCOMPLETE
from incubator.forms.conditions import Answers, Condition, Facts, evaluate, fields_of, no_facts
from incubator.forms.definition import COMMUNES, Column, Definition, Display, Field, Step
from incubator.forms.reading import MOST_ROWS
from incubator.forms.types import PARTS, TYPES, WARN, cell_key, is_raw, total, written_total
from incubator.forms.types.numbers import scale
from incubator.ui import ceilings
from incubator.ui.counters import WORDS, Limit, is_short

__all__ = ["BoundField", "Groups", "bind"]

RADIOS_AT_MOST = 6
SPARE_LISTS = 3


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
    everything: bool = False,
) -> list[BoundField]:
    """Return the fields of the step to draw, in order.

    `issues` are Issue or Missing remarks of the whole form. A field hidden by an answer of this same step is
    drawn all the same, so that the page works without scripts; one may hide it by `shown_when`.
    With `everything` (a preview) the fields that answers of other pages hide are drawn too.
    `communes` is a list of (group, [(slug, label)]). `autocomplete=False` is for a shared or assisted device.
    """
    keys, kept = completeness.walk(definition, answers, facts, closing_on)
    page = Page(language, *_remarks(issues), communes, autocomplete)
    here, shown = {field.key for field in step.fields}, set(keys)
    bound: list[BoundField] = []
    between: list[BoundDisplay] = []
    for item in step.items or step.fields:
        drawable, condition = _local(item.shown_when, here, kept, facts, closing_on)
        if not drawable and not everything:
            continue
        if isinstance(item, Display):
            label = wording.spaced(pick_pair(item.label, language))
            between.append(BoundDisplay(item.type, label, item.url, condition))
            continue
        drawn = _field(item, answers, page, completeness.required(item, kept, facts, closing_on))
        drawn.shown, drawn.shown_when = item.key in shown, condition
        drawn.required_when = _local(item.required_when, here, kept, facts, closing_on, whole=True)[1]
        drawn.before, between = between, []
        bound.append(drawn)
    if bound:
        bound[-1].after = between
    return bound


def _remarks(issues: Iterable[Any]) -> tuple[dict[str, str], dict[str, str]]:
    errors: dict[str, list[str]] = {}
    warnings: dict[str, list[str]] = {}
    for issue in issues:
        side = warnings if getattr(issue, "level", "") == WARN else errors
        side.setdefault(issue.key, []).append(issue.sentence)
    first, second = ({key: " ".join(said) for key, said in side.items()} for side in (errors, warnings))
    return first, second


def _local(
    condition: Condition | None,
    here: set[str],
    kept: Answers,
    facts: Facts,
    closing_on: datetime.date | None,
    *,
    whole: bool = False,
) -> tuple[bool, str]:
    """Return whether to draw the thing, and the part of its condition that a script can follow, as JSON.

    A part can be followed when every field that it reads is on this page; the rest is decided here. With
    `whole` the condition is given only when all of it can be followed.
    """
    if not condition:
        return True, ""
    parts = condition["all"] if set(condition) == {"all"} else [condition]
    local = [part for part in parts if set(fields_of(part)) <= here]
    if len(local) < len(parts):
        if whole:
            return True, ""
        elsewhere = [part for part in parts if part not in local]
        if not all(evaluate(part, kept, facts, closing_on) for part in elsewhere):
            return False, ""
    if not local:
        return True, ""
    followed = condition if local == parts else local[0] if len(local) == 1 else {"all": local}
    return True, json.dumps(followed, ensure_ascii=False)


def _field(field: Field, answers: Answers, page: Page, needed: bool) -> BoundField:
    value = answers.get(field.key, field.default)
    bound = _control(field, field.key, value, page, needed)
    bound.autocomplete = AUTOCOMPLETE.get(field.maps_to or "", "") if page.autocomplete else "off"
    if field.columns:
        ROWS[bound.widget](field, bound, value, page)
    if field.type == "file":
        bound.accept = ",".join(f".{name}" for name in field.formats)
        bound.max_bytes = field.max_mb * 1_000_000 if field.max_mb else None
    return bound


def _control(field: Column, name: str, value: Any, page: Page, needed: bool) -> BoundField:
    type_ = PARTS.get(field.type) or TYPES[field.type]
    bound = BoundField(
        key=field.key,
        name=name,
        id=f"id_{name}",
        type=field.type,
        widget=_widget(field),
        label=wording.label(pick_pair(field.label, page.language), optional=not field.required),
        help=wording.spaced(pick_pair(field.help, page.language)) if field.help else None,
        required=needed,
        value=type_.to_form(value),
        error=page.errors.get(name, ""),
        warning=page.warnings.get(name, ""),
        html_type=type_.html_type,
        inputmode=type_.inputmode,
        suffix=_unit(field, page.language),
    )
    bound.limit = _limit(field)
    if bound.widget in ("list", "lists"):
        bound.lists = _lists(field, bound, value, page)
    elif bound.widget in ("radios", "checkboxes", "select", "boolean", "rating"):
        _choose(field, bound, value, page.language)
    return bound


def _widget(field: Column) -> str:
    if field.source == COMMUNES:
        return "lists" if field.type == "multichoice" else "list"
    if field.type == "choice":
        return "radios" if len(field.choices) <= RADIOS_AT_MOST else "select"
    if field.type in ("boolean", "consent"):
        return "confirm" if field.must_be_true else "radios"
    if field.type == "coordinate":
        return "input"
    return {"multichoice": "checkboxes", "commune": "list"}.get(field.type, TYPES[field.type].widget)


def _unit(field: Column, language: str) -> str:
    if field.type != "money":
        return ""
    return f"F{wording.NO_BREAK}CFA" if (language, field.currency) == ("fr", "XOF") else field.currency


def _limit(field: Column) -> Limit | None:
    """Return the limit of a text to say beside it; that of its words where it has both."""
    if field.type not in ("text", "textarea") or not (field.max_words or field.max_length):
        return None
    if field.max_words:
        return Limit(field.max_words, WORDS)
    most = field.max_length or 0
    return Limit(most, quiet=is_short(most, field.type == "textarea"))


def _choose(field: Column, bound: BoundField, value: Any, language: str) -> None:
    """Write the answers of a list; an optional one can be given up again."""
    if field.type in ("boolean", "consent"):
        offered = [("yes", gettext("Yes")), ("no", gettext("No"))]
    elif field.type == "rating":
        offered = _steps(field, language)
    else:
        offered = [
            (choice.code, wording.spaced(pick_pair(choice.label, language))) for choice in field.choices
        ]
    chosen = bound.value if isinstance(bound.value, list) else [bound.value]
    if field.choices and not is_raw(value):
        gone = [code for code in chosen if code and field.choice(code) is None]
        offered += [(code, gettext("%(code)s (no longer offered)") % {"code": code}) for code in gone]
    if bound.widget in ("radios", "rating") and not bound.required:
        offered.append(("", gettext("No answer")))
    bound.choices = [
        Option(code, label, code in chosen and not is_raw(value), f"{bound.id}_{place}")
        for place, (code, label) in enumerate(offered)
    ]


def _lists(field: Column, bound: BoundField, value: Any, page: Page) -> list[SafeString]:
    """Return the options of each list of municipalities: one, or several under the same name."""
    base = _grouped(tuple((group, tuple(options)) for group, options in page.communes))
    chosen = bound.value if isinstance(bound.value, list) else [bound.value]
    chosen = [code for code in chosen if code]
    if field.type == "multichoice":
        chosen += [""] * min(SPARE_LISTS, max((field.max_items or 99) - len(chosen), 0))
    return [_selected(base, code) for code in chosen or [""]]


@lru_cache(maxsize=8)
def _grouped(groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> SafeString:
    """Write the whole list, none of it chosen: the same for every page of every file."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (group, format_html_join("", '<option value="{}">{}</option>', options))
            for group, options in groups
        ),
    )


def _selected(base: SafeString, code: str) -> SafeString:
    found = format_html('<option value="{}">', code)
    chosen = format_html('<option value="{}" selected>', code)
    empty = '<option value=""></option>'
    if not code or found in base:
        return mark_safe(empty + base.replace(found, chosen, 1))  # noqa: S308 - made of escaped parts above
    return mark_safe(f"{chosen}{format_html('{}', code)}</option>{empty}{base}")  # noqa: S308 - as above


def _steps(field: Column, language: str) -> list[tuple[str, str]]:
    """Return the steps of a rating, the words of its two ends beside them."""
    low, high = scale(field)
    words = {low: field.low, high: field.high}
    said = {n: pick_pair(pair, language) for n, pair in words.items() if pair}
    return [(str(n), f"{n} – {said[n]}" if n in said else str(n)) for n in range(low, high + 1)]


def _line(field: Field, line: int | str, held: Mapping[str, Any], page: Page, label: str, **more: Any) -> Row:
    cells = [_control(c, cell_key(field.key, line, c.key), held.get(c.key), page, c.required)
             for c in field.columns]  # fmt: skip
    return Row(label, cells, **more)


def _rows(field: Field, bound: BoundField, value: Any, page: Page) -> None:
    """Write the lines filled, always one spare up to the limit, and an empty one that the page may copy."""
    lines, most = TYPES[field.type].to_form(value), field.max_items or MOST_ROWS
    wanted = max(len(lines) + 1, field.min_items or 1)
    wanted = max(min(wanted, most), len(lines))
    one = wording.spaced(pick_pair(field.one, page.language)).plain if field.one else gettext("Line")
    for index in range(wanted):
        held = lines[index] if index < len(lines) else {}
        spare = index >= max(len(lines), field.min_items or 0)
        bound.rows.append(_line(field, index, held, page, f"{one} {index + 1}", spare=spare))
    bound.empty_row, bound.most_rows = _line(field, "__prefix__", {}, page, f"{one} __number__"), most
    if field.type == "budget":
        amounts = [column.key for column in field.columns if column.type == "money"]
        bound.total = ceilings.draw(total(field, lines), field.max_total, amounts, field.currency)


def _parts(field: Field, bound: BoundField, value: Any, page: Page) -> None:
    bound.rows = [_line(field, 0, TYPES[field.type].to_form(value), page, "")]


def _table(field: Field, bound: BoundField, value: Any, page: Page) -> None:
    """Write the lines of the form with their totals, as they were saved last."""
    held = TYPES[field.type].to_form(value)
    for line in field.rows:
        label = wording.spaced(pick_pair(line.label, page.language))
        row = _line(field, line.code, held.get(line.code) or {}, page, label)
        if "rows" in field.totals:
            row.total = _said(written_total(field, held, page.language, line.code), page.language)
        bound.rows.append(row)
    if "columns" in field.totals:
        sums = [
            wording.labelled(c.label, told, page.language)
            for c in field.columns
            if (told := written_total(field, held, page.language, None, c.key))
        ]
        together = f"Total – {' · '.join(sums)}"
        one = _said(written_total(field, held, page.language), page.language)
        bound.total = together if len(sums) > 1 else one


def _said(words: str, language: str) -> str:
    return wording.labelled({"fr": "Total", "en": "Total"}, words, language) if words else ""


ROWS = {"repeat": _rows, "parts": _parts, "table": _table}
