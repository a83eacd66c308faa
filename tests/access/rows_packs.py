"""Papers: the minutes of a closing, one file as a PDF, documents cleared for a blind jury."""

from tests.access.cells import FILES_DESK, GO, OFFICE, Row, acts, behind, only, reads

ROWS: dict[str, Row] = {
    "applications:call_minutes": behind(FILES_DESK, only(FILES_DESK), None, "open call"),
    "applications:call_minutes_pdf": behind(FILES_DESK, only(FILES_DESK), None, "open call"),
    "applications:desk_pdf": reads("received", only(OFFICE, 200, admin=403)),
    "applications:desk_clear": acts("in review", only(FILES_DESK, GO, admin=403)),
}
