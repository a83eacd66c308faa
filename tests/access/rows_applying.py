"""The team of a file, made by its lead, joined by whoever was invited; what is said once; what is copied."""

from tests.access.cells import GO, NOTHING, TEAM, Row, acts, all_alike, only, reads, signed_in

# Whoever holds the code sees who invites; the owner is in the team already and is led to the file.
WITH_A_CODE = signed_in(200, owner=GO)

ROWS: dict[str, Row] = {
    "applications:team": Row("draft", only(TEAM), only(TEAM, 422)),
    "applications:change_team": acts("draft", only(TEAM, GO)),
    "applications:leave_team": acts("draft", only(TEAM, GO)),  # the lead stays, and is told so
    "applications:taken": reads("draft", only(TEAM)),
    "applications:into_profile": acts("draft", only(TEAM, GO)),
    "applications:own_copy": acts("draft", only(TEAM)),
    "portal:own_data": Row(NOTHING, signed_in(200), signed_in(200)),
    "portal:consents": reads(NOTHING, signed_in(200)),
    "portal:withdraw_consent": Row("consent of the owner", only(TEAM), only(TEAM, GO)),
    "portal:who_read": reads(NOTHING, signed_in(200)),
    "portal:erase": Row(NOTHING, signed_in(200), signed_in(422)),
    "portal:erased": Row(NOTHING, all_alike(GO, anonymous=200, suspended=200), all_alike(405)),
    "portal:own_section": reads("section of own data", signed_in(200)),
    "accounts:facts": Row(NOTHING, signed_in(200), signed_in(GO)),
    "applications:join": Row(NOTHING, signed_in(200), signed_in(422)),
    "applications:join_with": Row("code of draft", WITH_A_CODE, WITH_A_CODE),
    "applications:accept_invitation": acts("invitation to the outsider", only(("outsider",), GO)),
}
