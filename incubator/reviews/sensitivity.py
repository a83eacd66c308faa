"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

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
