"""The incubation agreement: accepted on screen by the lead, or signed by hand and scanned."""
import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Agreement, Place
from incubator.cohorts.states import AgreementMethod
from incubator.files.models import StoredFile
from incubator.people.models import Actor, User
from incubator.workflow import audit, deciding
from incubator.workflow.refusals import Refused


class ScanMissing(Refused):
    """A hand-signed agreement needs its scan."""

    code = "scan_missing"
    status = 422
    default = _("Add the scan or a photo of the signed agreement.")


def text_of(place: Place) -> str:
    """Return the words agreed to, in French: the text that binds."""
    return (
        "Convention d’incubation. La start-up « %(startup)s » rejoint « %(cohort)s » du %(start)s au %(end)s. "
        "Elle respecte la charte du centre, fait le point chaque mois, remet un rapport à chaque échéance et justifie "
        "les dépenses de la subvention. Le centre l’accompagne gratuitement. Aucune somme n’est demandée pour candidater "
        "ni pour être incubé."
    ) % {
        "startup": place.startup.name,
        "cohort": place.cohort.title_fr,
        "start": place.cohort.starts_on.strftime("%d/%m/%Y"),
        "end": place.cohort.ends_on.strftime("%d/%m/%Y"),
    }


@transaction.atomic
def record(
    place: Place, *, method: str, signed_by: User, scan: StoredFile | None = None, by: Actor, at: datetime
) -> Agreement:
    """Record the agreement of a place once, with the fingerprint of its words; a second time returns the first.

    Raises NotAllowed, or ScanMissing for a hand-signed one without its scan.
    """
    deciding.require("agreement.record", by, place, at)
    existing = Agreement.objects.filter(place=place).first()
    if existing is not None:
        return existing
    if method == AgreementMethod.SCANNED and scan is None:
        raise ScanMissing()
    agreement = Agreement.objects.create(
        place=place,
        method=method,
        wording=hashlib.sha256(text_of(place).encode()).hexdigest(),
        signed_at=at,
        signed_by=signed_by,
        recorded_by=by,
        scan=scan,
    )
    audit.record("agreement.record", place, by=by, at=at, method=str(method))
    return agreement
