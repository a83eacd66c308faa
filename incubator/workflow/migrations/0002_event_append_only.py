"""The database itself refuses to change or delete a row of the audit."""
from django.db import migrations

from incubator.workflow import append_only

TABLE = "workflow_event"


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(append_only.protect(TABLE), append_only.release(TABLE))]
