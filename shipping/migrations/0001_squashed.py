"""All tables at once; a database that has what this replaces has them already."""

import barter.kernel.crypto
import barter.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('shipping', '0001_initial'),
        ('shipping', '0002_desk_messages_and_purge'),
        ('shipping', '0003_staff_search'),
    ]

    dependencies = [
        ('brands', '0001_squashed'),
        ('creators', '0001_squashed'),
        ('deals', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_since', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('late_at', models.DateTimeField(blank=True, null=True)),
                ('clock_stopped_at', models.DateTimeField(blank=True, null=True)),
                ('public_id', barter.kernel.ids.PublicIdField(default=barter.kernel.ids.PublicIdDefault('shp'), editable=False, prefix='shp', unique=True)),
                ('state', models.CharField(choices=[('label_pending', 'Label Pending'), ('pre_transit', 'Pre Transit'), ('in_transit', 'In Transit'), ('out_for_delivery', 'Out For Delivery'), ('available_for_pickup', 'Available For Pickup'), ('attempt_failed', 'Attempt Failed'), ('exception', 'Exception'), ('delivered', 'Delivered'), ('returned', 'Returned'), ('lost', 'Lost'), ('expired', 'Expired')], max_length=30)),
                ('carrier', models.CharField(blank=True, max_length=20)),
                ('tracking_number', models.CharField(blank=True, max_length=60)),
                ('service', models.CharField(blank=True, max_length=40)),
                ('address', barter.kernel.crypto.SealedJSONField(null=True)),
                ('destination_city', models.CharField(blank=True, max_length=80)),
                ('destination_country', models.CharField(blank=True, max_length=2)),
                ('eta_date', models.DateField(blank=True, null=True)),
                ('shipped_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('last_event_at', models.DateTimeField(blank=True, help_text='carrier time of the newest event applied', null=True)),
                ('poll_at', models.DateTimeField(blank=True, help_text='when to ask the carrier next', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, help_text='a poller is asking right now', null=True)),
                ('poll_failures', models.PositiveSmallIntegerField(default=0, help_text='in a row; the next question waits longer')),
                ('purge_at', models.DateTimeField(blank=True, help_text='when the address goes: 30 d after the end', null=True)),
                ('address_purged_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='brands.brand')),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='deals.collaboration')),
                ('vault_address', models.ForeignKey(blank=True, help_text='where in the vault the snapshot was taken from', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='creators.address')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CarrierMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(max_length=20)),
                ('event_id', models.CharField(max_length=100)),
                ('tracking_number', models.CharField(max_length=60)),
                ('scan', models.JSONField(help_text='state, code, description, place, at, eta_date')),
                ('received_at', models.DateTimeField()),
                ('processed_at', models.DateTimeField(blank=True, null=True)),
                ('shipment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='carrier_messages', to='shipping.shipment')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AddressAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(help_text='page, api, export or label', max_length=10)),
                ('at', models.DateTimeField()),
                ('viewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_accesses', to='shipping.shipment')),
            ],
            options={
                'verbose_name_plural': 'address accesses',
            },
        ),
        migrations.CreateModel(
            name='TrackingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier_event_id', models.CharField(max_length=100)),
                ('state', models.CharField(choices=[('label_pending', 'Label Pending'), ('pre_transit', 'Pre Transit'), ('in_transit', 'In Transit'), ('out_for_delivery', 'Out For Delivery'), ('available_for_pickup', 'Available For Pickup'), ('attempt_failed', 'Attempt Failed'), ('exception', 'Exception'), ('delivered', 'Delivered'), ('returned', 'Returned'), ('lost', 'Lost'), ('expired', 'Expired')], max_length=30)),
                ('raw_code', models.CharField(blank=True, max_length=60)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, help_text='town of the scan, never a street', max_length=100)),
                ('source', models.CharField(choices=[('webhook', 'Webhook'), ('poll', 'Polling'), ('brand', 'Brand'), ('creator', 'Creator')], max_length=10)),
                ('at', models.DateTimeField(help_text='carrier time')),
                ('received_at', models.DateTimeField()),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='shipping.shipment')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(fields=['brand', 'state', '-id'], name='shipping_desk'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(fields=['state', '-id'], name='shipping_by_state'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('tracking_number', ''), _negated=True), fields=['tracking_number'], name='shipping_number'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('purge_at__isnull', False)), fields=['purge_at'], name='shipping_purge'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('poll_at__isnull', False)), fields=['poll_at'], name='shipping_poll'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['wake_at'], name='shipping_wake'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['label_pending', 'pre_transit', 'in_transit', 'out_for_delivery', 'available_for_pickup', 'attempt_failed', 'exception', 'delivered', 'returned', 'lost', 'expired'])), name='shipping_state_known'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['delivered', 'expired', 'lost', 'returned']), _negated=True), fields=('collaboration',), name='shipping_one_parcel_on_its_way'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.UniqueConstraint(condition=models.Q(('tracking_number', ''), _negated=True), fields=('carrier', 'tracking_number'), name='shipping_tracking_number_once'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'label_pending'), models.Q(('tracking_number', ''), _negated=True), ('state', 'expired'), _connector='OR'), name='shipping_moves_with_a_number'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('address_purged_at', None), ('address', None), _connector='OR'), name='shipping_purged_means_gone'),
        ),
        migrations.AddIndex(
            model_name='carriermessage',
            index=models.Index(condition=models.Q(('processed_at', None)), fields=['id'], name='shipping_message_pending'),
        ),
        migrations.AddIndex(
            model_name='carriermessage',
            index=models.Index(condition=models.Q(('shipment', None)), fields=['carrier', 'tracking_number'], name='shipping_message_waiting'),
        ),
        migrations.AddConstraint(
            model_name='carriermessage',
            constraint=models.UniqueConstraint(fields=('carrier', 'event_id'), name='shipping_message_once'),
        ),
        migrations.AddIndex(
            model_name='addressaccess',
            index=models.Index(fields=['shipment', '-at'], name='shipping_address_access'),
        ),
        migrations.AddConstraint(
            model_name='trackingevent',
            constraint=models.UniqueConstraint(fields=('shipment', 'carrier_event_id'), name='shipping_event_once'),
        ),
    ]
