"""The one guarded door around the libraries that read strangers' files (Pillow, pikepdf, zipfile, XML readers)."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from incubator.workflow.refusals import Refused

log = logging.getLogger(__name__)


@contextmanager
def guarded(what: str, failure: Callable[[], Exception]) -> Iterator[None]:
    """Turn whatever a library raises on a stranger's file into `failure()`, and log what it was.

    `what` names the work in the log ("a photo"). No list of errors is kept: a damaged file makes a library raise
    anything. Refusals and an exception of the type that `failure` makes pass through as they are.
    """
    try:
        yield
    except Exception as error:
        wanted = failure()
        if isinstance(error, (Refused, type(wanted))):
            raise
        log.warning("A library could not read %s: %r", what, error)
        raise wanted from error
