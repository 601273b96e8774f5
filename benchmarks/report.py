"""The figures as a table, with the goals they are held against."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.measure import Load

GOALS = (
    "Goals: API feed 0.30, deal and apply 0.25 of bare psycopg or more; HTML feed 300 requests a second or more; cost at the "
    "largest size at most 1.2x the smallest (admin list and filter 1.5x, search 3x); search p99 under 100 ms; admin under "
    "200 ms; two web workers under 250 MB."
)


def row_of(loads: Sequence[Load], smallest: Sequence[Load], bare: Sequence[float]) -> dict[str, Any]:
    """The middle of the rounds. Growth and the share of bare psycopg are of two runs of the same round."""
    row = {
        "cpu_ms": round(median(load.cpu_ms for load in loads), 3),
        "cpu_ms_rounds": [round(load.cpu_ms, 3) for load in loads],
        "growth": round(median(load.cpu_ms / small.cpu_ms for load, small in zip(loads, smallest, strict=True)), 2),
        "requests_a_second": round(median(load.rate for load in loads), 1),
        "p50_ms": round(median(load.p50_ms for load in loads), 2),
        "p99_ms": round(median(load.p99_ms for load in loads), 2),
        "bytes": loads[0].bytes_each,
    }
    if bare:
        row["bare_cpu_ms"] = round(median(bare), 3)
        row["ratio_to_bare"] = round(median(one / load.cpu_ms for one, load in zip(bare, loads, strict=True)), 3)
    return row


def print_report(results: dict[str, Any]) -> None:
    head = ["deals", "scenario", "CPU ms", "of bare", "growth", "first ms", "req/s", "p50 ms", "p99 ms", "SQL", "bytes"]
    lines = [head, *(_cells(row) for row in results["rows"])]
    widths = [max(len(line[index]) for line in lines) for index in range(len(head))]
    for line in lines:
        print(
            "  ".join(
                cell.ljust(width) if index == 1 else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
        )
    print(f"{results['web_workers']} web workers together: {results['memory_mb']} MB")
    print(GOALS)


def _cells(row: dict[str, Any]) -> list[str]:
    return [
        f"{row['deals']:,}",
        row["scenario"],
        f"{row['cpu_ms']:.2f}",
        f"{row['ratio_to_bare']:.2f}" if "ratio_to_bare" in row else "",
        f"{row['growth']:.2f}x",
        f"{row['first_cpu_ms']:.2f}" if "first_cpu_ms" in row else "",
        f"{row['requests_a_second']:.0f}",
        f"{row['p50_ms']:.1f}",
        f"{row['p99_ms']:.1f}",
        str(row["sql"]),
        f"{row['bytes']:,}",
    ]
