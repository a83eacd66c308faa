"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    acts="startup.publish startup.hide startup.update startup.join startup.leave",
)

# What is verified of a company releases money.
declare(Sensitivity.MONEY, acts="registration.propose registration.confirm registration.refuse")
