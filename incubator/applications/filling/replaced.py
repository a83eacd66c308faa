"""Documents that were replaced or removed: kept until the file is sent, then let go.

What a sending froze stays for ever, even if a correction replaced it later.
"""

from django.db.models import F, ProtectedError

from incubator.applications.filling.answer_set import RECORD
from incubator.applications.models import Application, Revision
from incubator.applications.states import WRITABLE
from incubator.files.models import StoredFile

A_ROUND = 500


def let_go() -> int:
    """Remove the rows of what no sending holds; the daily sweep then removes the octets. Return how many."""
    settled = Application.objects.exclude(state__in=WRITABLE).exclude(submitted_at=None).values("pk")
    gone = StoredFile.objects.filter(record=RECORD, record_id__in=settled).exclude(replaced_at=None)
    files = list(gone.order_by(F("replaced_at"))[:A_ROUND])
    frozen = _frozen({file.record_id for file in files})
    return sum(_remove(file) for file in files if file.public_id not in frozen)


def _frozen(applications: set[int]) -> set[str]:
    revisions = Revision.objects.filter(application__in=applications).values_list("files", flat=True)
    return {ref for files in revisions for refs in files.values() for ref in refs}


def _remove(file: StoredFile) -> int:
    try:
        return int(bool(StoredFile.objects.filter(pk=file.pk).delete()[0]))
    except ProtectedError:  # the office has written about it
        return 0
