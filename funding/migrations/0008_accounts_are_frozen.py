"""An account stands in its versions alone; the database freezes them, and writes only payments that were signed."""

from django.db import migrations

from funding.payees.guarding import PAYEE, PAYOUT, SignedPayouts
from incubator.workflow.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("funding", "0007_accounts_become_versions")]
    operations = [
        migrations.RemoveField(model_name="award", name="payee_account_sealed"),
        migrations.RemoveField(model_name="award", name="payee_checked_at"),
        migrations.RemoveField(model_name="award", name="payee_name"),
        PAYEE,
        AppendOnly("funding_signature"),
        PAYOUT,
        SignedPayouts(),
    ]
