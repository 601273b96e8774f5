"""Reads of the inbox, for pages and API: lists by keyset, unread counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from barter.kernel import storage
from brands.models import Brand
from content.models import Licence, TakeDown
from creators.queries import named
from deals.feed import words_of as search_words
from deals.models import Application, Collaboration, Deal
from deals.queries_creator import MOVES_WAITING, moves_waiting_values
from deals.workflow import ApplicationState, DealState
from inbox.kinds import MESSAGE_KINDS
from inbox.models import Attachment, ChatMessage, Notification, Thread, ThreadRead, UnsentMessage

MOST_COUNTED = 100
_DOWNLOAD_SECONDS = 300
_MOST_WAITING = 20
_FOR_BRAND = frozenset({ApplicationState.SUBMITTED, ApplicationState.SHORTLISTED, ApplicationState.COUNTERED})
_HEAVY = ("deal__terms", "deal__search", "deal__search_text", "deal__summary")


@dataclass(frozen=True, slots=True)
class Sides:
    """On which sides somebody stands: as a creator, and in these brands (keys)."""

    user_pk: int
    creator_pk: int | None
    brand_pks: tuple[int, ...]


def unread_count(user_pk: int) -> int:
    """Unread lines, 100 at most: one index scan."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM inbox_notification WHERE user_id = %s AND read_at IS NULL LIMIT %s) u",
            [user_pk, MOST_COUNTED],
        )
        return int(cursor.fetchone()[0])


def waiting_for_creator(user_pk: int, at: datetime) -> tuple[int, int]:
    """Moves that wait for this person as a creator, and unread lines: the badges of every creator's page, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT coalesce((SELECT {MOVES_WAITING} FROM creators_creator own WHERE own.user_id = %(user)s), 0),
               (SELECT count(*) FROM (SELECT 1 FROM inbox_notification
                WHERE user_id = %(user)s AND read_at IS NULL LIMIT %(most)s) u)""",  # noqa: S608 - our own words only
            {"user": user_pk, "most": MOST_COUNTED, **moves_waiting_values(at)},
        )
        moves, unread = cursor.fetchone()
    return int(moves), int(unread)


# The other side's word that came while the last message waited to go out, unless somebody answered it by hand: nobody has
# read it. Looks at the newest message that did not wait, by the thread's index, however long the thread is.
_CAME_MEANWHILE = Case(
    When(
        last_message__written_at__isnull=False,
        then=Subquery(
            ChatMessage.objects.filter(thread=OuterRef("pk"), written_at=None)
            .order_by("-id")
            .values(
                key=Case(
                    When(
                        ~Q(side=OuterRef("last_message__side")),
                        at__gt=OuterRef("last_message__written_at"),
                        then="pk",
                    )
                )
            )[:1]
        ),
    )
)


def threads_of(sides: Sides, search: str = "") -> QuerySet[Thread]:
    """The threads somebody can read, with all their rows show; `is_unread` says whether the other side's last word is new."""
    mine = Q(brand__in=sides.brand_pks)
    if sides.creator_pk is not None:
        mine = Q(creator=sides.creator_pk) | mine if sides.brand_pks else Q(creator=sides.creator_pk)
    own_reads = ThreadRead.objects.filter(thread=OuterRef("pk"), user=sides.user_pk)
    rows = (
        Thread.objects.begun()
        .filter(mine)
        .select_related("application__deal", "application__collaboration", "creator", "brand", "last_message")
        .defer(*(f"application__{name}" for name in _HEAVY), "creator__bio", "brand__about")
        .annotate(read_up_to=Subquery(own_reads.values("last_read_id")[:1]), came_meanwhile=_CAME_MEANWHILE)
    )
    return rows.filter(_found(search)) if search.strip() else rows


def is_unread(thread: Any, side: str) -> bool:
    """Whether the other side's last word is newer than what was read. Needs what `threads_of` annotates."""
    last = thread.last_message
    if last is None:
        return False
    newest = last.pk if last.side != side else thread.came_meanwhile or 0
    return bool(newest > (thread.read_up_to or 0))


def _found(search: str) -> Q:
    """By the deal's words (its brand's name is among them) or the creator's name."""
    words = search_words(search)
    if not words:
        return Q(pk=None)
    text = " & ".join(f"{word}:*" for word in words)
    in_deal = Q(application__deal__search=SearchQuery(text, config="simple", search_type="raw"))
    return in_deal | named(search)


def messages_to_many(brand: Brand, deal_id: str) -> Sequence[Any]:
    """What the brand wrote to many applicants of a deal and can still take back, the next to go out first."""
    rows = UnsentMessage.objects.filter(application__deal__brand=brand, application__deal__public_id=deal_id).values(
        "client_key", "text"
    )
    found = rows.annotate(creators=Count("pk"), goes_at=Min("wake_at")).order_by("goes_at", "client_key")
    return list(found[:_MOST_WAITING])


def notifications_of(user: Any) -> QuerySet[Notification]:
    """Somebody's lines except messages, which have a list of their own; newest first."""
    rows = Notification.objects.visible_to(user).listed().exclude(kind__in=MESSAGE_KINDS)
    return rows.select_related("deal", "brand").defer(*_HEAVY)


def balls_of(object_ids: Sequence[str]) -> dict[str, str | None]:
    """Who must act now in these deals, applications and trades; ids of other things are left out. One statement a kind."""
    found: dict[str, str | None] = {}
    applications = [one for one in object_ids if one.startswith("app_")]
    collaborations = [one for one in object_ids if one.startswith("col_")]
    if deals := [one for one in object_ids if one.startswith("deal_")]:
        answers = Application.objects.filter(deal=OuterRef("pk"), state__in=sorted(_FOR_BRAND))
        rows_of_deals = Deal.objects.filter(public_id__in=deals)
        for deal_id, state, waits in rows_of_deals.values_list("public_id", "state", Exists(answers)):
            found[str(deal_id)] = "brand" if waits or state in {DealState.REJECTED, DealState.PAUSED} else None
    if applications:
        for row in Application.objects.filter(public_id__in=applications).only("public_id", "state"):
            found[row.public_id] = row.ball
    if collaborations:
        rows = Collaboration.objects.filter(public_id__in=collaborations)
        for trade in rows.only("public_id", "state", "problem_code"):
            found[trade.public_id] = trade.ball
    if licences := [one for one in object_ids if one.startswith("lic_")]:
        asked_for = Licence.objects.filter(public_id__in=licences).values_list(
            "public_id",
            "renewal_months",
            "paid_renewal__agreed_at",
            "paid_renewal__paid_at",
            "paid_renewal__called_off_at",
        )
        for licence_id, asked, agreed_at, *over in asked_for:
            found[str(licence_id)] = "creator" if asked else "brand" if agreed_at and not any(over) else None
    if requests := [one for one in object_ids if one.startswith("tkd_")]:
        for request in TakeDown.objects.filter(public_id__in=requests).only("public_id", "state"):
            found[request.public_id] = request.ball
    return found


def messages_of(thread: Thread, *, before: int | None = None, limit: int = 50) -> tuple[list[ChatMessage], bool]:
    """The newest messages (or those before a key), oldest first, and whether there are earlier ones."""
    rows = thread.messages.select_related("author").prefetch_related("attachments").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    return found[:limit][::-1], len(found) > limit


def messages_after(thread: Thread, after: int, limit: int = 200) -> list[ChatMessage]:
    """What came since, oldest first."""
    rows = thread.messages.filter(pk__gt=after).select_related("author").prefetch_related("attachments")
    return list(rows.order_by("id")[:limit])


def day_of(thread: Thread, key: int) -> date | None:
    """The day on which a message was written, where the reader is."""
    at = thread.messages.filter(pk=key).values_list("at", flat=True).first()
    return timezone.localtime(at).date() if at else None


def read_up_to(thread: Thread, user: Any) -> int:
    """How far this person has read; 0 for never."""
    return ThreadRead.objects.filter(thread=thread, user=user).values_list("last_read_id", flat=True).first() or 0


def download_url(attachment: Attachment) -> str:
    """A five-minute address that saves a checked file; empty while there is none."""
    if attachment.state != Attachment.State.READY:
        return ""
    name = "photo.webp" if attachment.is_photo else "file.pdf"
    return storage.presign_get(attachment.kept_key, expires_seconds=_DOWNLOAD_SECONDS, download_name=name)


def application_for(rows: QuerySet[Application]) -> QuerySet[Application]:
    """An application with all that its conversation shows."""
    heavy = ("deal__terms", "deal__search", "deal__search_text", "deal__summary", "creator__bio")
    return rows.select_related("deal__brand", "creator", "collaboration", "thread").defer(*heavy)


def ordered(rows: QuerySet[Thread]) -> QuerySet[Thread]:
    return rows.order_by(F("last_message_at").desc(), F("id").desc())
