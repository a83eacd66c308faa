"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        programmes:outages programmes:desk_calls programmes:new programmes:desk_call programmes:prepare
        programmes:edit_dates programmes:edit_text programmes:edit_deciding programmes:try_rules
        programmes:edit_part programmes:preview_applicant programmes:preview_juror programmes:print
        programmes:propose programmes:approve programmes:send_back programmes:cancel programmes:archive
    """,
    acts="""
        call.edit call.propose call.approve call.send_back call.publish call.archive
        call.publish_results call.extend call.ask_early_closing call.close_early call.erase_practice
        outage.record call.cancel
    """,
)
