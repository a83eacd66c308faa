"""Days and months are typed as people write them; the browser's calendar stands beside, shown where scripts run."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from incubator.ui import fields, inputs


class Dates(forms.Form):
    day = inputs.DateField(required=False)
    month = inputs.MonthField(required=False)
    instant = inputs.DateTimeField(required=False)


@pytest.mark.parametrize(
    ("name", "kind"), [("day", "date"), ("month", "month"), ("instant", "datetime-local")]
)
def test_a_date_is_a_text_with_a_calendar_for_whoever_has_scripts(name, kind):
    drawn = fields.render_field(Dates()[name])

    assert 'type="text"' in drawn
    assert f'<button type="button" class="secondary pick" data-picks="{kind}"' in drawn
    assert '" hidden><svg' in drawn


@pytest.mark.parametrize("typed", ["mars 2027", "03/2027", "2027-03", "March 2027"])
def test_a_month_is_read_as_it_is_written_and_shown_back(typed):
    form = Dates({"month": typed})

    assert form.is_valid()
    assert form.cleaned_data["month"] == date(2027, 3, 1)
    assert 'value="03/2027"' in fields.render_field(Dates(initial=form.cleaned_data)["month"])
    assert f'value="{typed}"' in fields.render_field(form["month"])


def test_what_cannot_be_read_says_what_can():
    with translation.override("fr"):
        form = Dates({"day": "hier", "month": "bientôt"})

        assert form.errors["day"] == [
            "Écrivez la date avec le jour, le mois et l’année, par exemple 17/08/1999 ou 17 août 1999."
        ]
        assert form.errors["month"] == ["Écrivez le mois et l’année, par exemple 03/2027 ou mars 2027."]
        assert "Par exemple 03/2027 ou mars 2027." in fields.render_field(form["month"])
