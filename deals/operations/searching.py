"""Saved searches: keeping them, waking those a new deal fits, telling their creators at most once a day."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction

from barter.kernel.moves import record
from creators.models import Creator
from deals.errors import SearchIsEmpty, TooManySearches
from deals.events import SearchesLeft, SearchFound
from deals.feed import FeedQuery, feed, words_of
from deals.models import Deal, SavedSearch
from deals.queries_creator import home_country
from deals.workflow import DealState

BATCH = 1_000
TELL_EVERY = timedelta(days=1)
NAME_LENGTH = 80
_KEY_LENGTH = 400  # of the column: a letter beyond ASCII takes up to twelve signs
_WORD_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an order is not part of it."""

    text: str = ""
    categories: tuple[str, ...] = ()
    platform: str = ""
    min_worth_cents: int = 0
    content_only: bool = False
    any_audience: bool = False
    anywhere: bool = False

    @property
    def key(self) -> str:
        pairs = {
            "q": " ".join(words_of(self.text)), "in": ",".join(sorted(self.categories)), "for": self.platform,
            "worth": self.min_worth_cents, "content": self.content_only, "open": self.any_audience,
            "anywhere": self.anywhere,
        }  # fmt: skip
        told = urlencode({name: value for name, value in pairs.items() if value})
        return told if len(told) <= _KEY_LENGTH else hashlib.sha256(told.encode()).hexdigest()


def save_search(*, creator: Creator, wanted: Wanted, name: str, at: datetime, alerts: bool = True) -> SavedSearch:
    """Keep a search; the same one a second time is the one there is. Raises SearchIsEmpty, TooManySearches."""
    if not wanted.key:
        raise SearchIsEmpty
    with transaction.atomic():
        Creator.objects.select_for_update(no_key=True).only("pk").get(pk=creator.pk)
        own = SavedSearch.objects.filter(creator=creator)
        if (known := own.filter(key=wanted.key).first()) is not None:
            return known
        taken = set(own.values_list("slot", flat=True))
        free = next((slot for slot in range(1, SavedSearch.MOST + 1) if slot not in taken), None)
        if free is None:
            raise TooManySearches(most=SavedSearch.MOST)
        words = [word[:_WORD_LENGTH] for word in words_of(wanted.text)]
        return SavedSearch.objects.create(
            creator=creator,
            slot=free,
            name=name.strip()[:NAME_LENGTH] or wanted.key[:NAME_LENGTH],
            key=wanted.key,
            text=wanted.text[:100],
            words=" & ".join([*words[:-1], f"{words[-1]}:*"]) if words else "",
            topics=sorted(wanted.categories) or [""],
            platform=wanted.platform,
            min_worth_cents=wanted.min_worth_cents,
            content_only=wanted.content_only,
            any_audience=wanted.any_audience,
            anywhere=wanted.anywhere,
            alerts=alerts,
            seen_at=at,
            created_at=at,
        )


def rename_search(*, search: SavedSearch, name: str) -> None:
    """An empty name changes nothing."""
    if cleaned := name.strip()[:NAME_LENGTH]:
        SavedSearch.objects.filter(pk=search.pk).update(name=cleaned)


def set_search_alerts(*, search: SavedSearch, alerts: bool) -> None:
    """Off: what was found and not told yet is not told either."""
    SavedSearch.objects.filter(pk=search.pk).update(alerts=alerts, wake_at=None)


def see_search(*, search: SavedSearch, at: datetime) -> None:
    """The creator looks at what it finds: nothing of it is new any more."""
    SavedSearch.objects.filter(pk=search.pk).update(seen_at=at, wake_at=None)


def delete_search(*, search: SavedSearch) -> None:
    SavedSearch.objects.filter(pk=search.pk).delete()


def query_of(search: SavedSearch, country: str, *, since: datetime | None = None, limit: int = 20) -> FeedQuery:
    """What it asks the feed for, for a creator whose parcels go to `country`."""
    return FeedQuery(
        text=search.text,
        categories=search.categories,
        platform=search.platform,
        country="" if search.anywhere else country,
        min_worth_cents=search.min_worth_cents,
        content_only=search.content_only,
        followers=0 if search.any_audience else None,
        since=since,
        limit=limit,
    )


# The conditions of `query_of` from the other side: which searches does this deal fit? Those already woken are left out,
# so a second call goes on where the first one stopped.
_WAKE = """
WITH hit AS (
    SELECT s.id FROM deals_savedsearch s JOIN deals_deal d ON d.id = %(deal)s
    WHERE s.alerts AND s.wake_at IS NULL AND s.topics && ARRAY[%(category)s, '']::varchar[] AND d.state = %(live)s
        AND s.min_worth_cents <= d.worth_cents AND NOT (s.content_only AND d.must_post)
        AND NOT (s.any_audience AND d.min_followers > 0)
        AND (s.platform = '' OR d.platforms = '{}' OR s.platform = ANY(d.platforms))
        AND (s.words = '' OR d.search @@ to_tsquery('simple', s.words))
        AND (s.anywhere OR d.countries = '{}' OR coalesce((
            SELECT a.country FROM creators_address a
            WHERE a.creator_id = s.creator_id AND a.is_default AND a.removed_at IS NULL
        ), '') = ANY('{""}' || d.countries))
    ORDER BY s.id LIMIT %(batch)s FOR NO KEY UPDATE OF s
)
UPDATE deals_savedsearch s SET wake_at = greatest(%(at)s, s.told_at + %(every)s) FROM hit WHERE s.id = hit.id
"""


def wake_searches(*, deal_id: str, at: datetime) -> int:
    """A deal went live: wake the searches it fits, one batch a call; what is left is announced again. Returns how many."""
    row = Deal.objects.filter(public_id=deal_id, state=DealState.LIVE).values_list("pk", "category").first()
    if row is None:
        return 0
    values: dict[str, Any] = {
        "deal": row[0], "category": row[1], "live": DealState.LIVE.value, "batch": BATCH, "at": at, "every": TELL_EVERY
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WAKE, values)
        woken = int(cursor.rowcount)
        if woken == BATCH:
            record(SearchesLeft(deal=deal_id), at=at)
    return woken


def on_clock(row: SavedSearch, at: datetime) -> None:
    """Tell about what went live since the creator was last told or looked; nothing when it is gone again by now."""
    since = max(row.seen_at, row.told_at or row.seen_at)
    found, _more = feed(query_of(row, home_country(row.creator_id), since=since, limit=1))
    row.wake_at = None
    if found and row.alerts:
        row.told_at = at
        record(SearchFound(search=row.public_id, deal=found[0].public_id), at=at)
    row.save(update_fields=["wake_at", "told_at"])
