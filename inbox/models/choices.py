"""What somebody hears of, on which channel, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
