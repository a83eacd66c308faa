"""What a person types to import: the table, what its columns are, what to do with rows that are not good."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.documents.sheets import MOST_LINES, Sheet
from incubator.documents.table_shape import ENCODINGS, SEPARATORS, Shape
from incubator.imports.kinds import Target
from incubator.imports.models import Batch
from incubator.ui import inputs

MOST_WORDS = 60
LEFT_OUT = "none"


class TableForm(forms.Form):
    """The table to bring in."""

    table = forms.FileField(
        label=_("Table"),
        help_text=_(
            "XLSX or CSV, at most 5 000 rows under a line of headings. You will see how it is read, and can change it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt", "data-max-size": "10000000"}),
        error_messages={"required": _("Choose a table first.")},
    )  # fmt: skip


class ShapeForm(forms.Form):
    """How the table is read: what was proposed is shown; what is changed here is chosen."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=list(ENCODINGS.items()),
        help_text=_("Change it when accents come out wrong."),
    )  # fmt: skip
    separator = forms.ChoiceField(label=_("Separator"), choices=list(SEPARATORS.items()))
    heading = inputs.WholeField(
        label=_("Line of the headings"), min_value=1, max_value=MOST_LINES,
        help_text=_("As the spreadsheet numbers it. What stands above is not read."),
    )  # fmt: skip

    def __init__(self, *args: Any, chosen: Shape, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, initial=asdict(sheet.shape), **kwargs)
        self.chosen = chosen
        for name in ("encoding", "separator") if sheet.names else ("sheet",):
            del self.fields[name]
        if sheet.names:
            self.fields["sheet"].choices = [(name, name) for name in sheet.names]

    @property
    def shape(self) -> Shape:
        """What was chosen before and now. The headings of another sheet are looked for again."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        kept = replace(self.chosen, heading=0) if "sheet" in changed else self.chosen
        return replace(kept, **changed)


class ColumnsForm(forms.Form):
    """What each column of the table is. A kind adds its own questions for what no column holds."""

    def __init__(
        self, *args: Any, batch: Batch, examples: Sequence[str], targets: Sequence[Target], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.own = batch, list(self.fields)
        choices = _grouped(targets)
        for place, heading in enumerate(batch.headings):
            told = _("For example: %(words)s") % {"words": examples[place]} if examples[place] else ""
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading, choices=choices, help_text=told, initial=batch.targets[place] or LEFT_OUT
            )
        self.order_fields([name for name in self.fields if name not in self.own])

    @property
    def targets(self) -> list[str]:
        """What each column is, in the order of the headings."""
        codes = [
            self.cleaned_data.get(f"column-{place}", LEFT_OUT) for place in range(len(self.batch.headings))
        ]
        return ["" if code == LEFT_OUT else code for code in codes]

    @property
    def options(self) -> dict[str, Any]:
        """The answers to the kind's own questions."""
        return {name: self.cleaned_data[name] for name in self.own}

    def columns(self) -> list[forms.BoundField]:
        """The questions about columns."""
        return [self[name] for name in self.fields if name not in self.own]

    def others(self) -> list[forms.BoundField]:
        """The kind's own questions."""
        return [self[name] for name in self.own]

    def clean(self) -> dict[str, Any]:
        codes = self.targets
        for place, code in enumerate(codes):
            if code and code in codes[:place]:
                told = _('The column "%(other)s" is this already: choose something else for one of them.')
                other = self.batch.headings[codes.index(code)]
                self.add_error(f"column-{place}", told % {"other": other})
        return self.cleaned_data


def _grouped(targets: Sequence[Target]) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in targets:
        label = target.label if len(target.label) <= MOST_WORDS else f"{target.label[: MOST_WORDS - 1]}…"
        groups.setdefault(target.group, []).append((target.code, label))
    return [(LEFT_OUT, _("Leave out")), *groups.items()]


class ConfirmForm(forms.Form):
    """What to do with rows that are not good. A kind adds its own choices, which are columns of its batch."""

    only_good = forms.BooleanField(
        label=_("Import only the good rows"), required=False,
        help_text=_("The rows with errors are left out. Correct them in a table of their own, then bring it in."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(self.fields)
        if not found["wrong"] and not found["incomplete"]:
            del self.fields["only_good"]

    @property
    def options(self) -> dict[str, bool]:
        """The answers, those that were not asked included."""
        return {name: bool(self.cleaned_data.get(name)) for name in self.names}
