"""The clock task and a person at one row: whoever holds the row acts, the clock goes by without waiting."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models, transaction

from barter.kernel.models import Message
from deals import operations as ops
from deals.models import Collaboration
from deals.operations.clock import tick
from deals.workflow import CollaborationState
from tests.concurrency.racing import WAIT_SECONDS, race, refusals, wait_until_blocked
from tests.deals.trades import trade_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
C = CollaborationState


@pytest.fixture
def without_the_clocks_lock(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The one of barter.kernel.clockwork, which alone goes by (SKIP LOCKED) what others hold."""
    original = models.QuerySet.select_for_update

    def remove() -> None:
        def lock(rows: Any, **options: Any) -> Any:
            return rows.all() if options.get("skip_locked") else original(rows, **options)

        monkeypatch.setattr(models.QuerySet, "select_for_update", lock)

    return remove


@pytest.mark.parametrize("guarded", [True, False])
def test_the_clock_goes_by_a_row_somebody_is_moving(guarded: bool, without_the_clocks_lock: Callable[[], None]) -> None:
    """The creator delivers at the last moment; the clock had already found the trade overdue."""
    trade = trade_in(C.CREATING)
    trade.tick(days=15)
    late = trade.now + timedelta(days=8)
    results: list[Any] = []
    ticking = threading.Thread(target=lambda: results.extend(race(lambda: tick(at=late))))
    if not guarded:
        without_the_clocks_lock()
    with transaction.atomic():
        ops.submit_content(collaboration=trade.collaboration, by=trade.by_creator, at=late)
        ticking.start()
        if guarded:
            ticking.join(WAIT_SECONDS)  # ends while we hold the row
        else:
            wait_until_blocked()
    ticking.join(WAIT_SECONDS)
    assert refusals(results) == []
    assert trade.fresh().state == (C.IN_REVIEW if guarded else C.NO_SHOW)


@pytest.mark.parametrize("guarded", [True, False])
def test_two_clocks_remind_once(guarded: bool, without_the_clocks_lock: Callable[[], None]) -> None:
    """Both are held up before they can note that they were there. (A default would wait for the deal's lock as well.)"""
    trade = trade_in(C.CREATING)
    soon = trade.now + timedelta(days=13, hours=1)
    clocks = [threading.Thread(target=race, args=(lambda: tick(at=soon),)) for _ in range(2)]
    with transaction.atomic():
        Collaboration.objects.select_for_update(no_key=True).get(pk=trade.collaboration.pk)
        if not guarded:
            without_the_clocks_lock()
        for number, clock in enumerate(clocks, start=1):
            clock.start()
            clock.join(WAIT_SECONDS) if guarded else wait_until_blocked(number)
    for clock in clocks:
        clock.join(WAIT_SECONDS)
    tick(at=soon)
    assert Message.objects.filter(name="deals.clock_reminder").count() == (1 if guarded else 2)
