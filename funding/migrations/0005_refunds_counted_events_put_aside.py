"""Refunds of before are counted; events of other products leave the list of finance."""

from django.db import migrations, models


def put_aside(apps, schema_editor):
    """Events of other products stood in the list of finance: those that name no charge of ours leave it."""
    events = apps.get_model("funding", "ProviderEvent").objects
    charges = apps.get_model("funding", "Charge").objects
    for event in events.filter(outcome="unknown charge"):
        metadata, reference = event.payload.get("metadata") or {}, event.payload.get("client_reference_id")
        if not metadata.get("charge") and not charges.filter(public_id=reference or "-").exists():
            event.outcome = "of another product"
            event.save(update_fields=["outcome"])


def count_refunds(apps, schema_editor):
    """What was refunded before amounts were kept was refunded whole."""
    charges = apps.get_model("funding", "Charge").objects
    charges.filter(state="refunded").update(refunded_amount=models.F("amount"))


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_outcomes_of_the_provider")]

    operations = [
        migrations.RunPython(put_aside, migrations.RunPython.noop),
        migrations.RunPython(count_refunds, migrations.RunPython.noop),
    ]
