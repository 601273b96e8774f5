"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from inbox.operations.files import FILES_A_MESSAGE, TYPES


class MessageInput(StrictSerializer):
    """A text, files, or both."""

    text = serializers.CharField(
        trim_whitespace=False,
        allow_blank=True,
        required=False,
        default="",
        help_text="plain text, 1 to 4000 characters; shown as written",
    )
    attachments = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        default=list,
        max_length=FILES_A_MESSAGE,
        help_text="ids of your attachments of this application that were completed and not sent yet",
    )


class AttachmentInput(StrictSerializer):
    file_name = serializers.CharField(max_length=500, help_text="as the person knows it; never part of a key")
    content_type = serializers.CharField(max_length=60, help_text=f"one of {', '.join(sorted(TYPES))}")
    size_bytes = serializers.IntegerField(min_value=0, help_text="exact, at most 10 MiB; the store refuses any other")


class ThreadReadInput(StrictSerializer):
    """Without `message`, all of it."""

    message = serializers.CharField(required=False, help_text="id of the last message that was read")


class NotificationsReadInput(StrictSerializer):
    """Without `notifications`, all of them."""

    notifications = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=500, help_text="ids"
    )
