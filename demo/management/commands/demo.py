"""`manage.py demo`: fill an empty database with the demo world."""

import multiprocessing
import random
import time
from datetime import datetime
from multiprocessing.synchronize import Barrier
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from accounts.models import User
from barter.kernel import clock
from demo import news
from demo.people import People
from demo.world import SHARES, Share


class Command(BaseCommand):
    help = "Fill an empty database with the demo world: brands, creators, deals and trades in every state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="another seed, another world")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("The demo world is only built where the clock can be moved, never in production.")
        if User.objects.exists():
            raise CommandError("The database is not empty: the demo world is only built into an empty one.")
        began = time.monotonic()
        now = clock.now().replace(minute=0, second=0, microsecond=0)
        People(random.Random(options["seed"]), now).staff()
        connections.close_all()  # a connection can't be shared between processes
        fork = multiprocessing.get_context("fork")
        barrier = fork.Barrier(SHARES)
        workers = [
            fork.Process(target=_build, args=(index, options["seed"], now, barrier, began)) for index in range(SHARES)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if any(worker.exitcode for worker in workers):
            raise CommandError("The demo world could not be built; what happened stands above.")
        news.announce(clock.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _say(began, "the world is built")


def _build(index: int, seed: int, now: datetime, barrier: Barrier, began: float) -> None:
    """One process: its share, then what needs every share."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # a crash while building means building again
        share = Share(index, seed, now)
        for line in share.build():
            if index == 0:
                _say(began, line)
        barrier.wait()
        share.hot_applicants()
        barrier.wait()
        share.catch_up()
    finally:
        barrier.abort()  # one that failed does not let the other wait for ever
        connections.close_all()


def _say(began: float, line: str) -> None:
    print(f"  {time.monotonic() - began:5.1f} s  {line}", flush=True)  # noqa: T201 - a command's own output
