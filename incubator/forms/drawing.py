"""The HTML of a bound field, written at once: a step is drawn on every visit, and templates made it slow.

Everything that comes from data passes by `_e`; the names and ids are read back by `reading`.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from incubator.ui import counters, pickers, typography
from incubator.ui.fields import SEARCHED_ABOVE
from incubator.ui.icons import icon

if TYPE_CHECKING:
    from incubator.forms.bound import BoundDisplay, BoundField, Row

GROUPED = ("radios", "checkboxes", "lists", "repeat", "parts", "table", "rating")


def draw(field: "BoundField") -> SafeString:
    """Return the field with what stands before and after it."""
    parts = [*map(_display, field.before), _field(field), *map(_display, field.after)]
    return mark_safe("".join(parts))  # noqa: S308 - made of escaped parts below


def answers(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Return questions with their answers as people read them, each on its line."""
    nothing = f'<span class="none">{escape(gettext("No answer"))}</span>'
    lines = [
        f"<div><dt>{escape(typography.nbsp(str(label)))}</dt><dd>{_lines(text) if text else nothing}</dd></div>"
        for label, text in rows
    ]
    return mark_safe("".join(lines))  # noqa: S308 - made of escaped parts


def _lines(text: str) -> str:
    return "<br>".join(escape(text).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _e(text: Any) -> str:
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))


@lru_cache(maxsize=8)
def _icon(name: str) -> str:
    return str(icon(name))


def _field(f: "BoundField") -> str:
    bad = " bad" if f.error else ""
    when = _when(f)
    if f.widget in GROUPED:
        told = f' aria-describedby="{f.described_by}"' if f.described_by else ""
        return (
            f'<fieldset class="field{bad}" id="{f.id}"{told}{when}><legend>{_label(f)}</legend>'
            f"{_notes(f)}{CONTROLS[f.widget](f)}</fieldset>"
        )
    if f.widget == "confirm":
        return f'<div class="field{bad}"{when}>{_confirm(f)}{_notes(f)}</div>'
    return (
        f'<div class="field{bad}"{when}><label for="{f.id}">{_label(f)}</label>'
        f"{_notes(f)}{CONTROLS[f.widget](f)}{_counter(f)}</div>"
    )


def _when(f: "BoundField | BoundDisplay") -> str:
    shown = f' data-shown-when="{escape(f.shown_when)}"' if f.shown_when else ""
    required = getattr(f, "required_when", "")
    return shown + (f' data-required-when="{escape(required)}"' if required else "")


def _label(f: "BoundField") -> str:
    if f.required:
        return _e(f.label)
    return f'{_e(f.label)} <span class="optional">{escape(gettext("optional"))}</span>'


def _notes(f: "BoundField") -> str:
    parts = []
    if f.help:
        parts.append(f'<p class="hint" id="{f.id}_help">{_e(f.help)}</p>')
    if f.source:
        parts.append(f'<p class="source">{_icon("check")}{_e(f.source)}</p>')
    if f.error:
        words = escape(typography.nbsp(f.error))
        parts.append(f'<p class="error" id="{f.id}_error">{_icon("alert")}{words}</p>')
    if f.warning:
        words = escape(typography.nbsp(f.warning))
        parts.append(f'<p class="hint warning" id="{f.id}_warning">{_icon("info")}{words}</p>')
    return "".join(parts)


def _counter(f: "BoundField") -> str:
    return counters.draw(f.value, f.limit, f.id) if f.limit else ""


def _attributes(f: "BoundField") -> str:
    text = f' id="{f.id}"'
    if f.required:
        text += ' aria-required="true"'
    if f.described_by:
        text += f' aria-describedby="{f.described_by}"'
    return text + (' aria-invalid="true"' if f.error else "")


# -- controls --------------------------------------------------------------------------------------------


def _input(f: "BoundField") -> str:
    text = f'<input type="{f.html_type}" name="{f.name}"'
    if f.value:
        text += f' value="{_e(f.value)}"'
    if f.inputmode:
        text += f' inputmode="{f.inputmode}"'
    if f.autocomplete:
        text += f' autocomplete="{f.autocomplete}"'
    text += f"{_attributes(f)}>"
    if f.type == "date":
        return pickers.beside(mark_safe(text), "date")  # noqa: S308 - made of escaped parts above
    return f'<span class="affix">{text}<span>{f.suffix}</span></span>' if f.suffix else text


def _textarea(f: "BoundField") -> str:
    auto = f' autocomplete="{f.autocomplete}"' if f.autocomplete else ""
    return f'<textarea name="{f.name}" rows="5"{auto}{_attributes(f)}>\n{_e(f.value)}</textarea>'


def _select(f: "BoundField") -> str:
    options = "".join(
        f'<option value="{_e(o.code)}"{" selected" if o.selected else ""}>{_e(o.label)}</option>'
        for o in f.choices
    )
    searched = " data-search" if len(f.choices) > SEARCHED_ABOVE else ""
    return f'<select name="{f.name}"{searched}{_attributes(f)}><option value=""></option>{options}</select>'


def _list(f: "BoundField") -> str:
    return f'<select name="{f.name}" data-search{_attributes(f)}>{f.lists[0]}</select>'


def _lists(f: "BoundField") -> str:
    bad, name = ' aria-invalid="true"' if f.error else "", escape(f.label.plain)
    lists = "".join(
        f'<select name="{f.name}" id="{f.id}_{i}" aria-label="{name} {i + 1}" data-search{bad}>{options}</select>'
        for i, options in enumerate(f.lists)
    )
    return f'{_nothing(f)}<div class="choices">{lists}</div>'


def _options(f: "BoundField", kind: str, style: str = "choices") -> str:
    bad = ' aria-invalid="true"' if f.error and kind == "radio" else ""
    options = "".join(
        f'<label class="choice"><input type="{kind}" name="{f.name}" value="{_e(o.code)}" id="{o.id}"'
        f"{' checked' if o.selected else ''}{bad}><span>{_e(o.label)}</span></label>"
        for o in f.choices
    )
    return f'{_nothing(f)}<div class="{style}">{options}</div>'


def _radios(f: "BoundField") -> str:
    return _options(f, "radio")


def _rating(f: "BoundField") -> str:
    return _options(f, "radio", "choices rating")


def _checkboxes(f: "BoundField") -> str:
    return _options(f, "checkbox")


def _confirm(f: "BoundField") -> str:
    ticked = " checked" if f.value == "yes" else ""
    return (
        f'{_nothing(f)}<label class="choice"><input type="checkbox" name="{f.name}" value="yes"{ticked}'
        f"{_attributes(f)}><span>{_label(f)}</span></label>"
    )


def _file(f: "BoundField") -> str:
    text = ""
    if f.max_bytes:
        words = gettext("%(size)s at most.") % {"size": typography.filesize(f.max_bytes)}
        text = f'<p class="hint">{escape(words)}</p>'
    accept = f' accept="{escape(f.accept)}"' if f.accept else ""
    most = f' data-max-size="{f.max_bytes}"' if f.max_bytes else ""
    return (
        f'{text}<div class="upload"><input type="file" name="{f.name}" multiple{accept}{most}'
        f"{_attributes(f)}></div>"
    )


def _nothing(f: "BoundField") -> str:
    """An empty value under the name, so that an unticked box or an emptied table is an answer."""
    return f'<input type="hidden" name="{f.name}" value="">'


def _cells(row: "Row") -> str:
    return "".join(map(_field, row.cells))


def _repeat(f: "BoundField") -> str:
    lines = []
    for row in f.rows:
        words = escape(gettext("leave empty if there is nothing to add"))
        spare = f' <span class="optional">{words}</span>' if row.spare else ""
        mark = " data-spare" if row.spare else ""
        lines.append(
            f'<fieldset class="row-form"{mark}><legend>{_e(row.label)}{spare}</legend>{_cells(row)}</fieldset>'
        )
    more = _more(f) if f.empty_row and len(f.rows) < f.most_rows else ""
    return (
        f'{_nothing(f)}<div data-rows data-most="{f.most_rows}">{"".join(lines)}{more}</div>{_total(f.total)}'
    )


def _more(f: "BoundField") -> str:
    """An empty line and a button that adds it where scripts run; elsewhere the step is saved, and has one more."""
    row: Row = f.empty_row  # type: ignore[assignment]
    words = escape(gettext("Add a line"))
    return (
        f'<template><fieldset class="row-form"><legend>{_e(row.label)}</legend>{_cells(row)}</fieldset></template>'
        f'<p><button type="button" class="secondary" data-add-row hidden>{words}</button></p>'
    )


def _table(f: "BoundField") -> str:
    lines = "".join(
        f'<fieldset class="row-form line"><legend>{_e(row.label)}</legend>{_cells(row)}{_total(row.total)}</fieldset>'
        for row in f.rows
    )
    return _nothing(f) + lines + _total(f.total)


def _parts(f: "BoundField") -> str:
    return f'{_nothing(f)}<div class="row-form line">{"".join(map(_cells, f.rows))}</div>'


def _total(words: str) -> str:
    if isinstance(words, SafeString):
        return words
    return f'<p class="total">{escape(words)}</p>' if words else ""


def _display(item: "BoundDisplay") -> str:
    if item.type == "heading":
        return f'<h2 class="quiet"{_when(item)}>{_e(item.label)}</h2>'
    if item.type == "image":
        words = escape(item.label.plain)
        return f'<p{_when(item)}><img class="illustration" src="{escape(item.url)}" alt="{words}" loading="lazy"></p>'
    lines = "".join(f"<p>{escape(line)}</p>" for line in str(item.label).splitlines() if line.strip())
    return f'<div class="card soft"{_when(item)}>{lines}</div>'


CONTROLS = {
    "input": _input,
    "textarea": _textarea,
    "select": _select,
    "list": _list,
    "lists": _lists,
    "radios": _radios,
    "rating": _rating,
    "checkboxes": _checkboxes,
    "file": _file,
    "repeat": _repeat,
    "table": _table,
    "parts": _parts,
}
