"""Inbox: threads between the sides, notifications, mails."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class ThreadRead(models.Model):
    """How far somebody has read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_read_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="inbox_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}"


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


class Channel(models.TextChoices):
    """How news reach somebody."""

    INBOX = "inbox", _("In your inbox")
    MAIL = "mail", _("By mail")
    PUSH = "push", _("On your devices")


class Silence(models.Model):
    """A topic, or one kind of news, that somebody does not want on a channel. What nobody silenced is told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="silences")
    about = models.CharField(max_length=50, db_column="topic", help_text="a topic or a kind: see inbox.kinds")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL, db_default=Channel.MAIL)
    at = models.DateTimeField()

    class Meta:
        db_table = "inbox_mutedmail"  # where only mails by topic stood before
        constraints = [
            models.UniqueConstraint(fields=["user", "about", "channel"], name="inbox_silence_once"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="inbox_silence_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.about} by {self.channel} for {self.user_id}"


class MailRhythm(models.TextChoices):
    AT_ONCE = "at_once", _("As they happen")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class Rhythm(models.Model):
    """When mails and pushes come, in the person's own time zone. Whoever has no row gets them as they happen.

    The row is also the lock under which a person's next digest is found or made.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rhythm")
    mails = models.CharField(max_length=10, choices=MailRhythm.choices, default=MailRhythm.AT_ONCE)
    hour = models.PositiveSmallIntegerField(default=8, help_text="of the digest")
    weekday = models.PositiveSmallIntegerField(default=0, help_text="of the weekly digest; 0 is Monday")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mails__in=MailRhythm.values), name="inbox_rhythm_known"),
            models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="inbox_rhythm_on_the_clock"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=models.F("quiet_until"))),
                name="inbox_rhythm_quiet_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mails} for {self.user_id}"


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
