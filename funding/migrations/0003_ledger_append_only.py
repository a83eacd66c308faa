"""The database itself refuses to change or delete an entry of the ledger."""
from django.db import migrations

from incubator.workflow import append_only

TABLE = "funding_ledgerentry"


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_initial")]
    operations = [migrations.RunPython(append_only.protect(TABLE), append_only.release(TABLE))]
