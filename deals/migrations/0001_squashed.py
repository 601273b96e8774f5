"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('deals', '0001_initial'),
        ('deals', '0002_card'),
        ('deals', '0003_livelink_check'),
        ('deals', '0004_staff_search'),
        ('deals', '0005_worth'),
        ('deals', '0006_credit_lost'),
        ('deals', '0007_saved_searches'),
        ('deals', '0008_pending_decisions'),
    ]

    dependencies = [
        ('brands', '0001_squashed'),
        ('creators', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('app'), editable=False, prefix='app', unique=True)),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('submitted', 'Submitted'), ('shortlisted', 'Shortlisted'), ('offered', 'Offered'), ('countered', 'Countered'), ('waitlisted', 'Waitlisted'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('not_selected', 'Not Selected')], max_length=30)),
                ('pitch', models.TextField(blank=True, max_length=1000)),
                ('consented_hash', models.CharField(blank=True, max_length=64)),
                ('proposal', models.JSONField(blank=True, default=dict)),
                ('decline_reason', models.CharField(blank=True, choices=[('not_a_fit', 'Not a fit for this deal'), ('audience', 'Looking for another audience'), ('quality', 'Looking for another style'), ('places_gone', 'All places are taken'), ('country', "Can't ship there"), ('other', 'Another reason')], max_length=20)),
                ('decline_note', models.CharField(blank=True, max_length=500)),
                ('submitted_at', models.DateTimeField()),
                ('shortlisted_at', models.DateTimeField(blank=True, help_text='the first time: the days to answer begin anew once', null=True)),
                ('address', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='creators.address')),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='creators.channel')),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='creators.creator')),
                ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.variant')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Deal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('deal'), editable=False, prefix='deal', unique=True)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('summary', models.TextField(blank=True, max_length=2000)),
                ('category', models.CharField(blank=True, choices=[('beauty', 'Beauty'), ('food', 'Food'), ('home', 'Home'), ('pets', 'Pets'), ('tech', 'Tech'), ('drinks', 'Drinks'), ('coffee', 'Coffee'), ('fashion', 'Fashion'), ('sport', 'Sport'), ('kids', 'Kids'), ('garden', 'Garden'), ('books', 'Books')], max_length=30)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In Review'), ('live', 'Live'), ('paused', 'Paused'), ('full', 'Full'), ('closed', 'Closed'), ('rejected', 'Rejected'), ('taken_down', 'Taken Down'), ('expired', 'Expired')], default='draft', max_length=30)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('platforms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None)),
                ('min_followers', models.PositiveIntegerField(default=0)),
                ('fmv_minor', models.PositiveIntegerField(default=0)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('worth_cents', models.PositiveIntegerField(db_default=0, default=0, help_text='the value in about euro cents, made with the terms: what lists compare and sort by')),
                ('must_post', models.BooleanField(default=True, help_text='false: content only (UGC), it ends at approval')),
                ('ship_within_days', models.PositiveSmallIntegerField(default=3, help_text='business days')),
                ('create_within_days', models.PositiveSmallIntegerField(default=14, help_text='days from delivery, 5 to 28')),
                ('live_days', models.PositiveSmallIntegerField(default=30, help_text='days a post must stay up, 7 to 90')),
                ('end_date', models.DateField(blank=True, null=True)),
                ('licence_months', models.PositiveSmallIntegerField(default=12)),
                ('licence_territory', models.CharField(default='worldwide', max_length=20)),
                ('licence_paid_ads_months', models.PositiveSmallIntegerField(default=0, help_text='0: no paid ads')),
                ('licence_edits', models.BooleanField(default=False)),
                ('licence_handle', models.BooleanField(default=False, help_text="ads under the creator's handle")),
                ('licence_credit', models.BooleanField(default=True)),
                ('brief_version', models.PositiveIntegerField(default=1)),
                ('terms', models.JSONField(default=dict)),
                ('terms_hash', models.CharField(blank=True, max_length=64)),
                ('card', models.JSONField(default=dict, help_text='what lists show of product and work, made with the terms; see deals.card')),
                ('rejection_reason', models.CharField(blank=True, max_length=500)),
                ('last_brand_activity_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('search_text', models.TextField(blank=True, help_text='folded words of title, summary, brand, product, category')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('search_text', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deals', to='brands.brand')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deals', to='brands.product')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Collaboration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('col'), editable=False, prefix='col', unique=True)),
                ('exchange', models.CharField(choices=[('parcel', 'Parcel'), ('voucher', 'Voucher'), ('visit', 'Visit')], default='parcel', max_length=10)),
                ('state', models.CharField(choices=[('to_ship', 'To Ship'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('voucher_sent', 'Voucher Sent'), ('booked', 'Booked'), ('checked_in', 'Checked In'), ('creating', 'Creating'), ('in_review', 'In Review'), ('changes_requested', 'Changes Requested'), ('approved', 'Approved'), ('posted', 'Posted'), ('live_hold', 'Live Hold'), ('completed', 'Completed'), ('on_hold', 'On Hold'), ('disputed', 'Disputed'), ('cancelled_mutual', 'Cancelled Mutual'), ('cancelled_by_brand', 'Cancelled By Brand'), ('cancelled_by_creator', 'Cancelled By Creator'), ('cancelled_no_fault', 'Cancelled No Fault'), ('no_ship', 'No Ship'), ('no_show', 'No Show'), ('honest_exit', 'Honest Exit')], max_length=30)),
                ('must_post', models.BooleanField()),
                ('create_within_days', models.PositiveSmallIntegerField()),
                ('live_days', models.PositiveSmallIntegerField()),
                ('is_cross_border', models.BooleanField(default=False)),
                ('agreed_at', models.DateTimeField()),
                ('shipped_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('visit_date', models.DateField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, help_text='last submission', null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('posted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('link_removed_at', models.DateTimeField(blank=True, null=True)),
                ('extended_at', models.DateTimeField(blank=True, help_text='the one self-service extension', null=True)),
                ('revision_rounds_used', models.PositiveSmallIntegerField(default=0)),
                ('was_late', models.BooleanField(default=False, help_text='the creator missed a clock at least once')),
                ('shipped_late', models.BooleanField(default=False)),
                ('approved_silently', models.BooleanField(default=False)),
                ('problem_code', models.CharField(blank=True, max_length=30)),
                ('problem_note', models.CharField(blank=True, max_length=1000)),
                ('held_from', models.CharField(blank=True, help_text='state before on_hold or disputed', max_length=30)),
                ('held_clock', models.JSONField(blank=True, default=dict, help_text='the stopped clock of held_from, as ISO times')),
                ('cancel_proposed_by', models.CharField(blank=True, max_length=10)),
                ('place_held', models.BooleanField(default=True)),
                ('stock_held', models.BooleanField(default=True)),
                ('credit_held', models.BooleanField(default=True)),
                ('slot_held', models.BooleanField(default=True)),
                ('credit_lost', models.BooleanField(db_default=False, default=False, help_text='this trade cost the creator a credit')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='collaboration', to='deals.application')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='brands.brand')),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='creators.creator')),
                ('variant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.variant')),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='deals.deal')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='BriefItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('bri'), editable=False, prefix='bri', unique=True)),
                ('kind', models.CharField(choices=[('must_show', 'Show'), ('must_say', 'Say'), ('dont', "Don't"), ('hashtag', 'Hashtag'), ('link', 'Link'), ('disclosure', 'Disclosure')], max_length=12)),
                ('text', models.CharField(max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('brief_version', models.PositiveIntegerField(default=1)),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brief_items', to='deals.deal')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='deal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='deals.deal'),
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('dlv'), editable=False, prefix='dlv', unique=True)),
                ('kind', models.CharField(choices=[('video', 'Video'), ('photo', 'Photo'), ('story', 'Story')], max_length=10)),
                ('platform', models.CharField(blank=True, max_length=12)),
                ('count', models.PositiveSmallIntegerField(default=1)),
                ('min_seconds', models.PositiveSmallIntegerField(default=0)),
                ('max_seconds', models.PositiveSmallIntegerField(default=0, help_text='0: no limit')),
                ('ratio', models.CharField(blank=True, help_text='"9:16"', max_length=5)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliverables', to='deals.deal')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('dsp'), editable=False, prefix='dsp', unique=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('staff', 'Staff'), ('decided', 'Decided'), ('appealed', 'Appealed'), ('final', 'Final')], max_length=30)),
                ('opened_by', models.CharField(help_text='side', max_length=10)),
                ('reason', models.CharField(max_length=2000)),
                ('answer', models.CharField(blank=True, max_length=2000)),
                ('outcome', models.CharField(blank=True, choices=[('resume', 'Carry on where it was'), ('complete', 'Completed'), ('no_fault', "Cancelled, nobody's fault"), ('brand_fault', "Cancelled, the brand's fault"), ('creator_fault', "Cancelled, the creator's fault")], max_length=15)),
                ('decision', models.CharField(blank=True, max_length=2000)),
                ('opened_at', models.DateTimeField()),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='deals.collaboration')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Fault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('flt'), editable=False, prefix='flt', unique=True)),
                ('side', models.CharField(max_length=10)),
                ('kind', models.CharField(choices=[('late_shipping', 'Shipped late'), ('no_ship', 'Never shipped'), ('late_content', 'Content late'), ('no_show', 'No content'), ('cancelled', 'Cancelled after agreement'), ('post_removed', 'Post removed early')], max_length=20)),
                ('state', models.CharField(choices=[('standing', 'Standing'), ('appealed', 'Appealed'), ('upheld', 'Upheld'), ('lifted', 'Lifted')], default='standing', max_length=10)),
                ('appeal_note', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField()),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='deals.collaboration')),
            ],
        ),
        migrations.CreateModel(
            name='LiveLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('lnk'), editable=False, prefix='lnk', unique=True)),
                ('platform', models.CharField(max_length=12)),
                ('url', models.URLField(max_length=500)),
                ('state', models.CharField(choices=[('unchecked', 'Not checked yet'), ('live', 'Live'), ('dead', 'Not found'), ('private', 'Private'), ('no_disclosure', 'Disclosure missing')], default='unchecked', max_length=15)),
                ('posted_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('check_at', models.DateTimeField(blank=True, help_text='system time from which a worker may check it; a worker that checks pushes it ahead', null=True)),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_links', to='deals.collaboration')),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('rev'), editable=False, prefix='rev', unique=True)),
                ('side', models.CharField(help_text='who writes: brand or creator', max_length=10)),
                ('state', models.CharField(choices=[('open', 'Open'), ('sealed', 'Sealed'), ('published', 'Published'), ('lapsed', 'Lapsed')], max_length=30)),
                ('stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('public_text', models.TextField(blank=True, max_length=1000)),
                ('would_again', models.BooleanField(blank=True, help_text='private: never shown to the other side', null=True)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='deals.collaboration')),
            ],
        ),
        migrations.CreateModel(
            name='SavedDeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_deals', to='creators.creator')),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saves', to='deals.deal')),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('srch'), editable=False, prefix='srch', unique=True)),
                ('slot', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('key', models.CharField(help_text='what is looked for in one form: the same search is kept once', max_length=400)),
                ('text', models.CharField(blank=True, max_length=100)),
                ('words', models.CharField(blank=True, help_text='the text as PostgreSQL searches it', max_length=400)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), help_text="one of these categories; '' is any", size=None)),
                ('platform', models.CharField(blank=True, max_length=12)),
                ('min_worth_cents', models.PositiveIntegerField(default=0)),
                ('content_only', models.BooleanField(default=False)),
                ('any_audience', models.BooleanField(default=False)),
                ('anywhere', models.BooleanField(default=False, help_text="also deals that don't ship to the creator")),
                ('alerts', models.BooleanField(default=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(help_text='deals that went live after it are new to the creator')),
                ('created_at', models.DateTimeField()),
                ('creator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to='creators.creator')),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('refused', 'Refused')], max_length=10)),
                ('body', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('proposed_by', models.CharField(max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms_versions', to='deals.collaboration')),
            ],
            options={
                'verbose_name_plural': 'terms',
                'ordering': ['collaboration_id', 'version'],
            },
        ),
        migrations.CreateModel(
            name='PendingDecision',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pending', serialize=False, to='deals.application')),
                ('verdict', models.CharField(choices=[('yes', 'Yes'), ('no', 'No')], max_length=3)),
                ('decline_reason', models.CharField(blank=True, choices=[('not_a_fit', 'Not a fit for this deal'), ('audience', 'Looking for another audience'), ('quality', 'Looking for another style'), ('places_gone', 'All places are taken'), ('country', "Can't ship there"), ('other', 'Another reason')], max_length=20)),
                ('decline_note', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField()),
                ('tell_at', models.DateTimeField(blank=True, null=True)),
                ('deal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pending_decisions', to='deals.deal')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DealPlaces',
            fields=[
                ('deal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='places', serialize=False, to='deals.deal')),
                ('total', models.PositiveIntegerField(default=1)),
                ('taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'deal places',
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__lte', models.F('total'))), name='deals_places_not_oversold'), models.CheckConstraint(condition=models.Q(('total__gte', 1)), name='deals_at_least_one_place')],
            },
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('state', 'live')), fields=['-published_at', '-id'], name='deals_feed'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('state', 'live')), fields=['category', '-published_at', '-id'], name='deals_feed_cat'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('state', 'live')), fields=['-worth_cents', '-id'], name='deals_feed_worth'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('state', 'live')), fields=['due_at', 'id'], name='deals_feed_ending'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(fields=['brand', '-id'], name='deals_of_brand'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(fields=['state', '-id'], name='deals_by_state'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_deal_wake'),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='deals_search'),
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'live', 'paused', 'full', 'closed', 'rejected', 'taken_down', 'expired'])), name='deals_deal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(('create_within_days__range', (5, 28))), name='deals_create_within_5_to_28_days'),
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(('live_days__range', (7, 90))), name='deals_live_7_to_90_days'),
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['full', 'live', 'paused']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='deals_public_is_published'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['brand', 'state', 'due_at'], name='deals_col_of_brand'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['creator', '-id'], name='deals_col_of_creator'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['deal', 'state', 'id'], name='deals_col_of_deal'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(fields=['state', '-id'], name='deals_col_by_state'),
        ),
        migrations.AddIndex(
            model_name='collaboration',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_col_wake'),
        ),
        migrations.AddConstraint(
            model_name='collaboration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['to_ship', 'shipped', 'delivered', 'voucher_sent', 'booked', 'checked_in', 'creating', 'in_review', 'changes_requested', 'approved', 'posted', 'live_hold', 'completed', 'on_hold', 'disputed', 'cancelled_mutual', 'cancelled_by_brand', 'cancelled_by_creator', 'cancelled_no_fault', 'no_ship', 'no_show', 'honest_exit'])), name='deals_col_state_known'),
        ),
        migrations.AddConstraint(
            model_name='collaboration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['approved', 'booked', 'changes_requested', 'checked_in', 'creating', 'delivered', 'disputed', 'in_review', 'live_hold', 'on_hold', 'posted', 'shipped', 'to_ship', 'voucher_sent'])), fields=('deal', 'creator'), name='deals_one_running_collaboration'),
        ),
        migrations.AddConstraint(
            model_name='collaboration',
            constraint=models.CheckConstraint(condition=models.Q(('revision_rounds_used__lte', 2)), name='deals_two_rounds_at_most'),
        ),
        migrations.AddConstraint(
            model_name='collaboration',
            constraint=models.CheckConstraint(condition=models.Q(('credit_held', False), ('credit_lost', False), _connector='OR'), name='deals_credit_held_or_lost'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['deal', 'state', 'id'], name='deals_app_of_deal'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['creator', '-id'], name='deals_app_of_creator'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['state', '-id'], name='deals_app_by_state'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_app_wake'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['invited', 'submitted', 'shortlisted', 'offered', 'countered', 'waitlisted', 'accepted', 'declined', 'withdrawn', 'expired', 'not_selected'])), name='deals_app_state_known'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['countered', 'invited', 'offered', 'shortlisted', 'submitted', 'waitlisted'])), fields=('deal', 'creator'), name='deals_one_open_application'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='deals_deliverable_counts'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('max_seconds', 0), ('max_seconds__gte', models.F('min_seconds')), _connector='OR'), name='deals_deliverable_seconds'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_dispute_wake'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['state', '-id'], name='deals_dispute_by_state'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'staff', 'decided', 'appealed', 'final'])), name='deals_dispute_state_known'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['decided', 'final']), _negated=True), fields=('collaboration',), name='deals_one_open_dispute'),
        ),
        migrations.AddIndex(
            model_name='fault',
            index=models.Index(fields=['state', '-at'], name='deals_fault_queue'),
        ),
        migrations.AddConstraint(
            model_name='fault',
            constraint=models.UniqueConstraint(fields=('collaboration', 'kind'), name='deals_fault_once'),
        ),
        migrations.AddIndex(
            model_name='livelink',
            index=models.Index(condition=models.Q(('check_at__isnull', False)), fields=['check_at'], name='deals_live_link_to_check'),
        ),
        migrations.AddConstraint(
            model_name='livelink',
            constraint=models.UniqueConstraint(fields=('collaboration', 'url'), name='deals_live_link_once'),
        ),
        migrations.AddConstraint(
            model_name='livelink',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unchecked', 'live', 'dead', 'private', 'no_disclosure'])), name='deals_live_link_state_known'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_review_wake'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'sealed', 'published', 'lapsed'])), name='deals_review_state_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('collaboration', 'side'), name='deals_one_review_a_side'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('stars', None), ('stars__range', (1, 5)), _connector='OR'), name='deals_one_to_five_stars'),
        ),
        migrations.AddConstraint(
            model_name='saveddeal',
            constraint=models.UniqueConstraint(fields=('creator', 'deal'), name='deals_saved_once'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('alerts', True), ('wake_at', None)), fields=['topics'], name='deals_search_topics'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='deals_search_wake'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('creator', 'slot'), name='deals_search_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('creator', 'key'), name='deals_search_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('slot__range', (1, 20))), name='deals_at_most_20_searches'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.UniqueConstraint(fields=('collaboration', 'version'), name='deals_terms_version_once'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('collaboration',), name='deals_one_open_terms_proposal'),
        ),
        migrations.AddIndex(
            model_name='pendingdecision',
            index=models.Index(condition=models.Q(('tell_at__isnull', False)), fields=['tell_at'], name='deals_pending_to_tell'),
        ),
        migrations.AddConstraint(
            model_name='pendingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['yes', 'no'])), name='deals_pending_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='pendingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'yes'), ('decline_note', ''), ('decline_reason', ''), ('tell_at', None)), models.Q(('verdict', 'no'), models.Q(('decline_reason', ''), _negated=True)), _connector='OR'), name='deals_pending_no_has_its_reason'),
        ),
    ]
