"""`make bench`: what a request costs with the production server, against the same SQL in bare psycopg in the same run.

All sizes stand side by side, each with its own database and server, and are measured in turn, round by round: a shared
machine runs the same requests slower for a while, which growth from one size to the next must not show.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.measure import Load, memory_mb, run_load
from benchmarks.report import print_report, row_of
from benchmarks.site import (
    DATABASE,
    PROJECT,
    WEB_WORKERS,
    Server,
    backends,
    bench_environment,
    copied_database,
    drop_database,
    make_template,
    running_server,
    write_json,
)

if TYPE_CHECKING:
    from benchmarks.scenarios import Scenario

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A world of `size` live deals behind a server of its own."""

    size: int
    environment: dict[str, str]
    server: Server
    watcher: psycopg.Connection
    staff_cookie: str

    def load(self, scenario: "Scenario", count: int) -> Load:
        """Send that many requests and see what they cost web workers and PostgreSQL together."""
        work_on(self.environment)
        return run_load(
            self.server.address,
            scenario.make(count),
            scenario.clients,
            lambda: [*self.server.workers(), *backends(self.watcher)],
        )

    def bare(self, scenario: "Scenario", count: int) -> float:
        """CPU milliseconds of the same statements in bare psycopg."""
        from benchmarks.bare import bare_cost

        work_on(self.environment)
        return bare_cost(scenario, self.environment["DATABASE_URL"], count=min(count, 300))

    def statements(self, scenario: "Scenario") -> int:
        from benchmarks.bare import statements_of

        work_on(self.environment)
        return min(len(statements_of(one)) for one in scenario.make(2))  # a first may look up settings


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of live deals")
    parser.add_argument("--only", default="", help="scenarios whose name holds this text")
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests")
    parser.add_argument("--out", type=Path, default=PROJECT / "benchmarks" / "results" / "latest.json")
    options = parser.parse_args()
    environment = bench_environment()
    make_template(environment)
    os.environ.update(environment)
    try:
        with ExitStack() as stack:
            import django

            django.setup()
            sites = [stack.enter_context(site_of(size)) for size in sorted(options.sizes)]
            results = measure_all(sites, options.only, share=10 if options.quick else 1)
    finally:
        drop_database(DATABASE)
    print_report(results)
    write_json(options.out, results)
    return 0


@contextmanager
def site_of(size: int) -> Iterator[Site]:
    """Everything one size needs, filled and running; gone at the end."""
    from django.conf import settings
    from django.db import connection

    from benchmarks.scenarios import staff_session
    from benchmarks.seed import refresh_statistics, seed_deals

    name = f"{DATABASE}_{size}"
    environment = bench_environment(name)
    with copied_database(name):
        work_on(environment)
        connection.cursor().execute("SET statement_timeout = 0; SET lock_timeout = 0")
        seed_deals(size)
        refresh_statistics()
        staff_cookie = f"{settings.SESSION_COOKIE_NAME}={staff_session()}"
        print(f"{size:>9,} live deals are there", file=sys.stderr)
        with (
            psycopg.connect(environment["DATABASE_URL"], autocommit=True) as watcher,
            running_server(environment) as server,
        ):
            yield Site(size, environment, server, watcher, staff_cookie)


def work_on(environment: dict[str, str]) -> None:
    """Put this process's own Django on that database, to make requests for it and to see their statements."""
    from django.db import connection

    name = environment["DATABASE_URL"].rpartition("/")[2]
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


def measure_all(sites: Sequence[Site], only: str, share: int) -> dict[str, Any]:
    from benchmarks.scenarios import scenarios

    rows: list[dict[str, Any]] = []
    for kinds in zip(*(scenarios(site.staff_cookie) for site in sites), strict=True):
        if only in kinds[0].name:
            rows += measure(dict(zip(sites, kinds, strict=True)), max(20, kinds[0].count // share))
    return {
        "machine_cores": os.cpu_count(),
        "rows": rows,
        "web_workers": WEB_WORKERS,
        "memory_mb": round(memory_mb(sites[-1].server.workers()), 1),
        "commit": _commit(),
    }


def measure(asked: "dict[Site, Scenario]", count: int) -> Iterator[dict[str, Any]]:
    """One kind of request on all sites: a first pass reads what no cache holds yet, then `ROUNDS` by turns."""
    first = {site: site.load(scenario, count // 10 if scenario.writes else count) for site, scenario in asked.items()}
    loads: dict[Site, list[Load]] = {site: [] for site in asked}
    bare: dict[Site, list[float]] = {site: [] for site in asked}
    for _ in range(ROUNDS):
        for site, scenario in asked.items():
            loads[site].append(site.load(scenario, count))
            if scenario.bare:
                bare[site].append(site.bare(scenario, count))
    smallest = loads[next(iter(asked))]
    for site, scenario in asked.items():
        row = {"scenario": scenario.name, "deals": site.size, "sql": site.statements(scenario)}
        row |= row_of(loads[site], smallest, bare[site])
        if not scenario.writes:
            row["first_cpu_ms"] = round(first[site].cpu_ms, 3)
        print(
            f"{site.size:>9,} {scenario.name:<34} {row['cpu_ms']:7.2f} ms CPU  {row['growth']:5.2f}x", file=sys.stderr
        )
        yield row


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
