"""Holds a row while something is looked for beside it and made when it is not there: two at once make one."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def hold(row: Row) -> Row:
    """Return a fresh copy of a row that nobody else holds until the transaction ends (there has to be one).

    Whoever looks for a record and makes it when there is none holds first the row that the record belongs to – the
    person, the call, the place – then looks, then makes. Rows that refer to the held one can still be written meanwhile.
    On SQLite the transaction itself is the lock. Raises `TransactionManagementError` outside a transaction, and
    `ObjectDoesNotExist` for a row that is gone.
    """
    held: Any = row._meta.model._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    return held
