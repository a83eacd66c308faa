"""What two people verified of a company stands apart from what its team declares; nothing declared so far counts as verified."""

import django.db.models.deletion
import incubator.core.models
import incubator.startups.models
from django.conf import settings
from django.db import migrations, models

from incubator.workflow.frozen import Frozen


class Migration(migrations.Migration):

    dependencies = [
        ('startups', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=incubator.core.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(default='proposed', editable=False, max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.CharField(blank=True, help_text='Why it was refused; the one who proposed it reads it.', max_length=300)),
                ('legal_form', models.CharField(choices=incubator.startups.models.legal_forms, max_length=14)),
                ('rccm', models.CharField(blank=True, max_length=40)),
                ('nif', models.CharField(blank=True, max_length=20)),
                ('registered_on', models.DateField()),
                ('seen', models.CharField(help_text='The paper in which it was read.', max_length=160)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('startup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='startups.startup')),
            ],
            options={
                'ordering': ['-proposed_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('startup',), name='registration_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='registration_two_people'), models.CheckConstraint(condition=models.Q(('legal_form__in', ('', 'none')), _negated=True), name='registration_of_a_company')],
            },
        ),
        Frozen(
            "startups_registration",
            facts=(
                "startup_id", "legal_form", "rccm", "nif", "registered_on", "seen", "proposed_by_id", "proposed_at",
            ),
            decision=("decided_by_id", "decided_at", "decision_note"),
        ),
    ]
