"""kill -9 of web, worker, beat, broker and database while people work: nothing acknowledged is lost, nothing happens twice.

The site is the real one (`manage.py up`: web server, Celery, beat, PostgreSQL, Valkey), the mails go to a mail server over
a socket. Clients behave as the API's book says: every POST carries an Idempotency-Key and is repeated with the same key
until it is answered.

Seen to fail without its guard: with the idempotency record left out, what was not answered is refused or made twice. That
no handler and no mail comes twice has more than one guard each; they are taken out in tests/kernel/test_outbox.py and
tests/inbox/test_mailer.py.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from tests.infra.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(480), pytest.mark.xdist_group("infra")]
VICTIMS = ("web", "worker", "valkey", "postgres", "beat", "worker", "valkey", "postgres")
RESUMES_WITHIN_SECONDS = 30
_PATIENCE_SECONDS = 60


@dataclass
class Client:
    """Somebody with an app that repeats what was not answered, always with the same key.

    Every third time the network loses the answer: a kill alone falls too rarely between an effect and its answer.
    """

    site: Site
    token: str
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    repeated: int = 0
    posted: int = 0

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        address, data = f"http://127.0.0.1:{self.site.port}/api/v1/{path}", json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "X-Session-Token": self.token, "Idempotency-Key": uuid4().hex}
        self.posted += 1
        if self.posted % 3 == 0:
            self.hang_up_before_the_answer(address, data, headers)
        while True:
            request = urllib.request.Request(address, data, headers)
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the site of this test
                    made = dict(json.load(answer))
                    self.acknowledged.append(made)
                    return made
            except urllib.error.HTTPError as error:
                if error.code not in (409, 500, 502, 503) or (error.code == 409 and json.load(error)["code"] != "busy"):
                    raise
            except (OSError, ValueError):
                pass
            assert time.monotonic() < deadline, f"{path} was not answered for {_PATIENCE_SECONDS} s"
            self.repeated += 1
            time.sleep(0.3)

    def hang_up_before_the_answer(self, address: str, data: bytes, headers: dict[str, str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=10)
        with contextlib.suppress(OSError):
            connection.request("POST", address, data, headers)
            time.sleep(0.2)
        connection.close()


def work(clients: list[Client], owner: Client, deals: list[str], stop: threading.Event) -> list[threading.Thread]:
    """Creators apply to every deal; the brand makes one draft after the other. All keep on until the killing is over."""

    def apply(client: Client) -> None:
        for deal in deals:
            client.post(f"deals/{deal}/applications/", {})
            stop.wait(random.uniform(0.3, 1.5))

    def draft() -> None:
        while not stop.is_set():
            owner.post("deals/", {"title": f"Draft {uuid4().hex}"})

    threads = [threading.Thread(target=apply, args=(client,)) for client in clients] + [threading.Thread(target=draft)]
    for thread in threads:
        thread.start()
    return threads


def kill_them_all(site: Site) -> None:
    for victim in VICTIMS:
        time.sleep(random.uniform(0.5, 1.2))
        if not site.alive(victim):
            continue
        before = site.pid(victim)
        os.kill(before, signal.SIGKILL)
        deadline = time.monotonic() + RESUMES_WITHIN_SECONDS
        while (site.pid(victim) == before or not site.alive(victim)) and time.monotonic() < deadline:
            time.sleep(0.1)


def wait_until_quiet(site: Site, seconds: float) -> dict[str, int]:
    """What `manage.py pending` counts of messages and mails, once nothing is left or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        rows = site.query(
            "SELECT (SELECT count(*) FROM kernel_message WHERE done_at IS NULL),"
            " (SELECT count(*) FROM inbox_mail WHERE state IN ('waiting', 'claimed'))"
        )
        if rows[0] == (0, 0):
            return {}
        time.sleep(0.5)
    return {"messages": int(str(rows[0][0])), "mails": int(str(rows[0][1]))}


def mails_in(site: Site, *states: str) -> set[str]:
    """Message-IDs. `handed` and `unconfirmed`: the server may have it, so it is never sent again by us."""
    listed = ", ".join(f"'{state}'" for state in states)
    rows = site.query(f"SELECT '<' || message_id || '>' FROM inbox_mail WHERE state IN ({listed})")
    return {str(row[0]) for row in rows}


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(site: Site) -> None:
    cast = json.loads(site.run("-m", "tests.guarantees.kill_world").strip().splitlines()[-1])
    clients, owner = [Client(site, token) for token in cast["creators"]], Client(site, cast["owner"])
    stop = threading.Event()
    threads = work(clients, owner, cast["deals"], stop)
    kill_them_all(site)
    stop.set()
    for thread in threads:
        thread.join(_PATIENCE_SECONDS + 30)
    assert not any(thread.is_alive() for thread in threads)
    site.wait_until_ready(RESUMES_WITHIN_SECONDS)

    assert wait_until_quiet(site, RESUMES_WITHIN_SECONDS) == {}
    acknowledged = {made["id"] for client in clients for made in client.acknowledged}
    stored = {row[0] for row in site.query("SELECT state FROM deals_application")}
    assert stored == {"submitted"}
    assert site.query("SELECT count(*) FROM deals_application") == [(len(acknowledged),)]
    assert len(acknowledged) == len(clients) * len(cast["deals"])
    drafts = {made["id"] for made in owner.acknowledged}
    assert site.query("SELECT count(*) FROM deals_deal WHERE state = 'draft'") == [(len(drafts),)]
    assert len(drafts) == len(owner.acknowledged)

    twice = "SELECT user_id, source_uid, kind FROM inbox_notification GROUP BY 1, 2, 3 HAVING count(*) > 1"
    assert site.query(twice) == []
    heard = site.query("SELECT count(*) FROM kernel_message WHERE name = 'deals.application_moved'")
    assert heard == [(len(acknowledged),)]
    sent, perhaps = mails_in(site, "sent"), mails_in(site, "handed", "unconfirmed")
    assert sent <= set(site.sink.accepted) <= sent | perhaps, "mails written as sent, and mails that arrived"
    assert len(sent | perhaps) >= len(cast["deals"])
    assert len(perhaps) <= VICTIMS.count("worker") + VICTIMS.count("postgres")  # in the very moment of a kill
    assert site.sink.twice() == []
    assert "invariants hold." in site.run("manage.py", "check_invariants")
