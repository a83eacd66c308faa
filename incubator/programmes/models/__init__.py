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
from incubator.programmes.models.timing import CallExtension, CallWindow, EarlyClosing, Outage

__all__ = [
    "CalendarEntry",
    "Call",
    "CallExtension",
    "CallWindow",
    "Criterion",
    "DocumentRequirement",
    "EarlyClosing",
    "EligibilityRule",
    "FormVersion",
    "MilestoneTemplate",
    "Outage",
    "Programme",
    "ProgrammeStaff",
    "TrancheTemplate",
]
