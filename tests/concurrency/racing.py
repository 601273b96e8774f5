"""Two threads with a database connection each, started into every round at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

Act = Callable[[], Any]
WAIT_SECONDS = 30


def race_rounds(rounds: Sequence[tuple[Act, ...]]) -> list[tuple[Any, ...]]:
    """Run the acts of each round at the same moment; what each returned or was refused with, round by round."""
    width = len(rounds[0])
    barrier = threading.Barrier(width)
    results: list[list[Any]] = [[None] * width for _ in rounds]

    def run(lane: int) -> None:
        try:
            for number, acts in enumerate(rounds):
                barrier.wait(WAIT_SECONDS)
                try:
                    results[number][lane] = acts[lane]()
                except Exception as error:  # noqa: BLE001 - handed to the test
                    results[number][lane] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(lane,)) for lane in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert not any(thread.is_alive() for thread in threads)
    return [tuple(row) for row in results]


def race(*acts: Act) -> tuple[Any, ...]:
    return race_rounds([acts])[0]


def wait_until_blocked(sessions: int = 1) -> None:
    """Until so many sessions of this database wait for a lock."""
    until = time.monotonic() + WAIT_SECONDS
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one picture of them otherwise
            cursor.execute(waiting)
            if cursor.fetchone()[0] >= sessions:
                return
            time.sleep(0.02)
    raise AssertionError(f"{sessions} sessions do not wait for a lock")


def refusals(result: Sequence[Any]) -> list[Exception]:
    return [one for one in result if isinstance(one, Exception)]
