"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows

declare(
    Sensitivity.ORDINARY,
    routes="""
        mentorship:startups mentorship:startup mentorship:sessions mentorship:new_session
        mentorship:session mentorship:amend mentorship:charter mentorship:profile mentorship:founder
        mentorship:action_done mentorship:desk mentorship:confirm_match mentorship:end_match
        mentorship:mentors mentorship:desk_sessions
    """,
    acts="""
        mentor.activate mentor.update match.propose match.confirm match.end session.log session.amend
        action.complete action.drop
    """,
)

declare(
    Sensitivity.ROLE,
    routes="mentorship:move_mentor",
    acts="mentor.invite mentor.approve mentor.resume mentor.pause mentor.end",
)

declare(
    Sensitivity.SENSITIVE,
    routes="mentorship:desk_session",
    acts="session.read_note",
)

shows("mentorship.Session", "public_id=public_id", routes="mentorship:desk_session")
shows("startups.Startup", "slug=slug", traced="mentorship:startup")
