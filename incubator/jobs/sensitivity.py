"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows

declare(
    Sensitivity.ORDINARY,
    routes="exports:jobs exports:retry exports:discard",
    acts="job.retry job.discard",
)

declare(
    Sensitivity.EXPORT,
    routes="exports:download exports:make",
    acts="job.download job.make",
)

shows("exports.Job", "ref=public_id", routes="exports:download exports:make")
