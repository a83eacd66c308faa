"""Tables of paper files: brought in, tried, confirmed and undone by the officers of the call alone."""

from tests.access.cells import GO, Row, acts, only, reads

OFFICERS = ("officer",)
ROWS: dict[str, Row] = {
    "applications:call_imports": Row("open call", only(OFFICERS), only(OFFICERS, 422)),
    "applications:call_import": Row("import", only(OFFICERS), only(OFFICERS, 422)),
    "applications:call_import (confirmed)": Row("confirmed import", only(OFFICERS), only(OFFICERS, 422)),
    "applications:call_import (being checked)": Row(
        "import being checked", only(OFFICERS), only(OFFICERS, 422)
    ),
    "applications:call_import_columns": Row("import", only(OFFICERS), only(OFFICERS, 422)),
    "applications:call_import_shape": acts("import", only(OFFICERS, 422)),
    "applications:call_import_go_on": acts("confirmed import", only(OFFICERS, GO)),
    "applications:call_import_go_on (being checked)": acts("import being checked", only(OFFICERS, GO)),
    "applications:call_import_undo": acts("confirmed import", only(OFFICERS, GO)),
    "applications:call_import_undo (not confirmed)": acts("import", only(OFFICERS, 422)),
    "applications:call_import_discard": acts("import", only(OFFICERS, GO)),
    "applications:call_import_discard (confirmed)": acts("confirmed import", only(OFFICERS, 409)),
    "applications:call_import_remarks": reads("import", only(OFFICERS)),
    "files:download (table of an import)": reads("table of import", only(OFFICERS)),
}
OF_A_PROGRAMME = {"import", "import being checked", "confirmed import", "table of import"}
