"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import TRACED, Sensitivity, declare, shows_nobody

declare(
    Sensitivity.ORDINARY,
    routes="""
        reviews:files reviews:scores reviews:links reviews:round_scores reviews:file reviews:report_link
        reviews:call_jury reviews:open_round reviews:extend reviews:propose reviews:call_decisions
        reviews:apply_ranking reviews:publish reviews:recuse reviews:reopen
    """,
    acts="""
        round.open round.extend round.assign round.rank review.assign review.recuse review.submit
        review.abstain review.score review.reopen
    """,
)

declare(
    Sensitivity.SENSITIVE,
    routes="reviews:document",
)

shows_nobody("reviews:document", "The row names the document itself.")
shows_nobody("reviews:file", "The page names the application it was given (`views/juror.py`).")
TRACED.add("reviews:file")
