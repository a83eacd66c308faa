"""The database itself refuses to change or delete an entry of the ledger."""
from django.db import migrations

from incubator.workflow.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [AppendOnly("funding_ledgerentry")]
