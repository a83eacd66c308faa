"""The compiled forms, parsed once a process: a version never changes, its fingerprint says which one it
is.
"""

from incubator.forms.definition import Definition
from incubator.programmes.models import FormVersion

MOST = 64
_PARSED: dict[str, Definition] = {}


def definition_of(version: FormVersion) -> Definition:
    """Return the definition of a version; its JSON is read from the database only the first time."""
    found = _PARSED.get(version.sha256)
    if found is None:
        if len(_PARSED) >= MOST:
            _PARSED.clear()
        found = _PARSED[version.sha256] = version.form
    return found
