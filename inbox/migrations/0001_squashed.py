"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.ids
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('inbox', '0001_initial'),
        ('inbox', '0002_threads_of_sides_and_mail_states'),
        ('inbox', '0003_contact_hints'),
        ('inbox', '0004_choices'),
        ('inbox', '0005_push'),
        ('inbox', '0006_attachments'),
        ('inbox', '0007_device_rests'),
    ]

    dependencies = [
        ('brands', '0001_squashed'),
        ('creators', '0001_squashed'),
        ('deals', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChatMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('msg'), editable=False, prefix='msg', unique=True)),
                ('side', models.CharField(max_length=10)),
                ('text', models.TextField(max_length=4000)),
                ('client_key', models.CharField(blank=True, help_text='from the form; makes a double submit harmless', max_length=64)),
                ('contact', models.CharField(blank=True, db_default='', default='', help_text='what it looks like it holds: see inbox.contacts', max_length=10)),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=50)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Taken by a worker'), ('handed', 'Being handed over'), ('sent', 'Sent'), ('unconfirmed', 'Handed over, not confirmed'), ('refused', 'Refused'), ('dropped', 'Not sent on purpose')], default='waiting', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('send_at', models.DateTimeField(blank=True, help_text='system time from which a worker may take it', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, help_text='code of the answer, never its text', max_length=100)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.invitation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('ntf'), editable=False, prefix='ntf', unique=True)),
                ('kind', models.CharField(max_length=50)),
                ('source_uid', models.UUIDField(help_text='the outbox message it came from')),
                ('object_id', models.CharField(help_text='public id of what its page shows', max_length=40)),
                ('params', models.JSONField(default=dict)),
                ('count', models.PositiveIntegerField(default=1, help_text='how many events this line stands for')),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('is_listed', models.BooleanField(db_default=True, default=True, help_text='false: its reader wants none of this in the inbox; it counts as read')),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('deal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='deals.deal')),
                ('digest', models.ForeignKey(blank=True, db_index=False, help_text='the one mail that tells it among others', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='news', to='inbox.mail')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='mail',
            name='notification',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail', to='inbox.notification'),
        ),
        migrations.CreateModel(
            name='PushDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('dev'), editable=False, prefix='dev', unique=True)),
                ('endpoint', models.CharField(help_text="where the browser's push service takes them", max_length=1000, unique=True)),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=40)),
                ('session_key', models.CharField(max_length=40)),
                ('name', models.CharField(blank=True, help_text='what the browser says it is', max_length=300)),
                ('added_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(db_default=0, default=0, help_text='without an answer, one after the other')),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('rest_until', models.DateTimeField(blank=True, help_text='nothing is sent there before', null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Push',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('handed', 'Being handed over'), ('sent', 'Sent'), ('unconfirmed', 'Handed over, not confirmed'), ('refused', 'Refused'), ('dropped', 'Not sent on purpose')], default='waiting', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('send_at', models.DateTimeField(blank=True, help_text='system time from which a worker may take it', null=True)),
                ('handed_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, help_text='code of the answer, never its text', max_length=40)),
                ('notification', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='inbox.notification')),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='inbox.pushdevice')),
            ],
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mails', models.CharField(choices=[('at_once', 'As they happen'), ('daily', 'Once a day'), ('weekly', 'Once a week')], default='at_once', max_length=10)),
                ('hour', models.PositiveSmallIntegerField(default=8, help_text='of the digest')),
                ('weekday', models.PositiveSmallIntegerField(default=0, help_text='of the weekly digest; 0 is Monday')),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(db_column='topic', help_text='a topic or a kind: see inbox.kinds', max_length=50)),
                ('channel', models.CharField(choices=[('inbox', 'In your inbox'), ('mail', 'By mail'), ('push', 'On your devices')], db_default='mail', default='mail', max_length=10)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'inbox_mutedmail',
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('thr'), editable=False, prefix='thr', unique=True)),
                ('last_message_at', models.DateTimeField()),
                ('contact_hints', models.PositiveIntegerField(db_default=0, default=0, help_text='messages that look like a way to trade outside Barter')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='thread', to='deals.application')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='creators.creator')),
                ('last_message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inbox.chatmessage')),
            ],
        ),
        migrations.AddField(
            model_name='chatmessage',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inbox.thread'),
        ),
        migrations.CreateModel(
            name='ThreadRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_read_id', models.BigIntegerField(default=0)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='inbox.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('att'), editable=False, prefix='att', unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for its bytes'), ('processing', 'Being checked'), ('ready', 'Ready'), ('rejected', 'Refused'), ('expired', 'Gone')], default='waiting', max_length=12)),
                ('file_name', models.CharField(help_text='as its author named it; never part of a key', max_length=200)),
                ('content_type', models.CharField(help_text='as declared; once ready, as its content says', max_length=60)),
                ('size_bytes', models.PositiveBigIntegerField(help_text='0: not known before it arrives (plain form, no script)')),
                ('upload_key', models.CharField(max_length=200, unique=True)),
                ('vault', models.UUIDField(default=uuid.uuid4, editable=False, help_text='secret part of the keys of kept files')),
                ('kept_key', models.CharField(blank=True, help_text='the photo drawn anew, or the PDF', max_length=200)),
                ('thumb_key', models.CharField(blank=True, max_length=200)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('rejection_code', models.CharField(blank=True, max_length=40)),
                ('attempts', models.PositiveSmallIntegerField(default=0, help_text='claims so far; part of the kept keys')),
                ('crashes', models.PositiveSmallIntegerField(default=0, help_text='claims that never reported back')),
                ('process_at', models.DateTimeField(blank=True, help_text='system time from which a worker may take it', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(help_text='an upload that is not completed, or not sent, by then is swept')),
                ('cleared_at', models.DateTimeField(blank=True, help_text='the permission is over and nothing is left under upload_key', null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='deals.application')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, help_text='once sent', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='inbox.chatmessage')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('process_at__isnull', False)), fields=['process_at'], name='inbox_to_process'), models.Index(condition=models.Q(('cleared_at', None)), fields=['expires_at'], name='inbox_to_sweep')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'processing', 'ready', 'rejected', 'expired'])), name='inbox_attachment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('kept_key', ''), _negated=True), _connector='OR'), name='inbox_attachment_ready_is_kept')],
            },
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['user', '-id'], name='inbox_notification_of_user'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='inbox_notification_unread'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['object_id', 'user'], name='inbox_notification_of_object'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('digest__isnull', False)), fields=['digest'], name='inbox_notification_of_digest'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(fields=('user', 'source_uid', 'kind'), name='inbox_notification_once'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('send_at__isnull', False)), fields=['send_at'], name='inbox_mail_due'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['state', '-id'], name='inbox_mail_by_state'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('kind', 'digest'), ('state', 'waiting')), fields=['user'], name='inbox_digest_waiting'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'claimed', 'handed', 'sent', 'unconfirmed', 'refused', 'dropped'])), name='inbox_mail_state_known'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='inbox_mail_sent_has_time'),
        ),
        migrations.AddIndex(
            model_name='pushdevice',
            index=models.Index(fields=['session_key'], name='inbox_device_of_session'),
        ),
        migrations.AddIndex(
            model_name='push',
            index=models.Index(condition=models.Q(('send_at__isnull', False)), fields=['send_at'], name='inbox_push_due'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.UniqueConstraint(fields=('notification', 'device'), name='inbox_push_once'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'handed', 'sent', 'unconfirmed', 'refused', 'dropped'])), name='inbox_push_state_known'),
        ),
        migrations.AddConstraint(
            model_name='push',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('send_at__isnull', False), ('state__in', ['waiting', 'handed'])), models.Q(models.Q(('state__in', ['waiting', 'handed']), _negated=True), ('send_at', None)), _connector='OR'), name='inbox_push_waits_until_settled'),
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
        migrations.AddConstraint(
            model_name='silence',
            constraint=models.UniqueConstraint(fields=('user', 'about', 'channel'), name='inbox_silence_once'),
        ),
        migrations.AddConstraint(
            model_name='silence',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'mail', 'push'])), name='inbox_silence_channel_known'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['creator', '-last_message_at', '-id'], name='inbox_thread_of_creator'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['brand', '-last_message_at', '-id'], name='inbox_thread_of_brand'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('contact_hints__gt', 0)), fields=['-last_message_at'], name='inbox_thread_hinted'),
        ),
        migrations.AddIndex(
            model_name='chatmessage',
            index=models.Index(fields=['thread', '-id'], name='inbox_message_of_thread'),
        ),
        migrations.AddConstraint(
            model_name='chatmessage',
            constraint=models.UniqueConstraint(condition=models.Q(('client_key', ''), _negated=True), fields=('thread', 'author', 'client_key'), name='inbox_message_once'),
        ),
        migrations.AddConstraint(
            model_name='threadread',
            constraint=models.UniqueConstraint(fields=('thread', 'user'), name='inbox_read_once'),
        ),
    ]
