"""Who may do what: every address of ours, by every role. Written by hand; the tests compare the product with it.

A row reads: the address; which record of the world it is asked about; what GET answers; what an empty POST answers.
An answer is a status, DOOR (the way to the sign-in page) or GO (another redirect: the act was done, or the page is
elsewhere). Other people's records are 404, everywhere; a refusal of the rules is 403, 409 or 422.
"""

from tests.access import (
    rows_applying,
    rows_calls,
    rows_casework,
    rows_desk,
    rows_everybody,
    rows_formed,
    rows_imports,
    rows_packs,
    rows_tables,
    rows_uploads,
)
from tests.access.cells import (
    BOOKS,
    CENTRE,
    DESK,
    FILES_DESK,
    GO,
    JURORS,
    MENTORS,
    MONEY,
    NOTHING,
    OFFICE,
    PAYERS,
    TEAM,
    WRITERS_OF_FORMS,
    Row,
    acts,
    behind,
    only,
    reads,
    signed_in,
)

STAFF = ("officer", "director", "finance", "approver", "admin")
VERIFIERS = ("officer", "finance", "director")

TABLE: dict[str, Row] = {
    # --- an applicant's file: its team alone, not even the office --------------------------------------------------
    "applications:list": reads(NOTHING, signed_in(200)),
    "applications:start": Row("open call by slug", signed_in(200), signed_in(200)),
    "applications:start (in preparation)": Row("prepared call by slug", only(()), only(())),
    "applications:file": reads("draft", only(TEAM)),
    "applications:file (sent)": reads("in review", only(TEAM)),
    "applications:step": Row("step of draft", only(TEAM), only(TEAM, GO)),
    "applications:choose": acts("step of draft", only(TEAM, GO)),
    "applications:field": acts("field of draft", only(TEAM)),
    "applications:documents": Row("draft of the sample call", only(TEAM, GO), only(TEAM, 403)),  # the call is closed
    "applications:remove": acts("document of draft", only(TEAM, 403)),  # the call is closed
    "applications:review": reads("draft", only(TEAM)),
    "applications:review (sent)": reads("in review", only(TEAM)),
    "applications:submit": acts("draft", only(TEAM, GO)),
    "applications:receipt": reads("in review", only(TEAM)),
    "applications:corrections": Row("returned", only(TEAM), only(TEAM, GO)),
    "applications:withdraw": Row("draft", only(TEAM), only(TEAM)),
    "cohorts:accept": Row("offered", only(TEAM), only(TEAM, GO)),
    "cohorts:refuse": Row("offered", only(TEAM), only(TEAM, GO)),
    "files:download (of a draft)": reads("file of draft", only(TEAM)),
    "files:download": reads("file of sent", only((*TEAM, *OFFICE))),  # it names people
    # --- files at the desk -----------------------------------------------------------------------------------------
    "applications:call_list": reads("call", only(FILES_DESK)),
    "applications:desk_list": reads(NOTHING, only(FILES_DESK)),
    "applications:desk_bulk": acts(NOTHING, only(FILES_DESK, GO)),
    "applications:desk_file": reads("in review", only(FILES_DESK)),
    "applications:desk_file (a draft)": reads("draft", only(())),
    "applications:desk_sensitive": acts("in review", only(("officer",))),
    "applications:desk_take": acts("received", only(OFFICE, GO, admin=403)),
    "applications:desk_confirm_eligible": acts("received", only(OFFICE, GO, admin=403)),
    "applications:desk_find_ineligible": Row("received", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_return_for_correction": Row("received", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_reopen_screening": acts("eligible", only(OFFICE, GO, admin=403)),
    "applications:desk_send_to_review": acts("eligible", only(OFFICE, GO, admin=403)),
    "applications:desk_decide": Row("in review", only(FILES_DESK), only(FILES_DESK, 422)),
    "applications:desk_promote": acts("waiting", only(("director",), GO, officer=403, admin=403)),
    "applications:desk_decline": Row("waiting", only(FILES_DESK), only(FILES_DESK, 422)),
    # --- the jury --------------------------------------------------------------------------------------------------
    "reviews:files": reads(NOTHING, signed_in(200)),
    "reviews:scores": reads(NOTHING, signed_in(200)),
    "reviews:links": Row("round", only(JURORS), only(JURORS, GO)),
    "reviews:round_scores": reads("round", only(JURORS)),
    "reviews:file": Row("file of juror", only(("juror",)), only(("juror",), GO)),
    "reviews:report_link": Row("file of juror", only(("juror",)), only(("juror",))),
    "reviews:document": reads("document of juror", only(("juror",))),
    "reviews:call_jury": reads("call", only(FILES_DESK)),
    "reviews:open_round": acts("call", only(FILES_DESK)),
    "reviews:extend": acts("round at desk", only(FILES_DESK)),
    "reviews:propose": Row("round at desk", only(FILES_DESK), only(OFFICE, GO, admin=403)),
    "reviews:call_decisions": reads("call", only(FILES_DESK)),
    "reviews:apply_ranking": acts("call", only(FILES_DESK, GO)),
    "reviews:publish": Row(
        "call",
        only(("director",), officer=403, admin=403),
        only(("director",), 409, officer=403, admin=403),
    ),
    "reviews:recuse": acts("review", only(OFFICE, GO, admin=403)),
    "reviews:reopen": acts("confirmed review", only(OFFICE, GO, admin=403)),
    "conflicts:register": reads(NOTHING, only(OFFICE)),
    "conflicts:confirm": acts("interest", only(OFFICE, GO)),
    "conflicts:dismiss": acts("interest", only(OFFICE, GO)),
    "conflicts:declare": Row("startup", only(STAFF), only(STAFF, 422)),
    "conflicts:identify": Row("unnamed interest", only(OFFICE), only(OFFICE)),
    # --- calls: an officer prepares, a director approves, an officer publishes -------------------------------------
    "programmes:desk_calls": reads(NOTHING, only(CENTRE)),
    "programmes:new": Row(NOTHING, only(("officer",)), only(("officer",))),
    "programmes:desk_call": behind(CENTRE, only(CENTRE, GO), None, "call"),
    "programmes:prepare": behind(CENTRE, only(CENTRE), None, "prepared call"),
    "programmes:edit_dates": Row("prepared call", only(("officer",)), only(("officer",))),
    "programmes:edit_deciding": Row("prepared call", only(("officer",)), only(("officer",))),
    "programmes:edit_text": Row("prepared call", only(("officer",)), only(("officer",))),
    "programmes:edit_part": Row("part of prepared call", only(("officer",)), only(("officer",))),
    "programmes:propose": behind(("officer",), None, only(("officer",), GO), "prepared call"),
    "programmes:approve": Row("proposed call", only(("director",)), only(("director",), GO)),
    "programmes:send_back": behind(OFFICE, None, only(OFFICE, 409), "proposed call"),
    "programmes:cancel": behind(OFFICE, None, only(OFFICE, GO), "prepared call"),
    "programmes:cancel (published)": behind(OFFICE, None, only(("director",), 409, officer=403), "open call"),
    "programmes:archive": behind(OFFICE, None, only(OFFICE, GO), "judged call"),
    "cms:publish": behind(OFFICE, None, only(OFFICE, GO), "approved call"),
    "cms:call_page": behind(WRITERS_OF_FORMS, only(WRITERS_OF_FORMS, GO), None, "open call"),
    "cms:call_page (in preparation)": behind(
        WRITERS_OF_FORMS, only(WRITERS_OF_FORMS, GO), None, "prepared call"
    ),
    "cms:edit_form (in preparation)": behind(
        WRITERS_OF_FORMS, only(WRITERS_OF_FORMS, GO), None, "prepared call"
    ),
    "cms:form_preview (in preparation)": behind(
        WRITERS_OF_FORMS, only(WRITERS_OF_FORMS), None, "prepared call"
    ),
    "cms:edit_form": behind(WRITERS_OF_FORMS, only(WRITERS_OF_FORMS, GO), None, "open call"),
    "cms:form_preview": behind(WRITERS_OF_FORMS, only(WRITERS_OF_FORMS), None, "open call"),
    "cms:publish_form": behind(("officer", "editor"), None, only(("officer", "editor"), GO), "open call"),
    # --- cohorts and places ----------------------------------------------------------------------------------------
    "cohorts:agreement": Row("unsigned startup", only(TEAM), only(TEAM, 422)),
    "cohorts:list": reads(NOTHING, only(CENTRE)),
    "cohorts:plan": Row("call without cohort", only(OFFICE), only(OFFICE, 422)),
    "cohorts:detail": reads("cohort", only(CENTRE)),
    "cohorts:place": reads("place", only(CENTRE)),
    "cohorts:record_scan": acts("place without agreement", only(OFFICE, 422)),
    "cohorts:act": acts("graduation of place", only(OFFICE, GO)),
    # --- milestones and reports ------------------------------------------------------------------------------------
    "milestones:list": reads("startup", only(TEAM)),
    "milestones:detail": Row("milestone of startup", only(TEAM), only(TEAM, GO)),
    "milestones:submit": acts("milestone of startup", only(TEAM, GO)),
    "milestones:desk_list": reads(NOTHING, only(CENTRE)),
    "milestones:desk_detail": reads("milestone", only(CENTRE)),
    "milestones:approve": acts("milestone", only(OFFICE, GO)),
    "milestones:return": acts("milestone", only(OFFICE, 422)),
    "milestones:waive": acts("open milestone", only(OFFICE, 422)),
    "milestones:begin_all": acts("cohort", only(OFFICE, GO)),
    "milestones:begin": acts("signed place", only(OFFICE, GO)),
    "files:download (evidence)": reads("evidence", only((*TEAM, *CENTRE))),
    "reporting:list": reads("startup", only(TEAM)),
    "reporting:detail": Row("report of startup", only(TEAM), only(TEAM, 409)),  # it is sent: nothing changes
    "reporting:submit": acts("open report of startup", only(TEAM, 422)),
    "reporting:desk_list": reads(NOTHING, only(DESK)),
    "reporting:desk_detail": reads("report", only(CENTRE)),  # donors read accepted ones alone
    "reporting:accept": acts("report", only(OFFICE, GO)),
    "reporting:return": acts("report", only(OFFICE, 422)),
    "reporting:periods": Row("cohort", only(OFFICE), only(OFFICE, 422)),
    "reporting:open": acts("planned period", only(OFFICE, GO)),
    # --- mentoring -------------------------------------------------------------------------------------------------
    "mentorship:startups": reads(NOTHING, only(MENTORS)),
    "mentorship:startup": reads("startup", only(("mentor",))),
    "mentorship:sessions": reads(NOTHING, only(MENTORS)),
    "mentorship:new_session": Row(NOTHING, only(MENTORS, GO), only(MENTORS, GO)),
    "mentorship:session": reads("session", only(("mentor",))),
    "mentorship:amend": Row("session", only(("mentor",)), only(("mentor",), 422)),
    "mentorship:charter": Row(NOTHING, only(MENTORS), only(MENTORS, 422)),
    "mentorship:profile": Row(NOTHING, only(MENTORS), only(MENTORS)),
    "mentorship:founder": reads("startup", only(TEAM)),
    "mentorship:action_done": acts("action", only(TEAM, GO)),
    "mentorship:desk": Row(NOTHING, only(OFFICE), only(OFFICE, 422)),
    "mentorship:confirm_match": acts("proposed match", only(OFFICE, GO)),
    "mentorship:end_match": acts("match", only(OFFICE, GO)),
    "mentorship:mentors": Row(NOTHING, only(OFFICE), only(OFFICE, 422)),
    "mentorship:move_mentor": acts("mentor's pause", only(OFFICE, GO)),
    "mentorship:desk_sessions": reads(NOTHING, only(FILES_DESK)),
    "mentorship:desk_session": reads("session", only(FILES_DESK)),
    # --- money, the team's side ------------------------------------------------------------------------------------
    "funding:grant": reads("startup", only(TEAM)),
    "funding:expenses": reads("startup", only(TEAM)),
    "funding:add_expense": Row("startup", only(TEAM), only(TEAM, 422)),
    "funding:request": Row("second tranche of startup", only(TEAM), only(TEAM)),
    "funding:requested": reads("first tranche of startup", only(TEAM)),
    "funding:confirm_reception": acts("first tranche of startup", only(TEAM, GO)),
    "funding:payment": reads("charge", only((*TEAM, *CENTRE))),
    "funding:by_card": acts("charge", only((*TEAM, *CENTRE), GO)),  # no key is set: back to the page, which says so
    "funding:another_way": acts("charge", only((*TEAM, *CENTRE), GO)),  # nothing is open: back to the page
    "funding:declare": Row("charge", only((*TEAM, *CENTRE), GO), only(CENTRE, 403) | {"owner": 422, "finance": 422}),
    "funding:receipt": reads("paid charge", only((*TEAM, *CENTRE))),
    "files:download (receipt)": reads("receipt file", only((*TEAM, *CENTRE))),
    "files:download (proof of payment)": reads("proof of payment", only(CENTRE)),
    # --- money, the desk's side: two people for every payment ------------------------------------------------------
    "funding:tranches": reads(NOTHING, only(MONEY)),
    "funding:tranche": reads("tranche", only(MONEY)),
    "funding:tranche_act": acts("check of tranche", only(MONEY, 403) | {"finance": GO}),
    "funding:tranche_act (signature)": acts("signature of tranche", only(MONEY, 403) | {"approver": GO}),
    "funding:tranche_act (payment)": acts("payment of tranche", only(MONEY, 422)),  # its form first
    "funding:tranche_act (suspension)": acts("suspension of tranche", only(MONEY, 422)),
    "funding:decide_expense": acts("expense", only(MONEY, 403) | {"finance": GO}),
    "funding:desk_expenses": reads(NOTHING, only(MONEY)),
    "funding:to_sign": reads(NOTHING, only(("approver",))),
    "funding:signed": reads(NOTHING, only(("approver",))),
    "funding:awards": reads(NOTHING, only(MONEY)),
    "funding:propose_award": Row("bare place", only(("officer", "finance")), only(("officer", "finance"))),
    "funding:award": reads("award", only(MONEY)),
    "funding:payees": reads(NOTHING, only(MONEY)),
    "funding:payee": reads("startup", only(MONEY)),
    "funding:propose_payee": acts("startup", only(("finance",), 422)),
    "funding:payee_act": acts("proposed payee", only(("finance",), 403) | {"approver": GO}),
    "funding:payee_act (refusal)": acts("refusal of payee", only(("finance", "approver"), 422)),
    "funding:award_act": acts("approval of award", only(("approver", "director"), GO, officer=403, finance=403)),
    "funding:award_act (closing)": acts("closing of award", only(MONEY, 403) | {"finance": GO}),
    "funding:payments": reads(NOTHING, only(PAYERS)),
    "funding:bank_file": reads(NOTHING, only(("finance",))),
    "funding:lines": reads(NOTHING, only(BOOKS)),
    "funding:new_line": Row(NOTHING, only(("finance", "director")), only(("finance", "director"))),
    "funding:ledger": reads(NOTHING, only(BOOKS)),
    "funding:income": reads(NOTHING, only(PAYERS)),
    "funding:close_told": acts("told event", only(("finance",), GO)),
    "funding:new_charge": Row(NOTHING, only(("finance",)), only(("finance",))),
    "funding:charge": reads("charge", only(PAYERS)),
    "funding:charge_act (a refund asked)": acts("refund of charge", only(PAYERS, 422)),  # its form first
    "funding:charge_act (a refund)": acts("confirmation of refund", only(("approver",), GO, finance=403, director=403)),
    "funding:charge_act": acts("confirmation of charge", only(("finance", "approver"), GO, director=403)),
    # --- messages --------------------------------------------------------------------------------------------------
    "portal:messages": reads(NOTHING, only(FILES_DESK)),
    "notifications:message": reads("letter", only(FILES_DESK)),
    "notifications:queue": acts("letter", only(FILES_DESK, 409)),
    "notifications:retry": acts("letter", only(FILES_DESK, 409)),
    "notifications:cancel": acts("letter", only(FILES_DESK, GO)),
    "notifications:mark_sent": acts("letter", only(FILES_DESK, 403)),  # an e-mail is not sent by hand
    "notifications:whatsapp": acts("letter", only(FILES_DESK, 409)),  # the person has no telephone
    # --- homes and start-ups ---------------------------------------------------------------------------------------
    "portal:startup": reads("startup", only(TEAM)),
    "portal:profile": Row("startup", only(TEAM), only(TEAM, 422)),
    "portal:publish": acts("startup", only(TEAM, GO)),
    "portal:withdraw": acts("startup", only(TEAM, GO)),
    "portal:desk": reads(NOTHING, only(DESK)),
    "portal:decide": reads(NOTHING, only(("director",))),
    "portal:desk_results": reads(NOTHING, only(DESK)),
    "portal:desk_figure": reads("figure", only(DESK)),
    "portal:desk_figure_csv": reads("figure", only(DESK)),
    "portal:desk_figure_xlsx": reads("figure", only(DESK)),
    "portal:desk_startups": reads(NOTHING, only(DESK)),
    "portal:desk_startup": reads("startup", only(DESK)),
    "portal:registrations": reads(NOTHING, only(VERIFIERS)),
    "portal:registration": Row("startup", only(VERIFIERS), only(VERIFIERS, 422) | {"director": 403}),
    "portal:registration_act": acts("proposed registration", only(VERIFIERS, GO, officer=403)),
    "portal:registration_act (refusal)": acts("refusal of registration", only(VERIFIERS, 422)),
    "portal:desk_publish": acts("published startup", only(("officer", "admin"), 409)),
    "portal:desk_hide": acts("published startup", only(("officer", "admin"), GO)),
}  # fmt: skip
TABLE |= rows_uploads.ROWS | rows_tables.ROWS
TABLE |= rows_everybody.ROWS
TABLE |= rows_applying.ROWS
TABLE |= rows_desk.ROWS
TABLE |= rows_formed.ROWS
TABLE |= rows_calls.ROWS
TABLE |= rows_imports.ROWS

# An officer of another programme: as every officer where no programme is concerned; its records do not exist.
TABLE |= rows_casework.ROWS
TABLE |= rows_packs.ROWS
OF_A_PROGRAMME = {
    "call", "prepared call", "proposed call", "approved call", "open call", "judged call", "part of prepared call",
    "round at desk", "review", "confirmed review", "in review", "received", "eligible", "waiting", "file of sent", "note", "task", "twins", "returned",
    "cohort", "place", "bare place", "place without agreement", "graduation of place", "signed place",
    "call without cohort", "milestone", "open milestone", "evidence", "report", "planned period", "startup",
    "published startup", "session", "match", "proposed match", "award", "approval of award", "closing of award", "tranche",
    "check of tranche", "signature of tranche", "payment of tranche", "suspension of tranche", "expense",
    "proposed registration", "refusal of registration", "proposed payee", "refusal of payee",
    "receipt file", "proof of payment", "job", "late code", "call invitation", "practice call",
    "letter", "interest", "unnamed interest",
}  # fmt: skip
OF_A_PROGRAMME |= rows_desk.OF_A_PROGRAMME | rows_imports.OF_A_PROGRAMME | {"printed call"}
# Of those, what belongs to a start-up: whoever has a link with it finds nothing there.
OF_A_STARTUP = OF_A_PROGRAMME - {
    "call", "prepared call", "proposed call", "approved call", "open call", "judged call", "part of prepared call",
    "round at desk", "cohort", "call without cohort", "planned period", "job", "late code", "call invitation",
    "practice call", "printed call", "import", "import being checked", "confirmed import", "table of import",
    "saved view", "bulk run", "letter to many", "posted letter",
}  # fmt: skip
# What the officer keeps, and what waits for the outsider alone.
OF_THE_OFFICER, OF_THE_OUTSIDER = {"job", "bulk run", "letter to many"}, {"invitation to the outsider"}
# Who has lost their standing answers as somebody without any: nobody of the desk, or a visitor.
for _row in TABLE.values():
    for _column in (_row.get, _row.post):
        for _role, _things in (("other_officer", OF_A_PROGRAMME), ("linked", OF_A_STARTUP | OF_THE_OFFICER)):
            is_hidden = _row.about in _things and _column["officer"] != 405
            _column[_role] = _column["outsider" if is_hidden else "officer"]
        _column["ended"] = _column["editor" if _row.about in OF_THE_OUTSIDER else "outsider"]
        _column["suspended"] = _column["anonymous"]

# Who may meet which text on any page; the same texts stand in nobody else's answers.
CANARIES: dict[str, tuple[str, ...]] = {
    "draft answer": ("owner",),
    "sensitive answer": ("owner",),  # officers ask for it by an act that the audit tells (`desk_sensitive`)
    "sent answer": ("owner", "juror", *FILES_DESK),
    "pending reasons": FILES_DESK,
    "juror's comment": ("juror",),
    "session note": ("mentor", *OFFICE),
    "session summary": ("owner", "mentor", *FILES_DESK),
    "payee account": ("finance",),
    "report": ("owner", *CENTRE),
    "spending note": MONEY,
    "interest note": OFFICE,
    "expense label": ("owner", *MONEY),
}
