"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="files:arriving",
)

declare(
    Sensitivity.SENSITIVE,
    routes="files:download",
)
