"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer


class MessageInput(StrictSerializer):
    text = serializers.CharField(
        trim_whitespace=False, allow_blank=True, help_text="plain text, 1 to 4000 characters; shown as written"
    )


class ThreadReadInput(StrictSerializer):
    """Without `message`, all of it."""

    message = serializers.CharField(required=False, help_text="id of the last message that was read")


class NotificationsReadInput(StrictSerializer):
    """Without `notifications`, all of them."""

    notifications = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=500, help_text="ids"
    )
