"""Asks a virus scanner, where the centre has one.

`FILE_SCAN_COMMAND` is a command that reads the file on its standard input and answers by its exit code, as
`clamdscan --no-summary -` does: 0 clean, 1 found. `FILE_SCANNER` is the dotted path of a callable (octets → bool) for
other scanners, ICAP among them. A scanner that does not answer stops nobody at a deadline: the file is taken,
marked "not checked yet" for the desk, always served as an attachment, and asked about again every ten minutes.
"""

import logging
import shlex
import subprocess
from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import storages
from django.utils.module_loading import import_string

from incubator.files.models import StoredFile
from incubator.files.states import Scan

log = logging.getLogger(__name__)
Scanner = Callable[[bytes], bool]
SECONDS = 20
A_ROUND = 200


class Told:
    """What the scanner said of one upload, whose pages may be several photos: the worst counts."""

    def __init__(self) -> None:
        self.verdict = Scan.NONE

    def listen(self, data: bytes) -> Scan:
        """Ask about these octets and return the verdict on them."""
        said = verdict(data)
        if self.verdict != Scan.WAITING:
            self.verdict = said
        return said


def verdict(data: bytes) -> Scan:
    """Return what the scanner says; never raises."""
    path, command = getattr(settings, "FILE_SCANNER", ""), getattr(settings, "FILE_SCAN_COMMAND", "")
    if not path and not command:
        return Scan.NONE
    try:
        if path:
            scanner: Scanner = import_string(path)
            return Scan.CLEAN if scanner(data) else Scan.FOUND
        return _ask(shlex.split(command), data)
    except Exception:
        log.exception("The virus scanner does not answer.")
        return Scan.WAITING


def _ask(command: list[str], data: bytes) -> Scan:
    # The command is the administrator's own setting; the file comes on its input, never as a word of it.
    done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    if done.returncode > 1:
        log.error("The virus scanner answered %s.", done.returncode)
        return Scan.WAITING
    return Scan.FOUND if done.returncode else Scan.CLEAN


def ask_again() -> int:
    """Ask about the files taken while the scanner was silent, until it is silent again; return how many were told."""
    told = 0
    for file in StoredFile.objects.to_scan()[:A_ROUND]:
        try:
            with storages["private"].open(file.key) as stream:
                said = verdict(stream.read())
        except FileNotFoundError:
            said = Scan.NONE
        if said == Scan.WAITING:
            break
        told += StoredFile.objects.filter(pk=file.pk, scan=Scan.WAITING).update(scan=said)
    return told
