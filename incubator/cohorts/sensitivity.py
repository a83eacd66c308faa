"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare

declare(
    Sensitivity.ORDINARY,
    routes="""
        cohorts:accept cohorts:refuse cohorts:agreement cohorts:list cohorts:plan cohorts:detail
        cohorts:place cohorts:record_scan cohorts:act
    """,
    acts="""
        cohort.plan place.confirm place.start place.pause place.resume place.graduate place.leave
        place.exclude agreement.accept agreement.record
    """,
)

declare(
    Sensitivity.SENSITIVE,
    acts="place.read_file",
)
