"""The yardstick: the very statements of a request, run by bare psycopg in one process over the same socket."""

import resource
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client

from benchmarks.measure import Request, cpu_seconds
from benchmarks.scenarios import Scenario

Statement = tuple[str, Any]
_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


def statements_of(request: Request) -> list[Statement]:
    """The statements a request runs, session look-up left out; what it writes is rolled back."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if (
            not sql.startswith(_CONTROL)
            and "django_session" not in sql
            and "accounts_user" not in sql.split("WHERE")[0]
        ):
            found.append((sql, params))
        return execute(sql, params, many, context)

    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    content_type = headers.pop("HTTP_CONTENT_TYPE", "application/json")
    client = Client(raise_request_exception=True)
    with transaction.atomic():
        with connection.execute_wrapper(note):
            answer = client.generic(
                request.method, request.path, request.body, content_type, REMOTE_ADDR="127.0.0.1",
                SERVER_NAME="127.0.0.1", **headers,
            )  # fmt: skip
        if answer.status_code != request.expect:
            raise RuntimeError(f"{request.path}: {answer.status_code} {answer.content[:300]!r}")
        transaction.set_rollback(True)
    return found


def bare_cost(scenario: Scenario, url: str, count: int) -> float:
    """CPU milliseconds a request, of this process and its backend, for the same statements."""
    work = [statements_of(request) for request in scenario.make(count)]
    with psycopg.connect(url, autocommit=True) as bare:
        backend = bare.info.backend_pid
        _run(bare, work[: count // 10], writes=scenario.writes, keep=False)
        before = _own_cpu() + cpu_seconds(backend)
        _run(bare, work, writes=scenario.writes, keep=True)
        return (_own_cpu() + cpu_seconds(backend) - before) / len(work) * 1000


def _run(bare: psycopg.Connection, work: Sequence[Sequence[Statement]], *, writes: bool, keep: bool) -> None:
    for statements in work:
        if writes:
            with bare.transaction(force_rollback=not keep):
                _each(bare, statements)
        else:
            _each(bare, statements)


def _each(bare: psycopg.Connection, statements: Sequence[Statement]) -> None:
    for sql, params in statements:
        cursor = bare.execute(sql, params)
        if cursor.description:
            cursor.fetchall()


def _own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
