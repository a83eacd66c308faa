"""Accounts are proposed by one and confirmed by another; what is signed is kept."""

import django.db.models.deletion
import funding.models.tranche
import incubator.core.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_uploads_in_pieces'),
        ('funding', '0005_refunds_counted_events_put_aside'),
        ('startups', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='fingerprint',
            field=models.CharField(blank=True, help_text='That of what was signed.', max_length=64),
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=incubator.core.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(default='proposed', editable=False, max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.CharField(blank=True, help_text='Why it was refused; the one who proposed it reads it.', max_length=300)),
                ('version', models.PositiveSmallIntegerField()),
                ('rail', models.CharField(choices=funding.models.tranche.payout_rails, max_length=8)),
                ('holder', models.CharField(max_length=120)),
                ('account_sealed', models.TextField()),
                ('salt_sealed', models.TextField(help_text='Keeps a short account from being guessed out of the fingerprint.')),
                ('usable_from', models.DateTimeField(blank=True, help_text='A change: before it nothing is ordered to it.', null=True)),
                ('is_carried', models.BooleanField(default=False, help_text='Recorded by one person, before a second one was asked.')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('startup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='startups.startup')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.AddField(
            model_name='payout',
            name='payee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='funding.payee'),
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveBigIntegerField(help_text='In whole units of the currency.')),
                ('currency', models.CharField(max_length=3)),
                ('fingerprint', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.payee')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tranche', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='funding.tranche')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='payout',
            name='signature',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='funding.signature'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(fields=('startup', 'version'), name='payee_version_once'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('startup',), name='payee_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), ('is_carried', True), _connector='OR'), name='payee_two_people'),
        ),
    ]
