"""A review keeps its points and the top of the scale as whole numbers: its total is an exact fraction of them."""

from django.db import migrations, models
from django.db.models import Q


def keep_points(apps, schema_editor):
    """Count the points of confirmed reviews again, from their scores and the weights of the call."""
    Assignment = apps.get_model("reviews", "Assignment")
    Score = apps.get_model("reviews", "Score")
    for given in Assignment.objects.filter(total__isnull=False).select_related("round__call").iterator():
        scale = given.round.call.score_scale
        given.scale_top = range(scale.get("min", 0), scale.get("max", 5) + 1, scale.get("step", 1))[-1]
        rows = Score.objects.filter(assignment=given, value__isnull=False)
        given.points = sum(value * weight for value, weight in rows.values_list("value", "criterion__weight"))
        given.save(update_fields=["points", "scale_top"])


class Migration(migrations.Migration):

    dependencies = [("reviews", "0001_initial")]

    operations = [
        migrations.AddField(
            "assignment",
            "points",
            models.PositiveIntegerField(
                editable=False, help_text="Weight × score over the criteria, summed, once submitted.", null=True
            ),
        ),
        migrations.AddField(
            "assignment",
            "scale_top",
            models.PositiveSmallIntegerField(
                editable=False, help_text="The highest score of the scale these points were given on.", null=True
            ),
        ),
        migrations.RunPython(keep_points, migrations.RunPython.noop),
        migrations.RemoveConstraint("assignment", "scored_has_a_total"),
        migrations.RemoveField("assignment", "total"),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(points__isnull=False, scale_top__gt=0, scale_top__isnull=False),
                name="scored_has_a_total",
            ),
        ),
    ]
