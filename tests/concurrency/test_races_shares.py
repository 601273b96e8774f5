"""Two links of a library at the same moment, with one left: exactly one comes to be.

The control makes them without the lock on the brand, and sees one too many.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from barter.kernel import clock
from content.errors import TooManyShares
from content.models import Licence, ShareLink
from content.operations import make_share, shares
from tests.concurrency.racing import Act, race_rounds, refusals
from tests.content.conftest import Trade, make_trade
from tests.content.shelves import licensed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 6


def _with_one_left(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Trade, Licence]]:
    monkeypatch.setitem(shares.policy.DEFAULTS, "share_links", 2)
    trades = [make_trade() for _ in range(ROUNDS)]
    pairs = [(trade, licensed(trade, at=clock.now() - timedelta(days=1))) for trade in trades]
    for trade, licence in pairs:
        _make(trade, licence)()
    return pairs


def _make(trade: Trade, licence: Licence, key: str = "") -> Act:
    return lambda: make_share(
        brand=trade.brand, user=trade.owner, licences=[licence], name="x", days=7, may_download=False, at=clock.now(),
        form_key=key,
    )  # fmt: skip


def _open(trade: Trade) -> int:
    return ShareLink.objects.filter(brand=trade.brand).count()


def test_two_links_at_once_with_one_left_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = _with_one_left(monkeypatch)
    results = race_rounds([(_make(*pair), _make(*pair)) for pair in pairs])
    for result in results:
        assert [type(one) for one in refusals(result)] == [TooManyShares]
    assert {_open(trade) for trade, _ in pairs} == {2}


def test_one_form_sent_twice_at_once_is_one_link(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = _with_one_left(monkeypatch)
    results = race_rounds([(_make(*pair, "k" * 32), _make(*pair, "k" * 32)) for pair in pairs])
    assert all(first == second for first, second in results)


def test_control_without_the_lock_there_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = _with_one_left(monkeypatch)
    unlocked: Any = lambda rows, **_: rows  # noqa: E731 - reads as it is: the same rows, no lock
    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    race_rounds([(_make(*pair), _make(*pair)) for pair in pairs])
    assert max(_open(trade) for trade, _ in pairs) == 3
