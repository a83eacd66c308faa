"""The block of a page that edits one part of a form: a structure that stands alone, outside a stream."""

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter


class PartBlock(blocks.StructBlock):
    """A structure that is the whole of a form's field."""


class PartBlockAdapter(StructBlockAdapter):
    js_constructor = "cms.form_editor.part_block.PartBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["cms/part_block.js"])


register(PartBlockAdapter(), PartBlock)
