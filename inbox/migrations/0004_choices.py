"""What somebody hears of, by channel, and when. The muted mails stay where they stand and become silences by mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0003_contact_hints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("MutedMail", "Silence"),
                migrations.AlterModelTable("silence", "inbox_mutedmail"),
                migrations.RemoveConstraint("silence", "inbox_muted_once"),
                migrations.RenameField("silence", "topic", "about"),
                migrations.AlterField("silence", "about", models.CharField(max_length=20, db_column="topic")),
                migrations.AddConstraint(
                    "silence", models.UniqueConstraint(fields=["user", "about"], name="inbox_muted_once")
                ),
            ],
        ),
        migrations.RemoveConstraint("silence", "inbox_muted_once"),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mails', models.CharField(choices=[('at_once', 'As they happen'), ('daily', 'Once a day'), ('weekly', 'Once a week')], default='at_once', max_length=10)),
                ('hour', models.PositiveSmallIntegerField(default=8, help_text='of the digest')),
                ('weekday', models.PositiveSmallIntegerField(default=0, help_text='of the weekly digest; 0 is Monday')),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='notification',
            name='digest',
            field=models.ForeignKey(blank=True, db_index=False, help_text='the one mail that tells it among others', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='news', to='inbox.mail'),
        ),
        migrations.AddField(
            model_name='notification',
            name='is_listed',
            field=models.BooleanField(db_default=True, default=True, help_text='false: its reader wants none of this in the inbox; it counts as read'),
        ),
        migrations.AddField(
            model_name='silence',
            name='channel',
            field=models.CharField(choices=[('inbox', 'In your inbox'), ('mail', 'By mail'), ('push', 'On your devices')], db_default='mail', default='mail', max_length=10),
        ),
        migrations.AlterField(
            model_name='silence',
            name='about',
            field=models.CharField(db_column='topic', help_text='a topic or a kind: see inbox.kinds', max_length=50),
        ),
        migrations.AlterField(
            model_name='silence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silences', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('kind', 'digest'), ('state', 'waiting')), fields=['user'], name='inbox_digest_waiting'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('digest__isnull', False)), fields=['digest'], name='inbox_notification_of_digest'),
        ),
        migrations.AddConstraint(
            model_name='silence',
            constraint=models.UniqueConstraint(fields=('user', 'about', 'channel'), name='inbox_silence_once'),
        ),
        migrations.AddConstraint(
            model_name='silence',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'mail', 'push'])), name='inbox_silence_channel_known'),
        ),
        migrations.AddField(
            model_name='rhythm',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.CheckConstraint(condition=models.Q(('mails__in', ['at_once', 'daily', 'weekly'])), name='inbox_rhythm_known'),
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.CheckConstraint(condition=models.Q(('hour__lte', 23), ('weekday__lte', 6)), name='inbox_rhythm_on_the_clock'),
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='inbox_rhythm_quiet_has_an_end'),
        ),
    ]
