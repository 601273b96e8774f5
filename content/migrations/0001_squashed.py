"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.ids
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('content', '0001_initial'),
        ('content', '0002_uploads_and_kept_files'),
        ('content', '0003_staff_search'),
        ('content', '0004_licence_renewal'),
        ('content', '0005_version_waits_for_files'),
        ('content', '0006_licensor_name'),
        ('content', '0007_portfolio_clips'),
    ]

    dependencies = [
        ('brands', '0001_squashed'),
        ('creators', '0001_squashed'),
        ('deals', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('ast'), editable=False, prefix='ast', unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('processing', 'Processing'), ('ready', 'Ready'), ('rejected', 'Rejected'), ('expired', 'Expired')], default='waiting', max_length=12)),
                ('kind', models.CharField(choices=[('video', 'Video'), ('photo', 'Photo')], max_length=10)),
                ('file_name', models.CharField(help_text='as the creator named it; never part of a key', max_length=200)),
                ('content_type', models.CharField(help_text='as declared; once ready, as its content says', max_length=60)),
                ('size_bytes', models.PositiveBigIntegerField(help_text='0: not known before it arrives (plain form, no script)')),
                ('upload_key', models.CharField(max_length=200, unique=True)),
                ('vault', models.UUIDField(default=uuid.uuid4, editable=False, help_text='secret part of the keys of kept files')),
                ('original_key', models.CharField(blank=True, max_length=200)),
                ('preview_key', models.CharField(blank=True, help_text='watermarked photo or video', max_length=200)),
                ('poster_key', models.CharField(blank=True, help_text='watermarked still', max_length=200)),
                ('thumb_key', models.CharField(blank=True, help_text='small still for lists', max_length=200)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('duration_ms', models.PositiveIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('scan', models.CharField(default='not_scanned', help_text='not_scanned, clean or infected', max_length=12)),
                ('rejection_code', models.CharField(blank=True, max_length=40)),
                ('rejection_detail', models.CharField(blank=True, help_text='a sentence for the creator', max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0, help_text='claims so far; part of the kept keys')),
                ('crashes', models.PositiveSmallIntegerField(default=0, help_text='claims that never reported back')),
                ('process_at', models.DateTimeField(blank=True, help_text='system time from which a worker may take it', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(help_text='an upload that is not completed by then is swept')),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('cleared_at', models.DateTimeField(blank=True, help_text='the permission is over and nothing is left under upload_key', null=True)),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='deals.collaboration')),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='creators.creator')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('lic'), editable=False, prefix='lic', unique=True)),
                ('state', models.CharField(choices=[('active', 'Active'), ('expiring', 'Expiring'), ('expired', 'Expired'), ('renewed', 'Renewed'), ('revoked', 'Revoked')], max_length=30)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('terms_hash', models.CharField(max_length=64)),
                ('file_sha256', models.CharField(max_length=64)),
                ('licensor_name', models.CharField(blank=True, db_default='', default='', help_text='whose it was, once their account is erased', max_length=80)),
                ('scope', models.JSONField(help_text='organic, paid_ads_until, edits, handle, credit')),
                ('territory', models.CharField(max_length=20)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('renewal_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('renewal_offered_at', models.DateTimeField(blank=True, null=True)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='content.asset')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='brands.brand')),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='deals.collaboration')),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='creators.creator')),
                ('renews', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by', to='content.licence')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AssetDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='content.asset')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='content.licence')),
            ],
        ),
        migrations.CreateModel(
            name='PortfolioClip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('clip'), editable=False, prefix='clip', unique=True)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField()),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('asset', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='clip', to='content.asset')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('sub'), editable=False, prefix='sub', unique=True)),
                ('version', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('uploading', 'Uploading'), ('processing', 'Processing'), ('submitted', 'Submitted'), ('changes_requested', 'Changes Requested'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], max_length=30)),
                ('caption', models.TextField(blank=True, max_length=2200)),
                ('rejection_reason', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='deals.collaboration')),
            ],
            options={
                'ordering': ['collaboration_id', 'version'],
            },
        ),
        migrations.CreateModel(
            name='RevisionNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('note'), editable=False, prefix='note', unique=True)),
                ('at_ms', models.PositiveIntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=1000)),
                ('must_change', models.BooleanField(default=True)),
                ('is_draft', models.BooleanField(default=True, help_text='written while reviewing, not yet sent')),
                ('fixed_in_version', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('asset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='content.asset')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('brief_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deals.briefitem')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='content.submission')),
            ],
            options={
                'ordering': ['at_ms', 'id'],
            },
        ),
        migrations.AddField(
            model_name='asset',
            name='awaited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited', to='content.submission'),
        ),
        migrations.AddField(
            model_name='asset',
            name='submission',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='content.submission'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['brand', '-id'], name='content_licence_of_brand'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['state', '-id'], name='content_licence_by_state'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='content_licence_wake'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['active', 'expiring', 'expired', 'renewed', 'revoked'])), name='content_licence_state'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['active', 'expiring'])), fields=('asset',), name='content_one_running_licence'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('renewal_months', None), ('renewal_offered_at', None)), models.Q(('renewal_months__gt', 0), ('renewal_offered_at__isnull', False), ('state__in', ['active', 'expiring'])), _connector='OR'), name='content_renewal_of_a_running_licence'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploading', 'processing', 'submitted', 'changes_requested', 'approved', 'rejected', 'withdrawn'])), name='content_submission_state'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'rejected'), _negated=True), fields=('collaboration', 'version'), name='content_version_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['uploading', 'processing', 'submitted'])), fields=('collaboration',), name='content_one_open_submission'),
        ),
        migrations.AddConstraint(
            model_name='revisionnote',
            constraint=models.CheckConstraint(condition=models.Q(('is_draft', True), ('must_change', False), ('brief_item__isnull', False), _connector='OR'), name='content_change_names_brief_item'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(fields=['state', '-id'], name='content_asset_by_state'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='content_asset_sha256'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(condition=models.Q(('process_at__isnull', False)), fields=['process_at'], name='content_to_process'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(condition=models.Q(('cleared_at', None)), fields=['expires_at'], name='content_to_sweep'),
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(fields=['collaboration', 'id'], name='content_asset_of_col'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'processing', 'ready', 'rejected', 'expired'])), name='content_asset_state'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('submission', None), ('state', 'ready'), _connector='OR'), name='content_only_ready_submitted'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(('submission', None), ('awaited_by', None), _connector='OR'), name='content_awaited_or_submitted'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(models.Q(('original_key', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='content_ready_is_kept_and_hashed'),
        ),
    ]
