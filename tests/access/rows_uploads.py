"""Files that arrive in pieces, and files that an agent opens with somebody: who may."""

from tests.access.cells import FILES_DESK, GO, NOT_ASKED, NOTHING, TEAM, Row, acts, behind, only

AGENT = ("agent",)

ROWS: dict[str, Row] = {
    "applications:begin_upload": acts("draft", only(TEAM, 404)),  # no document is named
    "files:arriving": Row("upload of owner", only(TEAM), only(TEAM, 409)),  # no piece in it
    "applications:assist": behind(AGENT, only(AGENT), None, NOTHING),
    "applications:assisted": behind(AGENT, only(AGENT), None, NOTHING),
    "applications:assist_new": behind(AGENT, only(AGENT), only(AGENT, 422), "open call by slug"),
    "applications:assist_file": behind(AGENT, only(AGENT), None, "assisted file"),
    "applications:assist_code": behind(AGENT, None, only(AGENT, 422), "assisted file"),
    "applications:assist_confirm": behind(AGENT, None, only(AGENT, 422), "assisted file"),
    "applications:assist_sign": behind(AGENT, None, only(AGENT, 409), "assisted file"),
    "applications:file (assisted)": Row("assisted file", only(AGENT, GO), NOT_ASKED),
    "applications:review (assisted)": Row("assisted file", only(AGENT), NOT_ASKED),
    "applications:submit (assisted)": acts(
        "assisted file", only(AGENT, 403)
    ),  # nothing is sent by the agent alone
    "applications:withdraw (assisted)": Row(
        "assisted file", only(AGENT), only(AGENT)
    ),  # and refused: see its tests
    "applications:agents": behind(FILES_DESK, only(FILES_DESK), only(FILES_DESK, 422), "open call"),
}
