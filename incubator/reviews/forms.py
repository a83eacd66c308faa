"""What jurors and the office type."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubator.people.models import User
from incubator.reviews.assignment import MOST_PER_FILE
from incubator.ui import inputs


class RoundForm(forms.Form):
    """The two dates of a round; it opens at 8:00 and closes at 17:00, Lomé time."""

    title_fr = inputs.LineField(label=_("Title, in French"), required=False, max_length=120)
    title_en = inputs.LineField(label=_("Title, in English"), required=False, max_length=120)
    opens_on = inputs.DateField(label=_("Opens on"), help_text=_("At 8:00, Lomé time."))
    closes_on = inputs.DateField(label=_("Closes on"), help_text=_("At 17:00, Lomé time."))

    @property
    def dates(self) -> dict[str, datetime]:
        return {
            "opens_at": datetime.combine(self.cleaned_data["opens_on"], time(8), tzinfo=UTC),
            "closes_at": datetime.combine(self.cleaned_data["closes_on"], time(17), tzinfo=UTC),
        }


class ExtendForm(forms.Form):
    """A later closing."""

    closes_on = inputs.DateField(label=_("New closing"), help_text=_("At 17:00, Lomé time."))

    @property
    def closes_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["closes_on"], time(17), tzinfo=UTC)


class JurorsForm(forms.Form):
    """Who sits, and how many jurors a file has."""

    jurors = forms.ModelMultipleChoiceField(
        label=_("Members of the jury"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    per_file = inputs.WholeField(label=_("Jurors for each file"), min_value=1, max_value=MOST_PER_FILE)

    def __init__(self, *args: Any, jurors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurors"].queryset = jurors


class RankingForm(forms.Form):
    """How many are offered a place, how many wait."""

    offers = inputs.WholeField(label=_("Offers"), min_value=0)
    waiting = inputs.WholeField(label=_("Ranks on the waiting list"), min_value=0)
