"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        reporting:list reporting:detail reporting:submit reporting:desk_list reporting:desk_detail
        reporting:accept reporting:return reporting:periods reporting:open
    """,
    acts="report.submit report.write report.accept report.return_to_founder period.plan period.open",
)
