"""A code opens what it was asked for, and nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_consents_read_and_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="signincode",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign_in", "to come in"),
                    ("contact", "to add a contact"),
                    ("proof", "to confirm that it is you"),
                    ("erasure", "to erase your data"),
                ],
                default="sign_in",
                max_length=10,
            ),
        )
    ]
