"""The database itself refuses to change or delete a row of the audit."""
from django.db import migrations

from incubator.workflow.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [AppendOnly("workflow_event")]
