"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.ids
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_wished_brand_name'),
        ('accounts', '0003_staff_search'),
        ('accounts', '0004_calendar_version'),
        ('accounts', '0005_leaving'),
        ('accounts', '0006_data_exports'),
        ('accounts', '0007_known_devices'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('user'), editable=False, prefix='user', unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('started_as', models.CharField(choices=[('creator', 'Creator'), ('brand', 'Brand'), ('staff', 'Staff')], default='creator', max_length=10)),
                ('wished_brand_name', models.CharField(blank=True, help_text='typed at the brand door; the brand is made when the address is verified', max_length=80)),
                ('language', models.CharField(default='en', max_length=10)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('calendar_version', models.PositiveSmallIntegerField(db_default=0, default=0, help_text="a new one makes earlier addresses of the person's calendar useless")),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('leave_asked_at', models.DateTimeField(blank=True, help_text='when the person asked to be deleted', null=True)),
                ('erase_at', models.DateTimeField(blank=True, help_text='when the account is erased; later, while something still runs', null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('exp'), editable=False, prefix='exp', unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('building', 'Being built'), ('ready', 'Ready'), ('failed', 'Failed'), ('expired', 'Deleted')], default='waiting', max_length=10)),
                ('key', models.CharField(help_text='in the object store; its secret part was never shown to anybody', max_length=200)),
                ('size_bytes', models.PositiveBigIntegerField(default=0)),
                ('parts_done', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('process_at', models.DateTimeField(blank=True, null=True)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='KnownDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='browser and system, or what an app calls itself', max_length=100)),
                ('first_seen_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='user',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'email', config='simple'), name='accounts_user_words'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('email'), name='text_pattern_ops'), name='accounts_user_email_start'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('erase_at__isnull', False)), fields=['erase_at'], name='accounts_user_erase'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_once'),
        ),
        migrations.AddIndex(
            model_name='dataexport',
            index=models.Index(condition=models.Q(('process_at__isnull', False)), fields=['process_at'], name='accounts_export_due'),
        ),
        migrations.AddIndex(
            model_name='dataexport',
            index=models.Index(condition=models.Q(('state', 'ready')), fields=['expires_at'], name='accounts_export_expires'),
        ),
        migrations.AddConstraint(
            model_name='dataexport',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'building'])), fields=('user',), name='accounts_one_open_export'),
        ),
        migrations.AddConstraint(
            model_name='knowndevice',
            constraint=models.UniqueConstraint(fields=('user', 'name'), name='accounts_device_once'),
        ),
    ]
