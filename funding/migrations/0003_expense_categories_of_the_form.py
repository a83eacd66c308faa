"""Expenses of the demonstration carried categories that no form offers: each gets the one that says the same."""

from django.db import migrations

SAME = {
    "developpement": "services",
    "hebergement": "running",
    "deplacements": "travel",
    "formation": "training",
}


def rename(apps, schema_editor):
    expenses = apps.get_model("funding", "Expense").objects
    for stored, offered in SAME.items():
        expenses.filter(category=stored).update(category=offered)


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_ledger_append_only")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
