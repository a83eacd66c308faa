"""Files that arrive in pieces, and files that an agent opens with somebody: who may."""

from tests.access.cells import TEAM, Row, acts, only

ROWS: dict[str, Row] = {
    "applications:begin_upload": acts("draft", only(TEAM, 404)),  # no document is named
    "files:arriving": Row("upload of owner", only(TEAM), only(TEAM, 409)),  # no piece in it
}
