"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows

declare(
    Sensitivity.ORDINARY,
    routes="files:arriving",
)

declare(
    Sensitivity.SENSITIVE,
    routes="files:download",
)

shows("files.StoredFile", "public_id=public_id", routes="files:download")
