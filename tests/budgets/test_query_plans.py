"""Every hot list has an index in its own order: with sequential scans and sorts priced out, none is left in the plan."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from barter.kernel import clock
from deals.feed import FeedQuery, page_sql, words_of
from deals.operations.clock import tick
from deals.queries_creator import open_applications, running_trades
from tests.deals.web.creator.world import make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
_BIG = ("deals_deal", "deals_application", "deals_collaboration", "kernel_message", "kernel_timelineentry")
_MANY_ROWS = """
    SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', t, 'relpages', 1, 'reltuples', 100000::real)
    FROM unnest(%s::text[]) t"""


def plan(sql: str, params: Sequence[Any] | None = None, *, off: Sequence[str] = ("seqscan",)) -> str:
    """As for very many rows: among indexes that cost the same on a few, whatever earlier tests left behind would decide."""
    with connection.cursor() as cursor:
        cursor.execute(_MANY_ROWS, [list(_BIG)])
        for name in off:
            cursor.execute(f"SET LOCAL enable_{name} = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def assert_no_scan(text: str) -> None:
    for table in _BIG:
        assert f"Seq Scan on {table} " not in text, text


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (FeedQuery(), "deals_feed"),
        (FeedQuery(after=(clock.datetime(2026, 11, 1, tzinfo=clock.UTC), 5)), "deals_feed"),
        (FeedQuery(categories=("beauty",)), "deals_feed_cat"),
        (FeedQuery(sort="-value"), "deals_feed_worth"),
        (FeedQuery(sort="-value", after=(500, 5), min_worth_cents=100), "deals_feed_worth"),
        (FeedQuery(sort="ends"), "deals_feed_ending"),
    ],
)
def test_a_list_walks_an_index_in_its_order(query: FeedQuery, index: str) -> None:
    at = clock.now()
    make_deal(make_shop(at), at)  # a table without a page has no rows, whatever is said of it
    sql, params = page_sql(query, [], newest_only=False)
    text = plan(sql, params, off=("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"))
    assert_no_scan(text)
    assert f"{index} " in text, text
    if query.after:
        assert any("Index Cond" in line and "ROW(" in line for line in text.splitlines()), text


def test_a_rare_word_is_found_in_the_text_index() -> None:
    text = plan("SELECT id FROM deals_deal WHERE search @@ to_tsquery('simple', 'xylitol:*')")
    assert "deals_search" in text, text
    sql, _ = page_sql(FeedQuery(text="xylitol"), words_of("xylitol"), newest_only=False)
    assert "OFFSET 0" in sql  # the fence that keeps the planner from walking the date index instead


def test_what_a_creator_has_is_found_by_index() -> None:
    at = clock.now()
    maker = make_maker(at)
    make_deal(make_shop(at), at)
    with CaptureQueriesContext(connection) as caught:
        running_trades(maker.user)
        open_applications(maker.user)
    for one in caught:
        assert_no_scan(plan(one["sql"]))


def test_due_work_is_found_by_index() -> None:
    with CaptureQueriesContext(connection) as caught:
        tick(at=clock.now())
    asked = [one["sql"] for one in caught if one["sql"].startswith("SELECT") and "wake_at" in one["sql"]]
    assert asked
    for sql in asked:
        assert_no_scan(plan(sql))
