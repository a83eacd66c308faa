"""An act on many and a letter to many remember how each file stood when it was chosen, and whom they left out."""

from django.db import migrations, models

SEEN = "How each file stood when it was chosen (`choosing`)."


class Migration(migrations.Migration):

    dependencies = [("applications", "0004_search_words_agent_terms_and_checks")]

    operations = [
        migrations.AddField("bulkrun", "seen", models.JSONField(default=dict, help_text=SEEN)),
        migrations.AddField("groupletter", "seen", models.JSONField(default=dict, help_text=SEEN)),
        migrations.AddField(
            "groupletter",
            "left_out",
            models.JSONField(default=list, help_text="Files not written to: [{ref, reference, reason}]."),
        ),
    ]
