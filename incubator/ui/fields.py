"""One way to draw a form field, for every form of the product: label, help, source, control, error, counter.

The control is written here instead of by Django's widget templates because a form step draws dozens of them.
A widget this module does not know is left to draw itself.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from incubator.ui import counters, marks, pickers, uploads
from incubator.ui.icons import icon
from incubator.ui.typography import filesize, nbsp, without_optional

NOTHING = mark_safe("")
# A list of more choices than these is searched by typing, where scripts run.
SEARCHED_ABOVE = 12


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.MultiWidget) or not hasattr(widget, "template_name"):
        return "own"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    for kind, classes in (
        ("choices", (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        ("select", (forms.Select,)),
        ("checkbox", (forms.CheckboxInput,)),
        ("file", (forms.FileInput,)),
        ("input", (forms.widgets.Input,)),
    ):
        if isinstance(widget, classes):
            return kind
    return "own"


def _attributes(bound: BoundField, described_by: list[str], extra: Mapping[str, Any]) -> dict[str, Any]:
    attrs = {**bound.field.widget.attrs, **bound.field.widget_attrs(bound.field.widget), **extra}
    # A browser cuts what is pasted over this limit without a word: the form says how long it may be instead.
    attrs.pop("maxlength", None)
    attrs["id"] = bound.auto_id or bound.html_name
    if bound.field.required:
        attrs["aria-required"] = "true"
    if bound.field.disabled:
        attrs["disabled"] = True
    if described_by:
        attrs["aria-describedby"] = " ".join(described_by)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {name: value for name, value in attrs.items() if value is not False and value is not None}


def _input(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    given = {"type": attrs.pop("type", widget.input_type), "name": bound.html_name, **attrs}
    if value not in (None, ""):
        given["value"] = value
    picker = given.pop("data-picker", "")
    control = format_html("<input{}>", flatatt(given))
    if picker:
        return pickers.beside(control, picker)
    suffix = attrs.get("data-suffix")
    return format_html('<span class="affix">{}<span>{}</span></span>', control, suffix) if suffix else control


def _textarea(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    rows = attrs.get("rows", "10")
    attrs = {
        **attrs,
        "rows": 5 if rows == "10" else rows,
        "name": bound.html_name,
    }  # Django's default is too tall
    attrs.pop("cols", None)
    value = bound.field.widget.format_value(bound.value()) or ""
    return format_html("<textarea{}>\n{}</textarea>", flatatt(attrs), value)


def _groups(bound: BoundField, attrs: dict[str, Any]) -> list:
    widget = bound.field.widget
    return widget.optgroups(bound.html_name, widget.format_value(bound.value()), attrs)


def _option(option: dict) -> SafeString:
    attrs = {k: v for k, v in option["attrs"].items() if k in ("selected", "disabled")}
    if option["selected"]:
        attrs["selected"] = True
    value = "" if option["value"] is None else option["value"]
    return format_html('<option value="{}"{}>{}</option>', value, flatatt(attrs), option["label"])


def _select(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    parts, offered = [], 0
    for name, options, _index in _groups(bound, {}):
        offered += len(options)
        inner = format_html_join("", "{}", ((_option(option),) for option in options))
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner)
    attrs = {**attrs, "name": bound.html_name}
    if bound.field.widget.allow_multiple_selected:
        attrs["multiple"] = True
    elif offered > SEARCHED_ABOVE and "data-send" not in attrs:
        attrs["data-search"] = True
    return format_html(
        "<select{}>{}</select>", flatatt(attrs), format_html_join("", "{}", ((p,) for p in parts))
    )


def _choices(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    kind, invalid = bound.field.widget.input_type, attrs.get("aria-invalid")
    rows = []
    for name, options, _index in _groups(bound, {"id": attrs["id"]}):
        if name:
            rows.append(format_html('<p class="group">{}</p>', name))
        for option in options:
            given = {
                "type": kind,
                "name": option["name"],
                "value": option["value"],
                "id": option["attrs"]["id"],
            }
            given |= {"checked": True} if option["selected"] else {}
            given |= {"disabled": True} if attrs.get("disabled") or option["attrs"].get("disabled") else {}
            given |= {"aria-invalid": "true"} if invalid and kind == "radio" else {}
            words = _score(option) if attrs.get("data-rating") else option["label"]
            rows.append(
                format_html('<label class="choice"><input{}><span>{}</span></label>', flatatt(given), words)
            )
    style = "rating" if attrs.get("data-rating") else "taps" if attrs.get("data-taps") else "choices"
    return format_html(
        '<div class="{}">{}</div>', style, format_html_join("", "{}", ((row,) for row in rows))
    )


def _score(option: dict) -> SafeString:
    """A large button shows its figure, then its word: the label is "4", "4 good" or "good"."""
    value, label = str(option["value"]), str(option["label"])
    word = label.removeprefix(value).strip(" .:–-")
    return (
        format_html("<b>{}</b> <small>{}</small>", value, word) if word else format_html("<b>{}</b>", value)
    )


def _file(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    given = {**attrs, "type": "file", "name": bound.html_name}
    if bound.field.widget.allow_multiple_selected:
        given["multiple"] = True
    current = bound.initial
    kept = NOTHING
    if current:
        label = _("File kept for now: %(name)s") % {"name": str(current)}
        kept = format_html('<p class="hint">{}</p>', label)
    return format_html('{}{}<div class="upload"><input{}></div>', kept, uploads.draw(bound), flatatt(given))


CONTROLS = {"input": _input, "textarea": _textarea, "select": _select, "choices": _choices, "file": _file}


def _below(bound: BoundField, source: str, identifier: str) -> tuple[list[SafeString], list[str]]:
    """Return the lines above the control (help, source, limit of size) and the ids that describe it."""
    lines, ids = [], []
    help_text, size = bound.help_text, bound.field.widget.attrs.get("data-max-size")
    if size:
        told = _("%(size)s at most.") % {"size": filesize(int(size))}
        help_text = f"{help_text} {told}" if help_text else told
    if help_text:
        lines.append(format_html('<p class="hint" id="{}_help">{}</p>', identifier, help_text))
        ids.append(f"{identifier}_help")
    if source:
        lines.append(
            format_html('<p class="source" id="{}_source">{}{}</p>', identifier, icon("check"), source)
        )
        ids.append(f"{identifier}_source")
    return lines, ids


def sentences(form: forms.BaseForm, name: str) -> list[str]:
    """Return what is wrong with a field in our words: what is missing is "to complete", never "invalid"."""
    found = []
    for error in form.errors.as_data().get(name, ()):
        own = error.code == "required" and error.message == forms.Field.default_error_messages["required"]
        found += [_("To complete.")] if own else [nbsp(str(sentence)) for sentence in error]
    return found


def _errors(bound: BoundField, identifier: str) -> SafeString:
    text = " ".join(sentences(bound.form, bound.name))
    return format_html('<p class="error" id="{}_error">{}{}</p>', identifier, icon("alert"), text)


def _label(bound: BoundField, label: str) -> SafeString:
    text = nbsp(str(label or bound.label))
    if bound.field.disabled:
        return format_html("{}", text)
    required = bound.field.required
    few = getattr(bound.form, "marks_needed", False)
    return marks.beside(text if required else without_optional(text), required=required, marks_needed=few)


def render_field(bound: BoundField, source: str = "", label: str = "", **attrs: Any) -> SafeString:
    """Draw a bound field with everything around it.

    `source` says where a value shown filled in comes from. Further keywords become attributes of the control,
    with `_` for `-`. The widget's attributes `data-words` (counter), `data-suffix` (unit beside the control),
    `data-max-size` (octets) and `data-rating` (large buttons) change how it looks.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return bound.as_hidden()
    identifier, kind = bound.auto_id or bound.html_name, _kind(widget)
    above, ids = _below(bound, source, identifier)
    limit = counters.limit_of(bound.field)
    ids += [f"{identifier}_error"] if bound.errors else []
    ids += [f"{identifier}_count"] if limit and not limit.quiet else []
    given = _attributes(bound, ids, {name.replace("_", "-"): value for name, value in attrs.items()})
    error = _errors(bound, identifier) if bound.errors else NOTHING
    count = counters.draw(bound.value(), limit, identifier) if limit else NOTHING
    top, text = format_html_join("", "{}", ((line,) for line in above)), _label(bound, label)
    state = "field bad" if bound.errors else "field"
    if kind == "choices":
        describes = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else NOTHING
        return format_html(
            '<fieldset class="{}" id="{}"{}><legend>{}</legend>{}{}{}</fieldset>',
            state,
            identifier,
            describes,
            text,
            top,
            _choices(bound, given),
            error,
        )
    if kind == "checkbox":
        given |= {"checked": True} if widget.check_test(bound.value()) else {}
        box = format_html('<input type="checkbox" name="{}"{}>', bound.html_name, flatatt(given))
        plain = nbsp(str(label or bound.label))
        return format_html(
            '<div class="{}"><label class="choice">{}<span>{}</span></label>{}{}</div>',
            state,
            box,
            plain,
            top,
            error,
        )
    control = CONTROLS[kind](bound, given) if kind in CONTROLS else bound.as_widget(attrs=given)
    return format_html(
        '<div class="{}"><label for="{}">{}</label>{}{}{}{}</div>',
        state,
        identifier,
        text,
        top,
        control,
        error,
        count,
    )


def anchor(bound: BoundField) -> str:
    """Return the id an error summary links to: the first button of a group, else the control."""
    identifier = bound.auto_id or bound.html_name
    return f"{identifier}_0" if _kind(bound.field.widget) == "choices" else identifier


def summary(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Return what is wrong with a form as (id to link to, label, sentence), the whole form's errors first."""
    if not form.is_bound:
        return []
    lines = [("", "", nbsp(str(error))) for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        lines += [(anchor(bound), nbsp(str(bound.label)), sentence) for sentence in sentences(form, name)]
    return lines
