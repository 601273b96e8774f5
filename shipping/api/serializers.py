"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from shipping.carriers.directory import DIRECTORY, SIMULATED


class TrackingInput(StrictSerializer):
    """The carrier may be left out: it is then told from the number."""

    carrier = serializers.CharField(
        max_length=20, required=False, default="", allow_blank=True,
        help_text=f"one of {', '.join(code for code in DIRECTORY if code != SIMULATED)}; none: told from the number",
    )  # fmt: skip
    tracking_number = serializers.CharField(max_length=60)


class ShipmentInput(TrackingInput):
    eta_date = serializers.DateField(required=False, allow_null=True, help_text="the carrier's promised day")


class DestinationInput(StrictSerializer):
    address = serializers.CharField(help_text="id of one of your addresses")


class EmptyInput(StrictSerializer):
    """No body is needed."""
