"""What an export asks for: which files (the query of the list), which columns, which form."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incubator.applications.exports.application_table import Wanted
from incubator.applications.models import Application
from incubator.applications.worklist.lists import ApplicationList
from incubator.lists.forms import TABLE_FORMS
from incubator.people.models import User

# Files ticked one by one stand in the query under this name.
TICKED = "ref"


class Selection:
    """The files that the query of the list keeps, in its order: filters, saved view, or the ticked ones alone."""

    def __init__(self, params: QueryDict, person: User, at: datetime) -> None:
        ticked = params.getlist(TICKED)
        self.listing = ApplicationList(person, at, params)
        if ticked:
            rows = Application.objects.at_the_desk_of(person).filter(public_id__in=ticked)
        else:
            rows = self.listing.listed()
        self.rows: QuerySet = self.listing.order.applied(rows)
        self.view = "" if ticked else str(self.listing.tabs[self.listing.tab].label)
        self.call = self.listing.filters.asked.get("call", "")
        self.active = [] if ticked else self.listing.filters.active

    def keys(self) -> list[int]:
        """Return the keys of the files, in their order."""
        return list(self.rows.values_list("pk", flat=True))


# Packs of whole files, always prepared in the background: the ending of their kind of work → words.
PACKS = {
    "documents": _("ZIP of the documents, with an index"),
    "dossiers": _("ZIP of one PDF for each file"),
    "pack": _("One PDF of all the files, with their list (volumes of a hundred above that)"),
}


class ExportForm(forms.Form):
    """The choices of the page; what the person may not have is not offered."""

    form = forms.ChoiceField(
        label=_("Form of the export"),
        choices=TABLE_FORMS,
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    personal = forms.BooleanField(
        label=_("With names, addresses and numbers of people"), required=False,
        help_text=_("Only if your work needs them: the file is then under your care."),
    )  # fmt: skip
    sensitive = forms.BooleanField(
        label=_("With sensitive answers"),
        required=False,
        help_text=_("Disability, health and the like: off unless you say why. The audit tells."),
    )
    reason = forms.CharField(
        label=_("Why sensitive answers are needed"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, may_personal: bool, may_sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_personal:
            self.fields["form"].choices = [*self.fields["form"].choices, *PACKS.items()]
        else:
            del self.fields["personal"]
        if not may_sensitive:
            del self.fields["sensitive"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Sensitive answers and their reason go together."""
        kept = super().clean() or {}
        if kept.get("sensitive") and not kept.get("reason", "").strip():
            self.add_error("reason", _("Write why sensitive answers are needed."))
        return kept

    def wanted(self, columns: list[str], offered: list[str]) -> Wanted:
        """Return what is asked for; all the columns that are offered count as no choice."""
        kept = self.cleaned_data
        chosen = None if set(columns) >= set(offered) else tuple(c for c in offered if c in columns)
        return Wanted(
            form=kept["form"],
            columns=chosen,
            personal=bool(kept.get("personal")),
            sensitive=bool(kept.get("sensitive")),
            reason=kept.get("reason", "").strip() if kept.get("sensitive") else "",
        )
