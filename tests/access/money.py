"""Awards and tranches in each state, expenses, charges; then links, letters and stored files."""

from datetime import UTC, datetime
from typing import Any

from funding import charges
from funding.cards import refunding
from funding.models import Payee, ProviderEvent
from funding.tranches import requesting, spending
from incubator.accounts import tokens
from incubator.applications.models import Application
from incubator.conflicts import declaring
from incubator.files import uploading
from incubator.files.models import StoredFile, UploadSession
from incubator.notifications.models import Message
from incubator.people.models import User
from incubator.startups import profile
from tests.access.world import CANARY, NOW, World
from tests.world import funding


def grant(world: World) -> None:
    people = world.people
    office = funding.Office(people["preparer"], people["finance"], people["approver"], people["director"])
    award = funding.signed_award(world.things["place"], office)
    paid = funding.paid_tranche(award, people["owner"], office)
    bought = funding.expense(paid, people["owner"], 5_000)
    bought = _relabelled(bought)
    asked = requesting.request(
        funding.signed_award(world.things["other place"], office).tranches.get(number=1),
        spending_note=CANARY["spending note"], by=people["other_founder"], at=funding.ASKED,
    )  # fmt: skip
    verified = funding.verified_tranche(
        funding.signed_award(world.things["verified"], office), people["third"], office
    )
    ordered = funding.signed_award(world.things["ordered"], office)
    # A change, long enough ago that its 48 hours are over.
    funding.confirmed_payee(
        ordered.startup, office, holder="Titulaire", account=CANARY["payee account"], at=funding.PROPOSED
    )
    payout = funding.ordered_payout(ordered, people["third"], office)
    waiting = funding.proposed_payee(world.things["verified"].startup, people["finance"], account="TG53 2")
    proposed = funding.proposed_award(world.things["proposed"], office)
    charge = funding.charge(people["owner"], people["finance"])
    # Declared by its payer, so that finance may confirm it.
    declared = funding.declared_charge(people["owner"], people["finance"], reference="TM-1")
    confirmed = charges.confirm(
        funding.declared_charge(people["owner"], people["finance"], reference="TM-2"),
        by=people["finance"], at=funding.SPENT,
    )  # fmt: skip
    given_back = charges.confirm(
        funding.declared_charge(people["owner"], people["finance"], reference="TM-3"),
        by=people["finance"], at=funding.SPENT,
    )  # fmt: skip
    refunding.ask(given_back, note="Séance annulée.", by=people["finance"], at=funding.SPENT)
    told = ProviderEvent.objects.create(
        event_id="evt_told", kind="charge.refunded", payload={}, received_at=funding.SPENT, applied_at=funding.SPENT,
        outcome="unknown charge",
    )  # fmt: skip
    read = funding.proposed_registration(world.things["proposed"].startup, people["officer"], rccm="TG-1")
    slug = {"slug": world.things["place"].startup.slug}
    world.things |= {
        "award": award, "paid": paid, "expense": bought, "charge": charge, "asked": asked,
        "verified tranche": verified, "payout": payout, "proposed award": proposed,
    }  # fmt: skip
    world.args |= {
        "first tranche of startup": {**slug, "n": 1},
        "second tranche of startup": {**slug, "n": 2},
        "tranche": {"public_id": paid.public_id},
        "check of tranche": {"public_id": asked.public_id, "name": "verify"},
        "payment of tranche": {"public_id": payout.tranche.public_id, "name": "pay"},
        "suspension of tranche": {"public_id": asked.public_id, "name": "block"},
        "signature of tranche": {"public_id": verified.public_id, "name": "approve"},
        "expense": {"public_id": bought.public_id, "name": "accept"},
        "award": {"ref": award.reference},
        "proposed registration": {"slug": read.startup.slug, "public_id": read.public_id, "name": "confirm"},
        "refusal of registration": {"slug": read.startup.slug, "public_id": read.public_id, "name": "refuse"},
        "proposed payee": _of(waiting, "confirm"),
        "refusal of payee": _of(waiting, "refuse"),
        "approval of award": {"ref": proposed.reference, "name": "approve"},
        "closing of award": {"ref": award.reference, "name": "close"},
        "charge": {"public_id": charge.public_id},
        "told event": {"event": told.pk},
        "paid charge": {"public_id": confirmed.public_id},
        "confirmation of charge": {"public_id": declared.public_id, "name": "succeed"},
        "refund of charge": {"public_id": confirmed.public_id, "name": "ask_refund"},
        "confirmation of refund": {"public_id": given_back.public_id, "name": "confirm_refund"},
        "receipt file": {"public_id": bought.receipt.public_id},
        "proof of payment": {"public_id": paid.payouts.get().proof.public_id},
    }


def _of(payee: Payee, name: str) -> dict[str, Any]:
    return {"slug": payee.startup.slug, "version": payee.version, "name": name}


def _relabelled(bought: Any) -> Any:
    receipt = funding.paper(
        "tranche", bought.tranche_id, bought.declared_by, name="recu2.pdf", at=funding.SPENT
    )
    return spending.declare(
        bought.tranche, category="equipment", label=CANARY["expense label"], spent_on=bought.spent_on, amount=7_000,
        receipt=receipt, by=bought.declared_by, at=funding.SPENT,
    )  # fmt: skip


def surround(world: World) -> None:
    """Links, letters, a published start-up, files of applications, tokens."""
    people, startup = world.people, world.things["other place"].startup
    interest = declaring.declare(
        people["third"], startup, kind="personal", note=CANARY["interest note"], by=people["third"], at=NOW
    )
    unnamed = declaring.declare(
        None, startup, kind="declared", note="Un parent siège.", by=people["owner"], at=NOW
    )
    letter = (
        Message.objects.letters_to(people["owner"], NOW).filter(about="application").order_by("pk").first()
    )
    profile.update(startup, pitch_fr="Des plans.", by=people["other_founder"], at=NOW)
    profile.consent_to_directory(startup, wording="oui", given=True, by=people["other_founder"], at=NOW)
    profile.publish(startup, by=people["other_founder"], at=NOW)
    draft: Application = world.things["complete draft"]
    stored = _stored_of(draft)
    world.args |= {
        "nothing": {},
        "missing picture": {"path": "images/none.png"},
        "home page": {"path": ""},
        "draft of the sample call": {"ref": draft.ref},
        "evidence": {"public_id": _stored_of(world.things["milestone"], "milestone").public_id},
        "interest": {"ref": interest.public_id},
        "unnamed interest": {"ref": unnamed.public_id},
        "letter": {"public_id": letter.public_id},
        "published startup": {"slug": startup.slug},
        "person": {"public_id": people["outsider"].public_id},
        "document of draft": {"ref": draft.ref, "public_id": stored.public_id},
        "file of draft": {"public_id": stored.public_id},
        "upload of owner": {"public_id": _upload_of(draft, people["owner"]).public_id},
        "file of sent": {"public_id": _stored_of(world.things["in review"]).public_id},
    }
    tokens.make(
        people["owner"], name="essai", scopes=["read"], by=people["owner"], at=NOW,
        expires_at=datetime(2028, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _upload_of(draft: Application, owner: User) -> UploadSession:
    return uploading.begin(
        record="application", record_id=draft.pk, purpose="presentation", name="plan.pdf", size=9, by=owner,
        at=NOW, formats=["pdf"], max_bytes=2_000_000,
    )  # fmt: skip


def _stored_of(thing: Any, record: str = "application") -> Any:
    return StoredFile.objects.of(record, thing.pk).order_by("pk").first()
