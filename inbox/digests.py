"""One mail about everything that happened since the last one, grouped by deal."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel.templatetags.words import number_words
from inbox.kinds import kind_of
from inbox.models import Channel, Mail, Notification, Silence
from inbox.queries import balls_of
from inbox.words import Words, words_of

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Group:
    """News of one deal, the oldest first; `title` is empty for those about the person's account."""

    title: str
    lines: tuple[Words, ...]


def news_of(mail: Mail) -> list[Notification]:
    """What this digest still has to tell: not what was read meanwhile or is wanted by mail no more."""
    unread = Q(read_at=None) | Q(is_listed=False)
    rows = Notification.objects.filter(unread, digest=mail).select_related("deal", "brand")
    rows = rows.defer("deal__terms", "deal__search", "deal__search_text", "deal__summary", "deal__card")
    off = set(Silence.objects.filter(user=mail.user, channel=Channel.MAIL).values_list("about", flat=True))
    return [row for row in rows.order_by("at", "pk") if not off & {row.kind, str(kind_of(row.kind).topic)}]


def groups_of(news: list[Notification], at: datetime) -> list[Group]:
    """Deals in the order in which something first happened; only the newest lines where there are very many."""
    found: dict[int | None, list[Notification]] = {}
    for one in news[-MOST_LINES:]:
        found.setdefault(one.deal_id, []).append(one)
    return [
        Group(rows[0].deal.title if rows[0].deal else "", tuple(words_of(row, at) for row in rows))
        for rows in found.values()
    ]


def waiting_in(news: list[Notification]) -> int:
    """How many of the things told wait for their reader now."""
    asking = {row.object_id: kind_of(row.kind).side for row in news if kind_of(row.kind).needs_action}
    balls = balls_of(list(asking))
    return sum(balls.get(object_id, side) == side for object_id, side in asking.items())


def subject_of(count: int) -> str:
    return ngettext("{count} piece of news on Barter", "{count} pieces of news on Barter", count).format(
        count=number_words(count)
    )


def lead_of(needs_you: int) -> str:
    """What of it waits for the reader."""
    if not needs_you:
        return _("Nothing of it needs you.")
    return ngettext("{count} of it needs you.", "{count} of them need you.", needs_you).format(
        count=number_words(needs_you)
    )
