"""What a person types about a list: the name of a view, the form of an export."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.ui import inputs
from incubator.workflow.versioned import Versioned

TABLE_FORMS = [("xlsx", _("XLSX, for a spreadsheet")), ("csv", _("CSV, for any program"))]


class ViewForm(Versioned, forms.Form):
    """The name of a saved view."""

    name = inputs.LineField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(label=_("Share it with the team"), required=False)


class TableForm(forms.Form):
    """The form of an exported table."""

    form = forms.ChoiceField(
        label=_("Form of the export"), choices=TABLE_FORMS, widget=forms.RadioSelect, initial="xlsx"
    )
