"""Exports, imports and printed documents: who may ask, read and undo."""

from tests.access.cells import DESK, FILES_DESK, GO, NOTHING, Row, acts, only, public, reads

ROWS: dict[str, Row] = {
    **{
        f"programmes:{kind}_pdf{end}": public(about="open call by slug")
        for kind in ("rules", "summary", "form")
        for end in ("", "_en")
    },
    "programmes:rules_pdf (in preparation)": public(404, "prepared call by slug"),
    "programmes:print": reads("printed call", only(("officer", "director", "admin", "editor"))),
    "applications:desk_export": Row(NOTHING, only(FILES_DESK), only(FILES_DESK, 422)),
    "portal:audit": reads(NOTHING, only(("admin",))),
    "portal:register": reads(NOTHING, only(("director", "admin"))),
    "portal:retention": reads(NOTHING, only(("director", "admin"))),
    "portal:register_pdf": reads(NOTHING, only(("director", "admin"))),
    "exports:jobs": reads(NOTHING, only(DESK)),
    # An export belongs to the officer who asked for it, whoever else works at the desk.
    "exports:download": reads("job", only(("officer",))),
    "exports:make": acts("job", only(("officer",), GO)),
    "exports:retry": acts("job", only(("officer",), 409)),
    "exports:discard": acts("job", only(("officer",), GO)),
}
