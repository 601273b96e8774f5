"""Sending mails: claimed by a conditional UPDATE that has committed, then sent outside any transaction.

The Message-ID is the mail's idempotency key: a worker killed between the server's answer and our note of it sends the
same Message-ID again, which receiving servers recognise.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from barter.kernel import clock
from inbox.models import Mail
from inbox.words import words_of

logger = logging.getLogger(__name__)
OLD_NEWS = timedelta(days=2)
CLAIM_LASTS = timedelta(minutes=2)
GIVE_UP_AFTER_ATTEMPTS = 8


def send_due(limit: int = 200) -> int:
    """Send what is due. Returns how many were handed to the mail server."""
    _drop_old_news()
    sent = 0
    for pk in _due(limit):
        if _claim(pk):
            sent += _send(Mail.objects.select_related("notification", "user").get(pk=pk))
    return sent


def _drop_old_news() -> None:
    """News of more than two days ago stands in the inbox; a mail about it now would only confuse."""
    old = Mail.objects.filter(send_at__lte=timezone.now(), notification__at__lt=clock.now() - OLD_NEWS)
    old.update(send_at=None, failed_at=timezone.now(), error="too_old")


def _due(limit: int) -> list[int]:
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    return list(Mail.objects.filter(free, send_at__lte=now).order_by("send_at").values_list("pk", flat=True)[:limit])


def _claim(pk: int) -> bool:
    """True for exactly one of all workers that try."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    claimed = Mail.objects.filter(free, pk=pk, sent_at=None, send_at__lte=now)
    return claimed.update(claimed_at=now, attempts=F("attempts") + 1) == 1


def _send(mail: Mail) -> bool:
    try:
        message_for(mail).send()
    except Exception as error:  # noqa: BLE001 - every failure of a mail server is the same to us: try again later
        _failed(mail, error)
        return False
    Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), send_at=None, claimed_at=None, error="")
    return True


def _failed(mail: Mail, error: Exception) -> None:
    logger.warning("mail not sent", extra={"error": type(error).__name__})
    now = timezone.now()
    if mail.attempts >= GIVE_UP_AFTER_ATTEMPTS:
        changes = {"failed_at": now, "send_at": None}
    else:
        changes = {"send_at": now + timedelta(seconds=30 * 2**mail.attempts)}
    Mail.objects.filter(pk=mail.pk).update(claimed_at=None, error=type(error).__name__[:100], **changes)


def message_for(mail: Mail) -> EmailMultiAlternatives:
    """The mail of a notification, HTML with hand-written plain text."""
    notification = mail.notification
    if notification is None or mail.user is None:
        raise ValueError("a mail belongs to a notification and a person")
    words = words_of(notification, clock.now())
    context = {
        "words": words,
        "params": notification.params,
        "url": f"{settings.SITE_URL.rstrip('/')}{notification.url}",
        "site_url": settings.SITE_URL.rstrip("/"),
        "name": mail.user.get_short_name(),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(words.subject.split()),
        body=render_to_string("emails/notification.txt", context),
        to=[mail.user.email],
        headers={"Message-ID": f"<{mail.message_id}>", "X-Barter-Kind": mail.kind},
        connection=get_connection(),
    )
    message.attach_alternative(render_to_string("emails/notification.html", context), "text/html")
    return message
