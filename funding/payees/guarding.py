"""The database's own look at a payment: it is written only as the last signature of its tranche says."""

from incubator.workflow.frozen import Frozen, Triggers, guard_sql, unguard_sql

NAME, TABLE = "funding_payout_signed", "funding_payout"
NOT_SIGNED = """NOT EXISTS (
 SELECT 1 FROM funding_signature s WHERE s.id = NEW.signature_id AND s.tranche_id = NEW.tranche_id
 AND s.payee_id = NEW.payee_id AND s.amount = NEW.amount AND s.currency = NEW.currency
 AND s.fingerprint = NEW.fingerprint
 AND NOT EXISTS (SELECT 1 FROM funding_signature later WHERE later.tranche_id = s.tranche_id AND later.id > s.id))"""
PAYEE = Frozen(
    "funding_payee",
    facts=(
        "startup_id",
        "version",
        "rail",
        "holder",
        "proof_id",
        "proposed_by_id",
        "proposed_at",
        "is_carried",
    ),
    decision=("decided_by_id", "decided_at", "decision_note", "usable_from"),
)
PAYOUT = Frozen(
    TABLE,
    facts=(
        "tranche_id", "signature_id", "payee_id", "fingerprint", "rail", "payee_name", "amount", "currency",
        "ordered_by_id", "ordered_at",
    ),
)  # fmt: skip


class SignedPayouts(Triggers):
    """From here on no payment is written that is not what was signed last. SQLite looks at `funding_signature` from
    this trigger: a migration that makes that table anew drops it before, and creates it after.
    """

    def create_sql(self, vendor: str) -> list[str]:
        return guard_sql(vendor, NAME, TABLE, "INSERT", NOT_SIGNED, f"{TABLE}: not what was signed")

    def drop_sql(self, vendor: str) -> list[str]:
        return unguard_sql(vendor, NAME, TABLE)

    def describe(self) -> str:
        return "Write only the payments that were signed"
