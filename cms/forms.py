"""The page that edits one part of a form: its block, and the token of what was read."""

from typing import Any

from django import forms
from wagtail import blocks
from wagtail.blocks import BlockField

from cms.form_editor.parts import Raw


class PartForm(forms.Form):
    """A step's own words, or one question. `raw` is its stored value, `read` the token of it."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, block: blocks.StructBlock, raw: Raw, read: str, data: Any = None) -> None:
        super().__init__(data, initial={"part": block.to_python(raw), "read": read})
        self.block = block
        # Not "required" as a whole, which would draw a star alone: each of its fields says it.
        self.fields["part"] = BlockField(block=block, label="", required=False)

    @property
    def value(self) -> Raw:
        """The part as it is stored; only of a valid form."""
        return self.block.get_prep_value(self.cleaned_data["part"])
