"""Who may try the rules of a call: whoever prepares or decides it."""

from tests.access.cells import OFFICE, Row, only

ROWS: dict[str, Row] = {
    "programmes:try_rules": Row("prepared call", only(OFFICE), only(OFFICE)),
}
