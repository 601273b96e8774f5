"""A message to many is taken back in the moment in which it goes out: each gets it or it is given back, never both.

The control sends what it read before it had the row's lock, and sees the damage.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from deals.models import Application
from inbox import operations
from inbox.models import ChatMessage, UnsentMessage
from inbox.operations import unsent
from tests.concurrency.heart import broken_invariants, copies
from tests.concurrency.racing import WAIT_SECONDS, race, race_rounds, refusals
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 8
DUE = NOW + timedelta(minutes=10)


def _written(world: World, client_key: str = "k") -> list[Application]:
    rows = [world.apply(deal) for deal in copies(world, ROUNDS)]
    _write(world, rows, client_key)
    return rows


def _write(world: World, rows: list[Application], client_key: str) -> Any:
    call: dict[str, Any] = {"author": world.owner, "text": "Which size fits?", "at": NOW}
    return operations.write_to_many(applications=rows, client_key=client_key, **call)


def _take_back(row: Application) -> Callable[[], int]:
    return lambda: len(operations.take_back_messages(UnsentMessage.objects.filter(application=row)))


def test_what_is_taken_back_is_not_sent(world: World) -> None:
    rows = _written(world)

    results = race_rounds([(_take_back(row), lambda: operations.send_unsent(DUE)) for row in rows])

    assert not any(refusals(result) for result in results)
    operations.send_unsent(DUE)
    sent = set(ChatMessage.objects.values_list("thread__application", flat=True))
    taken = {row.pk for row, (count, _) in zip(rows, results, strict=True) if count}
    assert not sent & taken
    assert sent | taken == {row.pk for row in rows}
    assert not UnsentMessage.objects.exists()
    assert broken_invariants() == []


def test_the_race_is_seen_without_the_lock(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _written(world)[0]
    read, taken = threading.Event(), threading.Event()

    def careless(rows: Any, handle: Any, at: Any) -> int:
        found = list(rows.filter(application=row))
        read.set()
        taken.wait(WAIT_SECONDS)
        for one in found:
            handle(one, at)
        return len(found)

    def take_back() -> int:
        read.wait(WAIT_SECONDS)
        count = _take_back(row)()
        taken.set()
        return count

    monkeypatch.setattr(unsent, "run_due", lambda *call: _in_a_transaction(careless, *call))
    assert race(take_back, lambda: operations.send_unsent(DUE)) == (1, 1)
    assert ChatMessage.objects.filter(thread__application=row).exists()


def _in_a_transaction(act: Any, *call: Any) -> Any:

    with transaction.atomic():
        return act(*call)


def test_two_workers_and_two_presses_send_once(world: World) -> None:
    rows = [world.apply(deal) for deal in copies(world, ROUNDS)]

    race(lambda: _write(world, rows, "k"), lambda: _write(world, rows, "k"))
    assert UnsentMessage.objects.count() == ROUNDS
    results = race(lambda: operations.send_unsent(DUE), lambda: operations.send_unsent(DUE))

    assert sum(results) == ROUNDS
    assert ChatMessage.objects.count() == ROUNDS
    assert broken_invariants() == []
