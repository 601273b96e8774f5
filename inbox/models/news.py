"""News: lines in people's inboxes, and the mails about them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> "NotificationQuerySet":
        return self.filter(user=user)

    def listed(self) -> "NotificationQuerySet":
        return self.filter(is_listed=True)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """One line in somebody's inbox. `kind` picks the words and the page; `params` holds names and times for them.

    Kinds that merge count up while they are unread: five messages of one thread are one line.
    """

    public_id = PublicIdField(prefix="ntf")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=50)
    source_uid = models.UUIDField(help_text="the outbox message it came from")
    object_id = models.CharField(max_length=40, help_text="public id of what its page shows")
    brand = models.ForeignKey("brands.Brand", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    params = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1, help_text="how many events this line stands for")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    is_listed = models.BooleanField(
        default=True, db_default=True, help_text="false: its reader wants none of this in the inbox; it counts as read"
    )
    digest = models.ForeignKey(
        "inbox.Mail",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        db_index=False,
        help_text="the one mail that tells it among others",
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "source_uid", "kind"], name="inbox_notification_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="inbox_notification_of_user"),
            models.Index(fields=["user"], name="inbox_notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["object_id", "user"], name="inbox_notification_of_object"),
            models.Index(fields=["digest"], name="inbox_notification_of_digest", condition=Q(digest__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind.replace('_', ' ').capitalize()}, {self.at.day} {self.at:%b %Y}"


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    CLAIMED = "claimed", "Taken by a worker"
    HANDED = "handed", "Being handed over"
    SENT = "sent", "Sent"
    UNCONFIRMED = "unconfirmed", "Handed over, not confirmed"
    REFUSED = "refused", "Refused"
    DROPPED = "dropped", "Not sent on purpose"


class Mail(models.Model):
    """A mail that is sent at most once; see `inbox.mailer` for the rule. `message_id` is its idempotency key.

    To a person about a notification or, as a digest, about several; or to the address of an invitation. `send_at` is set
    as long as there is something to do.
    """

    State: ClassVar = MailState

    notification = models.OneToOneField(
        Notification,
        on_delete=models.CASCADE,
        related_name="mail",
        null=True,
        blank=True,
    )
    invitation = models.ForeignKey(
        "brands.Invitation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=50)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True, help_text="code of the answer, never its text")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="inbox_mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="inbox_mail_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="inbox_mail_due",
                condition=Q(send_at__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="inbox_mail_by_state"),
            models.Index(fields=["user"], name="inbox_digest_waiting", condition=Q(kind="digest", state="waiting")),
        ]

    def __str__(self) -> str:
        return f"Mail: {self.kind.replace('_', ' ')}"
