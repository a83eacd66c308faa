"""The incubation agreement: accepted on screen by the lead, or signed by hand and scanned."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from incubator.cohorts.models import Agreement, Place
from incubator.cohorts.states import LIFECYCLE, AgreementMethod
from incubator.files import several
from incubator.files.models import StoredFile
from incubator.people.models import Actor, User
from incubator.ui.typography import nbsp
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused
from incubator.workflow.wording import name_verbs

RECORD = "place"
FORMATS = ("pdf", "jpg", "png")
MAX_BYTES = 5_000_000
POLICIES = {AgreementMethod.ON_SCREEN: "agreement.accept", AgreementMethod.SCANNED: "agreement.record"}
name_verbs({"agreement.record": _("Agreement recorded")})


class ScanMissing(Refused):
    """A hand-signed agreement needs its scan."""

    code = "scan_missing"
    status = 422
    default = _("Add the scan or a photo of the signed agreement.")


class NotTheSigner(Refused):
    """On screen, nobody accepts for somebody else; by hand, a member of the team signs."""

    code = "not_the_signer"
    status = 422
    default = _("The agreement is signed by a member of the start-up's team.")


def text_of(place: Place) -> str:
    """Return the words agreed to, in French: the text that binds. Once agreed to, the text as it was read."""
    signed = getattr(place, "agreement", None)
    if signed is not None and signed.words:
        return signed.words
    with translation.override("fr"):
        context = {"startup": place.startup.name, "cohort": place.cohort}
        return nbsp(get_template("cohorts/agreement_text.txt").render(context).strip())


def record(
    place: Place, *, method: str, signed_by: User, scan: StoredFile | None = None, by: Actor, at: datetime
) -> Agreement:
    """Record the agreement of a place once, its words and their fingerprint; later calls return the first.

    On screen it is the lead's own act; signed by hand, the centre records it. Raises NotAllowed,
    NotTheSigner, or ScanMissing for a hand-signed one without its scan.
    """
    with acting(by):
        locked = LIFECYCLE.locked(place)
        values.check_choice("method", method, AgreementMethod)
        deciding.require(POLICIES[AgreementMethod(method)], by, locked, at)
        existing = Agreement.objects.filter(place=locked).first()
        if existing is not None:
            return existing
        _require_signer(locked, method, signed_by, scan, by)
        words = text_of(locked)
        agreement = Agreement.objects.create(
            place=locked,
            method=method,
            words=words,
            wording=hashlib.sha256(words.encode()).hexdigest(),
            signed_at=at,
            signed_by=signed_by,
            recorded_by=by,
            scan=scan,
        )
        audit.record("agreement.record", locked, by=by, at=at, method=str(method))
    return agreement


def record_scan(
    place: Place, uploads: Sequence[UploadedFile], *, signed_by: User, by: Actor, at: datetime
) -> Agreement:  # fmt: skip
    """Keep the copy signed by hand and record the agreement, in one act; several photos become one PDF.

    Raises FileRefused too.
    """
    with acting(by):
        deciding.require("agreement.record", by, place, at)
        if not uploads:
            raise ScanMissing()
        sent = several.keep(
            uploads, most=1, record=RECORD, record_id=place.pk, purpose="agreement",
            formats=FORMATS, max_bytes=MAX_BYTES, by=by, at=at,
        )  # fmt: skip
        sent.require_all()
        return record(
            place, method=AgreementMethod.SCANNED, signed_by=signed_by, scan=sent.kept[0], by=by, at=at
        )


def _require_signer(place: Place, method: str, signed_by: User, scan: StoredFile | None, by: Actor) -> None:
    if method == AgreementMethod.SCANNED and scan is None:
        raise ScanMissing()
    is_own_act = method == AgreementMethod.SCANNED or signed_by.pk == by.pk
    if not is_own_act or not place.startup.memberships.filter(person=signed_by, until_on=None).exists():
        raise NotTheSigner()
