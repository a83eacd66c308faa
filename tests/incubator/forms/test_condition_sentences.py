"""Conditions as sentences."""

import pytest
from django.utils import translation

from incubator.forms import condition_sentences
from tests.world.programmes import load_sample_call


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            {"field": "registration_date", "op": "age_years_lt_or_empty", "value": 7},
            "«\u00a0Date d’immatriculation\u00a0» date de moins de 7 ans à la clôture, ou n’a pas de réponse",
        ),
        (
            {"field": "founders_count", "op": ">=", "value": 2},
            "«\u00a0Nombre de personnes fondatrices\u00a0» est au moins 2",
        ),
    ],
)
def test_the_number_stands_where_french_puts_it(centre, officer, condition, told):
    form = load_sample_call(officer).form_version.form

    with translation.override("fr"):
        assert condition_sentences.sentence(condition, form, "fr") == told
