"""The site under measurement: a database of its own, and the production server in front of it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.measure import children_of

DATABASE = "barter_bench"  # empty and migrated; those that are measured are copies of it, filled
SERVICE_URL = os.environ.get("DATABASE_URL", "")  # as found at start: this program later works on its own database
PROJECT = Path(__file__).resolve().parent.parent
WEB_WORKERS = 2


def bench_environment(database: str = DATABASE) -> dict[str, str]:
    """The environment of the production server on a database of the benchmark, from the addresses in force."""
    head, _, _ = SERVICE_URL.partition("?")
    cache, _, _ = os.environ["CACHE_URL"].partition("?")
    environment = dict(os.environ)
    for name in ("CLOCK_MOVABLE", "OUTWARD_STAGE"):  # of the demo and the tests alone
        environment.pop(name, None)
    return environment | {
        "DATABASE_URL": f"{head.rsplit('/', 1)[0]}/{database}",
        "CACHE_URL": f"{cache}?key_prefix={database}",
        "DJANGO_SETTINGS_MODULE": "barter.settings.production",
        "SITE_URL": "https://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMBEDDED": "false",
        "CLOCK_MOVABLE": "false",
        "STAFF_MFA_REQUIRED": "false",
        "EMAIL_URL": "dummymail://",
        "API_REQUESTS_PER_MINUTE": "100000000",
        "LOG_LEVEL": "ERROR",
        "WEB_WORKERS": str(WEB_WORKERS),
    }


def make_template(environment: dict[str, str]) -> None:
    """An empty, migrated database; what was there before is dropped."""
    _replace(DATABASE)
    for command in (
        ["migrate", "--verbosity", "0"],
        ["build_assets"],
        ["collectstatic", "--noinput", "--verbosity", "0"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=environment, check=True)


@contextmanager
def copied_database(name: str) -> Iterator[None]:
    """A database like the empty one; dropped at the end."""
    _replace(name, template=DATABASE)
    try:
        yield
    finally:
        drop_database(name)


def drop_database(name: str) -> None:
    with psycopg.connect(SERVICE_URL, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _replace(name: str, template: str = "template1") -> None:
    drop_database(name)
    with psycopg.connect(SERVICE_URL, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


@contextmanager
def running_server(environment: dict[str, str]) -> Iterator["Server"]:
    """The web server as in production, on a free port; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "barter.web"],
        cwd=PROJECT,
        env=environment | {"WEB_BIND": f"127.0.0.1:{port}"},
    )
    try:
        server = Server(process.pid, f"http://127.0.0.1:{port}")
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=15)


class Server:
    """One running web server."""

    def __init__(self, pid: int, address: str) -> None:
        self.pid = pid
        self.address = address

    def wait(self) -> None:
        deadline = time.monotonic() + 120  # a busy machine loads the product slowly
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2)
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def workers(self) -> list[int]:
        return children_of(self.pid)


def backends(connection: psycopg.Connection) -> list[int]:
    """Process ids of PostgreSQL's backends that serve this database; autovacuum comes and goes by itself."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchall()
    return [row[0] for row in rows]


def write_json(path: Path, results: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n")
