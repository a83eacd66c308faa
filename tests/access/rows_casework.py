"""Casework on one file: who opens and does what."""

from tests.access.cells import FILES_DESK, GO, NOTHING, OFFICE, Row, acts, only, reads

ROWS: dict[str, Row] = {
    "applications:desk_assign": Row("received", only(FILES_DESK), only(FILES_DESK, GO, admin=403)),
    "applications:desk_compare": reads("in review", only(FILES_DESK)),
    "applications:desk_comment": acts("received", only(FILES_DESK, 422)),
    "applications:desk_give_task": Row("received", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_tags": Row(
        "received", only(FILES_DESK), only(("officer",), GO, director=403, admin=403)
    ),
    "applications:desk_tasks": reads(NOTHING, only(FILES_DESK)),
    "applications:desk_change_note": Row("note", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_strike_note": acts("note", only(("officer",), GO, director=403, admin=403)),
    "applications:desk_finish_task": acts("task", only(OFFICE, GO, admin=403)),
    "applications:desk_blind": Row("in review", only(FILES_DESK), only(OFFICE, GO, officer=GO, admin=403)),
    "applications:desk_twins": Row("twins", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_more_time": Row("returned", only(FILES_DESK), only(FILES_DESK, 422)),
}
