"""Shipments: a parcel of a collaboration, with tracking events from a carrier."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from barter.kernel.crypto import SealedJSONField
from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from shipping.workflow import SHIPMENT, SHIPMENT_ON_ITS_WAY, SHIPMENT_OVER, ShipmentState


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    def visible_to(self, user: Any) -> "ShipmentQuerySet":
        """Of the own brands, and those addressed to the creator."""
        return self.filter(Q(collaboration__creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def managed_by(self, user: Any) -> "ShipmentQuerySet":
        return self.filter(brand__in=user.memberships.values("brand"))

    def to_ship(self) -> "ShipmentQuerySet":
        return self.filter(state=ShipmentState.LABEL_PENDING)

    def on_its_way(self) -> "ShipmentQuerySet":
        return self.filter(state__in=SHIPMENT_ON_ITS_WAY)

    def delivered(self) -> "ShipmentQuerySet":
        return self.filter(state=ShipmentState.DELIVERED)

    def of_trades(self) -> "ShipmentQuerySet":
        """Without those that pay for a licence's renewal: they say nothing about their collaboration."""
        return self.filter(renewal="")

    def current(self) -> "ShipmentQuerySet":
        """The newest parcel of each collaboration: after a second one was sent, the first no longer decides anything.

        A parcel that pays for a renewal is the only one of its renewal.
        """
        same = {name: OuterRef(name) for name in ("collaboration", "renewal")}
        newer = Shipment.objects.filter(**same, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newer))


_ManagerOfShipments = models.Manager.from_queryset(ShipmentQuerySet)


class ShipmentManager(_ManagerOfShipments):
    """Leaves the sealed address in the database: it is only ever read on purpose, by `operations.read_address`."""

    def get_queryset(self) -> ShipmentQuerySet:
        return cast("ShipmentQuerySet", super().get_queryset().defer("address"))


class Shipment(Stateful):
    """A parcel. `address` is the snapshot that left the vault (sealed, purged 30 d after the end): the only copy a brand sees.

    Snapshot shape: {"name", "line1", "line2", "postcode", "city", "region", "country", "phone"}.
    `renewal`, `licence`, `contents`: a parcel that pays for more months of a licence of this collaboration, which it never
    moves; the first two are public ids of `content`, a neighbour. Its clock is its own, and its address goes 30 d after it
    arrived or was called off.
    """

    State: ClassVar = ShipmentState
    machine = SHIPMENT

    public_id = PublicIdField(prefix="shp")
    collaboration = models.ForeignKey("deals.Collaboration", on_delete=models.PROTECT, related_name="shipments")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="shipments")
    state = models.CharField(max_length=30, choices=ShipmentState.choices)
    carrier = models.CharField(max_length=20, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=40, blank=True)
    address: SealedJSONField = SealedJSONField(null=True)
    vault_address = models.ForeignKey(
        "creators.Address",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="where in the vault the snapshot was taken from",
    )
    destination_city = models.CharField(max_length=80, blank=True)
    destination_country = models.CharField(max_length=2, blank=True)
    eta_date = models.DateField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(null=True, blank=True, help_text="carrier time of the newest event applied")
    poll_at = models.DateTimeField(null=True, blank=True, help_text="when to ask the carrier next")
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="a poller is asking right now")
    poll_failures = models.PositiveSmallIntegerField(default=0, help_text="in a row; the next question waits longer")
    purge_at = models.DateTimeField(null=True, blank=True, help_text="when the address goes: 30 d after the end")
    address_purged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    renewal = models.CharField(max_length=40, blank=True, default="", db_default="")
    licence = models.CharField(max_length=40, blank=True, default="", db_default="")
    contents = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="as the catalogue called it"
    )

    objects = ShipmentManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ShipmentState.values), name="shipping_state_known"),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=Q(renewal="") & ~Q(state__in=sorted(SHIPMENT_OVER)),
                name="shipping_one_parcel_on_its_way",
            ),
            models.UniqueConstraint(fields=["renewal"], condition=~Q(renewal=""), name="shipping_one_parcel_a_renewal"),
            models.CheckConstraint(
                condition=Q(renewal="", licence="", contents="") | (~Q(renewal="") & ~Q(licence="") & ~Q(contents="")),
                name="shipping_renewal_is_whole",
            ),
            models.UniqueConstraint(
                fields=["carrier", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="shipping_tracking_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="label_pending") | ~Q(tracking_number="") | Q(state="expired"),
                name="shipping_moves_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(address_purged_at=None) | Q(address=None), name="shipping_purged_means_gone"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state", "-id"], name="shipping_desk"),
            models.Index(fields=["state", "-id"], name="shipping_by_state"),
            models.Index(fields=["tracking_number"], name="shipping_number", condition=~Q(tracking_number="")),
            models.Index(fields=["purge_at"], name="shipping_purge", condition=Q(purge_at__isnull=False)),
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
        return f"{self.carrier} {self.tracking_number}".strip() or f"Parcel {self.public_id}"

    @property
    def has_address(self) -> bool:
        """Whether the creator has said where it goes. Known without opening the snapshot."""
        return bool(self.destination_country)


class TrackingEvent(models.Model):
    """One scan. The carrier's event id makes a repeat harmless, by webhook or by polling."""

    class Source(models.TextChoices):
        WEBHOOK = "webhook", "Webhook"
        POLL = "poll", "Polling"
        BRAND = "brand", "Brand"
        CREATOR = "creator", "Creator"

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="events")
    carrier_event_id = models.CharField(max_length=100)
    state = models.CharField(max_length=30, choices=ShipmentState.choices)
    raw_code = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=100, blank=True, help_text="town of the scan, never a street")
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(help_text="carrier time")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["shipment", "carrier_event_id"], name="shipping_event_once")]

    def __str__(self) -> str:
        return f"{self.state} at {self.at}"


class AddressAccess(models.Model):
    """A brand member opened the full address of a shipment; shown to the creator."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="address_accesses")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10, help_text="page, api, export or label")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "address accesses"
        indexes = [models.Index(fields=["shipment", "-at"], name="shipping_address_access")]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.shipment_id}"


class CarrierMessage(models.Model):
    """One scan a carrier pushed to us, stored before anything is made of it.

    A crash between storing and applying leaves `processed_at` empty, and the next sweep applies it. A scan of a number
    nobody has entered yet waits without a shipment. Only what we understood of the message is kept: carriers put names
    and streets into theirs.
    """

    carrier = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    tracking_number = models.CharField(max_length=60)
    scan = models.JSONField(help_text="state, code, description, place, at, eta_date")
    shipment = models.ForeignKey(
        Shipment, on_delete=models.CASCADE, null=True, blank=True, related_name="carrier_messages"
    )
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["carrier", "event_id"], name="shipping_message_once")]
        indexes = [
            models.Index(fields=["id"], name="shipping_message_pending", condition=Q(processed_at=None)),
            models.Index(
                fields=["carrier", "tracking_number"], name="shipping_message_waiting", condition=Q(shipment=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.event_id}"
