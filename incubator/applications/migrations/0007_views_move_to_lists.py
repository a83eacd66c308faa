"""What people keep of the list of applications moves to the slice of all lists, rows included."""

from django.db import migrations

LIST = "applications"


def carry_over(apps, schema_editor):
    old_views, old_columns = (apps.get_model("applications", name) for name in ("SavedView", "KeptColumns"))
    new_views, new_columns = (apps.get_model("lists", name) for name in ("SavedView", "KeptColumns"))
    new_views.objects.bulk_create(
        new_views(
            public_id=view.public_id, created_at=view.created_at, owner_id=view.owner_id, list=LIST,
            place=view.call.reference if view.call_id else "", name=view.name, query=view.query,
            is_shared=view.is_shared,
        )
        for view in old_views.objects.select_related("call").order_by("pk")
    )  # fmt: skip
    new_columns.objects.bulk_create(
        new_columns(person_id=kept.person_id, list=LIST, columns=kept.columns)
        for kept in old_columns.objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0006_how_an_imported_table_is_read"),
        ("lists", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="KeptColumns"),
        migrations.DeleteModel(name="SavedView"),
    ]
