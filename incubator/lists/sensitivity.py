"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="lists:views lists:save_view lists:change_view lists:delete_view lists:columns",
)

declare(
    Sensitivity.EXPORT,
    routes="lists:export",
)
