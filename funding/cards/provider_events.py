"""What the provider told and nobody of finance has looked at: the list, and the act that closes a line."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from funding.models import ProviderEvent
from incubator.people.models import User
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import IllegalMove, Sentence
from incubator.workflow.wording import name_verbs

name_verbs({"provider_event.close": _("Close what the provider told")})
LONGEST = 300
# Outcomes that somebody of finance has to look at, as they read them.
TOLD: dict[str, Sentence] = {
    "amount differs": _("The amount or the currency is not the one that was asked."),
    "paid twice: refund by hand": _("Paid a second time: give this payment back at the provider."),
    "paid after cancellation: refund by hand": _("Paid after it was cancelled: give this payment back at the provider."),
    "partial refund: enter by hand": _("A part was given back: check the ledger."),
    "refund failed": _("The refund did not arrive: give the money back another way."),
    "dispute opened": _("The payer’s bank disputes this payment: answer at the provider."),
    "dispute lost": _("The dispute was lost: the money went back to the payer."),
    "unknown charge": _("It speaks of a payment that is not in our books."),
    "given up": _("What it speaks of never came: check the payment at the provider."),
}  # fmt: skip
ASIDE = "of another product"


@an_act
def close(event: ProviderEvent, *, note: str, by: User, at: datetime) -> ProviderEvent:
    """Close one line with what was done about it. Raises NotAllowed, BadValues, IllegalMove when it was closed."""
    locked = ProviderEvent.objects.select_for_update().get(pk=event.pk)
    deciding.require("provider_event.close", by, locked, at)
    if locked.closed_at is not None or locked.outcome not in TOLD:
        raise IllegalMove()
    locked.closing_note = values.check_text(
        "note", note, longest=LONGEST, missing=_("Write what was done about it.")
    )
    locked.closed_by, locked.closed_at = by, at
    locked.save(update_fields=["closing_note", "closed_by", "closed_at"])
    audit.record("provider_event.close", locked, by=by, at=at, outcome=locked.outcome)
    return locked
