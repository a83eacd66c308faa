"""Programmes, calls, and what a call consists of."""

from incubator.programmes.models.call import Call, FormVersion
from incubator.programmes.models.content import (
    CalendarEntry,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    MilestoneTemplate,
    TrancheTemplate,
)
from incubator.programmes.models.programme import Programme, ProgrammeStaff

__all__ = [
    "CalendarEntry",
    "Call",
    "Criterion",
    "DocumentRequirement",
    "EligibilityRule",
    "FormVersion",
    "MilestoneTemplate",
    "Programme",
    "ProgrammeStaff",
    "TrancheTemplate",
]
