"""One text to many applicants: it waits for a few minutes in which it can be taken back, then each gets it once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from barter.kernel import policy
from barter.kernel.actors import Side
from barter.kernel.clockwork import run_due
from deals.models import Application
from deals.operations import BulkResult
from inbox import permissions, rules
from inbox.errors import EmptyMessage, ThreadIsClosed, TooManyMessages
from inbox.models import ChatMessage, UnsentMessage
from inbox.operations.messages import (
    MESSAGES_A_MINUTE,
    ask_about_contact,
    cleaned,
    key_of,
    put_into,
    sent_before,
    thread_of,
)


def write_to_many(
    *,
    applications: Iterable[Application],
    author: User,
    text: str,
    at: datetime,
    client_key: str = "",
    asks_first: bool = False,
) -> BulkResult:
    """Keep one text for each of these applicants of a brand until the minutes to take it back are over.

    Returns who gets it; who had it before with the same `client_key` is left out. Needs application.deal and
    collaboration loaded. Raises EmptyMessage, MessageTooLong, TooManyMessages and, with
    `asks_first`, LooksLikeContact: of the text, so for nobody.
    """
    if not (text := cleaned(text)):
        raise EmptyMessage(field="text")
    if asks_first:
        ask_about_contact(text)
    key, rows, result = key_of(client_key or uuid4().hex, text), list(applications), BulkResult()
    with transaction.atomic():
        _insist_on_a_pace(author, key, at)
        had = ChatMessage.objects.filter(author=author, client_key=key, thread__application__in=rows)
        gone = set(had.values_list("thread__application", flat=True))
        for row in rows:
            if row.pk in gone:
                continue
            if rules.is_closed(row, at):
                result.refused.append((row, ThreadIsClosed()))
            else:
                result.done.append(row)
        wake_at = at + timedelta(minutes=policy.value("undo_minutes"))
        UnsentMessage.objects.bulk_create(
            [
                UnsentMessage(application=row, author=author, text=text, client_key=key, written_at=at, wake_at=wake_at)
                for row in result.done
            ],
            ignore_conflicts=True,  # the same form twice
        )
    return result


def take_back_messages(rows: QuerySet[UnsentMessage]) -> list[UnsentMessage]:
    """Keep those of these messages that have not gone out from going out; returns them."""
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        UnsentMessage.objects.filter(pk__in=[row.pk for row in found]).delete()
    return found


def send_unsent(at: datetime) -> int:
    """Send what waited long enough. Returns how many messages that were."""
    return run_due(UnsentMessage.objects.select_related("author", "application__deal"), _send, at)


def _send(row: UnsentMessage, at: datetime) -> None:
    """It was written while the conversation was open, so it goes out also where that has ended since; but not for who
    may no longer write for the brand."""
    if row.author.is_active and permissions.writing_side(row.author, row.application) == Side.BRAND:
        thread = thread_of(application=row.application, at=at)
        if not sent_before(thread, row.author, row.client_key):
            put_into(
                thread, author=row.author, side=Side.BRAND, text=row.text,
                client_key=row.client_key, at=at, written_at=row.written_at,
            )  # fmt: skip
    row.delete()


def _insist_on_a_pace(author: User, key: str, at: datetime) -> None:
    """Nobody writes this fast by hand; a form that is sent twice is no second text."""
    recent = UnsentMessage.objects.filter(author=author, written_at__gt=at - timedelta(minutes=1))
    if recent.exclude(client_key=key).values("client_key").distinct().count() >= MESSAGES_A_MINUTE:
        raise TooManyMessages
