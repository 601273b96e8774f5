"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from barter.kernel.api.serializers import word
from shipping.workflow import ShipmentState

Schema = serializers.Serializer[Any]


class DestinationSchema(Schema):
    """The full address is read with `read-address`, where that is allowed."""

    city = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2; empty: the creator has not said")


class TrackingEventSchema(Schema):
    """One scan of the carrier."""

    id = serializers.CharField(help_text="the carrier's event id")
    state = word(*ShipmentState.values)
    code = serializers.CharField(allow_blank=True, help_text="the carrier's own code")
    description = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True, help_text="town of the scan")
    source = serializers.CharField(help_text="webhook or poll")  # type: ignore[assignment]
    at = serializers.DateTimeField(help_text="the carrier's time")


class ShipmentSchema(Schema):
    """A parcel."""

    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    state = word(*ShipmentState.values)
    state_since = serializers.DateTimeField()
    ball = serializers.CharField(allow_null=True, help_text="who must act: brand, carrier, creator; null: over")
    due_at = serializers.DateTimeField(allow_null=True)
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")
    collaboration = serializers.CharField()
    renewal = serializers.CharField(
        allow_null=True, help_text="what it pays for, instead of the collaboration: `renewal` of a licence"
    )
    licence = serializers.CharField(allow_null=True, help_text="the licence that goes on once it is sent")
    contents = serializers.CharField(allow_null=True, help_text="what is given for the renewal")
    carrier = serializers.CharField(allow_null=True)
    carrier_name = serializers.CharField(allow_null=True)
    tracking_number = serializers.CharField(allow_null=True)
    tracking_url = serializers.CharField(allow_null=True, help_text="the carrier's own page of this parcel")
    destination = DestinationSchema()
    eta_date = serializers.DateField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ShipmentDetailSchema(ShipmentSchema):
    """A parcel with its scans."""

    events = TrackingEventSchema(many=True, help_text="oldest first, by the carrier's time")


class ParcelAddressSchema(Schema):
    """Where a parcel goes, as it was when the label was made."""

    object = serializers.CharField(help_text="names the type")
    name = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    city = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    phone = serializers.CharField(allow_blank=True)
