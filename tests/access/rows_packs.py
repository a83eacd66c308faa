"""Papers of one file: who takes them, and who clears them for a blind jury."""

from tests.access.cells import FILES_DESK, GO, OFFICE, Row, acts, only, reads

ROWS: dict[str, Row] = {
    "applications:desk_pdf": reads("received", only(OFFICE, 200, admin=403)),
    "applications:desk_clear": acts("in review", only(FILES_DESK, GO, admin=403)),
}
