"""Asks a virus scanner, where the centre has one (`FILE_SCANNER`: the dotted path of a callable)."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

Scanner = Callable[[bytes], bool]


def is_clean(data: bytes) -> bool:
    """Tell whether the scanner lets the file in; without a scanner every file passes."""
    path = getattr(settings, "FILE_SCANNER", "")
    if not path:
        return True
    scanner: Scanner = import_string(path)
    return scanner(data)
