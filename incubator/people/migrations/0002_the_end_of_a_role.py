"""Says of a role whether somebody ended it, which its dates alone do not."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="was_ended",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
