"""The file field of a form: one or several files, and those kept from a form that was refused, which leave with the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from incubator.ui.icons import icon
from incubator.ui.typography import filesize

HELD, DROPPED = "held-", "held-drop-"


@dataclass(frozen=True)
class Held:
    """One file kept for the next time the form is sent; its token means nothing in the hands of somebody else."""

    token: str
    name: str
    size: int


@dataclass
class Holding:
    """What became of the files of one field: those kept, and the names of good ones that could not be."""

    held: list[Held] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class FilesInput(forms.FileInput):
    """The control of a FilesField: several files may be chosen at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return every file sent under the name, in their order."""
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []


class FilesField(forms.FileField):
    """Files sent together; cleans to their list. What they hold is looked at when they are stored."""

    widget = FilesInput

    def clean(self, data: Sequence[UploadedFile] | None, initial: Any = None) -> list[UploadedFile]:
        """Return the files. Raises ValidationError where one is wanted and none came."""
        if not data:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(each) for each in data]


def files_field(formats: Sequence[str], max_bytes: int, **options: Any) -> FilesField:
    """Return a field for files of these formats ("pdf", "jpg"…), each of `max_bytes` octets at most."""
    accept = ",".join(["image/*" if {"jpg", "png"} & {*formats} else "", *(f".{slug}" for slug in formats)])
    attrs = {"accept": accept.strip(","), "data-max-size": str(max_bytes)}
    made = FilesField(widget=FilesInput(attrs=attrs), allow_empty_file=True, **options)
    made.formats, made.max_bytes = tuple(formats), max_bytes
    return made


def draw(bound: BoundField) -> SafeString:
    """Draw the files that are kept for a field, each with the token that sends it and a box that takes it away."""
    holding = getattr(bound.form, "holding", {}).get(bound.name)
    if holding is None:
        return mark_safe("")
    lines = [
        format_html(
            '<li>{}{} ({}) – {}<input type="hidden" name="{}" value="{}"><label class="choice">'
            '<input type="checkbox" name="{}" value="{}"><span>{}</span></label></li>',
            icon("check"), each.name, filesize(each.size), _("kept, it leaves with the form"),
            f"{HELD}{bound.html_name}", each.token, f"{DROPPED}{bound.html_name}", each.token,
            _("Take this file away: %(name)s") % {"name": each.name},
        )
        for each in holding.held
    ]  # fmt: skip
    told = _('"%(name)s" could not be kept: choose it again.')
    lost = format_html_join("", '<p class="hint">{}</p>', ((told % {"name": name},) for name in holding.lost))
    kept = format_html_join("", "{}", ((line,) for line in lines))
    return format_html('{}<ul class="held">{}</ul>', lost, kept) if lines else lost
