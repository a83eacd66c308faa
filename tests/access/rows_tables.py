"""Exports, imports and printed documents: who may ask, read and undo."""

from tests.access.cells import DESK, FILES_DESK, GO, NOTHING, Row, acts, only, reads

ROWS: dict[str, Row] = {
    "applications:desk_export": Row(NOTHING, only(FILES_DESK), only(FILES_DESK, 422)),
    "exports:jobs": reads(NOTHING, only(DESK)),
    # An export belongs to the officer who asked for it, whoever else works at the desk.
    "exports:download": reads("job", only(("officer",))),
    "exports:make": acts("job", only(("officer",), GO)),
    "exports:retry": acts("job", only(("officer",), 409)),
    "exports:discard": acts("job", only(("officer",), GO)),
}
