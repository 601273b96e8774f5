"""What happens to mails besides being sent: invitations, staff's second try."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.moves import record_move
from brands.models import Invitation
from inbox.errors import MailIsNotStuck
from inbox.events import MailRetried
from inbox.models import Mail
from inbox.operations.notifications import mail_host

INVITATION = "member_invited"
RETRYABLE = frozenset({Mail.State.REFUSED, Mail.State.UNCONFIRMED})


def invite_by_mail(*, invitation: Invitation, source: str) -> None:
    """A mail to the address of an invitation; `source` (the event's id) makes a repeat harmless."""
    Mail.objects.get_or_create(
        message_id=f"{source}@{mail_host()}",
        defaults={"invitation": invitation, "kind": INVITATION, "send_at": timezone.now()},
    )


def retry_mail(*, mail: Mail, by: Actor, at: datetime) -> Mail:
    """Staff send a mail again that was refused or never confirmed; it keeps its Message-ID.

    For an unconfirmed one the person may get it twice: that is why only a person decides it. Raises MailIsNotStuck.
    """
    if by.side != Side.STAFF:
        raise NotAllowed
    with transaction.atomic():
        locked = Mail.objects.select_for_update().get(pk=mail.pk)
        if locked.state not in RETRYABLE:
            raise MailIsNotStuck
        before = locked.state
        locked.state, locked.attempts, locked.send_at = Mail.State.WAITING, 0, timezone.now()
        locked.claimed_at, locked.failed_at = None, None
        locked.save(update_fields=["state", "attempts", "send_at", "claimed_at", "failed_at"])
        event = MailRetried(mail=locked.message_id)
        states = {"from_state": str(before), "to_state": str(locked.state)}
        record_move(locked, move="retry", actor=by, at=at, event=event, **states)
    return locked
