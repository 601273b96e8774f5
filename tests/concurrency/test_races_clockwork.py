"""The clock task, the relay and a person at one row: whoever holds it acts, the others go by without waiting."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models, transaction

from barter.kernel.models import Message
from barter.kernel.moves import record
from barter.kernel.outbox import relay
from barter.kernel.outbox.relay import Delivery
from deals import operations as ops
from deals.events import PlaceFreed
from deals.models import Collaboration
from deals.operations.clock import tick
from deals.workflow import CollaborationState
from tests.concurrency.racing import WAIT_SECONDS, race, refusals, wait_until_blocked
from tests.deals.trades import trade_in
from tests.world import NOW

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


_heard: list[str] = []
_begun, _go_on = threading.Event(), threading.Event()


def listen(delivery: Delivery) -> None:
    _heard.append(delivery.name)
    _begun.set()
    _go_on.wait(WAIT_SECONDS)


LISTENING = {"deals.place_freed": [listen]}


@pytest.mark.parametrize(("out", "times"), [((), 1), (("lock",), 1), (("note",), 1), (("lock", "note"), 2)])
def test_two_relays_carry_a_message_once(
    out: tuple[str, ...], times: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either guard alone does it; with both out the second relay begins what the first is still at."""
    settings.SWITCHBOARD = f"{__name__}.LISTENING"
    _heard.clear(), _begun.clear(), _go_on.clear()
    if "lock" in out:
        monkeypatch.setattr(relay, "_TAKE", relay._TAKE.replace("FOR UPDATE SKIP LOCKED", ""))
    if "note" in out:
        monkeypatch.setattr(relay, "_not_yet_handled", lambda handlers, _: list(handlers))
    with transaction.atomic():
        record(PlaceFreed(deal="deal_of_this_test"), at=NOW)
    relays = [threading.Thread(target=race, args=(relay.carry_one,)) for _ in range(2)]
    relays[0].start()
    assert _begun.wait(WAIT_SECONDS)
    relays[1].start()
    relays[1].join(1)
    _go_on.set()
    for one in relays:
        one.join(WAIT_SECONDS)
    assert len(_heard) == times
    assert not Message.objects.filter(done_at=None).exists()
