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
        ('brands', '0001_initial'),
        ('brands', '0002_signed_invitations'),
        ('brands', '0003_picture_ids'),
        ('brands', '0004_staff_search'),
        ('brands', '0005_slots_withheld_for_late_parcels'),
        ('brands', '0006_invitations_by_email'),
        ('brands', '0007_plans'),
        ('brands', '0008_creators_kept'),
    ]

    dependencies = [
        ('creators', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('brand'), editable=False, prefix='brand', unique=True)),
                ('name', models.CharField(max_length=80)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('about', models.TextField(blank=True, max_length=1000)),
                ('website', models.URLField(blank=True)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('city', models.CharField(blank=True, max_length=80)),
                ('category', models.CharField(blank=True, max_length=30)),
                ('colour', models.PositiveSmallIntegerField(default=0, help_text='index into the palette of brand marks, 0 to 11')),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('is_trusted', models.BooleanField(default=False, help_text='deals go live without a check by staff')),
                ('standing', models.CharField(choices=[('good', 'Good'), ('watched', 'New deals are checked'), ('limited', 'At most 3 open slots'), ('suspended', 'Suspended')], default='good', max_length=10)),
                ('plan', models.CharField(choices=[('start', 'Start'), ('growth', 'Growth'), ('scale', 'Scale')], db_default='start', default='start', max_length=10)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CatalogueImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('imp'), editable=False, prefix='imp', unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('checked', 'Checked'), ('imported', 'Imported'), ('discarded', 'Discarded')], default='checked', max_length=10)),
                ('products', models.JSONField(help_text='what would be written')),
                ('report', models.JSONField(help_text='row by row: line, severity, message')),
                ('created_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CreatorList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('lst'), editable=False, prefix='lst', unique=True)),
                ('name', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CreatorListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'creator list entries',
            },
        ),
        migrations.CreateModel(
            name='CreatorNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('cno'), editable=False, prefix='cno', unique=True)),
                ('text', models.CharField(max_length=1000)),
                ('created_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('inv'), editable=False, prefix='inv', unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('viewer', 'Viewer')], max_length=10)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('mem'), editable=False, prefix='mem', unique=True)),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('viewer', 'Viewer')], max_length=10)),
                ('joined_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('prod'), editable=False, prefix='prod', unique=True)),
                ('kind', models.CharField(choices=[('parcel', 'Shipped product'), ('voucher', 'Voucher'), ('visit', 'Visit')], default='parcel', max_length=10)),
                ('title', models.CharField(max_length=140)),
                ('description', models.TextField(blank=True, help_text='sanitised HTML')),
                ('category', models.CharField(blank=True, max_length=30)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('external_handle', models.CharField(blank=True, help_text='handle in the shop it was imported from', max_length=255)),
                ('voucher_instructions', models.TextField(blank=True, help_text='how to redeem or to book; shown after agreement')),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ProductImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('pic'), editable=False, prefix='pic', unique=True)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('remote_url', models.URLField(blank=True, max_length=1000)),
                ('alt', models.CharField(blank=True, max_length=200)),
                ('width', models.PositiveIntegerField(default=756)),
                ('height', models.PositiveIntegerField(default=567)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('var'), editable=False, prefix='var', unique=True)),
                ('title', models.CharField(default='Default', max_length=140)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('sku', models.CharField(blank=True, max_length=80)),
                ('fmv_minor', models.PositiveIntegerField(help_text="fair market value in minor units of the product's currency")),
                ('stock_on_hand', models.PositiveIntegerField(default=0)),
                ('stock_reserved', models.PositiveIntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BrandCapacity',
            fields=[
                ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='capacity', serialize=False, to='brands.brand')),
                ('slots_max', models.PositiveIntegerField(default=40)),
                ('slots_wanted', models.PositiveIntegerField(default=40)),
                ('slots_late', models.PositiveIntegerField(default=0)),
                ('slots_used', models.PositiveIntegerField(default=0)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('shipped_count', models.PositiveIntegerField(default=0)),
                ('shipped_on_time_count', models.PositiveIntegerField(default=0)),
                ('ship_hours_total', models.PositiveBigIntegerField(default=0)),
                ('answered_count', models.PositiveIntegerField(default=0)),
                ('answer_hours_total', models.PositiveBigIntegerField(default=0)),
                ('expired_count', models.PositiveIntegerField(default=0, help_text='applications the brand left unanswered')),
                ('reviewed_count', models.PositiveIntegerField(default=0)),
                ('silent_approval_count', models.PositiveIntegerField(default=0)),
                ('no_ship_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'brand capacities',
            },
        ),
        migrations.AddIndex(
            model_name='brand',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', config='simple'), name='brands_brand_words'),
        ),
        migrations.AddIndex(
            model_name='brand',
            index=models.Index(condition=models.Q(('standing', 'good'), _negated=True), fields=['standing'], name='brands_not_good'),
        ),
        migrations.AddIndex(
            model_name='brand',
            index=models.Index(condition=models.Q(('verified_at', None)), fields=['created_at'], name='brands_to_verify'),
        ),
        migrations.AddField(
            model_name='catalogueimport',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='catalogueimport',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='creatorlist',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='creator_lists', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='creatorlistentry',
            name='creator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='creators.creator'),
        ),
        migrations.AddField(
            model_name='creatorlistentry',
            name='creator_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='brands.creatorlist'),
        ),
        migrations.AddField(
            model_name='creatornote',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='creatornote',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='creator_notes', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='creatornote',
            name='creator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='creators.creator'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='membership',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='product',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='productimage',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='brands.product'),
        ),
        migrations.AddField(
            model_name='variant',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='brands.product'),
        ),
        migrations.AddIndex(
            model_name='brandcapacity',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='brands_capacity_wake'),
        ),
        migrations.AddConstraint(
            model_name='brandcapacity',
            constraint=models.CheckConstraint(condition=models.Q(('slots_used__lte', models.F('slots_max'))), name='brands_slots_not_oversold'),
        ),
        migrations.AddConstraint(
            model_name='creatorlist',
            constraint=models.UniqueConstraint(models.F('brand'), django.db.models.functions.text.Lower('name'), name='brands_list_name_once'),
        ),
        migrations.AddConstraint(
            model_name='creatorlistentry',
            constraint=models.UniqueConstraint(fields=('creator_list', 'creator'), name='brands_on_list_once'),
        ),
        migrations.AddIndex(
            model_name='creatornote',
            index=models.Index(fields=['brand', 'creator', '-id'], name='brands_note_on_creator'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('email'), name='text_pattern_ops'), name='brands_invitation_email'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('brand'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('revoked_at', None)), name='brands_one_open_invitation'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('brand', 'user'), name='brands_member_once'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', config='simple'), name='brands_product_words'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(condition=models.Q(('external_handle', ''), _negated=True), fields=('brand', 'external_handle'), name='brands_product_imported_once'),
        ),
        migrations.AddIndex(
            model_name='variant',
            index=models.Index(condition=models.Q(('sku', ''), _negated=True), fields=['sku'], name='brands_variant_sku'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('stock_reserved__lte', models.F('stock_on_hand'))), name='brands_stock_not_oversold'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.UniqueConstraint(fields=('product', 'title'), name='brands_variant_once'),
        ),
    ]
