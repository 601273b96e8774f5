"""Shipments: a parcel of a collaboration, with tracking events from a carrier."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.crypto import SealedJSONField
from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from shipping.workflow import SHIPMENT, SHIPMENT_OVER, ShipmentState


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    def visible_to(self, user: Any) -> "ShipmentQuerySet":
        return self.filter(
            Q(collaboration__creator__user=user)
            | Q(collaboration__brand__in=user.memberships.values("brand"))
        )

    def managed_by(self, user: Any) -> "ShipmentQuerySet":
        return self.filter(collaboration__brand__in=user.memberships.values("brand"))


class Shipment(Stateful):
    """A parcel. `address` is the snapshot that left the vault (sealed, purged 30 d after the end): the only copy a brand sees.

    Snapshot shape: {"name", "line1", "line2", "postcode", "city", "region", "country", "phone"}.
    """

    State: ClassVar = ShipmentState
    machine = SHIPMENT

    public_id = PublicIdField(prefix="shp")
    collaboration = models.ForeignKey(
        "deals.Collaboration", on_delete=models.PROTECT, related_name="shipments"
    )
    state = models.CharField(max_length=30, choices=ShipmentState.choices)
    carrier = models.CharField(max_length=20, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=40, blank=True)
    address: SealedJSONField = SealedJSONField(null=True)
    destination_city = models.CharField(max_length=80, blank=True)
    destination_country = models.CharField(max_length=2, blank=True)
    eta_date = models.DateField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(
        null=True, blank=True, help_text="carrier time of the newest event applied"
    )
    poll_at = models.DateTimeField(
        null=True, blank=True, help_text="when to ask the carrier next"
    )
    claimed_at = models.DateTimeField(
        null=True, blank=True, help_text="a poller is asking right now"
    )
    address_purged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ShipmentState.values), name="shipping_state_known"
            ),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=~Q(state__in=sorted(SHIPMENT_OVER)),
                name="shipping_one_parcel_on_its_way",
            ),
            models.UniqueConstraint(
                fields=["carrier", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="shipping_tracking_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="label_pending")
                | ~Q(tracking_number="")
                | Q(state="expired"),
                name="shipping_moves_with_a_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["poll_at"],
                name="shipping_poll",
                condition=Q(poll_at__isnull=False),
            ),
            models.Index(
                fields=["wake_at"],
                name="shipping_wake",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}".strip() or self.public_id


class TrackingEvent(models.Model):
    """One scan. The carrier's event id makes a repeat harmless, by webhook or by polling."""

    class Source(models.TextChoices):
        WEBHOOK = "webhook", "Webhook"
        POLL = "poll", "Polling"
        BRAND = "brand", "Brand"
        CREATOR = "creator", "Creator"

    shipment = models.ForeignKey(
        Shipment, on_delete=models.CASCADE, related_name="events"
    )
    carrier_event_id = models.CharField(max_length=100)
    state = models.CharField(max_length=30, choices=ShipmentState.choices)
    raw_code = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200, blank=True)
    place = models.CharField(
        max_length=100, blank=True, help_text="town of the scan, never a street"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(help_text="carrier time")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "carrier_event_id"], name="shipping_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} at {self.at}"


class AddressAccess(models.Model):
    """A brand member opened the full address of a shipment; shown to the creator."""

    shipment = models.ForeignKey(
        Shipment, on_delete=models.CASCADE, related_name="address_accesses"
    )
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    via = models.CharField(max_length=10, help_text="page, api, export or label")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "address accesses"
        indexes = [
            models.Index(fields=["shipment", "-at"], name="shipping_address_access")
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.shipment_id}"


class SimulatedParcel(models.Model):
    """What the simulated carrier knows of a parcel: its script and when the next scan is due (demo and tests)."""

    tracking_number = models.CharField(max_length=60, unique=True)
    script = models.CharField(max_length=20)
    handed_over_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.tracking_number
