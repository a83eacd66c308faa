"""The closing of a call, its late codes, the outages."""

from tests.access.cells import FILES_DESK, GO, NOTHING, OFFICE, Row, acts, behind, only

ROWS: dict[str, Row] = {
    "programmes:outages": Row(NOTHING, only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:call_closing": behind(FILES_DESK, only(FILES_DESK), None, "open call"),
    "applications:call_extend": behind(OFFICE, None, only(OFFICE, 422), "open call"),
    "applications:call_ask_early": behind(OFFICE, None, only(OFFICE, 422), "open call"),
    "applications:call_decide_early": behind(("director",), None, only(("director",), 409), "open call"),
    "applications:call_cancel": behind(OFFICE, None, only(("director",), 422, officer=403), "open call"),
    "programmes:preview_applicant": behind(FILES_DESK, only(FILES_DESK), None, "prepared call"),
    "programmes:preview_juror": behind(FILES_DESK, only(FILES_DESK), None, "prepared call"),
    "applications:call_invitations": behind(FILES_DESK, only(FILES_DESK), None, "open call"),
    "applications:call_invite": behind(OFFICE, None, only(OFFICE, 422), "open call"),
    "applications:call_invite_preselected": behind(OFFICE, None, only(OFFICE, 409), "open call"),
    "applications:call_uninvite": behind(OFFICE, None, only(OFFICE, GO), "call invitation"),
    "cms:erase_practice": behind(OFFICE, only(OFFICE), only(("director",), GO, officer=403), "practice call"),
    "cms:erase_practice (no practice)": behind(OFFICE, only(()), only(()), "open call"),
    "applications:late_codes": behind(FILES_DESK, only(FILES_DESK), None, "open call"),
    "applications:make_late_code": behind(OFFICE, None, only(OFFICE, 422), "open call"),
    "applications:confirm_late_code": behind(OFFICE, None, only(OFFICE, GO), "late code"),
    "applications:stop_late_code": behind(OFFICE, None, only(OFFICE, GO), "late code"),
    "applications:late_code": acts("draft", only(("owner",), 422)),
}
