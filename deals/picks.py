# ruff: noqa: S608 - only names of these modules stand in the SQL; what belongs to people goes as parameters
"""Deals picked for one creator, each with the reasons: what they film, where parcels reach them, whom they worked with.

Two statements, whatever the size of the product: one knows the creator, one looks at the newest few hundred live deals of
their topics and brands, found by index, and ranks them. What is picked is judged by the same rules as applying.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel import hot
from barter.kernel.ids import encode
from barter.kernel.templatetags.words import number_words
from brands.models import Brand
from deals.eligibility import AddressFacts, ChannelFacts, CreatorFacts, Eligibility, Reason, Rules, judge, topic_within
from deals.feed import COLUMNS, JOINS, FeedQuery, FeedRow, conditions_of
from deals.queries_creator import Reader
from deals.workflow import CollaborationState

MOST = 6
_LOOKED_AT = 4 * MOST  # a few more than shown: the last word on who may apply is Python's
_MOST_TOPICS, _MOST_BRANDS = 8, 20
_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Known:
    """A creator who looks at deals: what counts for joining one, and what they did before."""

    pk: int
    user_pk: int
    facts: CreatorFacts
    done: Mapping[str, int]  # finished trades by topic
    brands: tuple[int, ...]  # whom they finished a trade with

    @property
    def reader(self) -> Reader:
        home = next((row for row in self.facts.addresses if row.is_default), None)
        return Reader(self.pk, home.city, home.country) if home else Reader(self.pk, "", "")


@dataclass(frozen=True, slots=True)
class Pick:
    row: FeedRow
    reasons: tuple[Reason, ...]
    knows_brand: bool

    @property
    def text(self) -> str:
        """ "You match: beauty, Latvia, 4,200 on TikTok." """
        told = _("You match: {reasons}.")
        if self.knows_brand:
            told = _("You worked with {brand} before. You match: {reasons}.")
            if not self.reasons:
                told = _("You worked with {brand} before.")
        reasons = ", ".join(reason.text for reason in self.reasons)
        return told.format(brand=self.row.brand_name, reasons=reasons)


_KNOWN = """
SELECT c.id, c.standing, c.paused_until, c.country, c.languages, c.niches,
    (SELECT jsonb_agg(jsonb_build_array(h.id, h.public_id, h.platform, h.followers, h.language, h.is_main)
            ORDER BY h.is_main DESC, h.followers DESC, h.id)
        FROM creators_channel h WHERE h.creator_id = c.id),
    (SELECT jsonb_agg(jsonb_build_array(a.id, a.public_id, a.country, a.city, a.is_default)
            ORDER BY a.is_default DESC, a.id)
        FROM creators_address a WHERE a.creator_id = c.id AND a.removed_at IS NULL),
    (SELECT jsonb_agg(jsonb_build_array(t.category, t.brand_id)) FROM (
        SELECT d.category, t.brand_id FROM deals_collaboration t JOIN deals_deal d ON d.id = t.deal_id
        WHERE t.creator_id = c.id AND t.state = %s ORDER BY t.id DESC LIMIT 200
    ) t)
FROM creators_creator c WHERE c.user_id = %s
"""


def known_of(user: Any) -> Known | None:
    """The creator behind a user, or None. One statement."""
    if not user.is_authenticated:
        return None
    rows = hot.rows(_KNOWN, [CollaborationState.COMPLETED.value, user.pk])
    if not rows:
        return None
    pk, standing, paused_until, country, languages, niches, channels, addresses, trades = rows[0]
    facts = CreatorFacts(
        standing,
        paused_until,
        country,
        languages,
        niches,
        tuple(ChannelFacts(*_named(values, "chn")) for values in json.loads(channels or "[]")),
        tuple(AddressFacts(*_named(values, "adr")) for values in json.loads(addresses or "[]")),
    )
    finished: list[tuple[str, int]] = json.loads(trades or "[]")
    brands = tuple(dict.fromkeys(brand for _topic, brand in finished))
    return Known(pk, user.pk, facts, Counter(topic for topic, _brand in finished if topic), brands)


def fit_of(row: FeedRow, known: Known, *, at: datetime) -> Eligibility:
    """Whether the creator can join a deal of a list: the rules of applying. A suspended brand has no live deals."""
    kind = row.card.get("kind", "parcel")
    rules = Rules(
        row.countries, row.platforms, row.languages, row.min_followers, row.category, kind, Brand.Standing.GOOD
    )
    return judge(rules, known.facts, at=at)


def near_miss(row: FeedRow, known: Known, *, at: datetime) -> str:
    """What keeps the creator from a deal, as a sentence without its full stop; empty when nothing does. A missing address
    is asked for while applying, and who is paused is told so on the deal."""
    apart = {"address", "creator_paused"}
    unmet = next((reason for reason in fit_of(row, known, at=at).unmet if reason.code not in apart), None)
    return unmet.text[:1].upper() + unmet.text[1:] if unmet else ""


def picks(known: Known, query: FeedQuery, *, at: datetime) -> list[Pick]:
    """At most six live deals of those the query finds that this creator can join and has a reason to, best first."""
    if not known.facts.may_start(at):
        return []
    sql, params = picks_sql(known, query, at=at)
    best: list[Pick] = []  # one of each brand
    further: list[Pick] = []
    for values in hot.raw_rows(sql, params):
        row = FeedRow._make(values[1:])
        eligibility = fit_of(row, known, at=at)
        if not eligibility.ok:
            continue
        knows_brand = values[0] in known.brands
        pick = Pick(row, eligibility.reasons if knows_brand else _with_history(eligibility, row, known), knows_brand)
        is_first = all(one.row.raw_brand_id != row.raw_brand_id for one in best)
        (best if is_first else further).append(pick)
    return (best + further)[:MOST]


def _with_history(eligibility: Eligibility, row: FeedRow, known: Known) -> tuple[Reason, ...]:
    """The reasons that speak for it; finished trades tell more than a niche does."""
    done = known.done.get(row.category, 0)
    if not done:
        return eligibility.reasons
    told = ngettext("{count} finished trade in {topic}", "{count} finished trades in {topic}", done)
    trades = Reason("trades", told.format(count=number_words(done), topic=topic_within(row.category)), met=True)
    return (trades, *(reason for reason in eligibility.reasons if reason.code != "niche"))


# The newest of everything, of each topic and of each brand, and what ends first: every part is the beginning of an index.
_SOURCES = """
    (SELECT d.id FROM deals_deal d WHERE d.state = 'live' ORDER BY d.published_at DESC, d.id DESC LIMIT 100)
    UNION (SELECT d.id FROM deals_deal d WHERE d.state = 'live' AND d.due_at > %s ORDER BY d.due_at, d.id LIMIT 30)
    UNION (SELECT near.id FROM unnest(%s::varchar[]) AS topic CROSS JOIN LATERAL (
        SELECT d.id FROM deals_deal d WHERE d.state = 'live' AND d.category = topic
        ORDER BY d.published_at DESC, d.id DESC LIMIT 50
    ) near)
    UNION (SELECT near.id FROM unnest(%s::bigint[]) AS brand CROSS JOIN LATERAL (
        SELECT d.id FROM deals_deal d WHERE d.brand_id = brand ORDER BY d.id DESC LIMIT 10
    ) near)
"""


def picks_sql(known: Known, query: FeedQuery, *, at: datetime) -> tuple[str, list[Any]]:
    """The statement: a few hundred candidates by index, those left that fit, ranked by what speaks for them."""
    facts = known.facts
    topics = list(query.categories or dict.fromkeys([*facts.niches, *known.done]))[:_MOST_TOPICS]
    brands = list(known.brands[:_MOST_BRANDS])
    conditions, asked = conditions_of(query)
    platforms = sorted({row.platform for row in facts.channels})
    score = (
        "4 * (d.brand_id = ANY(%s))::int + 3 * (d.category = ANY(%s::varchar[]))::int + least(coalesce("
        "(SELECT h.n FROM unnest(%s::varchar[], %s::int[]) AS h (topic, n) WHERE h.topic = d.category), 0), 3)"
        " + (d.countries && %s::varchar[])::int + (d.platforms && %s::varchar[])::int"
    )
    countries = sorted({facts.country, *(row.country for row in facts.addresses)} - {""})
    scored = [brands, list(facts.niches), list(known.done), list(known.done.values()), countries, platforms]
    fits = (
        "(d.countries = '{}' OR d.countries && %s::varchar[]) AND (d.platforms = '{}' OR d.platforms && %s::varchar[])"
        " AND d.min_followers <= %s"
    )
    fitting = [countries, platforms, max((row.followers for row in facts.channels), default=0)]
    own = (
        "NOT EXISTS (SELECT FROM deals_application a WHERE a.creator_id = %s AND a.deal_id = d.id)"
        " AND NOT EXISTS (SELECT FROM brands_membership m WHERE m.user_id = %s AND m.brand_id = d.brand_id)"
    )
    where = " AND ".join(["d.state = 'live'", fits, own, *conditions])
    ranked = (
        f"SELECT d.id, {score} AS reasons, (d.due_at < %s)::int AS soon FROM ({_SOURCES}) near"
        f" JOIN deals_deal d ON d.id = near.id WHERE {where}"
    )
    best = (
        f"SELECT * FROM ({ranked} OFFSET 0) r WHERE r.reasons > 0"
        f" ORDER BY r.reasons + r.soon DESC, r.id DESC LIMIT {_LOOKED_AT}"
    )
    sql = (
        f"SELECT d.brand_id, {COLUMNS} FROM ({best}) r JOIN deals_deal d ON d.id = r.id {JOINS}"
        " WHERE p.taken < p.total ORDER BY r.reasons + r.soon DESC, d.published_at DESC, d.id DESC"
    )
    params = [*scored, at + _SOON, at, topics, brands, *fitting, known.pk, known.user_pk, *asked]
    return sql, params


def _named(values: list[Any], prefix: str) -> list[Any]:
    return [values[0], encode(prefix, UUID(values[1])), *values[2:]]
