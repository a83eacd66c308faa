"""What a browser would send of a form of the CMS: the blocks that its scripts draw, and the other fields."""

from typing import Any

from django import forms
from wagtail import blocks


def sent(form: forms.BaseForm) -> dict[str, Any]:
    """Return what the form sends unchanged, as its page shows it."""
    data: dict[str, Any] = {}
    for bound in form:
        if isinstance(bound.field, blocks.BlockField):
            data |= of_block(bound.field.block, bound.value(), bound.html_name)
        else:
            data |= _of_widget(bound.field.widget, bound.html_name, bound.value())
    for formset in getattr(form, "formsets", {}).values():
        data |= sent_formset(formset)
    return data


def sent_formset(formset: forms.BaseFormSet) -> dict[str, Any]:
    data = sent(formset.management_form)
    for form in formset.initial_forms:
        data |= sent(form)
    return {name: value for name, value in data.items() if value is not None}


def of_block(block: blocks.Block, value: Any, prefix: str) -> dict[str, Any]:
    """Return the fields that Wagtail's scripts send of a block and its value."""
    if isinstance(block, blocks.StructBlock):
        parts = [
            of_block(child, value.get(name), f"{prefix}-{name}") for name, child in block.child_blocks.items()
        ]
        return {name: one for part in parts for name, one in part.items()}
    if isinstance(block, blocks.StreamBlock):
        rows = [(child.block, child.value, child.id, {"type": child.block_type}) for child in value or ()]
        return _rows(rows, prefix)
    if isinstance(block, blocks.ListBlock):
        lines = value.bound_blocks if value is not None else ()
        return _rows([(child.block, child.value, child.id, {}) for child in lines], prefix)
    return _of_widget(block.field.widget, prefix, block.value_for_form(value))


def _rows(rows: list[tuple], prefix: str) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-count": str(len(rows))}
    for number, (block, value, own, more) in enumerate(rows):
        place = f"{prefix}-{number}"
        data |= {f"{place}-{name}": one for name, one in more.items()}
        data |= {f"{place}-id": own or "", f"{place}-order": str(number), f"{place}-deleted": ""}
        data |= of_block(block, value, f"{place}-value")
    return data


def _of_widget(widget: forms.Widget, name: str, value: Any) -> dict[str, Any]:
    if isinstance(widget, forms.CheckboxInput):
        return {name: "on"} if value else {}
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return {name: [str(one) for one in value or ()]}
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value)
        return {f"{name}_{i}": one for i, one in enumerate(parts) if one is not None}
    if value is None:
        return {name: ""}
    shown = widget.format_value(value)
    if isinstance(shown, list):
        shown = shown[0] if shown else ""
    return {name: "" if shown is None else str(shown)}
