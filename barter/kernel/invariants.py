"""What must be true of the whole database, as SQL that returns the rows for which it is not.

Every application adds its own in `<app>/invariants.py`: a list CHECKS, or a function `check` that yields a line for each
violation, where SQL alone can't tell. `manage.py check_invariants` runs them all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from barter.kernel.stateful import Stateful
from barter.kernel.timeline import stateful_models

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Check:
    """`sql` returns one row per violation; its first column tells which object, others may tell more.

    Without `sql`, `find` yields one line per violation.
    """

    name: str
    sql: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    find: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True, slots=True)
class Result:
    check: Check
    violations: int
    examples: list[str]


def run(check: Check) -> Result:
    if not check.sql:
        lines = list(check.find())
        return Result(check, len(lines), lines[:SHOWN])
    with connection.cursor() as cursor:
        cursor.execute(check.sql, check.params or None)
        rows = cursor.fetchmany(SHOWN)
        count = max(cursor.rowcount, len(rows))
    return Result(check, count, [" ".join(str(value) for value in row) for row in rows])


def all_checks() -> Iterator[Check]:
    yield from CHECKS
    yield _orphans()
    for model in stateful_models():
        yield from _checks_of(model)
    for config in apps.get_app_configs():
        if config.name != "barter.kernel" and module_has_submodule(config.module, "invariants"):
            module = import_module(f"{config.name}.invariants")
            yield from getattr(module, "CHECKS", ())
            if hasattr(module, "check"):
                yield Check(f"{config.label}: everything it checks itself", find=module.check)


CHECKS = [
    Check(
        "outbox: no message is stuck or given up",
        """
        SELECT uid, name, error FROM kernel_message
        WHERE done_at IS NULL AND (dead_at IS NOT NULL OR try_at < now() - interval '10 minutes')
        """,
    ),
    Check(
        "outbox: what is done has a time of its effect",
        "SELECT uid, name FROM kernel_message WHERE done_at IS NOT NULL AND attempts = 0",
    ),
    Check(
        "outbox: payloads are ids, codes and numbers, never somebody's words or address",
        r"""
        SELECT uid, name, entry.key FROM kernel_message, jsonb_each_text(payload) AS entry
        WHERE entry.value ~ '\s' OR entry.value ~ '[^@]@[^@]+\.' OR length(entry.value) > 200
        """,
    ),
]


def _orphans() -> Check:
    """A timeline outlives nothing: an entry without its object means that somebody deleted what must be kept."""
    parts = " UNION ALL ".join(
        f"""
        SELECT t.object_type, t.object_id FROM kernel_timelineentry t LEFT JOIN {model._meta.db_table} o ON o.id = t.object_id
        WHERE t.object_type = '{model._meta.model_name}' AND o.id IS NULL
        """  # noqa: S608 - names of our tables
        for model in stateful_models()
    )
    return Check("timeline: no entry is left without its object", parts)


def _checks_of(model: type[Stateful]) -> list[Check]:
    table, kind = model._meta.db_table, str(model._meta.model_name)
    timed = sorted(name for name, state in model.machine.states.items() if state.clock is not None)
    over = sorted(name for name, state in model.machine.states.items() if state.ball is None)
    params = {"kind": kind, "timed": timed, "over": over}
    return [
        Check(
            f"{kind}: the last timeline entry leads to the present state",
            f"""
            SELECT o.id, o.state, last.to_state FROM {table} o
            LEFT JOIN (
                SELECT DISTINCT ON (object_id) object_id, to_state FROM kernel_timelineentry
                WHERE object_type = %(kind)s ORDER BY object_id, id DESC
            ) last ON last.object_id = o.id
            WHERE last.to_state IS DISTINCT FROM o.state
            """,  # noqa: S608 - the table's name is ours
            params,
        ),
        Check(
            f"{kind}: the timeline is a chain that starts at the beginning",
            """
            SELECT object_id, move, from_state, previous FROM (
                SELECT object_id, move, from_state,
                       coalesce(lag(to_state) OVER (PARTITION BY object_id ORDER BY id), '') AS previous
                FROM kernel_timelineentry WHERE object_type = %(kind)s
            ) entries WHERE from_state <> previous
            """,
            params,
        ),
        Check(
            f"{kind}: a running clock has a next look, what is over has none",
            f"""
            SELECT id, state, wake_at FROM {table}
            WHERE state = ANY(%(timed)s) AND clock_stopped_at IS NULL AND wake_at IS NULL
               OR state = ANY(%(over)s) AND wake_at IS NOT NULL
            """,  # noqa: S608
            params,
        ),
    ]
