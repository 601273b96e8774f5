"""Every move of a collaboration from every state by every side; the table in deals/workflow is the expectation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError, NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from deals import operations as ops
from deals.models import Collaboration
from deals.operations.clock import COLLABORATION_DEFAULTS
from deals.rules import collaboration_actions
from deals.workflow import COLLABORATION, COLLABORATION_OVER, CollaborationState
from tests.deals.trades import POST_URL, Trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Attempt = Callable[[Trade, Actor], Any]


def _call(name: str, **extra: Any) -> Attempt:
    return lambda trade, by: getattr(ops, name)(collaboration=trade.collaboration, by=by, at=trade.now, **extra)


ATTEMPTS: dict[str, Attempt] = {
    "ship": _call("mark_shipped"),
    "deliver": _call("mark_delivered"),
    "expect_parcel": _call("expect_parcel", day=date(2026, 3, 6)),
    "confirm_delivery": _call("confirm_delivery"),
    "book": _call("book_visit", visit_date=date(2026, 3, 6)),
    "check_in": _call("check_in"),
    "report_problem": _call("report_problem", code="damaged", note=""),
    "report_return": _call("mark_returned"),
    "lose_parcel": _call("mark_lost"),
    "solve_problem": _call("solve_problem"),
    "send_again": _call("send_again"),
    "cancel_held": _call("cancel_held"),
    "extend": _call("extend_deadline"),
    "submit": _call("submit_content"),
    "request_changes": _call("request_changes"),
    "approve": _call("approve_content"),
    "post": _call("add_live_link", platform="tiktok", url="https://www.tiktok.com/@a/video/10001"),
    "restore_live": _call("restore_live"),
    "leave_late": _call("leave_late"),
    "cancel_as_brand": _call("cancel_collaboration", reason="no"),
    "cancel_as_creator": _call("cancel_collaboration", reason="no"),
    "exit_honestly": _call("exit_honestly"),
    "propose_cancel": _call("propose_cancel"),
    "agree_cancel": _call("agree_cancel"),
    "propose_terms": _call("propose_terms", changes={"live_days": 20}),
    "answer_terms": _call("answer_terms", agree=True),
    "open_dispute": _call("open_dispute", reason="because"),
    "cancel_by_staff": _call("cancel_by_staff", reason="because"),
}
# Made by the clock or by what a check found, never asked for by anybody.
BY_THE_CLOCK = set(COLLABORATION_DEFAULTS) - set(ATTEMPTS)
TESTED_ELSEWHERE = {"verify_live", "fail_live_check", "report_removed", "fail_live_hold", "complete", "decide_dispute"}
# Refused for a reason beyond the table although state and side are right.
PRECONDITIONS = {"restore_live", "leave_late", "agree_cancel", "answer_terms"}


def test_every_move_of_the_table_is_attempted() -> None:
    assert set(ATTEMPTS) | BY_THE_CLOCK | TESTED_ELSEWHERE == set(COLLABORATION.moves)


@pytest.mark.parametrize("state", list(CollaborationState))
def test_each_move_is_possible_exactly_where_the_table_says(state: CollaborationState) -> None:
    trade = trade_in(state)
    for name, attempt in ATTEMPTS.items():
        for side, actor in trade.actors.items():
            if name in {"cancel_as_brand", "cancel_as_creator"} and not name.endswith(side):
                continue  # one operation for both sides
            if name == "post" and side == "creator" and state in {C.POSTED, C.LIVE_HOLD}:
                continue  # another post, not a move
            with _undone():
                _expect(trade, name, Side(side), lambda: attempt(trade, actor))  # noqa: B023


@pytest.mark.parametrize("state", list(CollaborationState))
def test_each_default_of_the_clock_is_possible_exactly_where_the_table_says(state: CollaborationState) -> None:
    trade = trade_in(state)
    for name in BY_THE_CLOCK:
        with _undone():
            row = Collaboration.objects.select_for_update().get(pk=trade.collaboration.pk)
            _expect(trade, name, Side.SYSTEM, lambda: COLLABORATION_DEFAULTS[name](row, name, trade.now, trade.now))  # noqa: B023


@pytest.mark.parametrize("state", list(CollaborationState))
def test_offered_actions_are_those_that_work(state: CollaborationState) -> None:
    trade = trade_in(state)
    for side, actor in trade.actors.items():
        offered = collaboration_actions(trade.collaboration, Side(side))
        for name in set(offered) & set(ATTEMPTS):
            with _undone():
                ATTEMPTS[name](trade, actor)
        refused = {name for name in COLLABORATION.available(state, Side(side)) if name not in offered}
        assert refused <= PRECONDITIONS | {"deliver", "send_again"}


@pytest.mark.parametrize("state", sorted(COLLABORATION_OVER))
def test_what_is_over_holds_nothing_and_has_no_clock(state: str) -> None:
    row = trade_in(CollaborationState(state)).collaboration
    assert row.ended_at is not None
    assert (row.wake_at, row.due_at, row.ball) == (None, None, None)
    assert (row.credit_held, row.slot_held, row.stock_held) == (False, False, False)
    assert row.place_held == (state == C.COMPLETED)
    assert collaboration_actions(row, Side.STAFF) == []


_EVERYTHING = f"""
    SELECT (SELECT one::text FROM {Collaboration._meta.db_table} one WHERE id = %s),
           (SELECT count(*) FROM {TimelineEntry._meta.db_table}), (SELECT count(*) FROM {Message._meta.db_table})
"""


def _expect(trade: Trade, name: str, side: Side, attempt: Callable[[], Any]) -> None:
    state, move = trade.collaboration.state, COLLABORATION.moves[name]
    before = _everything(trade)
    try:
        with transaction.atomic():
            attempt()
    except NotAllowed:
        assert side not in move.who, f"{side} should be allowed to {name} from {state}"
    except WrongState:
        lost_only = name == "deliver" and state == C.ON_HOLD
        assert state not in move.sources or name in PRECONDITIONS or lost_only, f"{name} should start in {state}"
    except BarterError:
        if name not in PRECONDITIONS:
            raise
    else:
        assert side in move.who, f"{side} made {name}"
        assert state in move.sources, f"{name} was made from {state}"
        after = Collaboration.objects.get(pk=trade.collaboration.pk)
        if move.target is not None and not (name == "approve" and not after.must_post):
            assert after.state == move.target
        return
    assert _everything(trade) == before, f"{name} was refused and yet changed something"


def _everything(trade: Trade) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [trade.collaboration.pk])
        return tuple(cursor.fetchone())


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_posting_needs_an_address_of_the_platform() -> None:
    trade = trade_in(C.APPROVED)
    for url in (
        "http://www.instagram.com/p/1",
        "https://instagram.com",
        "https://evil.example/instagram.com",
        "nothing",
    ):
        with pytest.raises(BarterError) as refusal:
            trade.do("add_live_link", "creator", platform="instagram", url=url)
        assert refusal.value.code == "link_not_usable"
    assert trade.fresh().state == C.APPROVED
    trade.do("add_live_link", "creator", platform="instagram", url=POST_URL)
    assert trade.collaboration.state == C.POSTED
