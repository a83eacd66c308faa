"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        milestones:list milestones:detail milestones:submit milestones:desk_list milestones:desk_detail
        milestones:approve milestones:return milestones:waive milestones:begin_all milestones:begin
    """,
    acts="milestone.submit milestone.write milestone.approve milestone.return_to_founder milestone.waive",
)

declare(
    Sensitivity.SENSITIVE,
    acts="milestone.read_file",
)
