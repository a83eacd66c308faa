"""The desk's list: what a person keeps of it, acts on many, letters to many."""

from tests.access.cells import FILES_DESK, GO, NOTHING, Row, acts, only, reads

WRITER = ("officer",)  # whose view, act and letters these are
ROWS: dict[str, Row] = {
    "applications:call_messages": reads("call", only(FILES_DESK)),
    "applications:desk_columns": acts(NOTHING, only(FILES_DESK, GO)),
    "applications:desk_views": reads(NOTHING, only(FILES_DESK)),
    "applications:desk_view_save": acts(NOTHING, only(FILES_DESK, 422)),
    "applications:desk_view_change": acts("saved view", only(WRITER, 422)),
    "applications:desk_view_delete": acts("saved view", only(WRITER, GO)),
    "applications:desk_bulk_run": Row("bulk run", only(WRITER), only(WRITER, GO)),
    "applications:desk_letter": Row("letter to many", only(WRITER), only(WRITER, 422)),
    "applications:desk_letter (posted)": Row(
        "posted letter", only(FILES_DESK), only(FILES_DESK, GO, admin=403)
    ),
    "applications:desk_letter_cancel": acts("posted letter", only(FILES_DESK, GO, admin=403)),
}
OF_A_PROGRAMME = {"saved view", "bulk run", "letter to many", "posted letter"}
