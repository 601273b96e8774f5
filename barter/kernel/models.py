"""Tables of the foundation: clock, policies, timeline, outbox, idempotency. No foreign key leads to an app."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from barter.kernel import policy
from barter.kernel.crypto import SealedJSONField
from barter.kernel.ids import uuid7


class ProductClock(models.Model):
    """One row: how far the product's clock runs ahead of the system's (demo and tests only)."""

    offset = models.DurationField(default=timedelta)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="kernel_clock_is_one_row")]

    def __str__(self) -> str:
        return f"+{self.offset}"


class Policy(models.Model):
    """A number staff changed from its default; names and defaults stand in `barter.kernel.policy`."""

    name = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return policy.words(self.name)


class TimelineEntry(models.Model):
    """One move of one object. Append-only: a trigger refuses UPDATE and DELETE (see the first migration)."""

    object_type = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    actor_side = models.CharField(max_length=10)
    actor_user_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "timeline entries"
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="kernel_timeline_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.move.replace('_', ' ')}"


class Message(models.Model):
    """One domain event on its way to its handlers."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField(help_text="product time of the event")
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text="system time from which the relay may take it")
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="given up after many attempts; staff can revive it",
    )
    error = models.CharField(
        max_length=200,
        blank=True,
        help_text="class of the last exception, never its text",
    )

    class Meta:
        verbose_name = "outbox message"
        indexes = [
            models.Index(
                fields=["try_at", "id"],
                name="kernel_message_pending",
                condition=Q(done_at=None, dead_at=None),
            ),
            models.Index(
                fields=["dead_at"],
                name="kernel_message_dead",
                condition=~Q(dead_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"


class Handled(models.Model):
    """Proof that a handler has done its work for a message: a repeat stops here."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "handled"
        constraints = [models.UniqueConstraint(fields=["message", "handler"], name="kernel_handled_once")]

    def __str__(self) -> str:
        return f"{self.handler} of {self.message_id}"


class IdempotencyRecord(models.Model):
    """The answer given to one POST of one caller, kept sealed for 24 h and stored in the transaction of the effect."""

    caller = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = SealedJSONField(help_text="what was answered, sealed: it may hold an address or somebody's words")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="kernel_idempotency_once")]
        indexes = [models.Index(fields=["at"], name="kernel_idempotency_age")]

    def __str__(self) -> str:
        return self.key
