"""The feed's filters: what the address says, as one value; forgiving, because addresses are shared and edited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.cursors import cursor_values, encode_cursor
from barter.kernel.templatetags.words import either_words
from barter.kernel.topics import Topic
from creators.models import Channel
from deals import searches
from deals.feed import ORDERS, FeedQuery, FeedRow
from deals.models import SavedSearch
from deals.operations import Wanted
from deals.searches import FIFTY

PAGE = 20
SORTS = {"": "-created_at", "value": "-value", "ends": "ends"}
SORT_LABELS = {
    "": gettext_noop("Newest first"),
    "value": gettext_noop("Most worth first"),
    "ends": gettext_noop("Ending first"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen filters. `anywhere`: also deals that don't ship to the reader's country."""

    text: str = ""
    categories: tuple[str, ...] = ()
    content_only: bool = False
    fifty: bool = False
    any_audience: bool = False
    platform: str = ""
    anywhere: bool = False
    sort: str = ""

    @property
    def count(self) -> int:
        """How many are on, the search aside."""
        flags = (self.content_only, self.fifty, self.any_audience, self.platform, self.anywhere, self.sort)
        return len(self.categories) + sum(1 for flag in flags if flag)

    def params(self) -> dict[str, Any]:
        """As they stand in the address."""
        pairs = {
            "q": self.text, "category": list(self.categories), "content": self.content_only, "fifty": self.fifty,
            "open": self.any_audience, "platform": self.platform, "anywhere": self.anywhere, "sort": self.sort,
        }  # fmt: skip
        return {name: "1" if value is True else value for name, value in pairs.items() if value}

    def query_string(self, **more: str) -> str:
        text = urlencode(self.params() | more, doseq=True)
        return f"?{text}" if text else ""

    def query(self, country: str, *, limit: int = PAGE, after: tuple[Any, int] | None = None) -> FeedQuery:
        return FeedQuery(
            text=self.text,
            categories=self.categories,
            platform=self.platform,
            country="" if self.anywhere else country,
            min_worth_cents=FIFTY if self.fifty else 0,
            content_only=self.content_only,
            followers=0 if self.any_audience else None,
            sort=SORTS[self.sort],
            after=after,
            limit=limit,
        )

    @property
    def wanted(self) -> Wanted:
        """What can be kept as a saved search."""
        return Wanted(
            text=self.text,
            categories=self.categories,
            platform=self.platform,
            min_worth_cents=FIFTY if self.fifty else 0,
            content_only=self.content_only,
            any_audience=self.any_audience,
            anywhere=self.anywhere,
        )

    @property
    def told(self) -> str:
        """What is on, in words."""
        return searches.told(self.wanted)

    def loosened(self, country: str) -> "list[tuple[str, Filters]]":
        """The same without one of the filters each, with what it is called on the page; narrowest first. "" is the country."""
        found = [
            (_("Any audience"), replace(self, any_audience=False)) if self.any_audience else None,
            (_("€50 and up"), replace(self, fifty=False)) if self.fifty else None,
            (_("No posting needed"), replace(self, content_only=False)) if self.content_only else None,
            (str(Channel.Platform(self.platform).label), replace(self, platform="")) if self.platform else None,
            (either_words([str(Topic(name).label) for name in self.categories]), replace(self, categories=()))
            if self.categories
            else None,
            ("", replace(self, anywhere=True)) if country and not self.anywhere and self.wanted.key else None,
            (self.text, replace(self, text="")) if self.text else None,
        ]
        return [pair for pair in found if pair]


def filters_of_search(search: SavedSearch) -> Filters:
    return Filters(
        text=search.text,
        categories=search.categories,
        content_only=search.content_only,
        fifty=search.min_worth_cents > 0,
        any_audience=search.any_audience,
        platform=search.platform,
        anywhere=search.anywhere,
    )


def filters_of(get: QueryDict) -> Filters:
    """The filters of an address or a form; what can't be understood is left out."""
    platform, sort = get.get("platform", ""), get.get("sort", "")
    return Filters(
        text=get.get("q", "").strip()[:100],
        categories=tuple(name for name in dict.fromkeys(get.getlist("category")) if name in Topic.values),
        content_only="content" in get,
        fifty="fifty" in get,
        any_audience="open" in get,
        platform=platform if platform in Channel.Platform.values else "",
        anywhere="anywhere" in get,
        sort=sort if sort in SORTS else "",
    )


def cursor_of(row: FeedRow, filters: Filters) -> str:
    """Where the next page begins: behind this row."""
    value = getattr(row, ORDERS[SORTS[filters.sort]].column)
    return encode_cursor([value.isoformat() if isinstance(value, datetime) else value, row.pk])


def after_of(params: Mapping[str, Any], filters: Filters) -> tuple[Any, int] | None:
    """The cursor of the address; a broken one is the first page."""
    value, pk = cursor_values(params.get("after", ""), 2) or (None, None)
    if not isinstance(pk, int) or abs(pk) >= 1 << 63:
        return None
    if filters.sort == "value":
        return (value, pk) if isinstance(value, int) and abs(value) < 1 << 31 else None
    try:
        moment = datetime.fromisoformat(value or "")
    except (TypeError, ValueError):
        return None
    return (moment, pk) if moment.tzinfo else None
