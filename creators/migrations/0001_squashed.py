"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.crypto
import barter.kernel.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('creators', '0001_initial'),
        ('creators', '0002_onboarding'),
        ('creators', '0003_staff_search'),
        ('creators', '0004_verified_channel_and_phone'),
        ('creators', '0005_staff_pause'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Creator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('cre'), editable=False, prefix='cre', unique=True)),
                ('display_name', models.CharField(max_length=80)),
                ('handle', models.SlugField(max_length=40, unique=True)),
                ('bio', models.TextField(blank=True, max_length=600)),
                ('city', models.CharField(blank=True, max_length=80)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 alpha-2', max_length=2)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None)),
                ('niches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('avatar', models.CharField(blank=True, help_text='path of a static picture, or a storage key', max_length=200)),
                ('standing', models.CharField(choices=[('good', 'Good'), ('paused', 'Paused'), ('closed', 'Closed')], default='good', max_length=10)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('staff_paused_until', models.DateTimeField(blank=True, help_text='what staff decided themselves: lifting a fault ends no pause before it', null=True)),
                ('is_verified', models.BooleanField(default=False)),
                ('onboarded_at', models.DateTimeField(blank=True, help_text='the first steps (address, channel, niches) were seen', null=True)),
                ('created_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='creator', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('chn'), editable=False, prefix='chn', unique=True)),
                ('platform', models.CharField(choices=[('instagram', 'Instagram'), ('tiktok', 'TikTok'), ('youtube', 'YouTube'), ('blog', 'Blog')], max_length=12)),
                ('handle', models.CharField(max_length=80)),
                ('url', models.URLField(blank=True)),
                ('followers', models.PositiveIntegerField(default=0)),
                ('niche', models.CharField(blank=True, max_length=30)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('is_main', models.BooleanField(default=False)),
                ('is_verified', models.BooleanField(default=False)),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='creators.creator')),
            ],
            options={
                'ordering': ['-is_main', '-followers', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('adr'), editable=False, prefix='adr', unique=True)),
                ('label', models.CharField(blank=True, max_length=40)),
                ('city', models.CharField(max_length=80)),
                ('country', models.CharField(max_length=2)),
                ('sealed', barter.kernel.crypto.SealedJSONField()),
                ('is_default', models.BooleanField(default=False)),
                ('is_phone_verified', models.BooleanField(default=False, help_text='our team reached the creator on its phone number')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='creators.creator')),
            ],
            options={
                'verbose_name_plural': 'addresses',
                'ordering': ['-is_default', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CreatorCapacity',
            fields=[
                ('creator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='capacity', serialize=False, to='creators.creator')),
                ('credits_granted', models.PositiveSmallIntegerField(default=2)),
                ('credits_held', models.PositiveSmallIntegerField(default=0)),
                ('credits_lost', models.PositiveSmallIntegerField(default=0)),
                ('verified_credits', models.BooleanField(default=False)),
                ('open_applications', models.PositiveSmallIntegerField(default=0)),
                ('open_applications_max', models.PositiveSmallIntegerField(default=3)),
                ('completed_count', models.PositiveIntegerField(default=0)),
                ('on_time_count', models.PositiveIntegerField(default=0)),
                ('late_count', models.PositiveIntegerField(default=0)),
                ('no_show_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'creator capacities',
                'constraints': [models.CheckConstraint(condition=models.Q(('credits_held__lte', django.db.models.expressions.CombinedExpression(models.F('credits_granted'), '-', models.F('credits_lost')))), name='creators_credits_not_oversold'), models.CheckConstraint(condition=models.Q(('open_applications__lte', models.F('open_applications_max'))), name='creators_open_applications_capped')],
            },
        ),
        migrations.AddIndex(
            model_name='creator',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('display_name', 'handle', config='simple'), name='creators_creator_words'),
        ),
        migrations.AddIndex(
            model_name='creator',
            index=models.Index(condition=models.Q(('standing', 'good'), _negated=True), fields=['standing'], name='creators_not_good'),
        ),
        migrations.AddIndex(
            model_name='channel',
            index=models.Index(django.db.models.functions.text.Upper('handle'), name='creators_channel_handle'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('creator', 'platform', 'handle'), name='creators_channel_once'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('creator',), name='creators_one_main_channel'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True), ('removed_at', None)), fields=('creator',), name='creators_one_default_address'),
        ),
    ]
