"""Letters that were posted before know their start-up and programme as well."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

# What a letter is about: the model, and the paths to its start-up and its programme.
ABOUT = {
    "application": ("applications", "Application", "startup", "call__programme"),
    "call": ("programmes", "Call", "", "programme"),
    "round": ("reviews", "Round", "", "call__programme"),
    "place": ("cohorts", "Place", "startup", "cohort__programme"),
    "milestone": ("milestones", "Milestone", "place__startup", "place__cohort__programme"),
    "report": ("reporting", "Report", "place__startup", "place__cohort__programme"),
    "award": ("funding", "Award", "startup", "place__cohort__programme"),
    "tranche": ("funding", "Tranche", "award__startup", "award__place__cohort__programme"),
    "charge": ("funding", "Charge", "startup", ""),
    "match": ("mentorship", "Match", "startup", ""),
    "session": ("mentorship", "Session", "startup", ""),
}
NAMES = ("reference", "slug", "public_id")


def fill(apps, schema_editor):
    Message = apps.get_model("notifications", "Message")
    for about, (app, name, startup, programme) in ABOUT.items():
        model = apps.get_model(app, name)
        columns = {field.name for field in model._meta.get_fields()}
        for called in columns.intersection(NAMES):
            rows = model.objects.filter(**{called: OuterRef("about_ref")}).order_by()
            for column, path in (("about_startup", startup), ("about_programme", programme)):
                if path:
                    Message.objects.filter(**{"about": about, column: None}).update(
                        **{column: Subquery(rows.values(path)[:1])}
                    )


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_letters_know_their_startup"),
        ("applications", "0001_initial"),
        ("reviews", "0001_initial"),
        ("cohorts", "0001_initial"),
        ("milestones", "0001_initial"),
        ("reporting", "0001_initial"),
        ("mentorship", "0001_initial"),
        ("funding", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
