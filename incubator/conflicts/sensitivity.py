"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="conflicts:mine conflicts:register conflicts:confirm conflicts:dismiss conflicts:identify conflicts:declare",
    acts="interest.declare interest.confirm interest.dismiss interest.identify",
)
