"""The figures as a table, with the goals they are held against."""

from typing import Any

GOALS = (
    "Goals: API feed 0.30, deal and apply 0.25 of bare psycopg or more; HTML feed 300 requests a second or more; cost at the "
    "largest size at most 1.2x the smallest (admin list and filter 1.5x, search 3x); search p99 under 100 ms; admin under "
    "200 ms; two web workers under 250 MB."
)


def print_report(results: dict[str, Any]) -> None:
    rows = results["rows"]
    smallest = {row["scenario"]: row for row in reversed(rows)}
    head = ["deals", "scenario", "CPU ms", "of bare", "req/s", "p50 ms", "p99 ms", "SQL", "bytes", "growth"]
    lines = [[str(cell) for cell in head]]
    for row in rows:
        growth = row["cpu_ms"] / smallest[row["scenario"]]["cpu_ms"]
        lines.append(
            [
                f"{row['deals']:,}",
                row["scenario"],
                f"{row['cpu_ms']:.2f}",
                f"{row['ratio_to_bare']:.2f}" if "ratio_to_bare" in row else "",
                f"{row['requests_a_second']:.0f}",
                f"{row['p50_ms']:.1f}",
                f"{row['p99_ms']:.1f}",
                str(row["sql"]),
                f"{row['bytes']:,}",
                f"{growth:.2f}x",
            ]
        )
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
