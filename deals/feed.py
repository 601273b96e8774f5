# ruff: noqa: S608 - only names of this module stand in the SQL; what users send goes as parameters
"""The list of live deals: the hottest read of the product, shared by the web feed and the API.

One statement a page, keyset cursors, no count. A search looks through the newest deals first, which finds common words
at once; only when that does not fill the page it asks the text index, which is quick exactly for rarer words.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from barter.kernel import hot
from barter.kernel.ids import encode
from deals.figures import mean_hours

SEARCH_NEWEST = 3_000
MOST_COUNTED = 1_000
MOST_NEW = 100
_MAX_WORDS = 8
_PAGE_SIZES = (4, 8, 10, 20, 25, 50, 100)


class FeedRow(NamedTuple):
    """One live deal as a list shows it. Amounts are minor units of the currency, `worth_cents` about the same in euro cents; `raw_` values are PostgreSQL's texts.

    A row is made of texts and numbers only, so whatever is drawn from it can be cached under the row itself: a key
    that changes with anything shown is never stale.
    """

    pk: int
    raw_id: str
    title: str
    category: str
    state: str
    fmv_minor: int
    currency: str
    worth_cents: int
    must_post: bool
    ship_within_days: int
    create_within_days: int
    raw_countries: str
    raw_platforms: str
    raw_languages: str
    min_followers: int
    raw_published_at: str
    raw_due_at: str
    raw_card: str
    places_total: int
    places_taken: int
    raw_brand_id: str
    brand_name: str
    brand_slug: str
    brand_colour: int
    brand_verified: bool
    answered_count: int
    answer_hours_total: int
    shipped_count: int
    shipped_on_time_count: int

    @property
    def public_id(self) -> str:
        return encode("deal", UUID(self.raw_id))

    @property
    def brand_public_id(self) -> str:
        return encode("brand", UUID(self.raw_brand_id))

    @property
    def countries(self) -> list[str]:
        return _codes(self.raw_countries)

    @property
    def platforms(self) -> list[str]:
        return _codes(self.raw_platforms)

    @property
    def languages(self) -> list[str]:
        return _codes(self.raw_languages)

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.raw_published_at)

    @property
    def due_at(self) -> datetime:
        return datetime.fromisoformat(self.raw_due_at)

    @property
    def card(self) -> dict[str, Any]:
        card: dict[str, Any] = orjson.loads(self.raw_card)
        return card

    @property
    def places_left(self) -> int:
        return self.places_total - self.places_taken

    @property
    def answer_hours(self) -> int | None:
        """Mean hours to an answer; None while there are fewer than 3 (shown as "New")."""
        return mean_hours(self.answer_hours_total, self.answered_count)


def _codes(array: str) -> list[str]:
    """`{LV,EE}`: codes of letters and digits, which PostgreSQL never quotes."""
    return array[1:-1].split(",") if len(array) > 2 else []


class Order(NamedTuple):
    column: str
    descending: bool


ORDERS = {
    "-created_at": Order("published_at", descending=True),
    "-value": Order("worth_cents", descending=True),
    "ends": Order("due_at", descending=False),
}


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """What is asked for. `after` is the (sort value, pk) of the last row seen; `limit` rows are wanted."""

    text: str = ""
    categories: tuple[str, ...] = ()
    platform: str = ""
    country: str = ""
    min_worth_cents: int = 0
    content_only: bool = False
    brand_pk: int | None = None
    followers: int | None = None
    since: datetime | None = None
    sort: str = "-created_at"
    after: tuple[Any, int] | None = None
    limit: int = 25
    ids: tuple[int, ...] = field(default=())


def fold(text: str) -> str:
    """Lower case without accents: the form in which words are indexed and searched."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The searchable words of what somebody typed, at most 8."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return letters.split()[:_MAX_WORDS]


def feed(query: FeedQuery) -> tuple[list[FeedRow], bool]:
    """One page of live deals and whether there are more."""
    words = words_of(query.text)
    if query.text.strip() and not words:
        return [], False
    if words:
        rows = _run(query, words, newest_only=True)
        if len(rows) <= query.limit:
            rows = _run(query, words, newest_only=False)
    else:
        rows = _run(query, words, newest_only=False)
    return rows[: query.limit], len(rows) > query.limit


def counts(queries: Sequence[FeedQuery]) -> list[int]:
    """How many live deals each query finds, its text aside.

    One statement that reads at most MOST_COUNTED deals, whatever is asked. Empty when there are more: a number would cost
    more than it tells.
    """
    asked, params = [], []
    for query in queries:
        conditions, values = conditions_of(query)
        asked.append(f"count(*) FILTER (WHERE {' AND '.join(['TRUE', *conditions])})")
        params += values
    source = f"(SELECT d.* FROM deals_deal d WHERE d.state = 'live' LIMIT {MOST_COUNTED + 1}) d"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), {', '.join(asked)} FROM {source}", params)
        total, *found = cursor.fetchone()
    return found if total <= MOST_COUNTED else []


def new_counts(queries: Sequence[FeedQuery]) -> list[int]:
    """How many live deals each query finds since its `since`, at most 100; only the newest thousand are looked at."""
    if not queries:
        return []
    asked, params = [], []
    for query in queries:
        words = words_of(query.text)
        conditions, values = conditions_of(replace(query, since=None))
        if words:
            conditions.append("d.search @@ to_tsquery('simple', %s)")
            values.append(_as_typed(words))
        newest = (
            "SELECT * FROM deals_deal d WHERE d.state = 'live' AND d.published_at > %s"
            f" ORDER BY d.published_at DESC, d.id DESC LIMIT {MOST_COUNTED}"
        )
        where = " AND ".join(["TRUE", *conditions])
        asked.append(f"(SELECT count(*) FROM (SELECT FROM ({newest}) d WHERE {where} LIMIT {MOST_NEW}) n)")
        params += [query.since, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", params)
        return list(cursor.fetchone())


def _as_typed(words: list[str]) -> str:
    """All of the words, the last one perhaps not finished."""
    return " & ".join([*words[:-1], f"{words[-1]}:*"])


def _run(query: FeedQuery, words: list[str], *, newest_only: bool) -> list[FeedRow]:
    sql, params = page_sql(query, words, newest_only=newest_only)
    return [FeedRow._make(values) for values in hot.raw_rows(sql, params)]


def page_sql(query: FeedQuery, words: list[str], *, newest_only: bool) -> tuple[str, list[Any]]:
    """The statement of one page. Only names of this module stand in its text; what users send goes as parameters."""
    order = ORDERS[query.sort]
    direction = "DESC" if order.descending else "ASC"
    conditions, params = conditions_of(query)
    if query.after is not None:
        comparison = "<" if order.descending else ">"
        conditions.append(f"(d.{order.column}, d.id) {comparison} (%s, %s)")
        params += [query.after[0], query.after[1]]
    where = " AND ".join(["d.state = 'live'", *conditions])
    source = "deals_deal d"
    if words and newest_only:
        # the window is taken before the words are compared, so its cost has a bound
        source = f"(SELECT * FROM deals_deal d WHERE {where} ORDER BY d.{order.column} {direction}, d.id {direction} LIMIT {SEARCH_NEWEST}) d"
        where = "TRUE"
    if words:
        where += " AND d.search @@ to_tsquery('simple', %s)"
        params.append(_as_typed(words))
    ordered = f"ORDER BY d.{order.column} {direction}, d.id {direction}"
    limited = f"{ordered} LIMIT {_rows_to_read(query.limit)}"
    if not words:
        page = f"(SELECT d.* FROM {source} WHERE {where} {limited}) d"
    else:
        if not newest_only:
            # OFFSET 0 keeps the planner from walking the date index and comparing words row by row
            source, where = f"(SELECT d.id, d.{order.column} FROM {source} WHERE {where} OFFSET 0) d", "TRUE"
        page = f"(SELECT d.id FROM {source} WHERE {where} {limited}) page JOIN deals_deal d ON d.id = page.id"
    return f"SELECT {COLUMNS} FROM {page} {JOINS} {ordered}", params


def _rows_to_read(limit: int) -> int:
    """One more than wanted, from a short list: every number makes a statement of its own to prepare."""
    return next(size for size in _PAGE_SIZES if size >= limit) + 1


def conditions_of(query: FeedQuery) -> tuple[list[str], list[Any]]:
    """What a live deal `d` must fulfil, and the parameters in their order. Only names of this module stand in the texts."""
    found: list[tuple[str, Any]] = []
    if len(query.categories) == 1:
        found.append(("d.category = %s", query.categories[0]))
    elif query.categories:
        found.append(("d.category = ANY(%s)", list(query.categories)))
    if query.country:
        found.append(("(d.countries = '{}' OR d.countries @> ARRAY[%s]::varchar[])", query.country))
    if query.platform:
        found.append(("(d.platforms = '{}' OR d.platforms @> ARRAY[%s]::varchar[])", query.platform))
    if query.followers is not None:
        found.append(("d.min_followers <= %s", query.followers))
    if query.min_worth_cents:
        found.append(("d.worth_cents >= %s", query.min_worth_cents))
    if query.brand_pk is not None:
        found.append(("d.brand_id = %s", query.brand_pk))
    if query.since is not None:
        found.append(("d.published_at > %s", query.since))
    if query.ids:
        found.append(("d.id = ANY(%s)", list(query.ids)))
    conditions = [condition for condition, _ in found]
    if query.content_only:
        conditions.append("NOT d.must_post")
    return conditions, [value for _, value in found]


COLUMNS = (
    "d.id, d.public_id, d.title, d.category, d.state, d.fmv_minor, d.currency, d.worth_cents, d.must_post, d.ship_within_days, "
    "d.create_within_days, d.countries, d.platforms, d.languages, d.min_followers, d.published_at, d.due_at, d.card, "
    "p.total, p.taken, b.public_id, b.name, b.slug, b.colour, b.verified_at IS NOT NULL, "
    "f.answered_count, f.answer_hours_total, f.shipped_count, f.shipped_on_time_count"
)
JOINS = (
    "JOIN deals_dealplaces p ON p.deal_id = d.id JOIN brands_brand b ON b.id = d.brand_id "
    "JOIN brands_brandcapacity f ON f.brand_id = b.id"
)
