"""An import remembers how a person chose to read its table, and proposes it for the next one with the same headings."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("applications", "0005_files_seen_when_chosen")]

    operations = [
        migrations.AddField("importbatch", "shape", models.JSONField(default=dict)),
        migrations.AddField(
            "importbatch",
            "reread",
            models.BooleanField(
                default=False,
                help_text="It was read another way since its columns were named: they are to name again.",
            ),
        ),
        migrations.AddField(
            "importmapping",
            "shape",
            models.JSONField(
                default=dict, help_text="What a person chose of how it is read, as on the batch."
            ),
        ),
    ]
