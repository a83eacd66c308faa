"""The desk's list: what a person keeps of it, acts on many, letters to many."""

from tests.access.cells import FILES_DESK, GO, NOTHING, Row, acts, only, reads

WRITER = ("officer",)  # whose view, act and letters these are
ROWS: dict[str, Row] = {
    "applications:call_messages": reads("call", only(FILES_DESK)),
    # Without the address of a list there is nothing to show; `tests/incubator/lists/test_doors.py` goes through them all.
    "lists:columns": acts(NOTHING, only(())),
    "lists:views": reads(NOTHING, only(())),
    "lists:save_view": acts(NOTHING, only(())),
    "lists:change_view": acts("saved view", only(())),
    "lists:delete_view": acts("saved view", only(())),
    "lists:export": Row(NOTHING, only(()), only(())),
    "applications:desk_bulk_run": Row("bulk run", only(WRITER), only(WRITER, GO)),
    "applications:desk_letter": Row("letter to many", only(WRITER), only(WRITER, 422)),
    "applications:desk_letter (posted)": Row(
        "posted letter", only(FILES_DESK), only(FILES_DESK, GO, admin=403)
    ),
    "applications:desk_letter_cancel": acts("posted letter", only(FILES_DESK, GO, admin=403)),
}
OF_A_PROGRAMME = {"saved view", "bulk run", "letter to many", "posted letter"}
