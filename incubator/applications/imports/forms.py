"""What an officer types to import: the table, what its columns are, what to do with rows that are not good."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.applications.imports.columns import EMAIL, FIELD, NAME, PHONE, RECEIVED, STARTUP, Target
from incubator.documents.sheets import MOST_LINES, Sheet
from incubator.documents.table_shape import ENCODINGS, SEPARATORS, Shape
from incubator.forms.definition import Definition
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
    """What each column of the table is, and the day of reception where no column holds it."""

    received_on = inputs.DateField(
        label=_("Received on"), required=False,
        help_text=_("The day on which the paper files came, for the rows whose column does not say it."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        examples: Sequence[str],
        targets: Sequence[Target],
        definition: Definition,
        chosen: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings, self.definition = headings, definition
        choices = _grouped(targets)
        for place, heading in enumerate(headings):
            told = _("For example: %(words)s") % {"words": examples[place]} if examples[place] else ""
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading, choices=choices, help_text=told,
                initial=(chosen[place] if place < len(chosen) else "") or LEFT_OUT,
            )  # fmt: skip
        self.order_fields([*(f"column-{place}" for place in range(len(headings))), "received_on"])

    @property
    def targets(self) -> list[str]:
        """What each column is, in the order of the headings."""
        codes = [self.cleaned_data.get(f"column-{place}", LEFT_OUT) for place in range(len(self.headings))]
        return ["" if code == LEFT_OUT else code for code in codes]

    def columns(self) -> list[forms.BoundField]:
        """The questions about columns, without the day."""
        return [self[f"column-{place}"] for place in range(len(self.headings))]

    def clean(self) -> dict[str, Any]:
        codes = self.targets
        for place, code in enumerate(codes):
            if code and code in codes[:place]:
                told = _('The column "%(other)s" is this already: choose something else for one of them.')
                other = self.headings[codes.index(code)]
                self.add_error(f"column-{place}", told % {"other": other})
        said = set(codes) | self._facts(codes)
        if STARTUP not in said:
            self.add_error(None, _("Say which column holds the name of the start-up."))
        if said.isdisjoint({NAME, EMAIL, PHONE}):
            self.add_error(
                None, _("Say which column names the contact: a name, an e-mail address or a telephone.")
            )
        if (
            RECEIVED not in said
            and not self.cleaned_data.get("received_on")
            and "received_on" not in self.errors
        ):
            self.add_error(
                "received_on",
                _("Write the day on which the files were received, or choose the column that holds it."),
            )
        return self.cleaned_data

    def _facts(self, codes: Sequence[str]) -> set[str]:
        """Return the facts of the office that questions of the form give."""
        same = {"startup_name": STARTUP, "lead_email": EMAIL, "lead_phone": PHONE, "lead_last_name": NAME}
        fields = self.definition.fields_by_key
        maps = (fields[code.removeprefix(FIELD)].maps_to for code in codes if code.startswith(FIELD))
        return {same[name] for name in maps if name in same}


def _grouped(targets: Sequence[Target]) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in targets:
        label = target.label if len(target.label) <= MOST_WORDS else f"{target.label[: MOST_WORDS - 1]}…"
        groups.setdefault(target.group, []).append((target.code, label))
    return [(LEFT_OUT, _("Leave out")), *groups.items()]


class ConfirmForm(forms.Form):
    """What to do with rows that are not good, and whether people are written to."""

    only_good = forms.BooleanField(
        label=_("Import only the good rows"), required=False,
        help_text=_("The rows with errors are left out. Correct them in a table of their own, then bring it in."),
    )  # fmt: skip
    as_drafts = forms.BooleanField(
        label=_("Import the incomplete files as drafts"), required=False,
        help_text=_("A draft is not received: its person completes it and sends it in time. The desk does not list it."),
    )  # fmt: skip
    tells = forms.BooleanField(
        label=_("Write to each person that their file was entered"), required=False,
        help_text=_("The letters leave after fifteen minutes; undoing the import before then calls them back."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not found["wrong"] and not found["incomplete"]:
            del self.fields["only_good"]
        if not found["incomplete"]:
            del self.fields["as_drafts"]

    @property
    def options(self) -> dict[str, bool]:
        """The answers, those that were not asked included."""
        names = ("only_good", "as_drafts", "tells")
        return {name: bool(self.cleaned_data.get(name)) for name in names}
