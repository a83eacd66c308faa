"""A refund is asked by one and confirmed by another; what was given back before stands in the ledger as it was."""

import django.db.models.deletion
import incubator.core.models
from django.conf import settings
from django.db import migrations, models

from incubator.workflow.frozen import Frozen


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0008_accounts_are_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=incubator.core.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(default='proposed', editable=False, max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.CharField(blank=True, help_text='Why it was refused; the one who proposed it reads it.', max_length=300)),
                ('amount', models.PositiveBigIntegerField(help_text='What was left when it was asked, in francs.')),
                ('note', models.CharField(help_text='Why; the payer reads it.', max_length=300)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='funding.charge')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('charge',), name='refund_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='refund_two_people'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_positive')],
            },
        ),
        Frozen(
            "funding_refund",
            facts=("charge_id", "amount", "note", "proposed_by_id", "proposed_at"),
            decision=("decided_by_id", "decided_at", "decision_note"),
        ),
    ]
