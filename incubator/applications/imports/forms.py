"""What an officer answers besides to import files: the day of reception, drafts, letters."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.applications.imports.columns import EMAIL, FIELD, NAME, PHONE, RECEIVED, STARTUP
from incubator.applications.imports.kind import form_of
from incubator.imports import forms as imports
from incubator.ui import inputs


class ColumnsForm(imports.ColumnsForm):
    """What each column of the table is, and the day of reception where no column holds it."""

    received_on = inputs.DateField(
        label=_("Received on"), required=False,
        help_text=_("The day on which the paper files came, for the rows whose column does not say it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"received_on": kwargs["batch"].received_on}, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        codes = self.targets
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
        fields = form_of(self.batch.call).fields_by_key
        maps = (fields[code.removeprefix(FIELD)].maps_to for code in codes if code.startswith(FIELD))
        return {same[name] for name in maps if name in same}


class ConfirmForm(imports.ConfirmForm):
    """What to do with rows that are not good, and whether people are written to."""

    as_drafts = forms.BooleanField(
        label=_("Import the incomplete files as drafts"), required=False,
        help_text=_("A draft is not received: its person completes it and sends it in time. The desk does not list it."),
    )  # fmt: skip
    tells = forms.BooleanField(
        label=_("Write to each person that their file was entered"), required=False,
        help_text=_("The letters leave after fifteen minutes; undoing the import before then calls them back."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, found=found, **kwargs)
        if not found["incomplete"]:
            del self.fields["as_drafts"]
