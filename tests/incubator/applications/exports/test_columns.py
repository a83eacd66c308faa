"""The columns of the export."""

from incubator.applications.exports.columns import answer_columns
from incubator.applications.filling.definitions import definition_of


def test_columns_of_several_versions_are_one_a_key(call):
    form = definition_of(call.form_version)

    once = [column.key for column in answer_columns([form], "fr")]

    assert [column.key for column in answer_columns([form, form], "fr")] == once
