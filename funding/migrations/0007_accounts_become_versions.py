"""The accounts written on awards become versions of the account of their start-up, confirmed as they were.

Each is marked as recorded before a second person was asked, by whom the audit names. What was approved and not yet
ordered has no signature of an account: it is signed again before it is ordered.
"""

import secrets

from django.db import migrations

from incubator.core import encryption


def opened(row, label, column):
    return encryption.unseal(getattr(row, column), context=f"{label}.{column}:{row.public_id}")


def sealed(payee, column, text):
    return encryption.seal(text, context=f"funding.payee.{column}:{payee.public_id}")


def recorded_by(apps, award):
    events = apps.get_model("workflow", "Event").objects
    found = events.filter(verb="award.set_payee", subject_type="award", subject_id=award.pk).order_by("-id").first()
    return found.actor_id if found else None


def rail_of(apps, award):
    payouts = apps.get_model("funding", "Payout").objects.filter(tranche__award=award).order_by("-id")
    return payouts.values_list("rail", flat=True).first() or "bank"


def carry(apps, schema_editor):
    """Write a version for each account of a start-up, in the order in which they were recorded."""
    Payee, last = apps.get_model("funding", "Payee"), {}
    awards = apps.get_model("funding", "Award").objects.exclude(payee_account_sealed="")
    for award in awards.order_by("payee_checked_at", "pk"):
        account, at = opened(award, "funding.award", "payee_account_sealed"), award.payee_checked_at or award.created_at
        version, before = last.get(award.startup_id, (0, None))
        if before == (award.payee_name, account):
            continue
        payee = Payee(
            startup_id=award.startup_id, version=version + 1, rail=rail_of(apps, award), holder=award.payee_name,
            state="confirmed", proposed_by_id=recorded_by(apps, award), proposed_at=at, decided_at=at,
            is_carried=True,
        )  # fmt: skip
        payee.account_sealed = sealed(payee, "account_sealed", account)
        payee.salt_sealed = sealed(payee, "salt_sealed", secrets.token_hex(16))
        payee.save(force_insert=True)
        last[award.startup_id] = (version + 1, (award.payee_name, account))


class Migration(migrations.Migration):
    dependencies = [("funding", "0006_payees_by_two_people"), ("workflow", "0001_initial")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
