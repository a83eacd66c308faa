"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="cms:publish cms:erase_practice cms:call_page cms:edit_form cms:form_preview cms:publish_form",
    groups="cms/ documents/",  # Wagtail's own
)
