"""A table drawn: spare lines, least lines, errors in their cell."""

import pytest

from incubator.forms.completeness import issues
from incubator.forms.rendering import bind
from tests.incubator.forms.conftest import make
from tests.incubator.forms.test_rendering import COLUMNS, page


@pytest.mark.parametrize(("filled", "drawn"), [(0, 1), (1, 2), (2, 3), (3, 3), (4, 4)])
def test_a_table_has_one_spare_line_up_to_its_limit(filled, drawn):
    definition = make({"key": "t", "type": "repeat", "label_fr": "T", "max_items": 3, "columns": COLUMNS})
    rows = [{"title": str(n), "sum": None} for n in range(filled)]

    (field,) = bind(definition, definition.steps[0], {"t": rows}, (), "en")

    assert len(field.rows) == drawn
    assert [row.spare for row in field.rows] == [False] * filled + [True] * (drawn - filled)


def test_a_table_shows_its_least_lines_and_its_errors_in_their_cell():
    definition = make(
        {
            "key": "t",
            "type": "budget",
            "label_fr": "T",
            "label_en": "T",
            "min_items": 3,
            "max_items": 3,
            "columns": COLUMNS,
            "required": True,
        }
    )
    answers = {"t": [{"title": "A", "sum": {"raw": "1,5"}}]}

    soup = page(definition, answers, issues(definition, answers))

    assert len(soup.select("fieldset.row-form")) == 3
    assert (
        soup.select_one("#id_t-0-sum_error").text
        == 'Line 1, "Sum": An amount is in whole francs, without cents.'
    )
    assert soup.select_one("[name=t-0-sum]")["value"] == "1,5"
