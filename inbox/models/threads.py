"""Conversations: threads, their messages and those that wait to go out, how far somebody has read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: Any) -> "ThreadQuerySet":
        """The creator's own, and those of the brands this person works for, in whatever role."""
        return self.filter(Q(creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def begun(self) -> "ThreadQuerySet":
        """Threads in which somebody has written."""
        return self.filter(last_message__isnull=False)


class Thread(models.Model):
    """The conversation of one application; it goes on when the application becomes a collaboration.

    `creator` and `brand` are those of the application, so that either side's list is one index scan.
    """

    public_id = PublicIdField(prefix="thr")
    application = models.OneToOneField("deals.Application", on_delete=models.CASCADE, related_name="thread")
    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="+")
    brand = models.ForeignKey("brands.Brand", on_delete=models.CASCADE, related_name="+")
    last_message = models.ForeignKey(
        "inbox.ChatMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_message_at = models.DateTimeField()
    contact_hints = models.PositiveIntegerField(
        default=0, db_default=0, help_text="messages that look like a way to trade outside Barter"
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["creator", "-last_message_at", "-id"], name="inbox_thread_of_creator"),
            models.Index(fields=["brand", "-last_message_at", "-id"], name="inbox_thread_of_brand"),
            models.Index(fields=["-last_message_at"], name="inbox_thread_hinted", condition=Q(contact_hints__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.creator} and {self.brand}"


class ChatMessage(models.Model):
    """What somebody wrote. Its text leaves this table only to the two sides (and staff), never into an event, mail or log."""

    public_id = PublicIdField(prefix="msg")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10)
    text = models.TextField(max_length=4000)
    client_key = models.CharField(
        max_length=64,
        blank=True,
        help_text="from the form; makes a double submit harmless",
    )
    contact = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text="what it looks like it holds: see inbox.contacts",
    )
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True, help_text="when it had waited to be taken back first")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["thread", "-id"], name="inbox_message_of_thread")]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "author", "client_key"],
                condition=~Q(client_key=""),
                name="inbox_message_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class UnsentMessage(models.Model):
    """What somebody of a brand wrote to an applicant, among many, and can still take back. It becomes a ChatMessage once
    `wake_at` has come, and this row goes in the same transaction; who takes it back deletes the row."""

    public_id = PublicIdField(prefix="unm")
    application = models.ForeignKey("deals.Application", on_delete=models.CASCADE, related_name="unsent_messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=4000)
    client_key = models.CharField(max_length=64, help_text="the same for all who get this text with one press")
    written_at = models.DateTimeField()
    wake_at = models.DateTimeField(help_text="when it goes out")

    class Meta:
        indexes = [models.Index(fields=["wake_at", "id"], name="inbox_unsent_due")]
        constraints = [
            models.UniqueConstraint(fields=["application", "author", "client_key"], name="inbox_unsent_once"),
            models.CheckConstraint(condition=~Q(client_key=""), name="inbox_unsent_has_key"),
            models.CheckConstraint(condition=Q(wake_at__gte=models.F("written_at")), name="inbox_unsent_goes_later"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ThreadRead(models.Model):
    """How far somebody has read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_read_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="inbox_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}"
