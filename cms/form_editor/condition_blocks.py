"""Conditions as rows of the editor: a question, a comparison, a value; joined by all, one or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from incubator.forms.condition_words import MATCHES, OP_WORDS, PART_WORDS

# Lists of the editor's page (`cms.editing.panels.StepsPanel`).
KEYS, CRITERIA = "form-keys", "form-criteria"


class ListedBlock(blocks.CharBlock):
    """A text chosen from a list of the page (`<datalist>`), or typed: what is not saved yet stands in no list."""

    def __init__(self, *, chosen_from: str, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget.attrs["list"] = chosen_from


class ConditionLine(blocks.StructBlock):
    field = ListedBlock(
        chosen_from=KEYS,
        label=_("Question"),
        help_text=_("A question placed before: choose it, or type its key."),
    )
    op = blocks.ChoiceBlock(label=_("Comparison"), choices=list(OP_WORDS.items()), default="==")
    value = blocks.CharBlock(
        label=_("Value"),
        required=False,
        help_text=_("The words of an answer, a number, a date, yes or no; several with commas."),
    )
    other = ListedBlock(
        chosen_from=KEYS, label=_("Or the answer to another question"), required=False, help_text=_("Its key."),
    )  # fmt: skip
    times = blocks.CharBlock(
        label=_("Multiplied by"), required=False, help_text=_("For example 0.5 for half of it.")
    )
    part = blocks.ChoiceBlock(
        label=_("Part"), choices=list(PART_WORDS.items()), required=False,
        help_text=_("For a municipality: its region, prefecture or zone."),
    )  # fmt: skip

    class Meta:
        label = _("Condition")
        label_format = "{field} {op} {value}"


class ConditionGroup(blocks.StructBlock):
    match = blocks.ChoiceBlock(label=_("Together"), choices=list(MATCHES.items()), default="any")
    conditions = blocks.ListBlock(ConditionLine(), label=_("Conditions"), default=[])

    class Meta:
        label = _("Group of conditions")


class ConditionBlock(blocks.StructBlock):
    """Comparisons and groups of comparisons. `kept` holds what rows cannot say; nobody types it."""

    match = blocks.ChoiceBlock(label=_("Together"), choices=list(MATCHES.items()), default="all")
    conditions = blocks.ListBlock(ConditionLine(), label=_("Conditions"), default=[])
    groups = blocks.ListBlock(ConditionGroup(), label=_("Groups of conditions"), default=[])
    kept = blocks.TextBlock(required=False, widget=forms.HiddenInput())

    class Meta:
        label = _("Condition")
        label_format = "{conditions} {groups}"
        collapsed = True
