"""`make bench`: what a request costs with the production server, against the same SQL in bare psycopg in the same run."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.site import (
    PROJECT,
    WEB_WORKERS,
    backends,
    bench_environment,
    drop_database,
    make_database,
    running_server,
    write_json,
)

SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of live deals, rising")
    parser.add_argument("--only", default="", help="scenarios whose name holds this text")
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests")
    parser.add_argument("--out", type=Path, default=PROJECT / "benchmarks" / "results" / "latest.json")
    options = parser.parse_args()
    environment = bench_environment()
    make_database(environment)
    os.environ.update(environment)
    try:
        results = measure_all(options, environment)
    finally:
        drop_database()
    write_json(options.out, results)
    return 0


def measure_all(options: argparse.Namespace, environment: dict[str, str]) -> dict[str, Any]:
    import django

    django.setup()
    import psycopg
    from django.conf import settings
    from django.db import connection

    from benchmarks.bare import statements_of
    from benchmarks.measure import memory_mb, run_load
    from benchmarks.report import print_report
    from benchmarks.scenarios import scenarios, staff_session
    from benchmarks.seed import refresh_statistics, seed_deals

    connection.cursor().execute("SET statement_timeout = 0; SET lock_timeout = 0")
    rows: list[dict[str, Any]] = []
    already = 0
    staff_cookie = f"{settings.SESSION_COOKIE_NAME}={staff_session()}"
    with (
        psycopg.connect(environment["DATABASE_URL"], autocommit=True) as watcher,
        running_server(environment) as server,
    ):
        for size in options.sizes:
            seed_deals(size, already)
            refresh_statistics()
            already = size
            for scenario in scenarios(staff_cookie):
                if options.only not in scenario.name:
                    continue
                count = max(20, scenario.count // 10) if options.quick else scenario.count
                run_load(
                    server.address, scenario.make(max(8, count // 10)), scenario.clients, server.workers
                )  # warm up
                bare = _bare(scenario, environment, count)
                load = run_load(
                    server.address,
                    scenario.make(count),
                    scenario.clients,
                    lambda: [*server.workers(), *backends(watcher)],
                )
                row: dict[str, Any] = {
                    "scenario": scenario.name,
                    "deals": size,
                    "cpu_ms": round(load.cpu_ms, 3),
                    "requests_a_second": round(load.rate, 1),
                    "p50_ms": round(load.p50_ms, 2),
                    "p99_ms": round(load.p99_ms, 2),
                    "bytes": load.bytes_each,
                    "sql": min(len(statements_of(one)) for one in scenario.make(2)),  # a first may look up settings
                }
                if bare is not None:
                    # before and after the load, so that what else the machine does weighs on both sides
                    bare = (bare + (_bare(scenario, environment, count) or 0)) / 2
                    row |= {"bare_cpu_ms": round(bare, 3), "ratio_to_bare": round(bare / load.cpu_ms, 3)}
                rows.append(row)
                print(f"{size:>9,} {scenario.name:<34} {load.cpu_ms:7.2f} ms CPU  {load.rate:7.0f}/s", file=sys.stderr)
        memory = {"web_workers": WEB_WORKERS, "memory_mb": round(memory_mb(server.workers()), 1)}
    results = {"machine_cores": os.cpu_count(), "rows": rows, **memory, "commit": _commit()}
    print_report(results)
    return results


def _bare(scenario: Any, environment: dict[str, str], count: int) -> float | None:
    """CPU of the same statements in bare psycopg; None where no ratio is asked for."""
    from benchmarks.bare import bare_cost

    return bare_cost(scenario, environment["DATABASE_URL"], count=min(count, 300)) if scenario.bare else None


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
