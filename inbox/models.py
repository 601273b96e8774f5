"""Inbox: threads between the sides, notifications, mails."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: Any) -> "ThreadQuerySet":
        return self.filter(
            Q(application__creator__user=user) | Q(application__deal__brand__in=user.memberships.values("brand"))
        )


class Thread(models.Model):
    """The conversation of one application; it goes on when the application becomes a collaboration."""

    public_id = PublicIdField(prefix="thr")
    application = models.OneToOneField("deals.Application", on_delete=models.CASCADE, related_name="thread")
    last_message_at = models.DateTimeField()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-last_message_at"], name="inbox_thread_recent")]

    def __str__(self) -> str:
        return f"thread of {self.application}"


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
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "author", "client_key"],
                condition=~Q(client_key=""),
                name="inbox_message_once",
            )
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


class Notification(models.Model):
    """One line in somebody's inbox, from one event. `kind` picks the words; `params` holds ids and numbers for them."""

    public_id = PublicIdField(prefix="ntf")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=50)
    source_uid = models.UUIDField(help_text="the outbox message it came from")
    object_id = models.CharField(max_length=40, help_text="public id of what it is about")
    url = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    needs_action = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "source_uid", "kind"], name="inbox_notification_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="inbox_notification_of_user"),
            models.Index(
                fields=["user"],
                name="inbox_notification_unread",
                condition=Q(read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class Mail(models.Model):
    """A mail to send once: claimed by a conditional UPDATE, sent outside any transaction with its uid as Message-ID."""

    notification = models.OneToOneField(
        Notification,
        on_delete=models.CASCADE,
        related_name="mail",
        null=True,
        blank=True,
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    kind = models.CharField(max_length=50)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["send_at"],
                name="inbox_mail_due",
                condition=Q(send_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
