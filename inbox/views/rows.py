"""Rows of the inbox's lists, ready for their template."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from barter.kernel.pictures import picture_url
from barter.kernel.templatetags.status import find_status, state_shown
from barter.kernel.templatetags.words import ago_words, by_words, day_words, last_day
from deals.models import Application, Collaboration, Deal
from inbox.kinds import BRAND, CREATOR, kind_of
from inbox.models import Notification, Thread
from inbox.queries import balls_of, is_unread
from inbox.words import words_of

_SNIPPET = 90


def thread_row(thread: Thread, user_pk: int, at: datetime) -> dict[str, Any]:
    """Unread dot, the other side's picture, the last words, deal and time, a pill if it is the reader's move."""
    application, last = thread.application, thread.last_message
    side = CREATOR if thread.creator.user_id == user_pk else BRAND
    deal = application.deal
    other = thread.brand.name if side == CREATOR else thread.creator.display_name
    text = (_snippet(last.text) or _("A file")) if last else ""
    mine = last is not None and last.side == side
    pill = your_move(application, side, at)
    return {
        "url": reverse("thread", args=[thread.public_id]),
        "other": other,
        "title": _("You: {text}").format(text=text) if mine else text,
        "sub": ago_words(thread.last_message_at, at),
        "deal": deal.title,
        "deal_pk": deal.pk,
        "brand": thread.brand.name,
        "image_url": deal_image(deal) if side == CREATOR else picture_url(thread.creator.avatar, 256),
        "key": thread.brand.colour if side == CREATOR else thread.creator.public_id,
        "is_brand": side == CREATOR,
        "unread": is_unread(thread, side),
        "pill": pill,
    }


def notification_rows(notifications: Sequence[Notification], at: datetime) -> list[dict[str, Any]]:
    """Rows of one page. The pill stands on the newest line of an object, as long as the reader is to move."""
    balls = balls_of([row.object_id for row in notifications if kind_of(row.kind).needs_action])
    told: set[str] = set()
    rows = []
    for one in notifications:
        kind, words = kind_of(one.kind), words_of(one, at)
        is_newest, told = one.object_id not in told, told | {one.object_id}
        waits = kind.needs_action and is_newest and balls.get(one.object_id, kind.side) == kind.side
        rows.append(
            {
                "url": reverse("notification", args=[one.public_id]),
                "title": words.subject,
                "lead": words.lead,
                "sub": ago_words(one.at, at),
                "deal": one.deal.title if one.deal else "",
                "deal_pk": one.deal_id,
                "brand": one.brand.name if one.brand else "",
                "image_url": deal_image(one.deal) if one.deal else "",
                "name": one.brand.name if one.brand else words.subject,
                "key": one.brand.colour if one.brand else one.object_id,
                "is_brand": one.brand is not None,
                "unread": one.read_at is None,
                "pill": words.action if waits else "",
            }
        )
    return rows


def your_move(application: Application, side: str, at: datetime) -> str:
    """The words of the state if the reader must act, else empty."""
    status, due_at = _status(application, side)
    return _filled(status, due_at, at) if status.tint.startswith("you") else ""


def status_line(application: Application, side: str, at: datetime) -> tuple[str, str, str]:
    """Words, icon and tint of where the trade stands, and until when in the words where it has a date."""
    status, due_at = _status(application, side)
    words = _filled(status, due_at, at)
    if due_at is not None and due_at > at and "{due}" not in status.words:
        words = _("{status}, {by}").format(status=words, by=by_words(due_at, at))
    return words, status.icon, status.tint


def deal_image(deal: Deal) -> str:
    return picture_url((deal.card.get("image") or {}).get("source", ""), 256)


def _status(application: Application, side: str) -> tuple[Any, datetime | None]:
    trade: Collaboration | None = getattr(application, "collaboration", None)
    if trade is not None:
        return find_status("collaboration", state_shown(trade), _perspective(side)), trade.due_at
    return find_status("application", application.state, _perspective(side)), application.due_at


def _perspective(side: str) -> Any:
    return side


def _filled(status: Any, due_at: datetime | None, at: datetime) -> str:
    if "{due}" not in status.words:
        return _(status.words)
    if due_at is None:
        return _(status.words_without_due)
    return _(status.words).format(due=day_words(last_day(due_at, at), at))


def _snippet(text: str) -> str:
    words = " ".join(text[: _SNIPPET * 2].split())
    return words if len(words) <= _SNIPPET else f"{words[:_SNIPPET].rstrip()}…"
