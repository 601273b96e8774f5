"""Devices that show news, and what was handed to their push services."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField
from inbox.models.news import Notification


class PushDevice(models.Model):
    """A browser that shows news. It belongs to the session it was added in: whoever signs out there gets nothing more."""

    public_id = PublicIdField(prefix="dev")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True, help_text="where the browser's push service takes them")
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    session_key = models.CharField(max_length=40)
    name = models.CharField(max_length=300, blank=True, help_text="what the browser says it is")
    added_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="without an answer, one after the other"
    )
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True, help_text="nothing is sent there before")

    class Meta:
        indexes = [models.Index(fields=["session_key"], name="inbox_device_of_session")]

    def __str__(self) -> str:
        return str(self.public_id)


class PushState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    HANDED = "handed", "Being handed over"
    SENT = "sent", "Sent"
    UNCONFIRMED = "unconfirmed", "Handed over, not confirmed"
    REFUSED = "refused", "Refused"
    DROPPED = "dropped", "Not sent on purpose"


class Push(models.Model):
    """A piece of news for one device, handed to its push service at most once; see `inbox.pusher`."""

    State: ClassVar = PushState

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="pushes", db_index=False)
    device = models.ForeignKey(PushDevice, on_delete=models.CASCADE, related_name="pushes")
    state = models.CharField(max_length=12, choices=PushState.choices, default=PushState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    handed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True, help_text="code of the answer, never its text")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "device"], name="inbox_push_once"),
            models.CheckConstraint(condition=Q(state__in=PushState.values), name="inbox_push_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "handed"], send_at__isnull=False)
                | (~Q(state__in=["waiting", "handed"]) & Q(send_at=None)),
                name="inbox_push_waits_until_settled",
            ),
        ]
        indexes = [models.Index(fields=["send_at"], name="inbox_push_due", condition=Q(send_at__isnull=False))]

    def __str__(self) -> str:
        return f"Push: {self.state}"
