"""Casework on one file: who opens and does what."""

from tests.access.cells import FILES_DESK, GO, Row, only, reads

ROWS: dict[str, Row] = {
    "applications:desk_assign": Row("received", only(FILES_DESK), only(FILES_DESK, GO, admin=403)),
    "applications:desk_compare": reads("in review", only(FILES_DESK)),
}
