"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.crypto
import barter.kernel.ids
import datetime
import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER kernel_timeline_append_only BEFORE UPDATE OR DELETE ON kernel_timelineentry
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""
BACKWARD = """
DROP TRIGGER kernel_timeline_append_only ON kernel_timelineentry;
DROP FUNCTION kernel_refuse_change();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('kernel', '0001_initial'),
        ('kernel', '0002_timeline_append_only'),
        ('kernel', '0003_sealed_answers'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('value', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'policies',
            },
        ),
        migrations.CreateModel(
            name='IdempotencyRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(help_text='SHA-256 of method, path and body', max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', barter.kernel.crypto.SealedJSONField(help_text="what was answered, sealed: it may hold an address or somebody's words")),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='kernel_idempotency_age')],
                'constraints': [models.UniqueConstraint(fields=('caller', 'key'), name='kernel_idempotency_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=barter.kernel.ids.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('payload', models.JSONField()),
                ('at', models.DateTimeField(help_text='product time of the event')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('try_at', models.DateTimeField(help_text='system time from which the relay may take it')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('dead_at', models.DateTimeField(blank=True, help_text='given up after many attempts; staff can revive it', null=True)),
                ('error', models.CharField(blank=True, help_text='class of the last exception, never its text', max_length=200)),
            ],
            options={
                'verbose_name': 'outbox message',
                'indexes': [models.Index(condition=models.Q(('dead_at', None), ('done_at', None)), fields=['try_at', 'id'], name='kernel_message_pending'), models.Index(condition=models.Q(('dead_at', None), _negated=True), fields=['dead_at'], name='kernel_message_dead')],
            },
        ),
        migrations.CreateModel(
            name='ProductClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offset', models.DurationField(default=datetime.timedelta)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='kernel_clock_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=30)),
                ('object_id', models.BigIntegerField()),
                ('move', models.CharField(max_length=40)),
                ('from_state', models.CharField(blank=True, max_length=30)),
                ('to_state', models.CharField(blank=True, max_length=30)),
                ('actor_side', models.CharField(max_length=10)),
                ('actor_user_id', models.BigIntegerField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'timeline entries',
                'indexes': [models.Index(fields=['object_type', 'object_id', 'id'], name='kernel_timeline_object')],
            },
        ),
        migrations.CreateModel(
            name='Handled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=100)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handled', to='kernel.message')),
            ],
            options={
                'verbose_name_plural': 'handled',
                'constraints': [models.UniqueConstraint(fields=('message', 'handler'), name='kernel_handled_once')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
