"""Consents get an address, the record they are about by its key, who entered them; the words agreed to are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import incubator.core.models
from incubator.core import ids


def name_consents(apps, editor):
    """Give each consent of before an identity of its own."""
    consents = apps.get_model("accounts", "Consent").objects
    for pk in consents.filter(public_id=None).values_list("pk", flat=True).iterator(500):
        consents.filter(pk=pk).update(public_id=ids.public_id())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_profile_and_browser_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("text_fr", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
            ],
        ),
        migrations.AddField("consent", "about_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField(
            "consent",
            "entered_by",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("consent", "public_id", models.CharField(editable=False, max_length=10, null=True)),
        migrations.RunPython(name_consents, migrations.RunPython.noop),
        migrations.AlterField(
            "consent",
            "public_id",
            models.CharField(
                default=incubator.core.models.new_public_id, editable=False, max_length=10, unique=True
            ),
        ),
        migrations.AddIndex("consent", models.Index(fields=["about", "about_id"], name="consent_about")),
    ]
