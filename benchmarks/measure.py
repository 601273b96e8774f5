"""How one request is measured: CPU time of the web workers and of PostgreSQL's backends, taken from /proc.

CPU time is hardly disturbed by neighbours, unlike wall time. Figures are per request, in milliseconds.
"""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of requests cost. CPU in ms a request; latencies in ms; rate in requests a second."""

    requests: int
    cpu_ms: float
    rate: float
    p50_ms: float
    p99_ms: float
    bytes_each: int


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    expect: int = 200


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def children_of(pid: int) -> list[int]:
    """Direct children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def memory_mb(pids: Sequence[int]) -> float:
    """Proportional memory (PSS) of these processes together: pages they share count once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def run_load(address: str, requests: Sequence[Request], clients: int, measured: Callable[[], Sequence[int]]) -> Load:
    """Send `requests` over `clients` kept-alive connections; raises when an answer is not the expected one."""
    url = urlsplit(address)
    shares = [requests[index::clients] for index in range(clients)]
    latencies: list[float] = []
    sizes: list[int] = []
    errors: list[str] = []
    start_line = threading.Barrier(clients + 1)

    def client(share: Sequence[Request]) -> None:
        connection = http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=30)
        start_line.wait()
        for request in share:
            began = time.perf_counter()
            connection.request(request.method, request.path, body=request.body or None, headers=request.headers)
            answer = connection.getresponse()
            body = answer.read()
            latencies.append((time.perf_counter() - began) * 1000)
            sizes.append(len(body))
            if answer.status != request.expect:
                errors.append(f"{request.method} {request.path}: {answer.status} {body[:300]!r}")
                break
        connection.close()

    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    cpu_before, began = {pid: cpu_seconds(pid) for pid in measured()}, time.perf_counter()
    start_line.wait()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    # asked for again: the web server opens new connections every ten minutes
    cpu = sum(cpu_seconds(pid) - cpu_before.get(pid, 0.0) for pid in measured())
    if errors:
        raise RuntimeError(errors[0])
    ordered = sorted(latencies)
    return Load(
        requests=len(ordered),
        cpu_ms=cpu / len(ordered) * 1000,
        rate=len(ordered) / seconds,
        p50_ms=statistics.median(ordered),
        p99_ms=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        bytes_each=sum(sizes) // len(sizes),
    )
