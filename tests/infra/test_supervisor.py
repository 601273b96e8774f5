"""`manage.py up` for real: every part is killed, the supervisor is killed, and nothing is left or lost."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from barter.services.addresses import PROJECT_DIR

PARTS = ("postgres", "valkey", "s3", "web", "worker", "beat")
RETURNS_WITHIN_SECONDS = 30
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


class Site:
    """One data folder with a supervisor on it."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port
        self.output = data.parent / "output.txt"
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait until every part is ready; the seconds it took."""
        started = time.monotonic()
        self.supervisor = self.launch(self.port)
        self.wait_until_ready()
        return time.monotonic() - started

    def launch(self, port: int) -> subprocess.Popen[bytes]:
        # Not the test run's own environment: its addresses would win over the embedded services.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        command = [sys.executable, "-m", "barter.services", "up", "--no-world", "--port", str(port)]
        with self.output.open("wb") as output:
            return subprocess.Popen(
                command, cwd=PROJECT_DIR, env={**kept, "DATA": str(self.data)}, stdout=output, stderr=subprocess.STDOUT
            )

    def said(self) -> str:
        return self.output.read_text()

    def readiness(self) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except (OSError, ValueError):
            return {"ready": False}

    def wait_until_ready(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not (self.readiness().get("ready") and all(self.alive(part) for part in PARTS)):
            assert self.supervisor is not None
            assert self.supervisor.poll() is None, self.said()
            assert time.monotonic() < deadline, f"not ready: {self.readiness()}\n{self.said()}"
            time.sleep(0.2)

    def pid(self, part: str) -> int:
        return int((self.data / "pids" / part).read_text())

    def alive(self, part: str) -> bool:
        with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
            return psutil.Process(self.pid(part)).status() != psutil.STATUS_ZOMBIE
        return False

    def processes(self) -> list[psutil.Process]:
        assert self.supervisor is not None
        return psutil.Process(self.supervisor.pid).children(recursive=True)

    def query(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=str(self.data / "run"), user="postgres", dbname="barter", autocommit=True
        ) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        if self.supervisor and self.supervisor.poll() is None:
            self.supervisor.terminate()
            self.supervisor.wait(40)


@pytest.fixture
def site(shared_site: Site) -> Site:
    """The running site; started again after a test that stopped it (the order of the tests is random)."""
    if shared_site.supervisor is None or shared_site.supervisor.poll() is not None:
        shared_site.start()
    return shared_site


@pytest.fixture(scope="module")
def shared_site() -> Iterator[Site]:
    # Not below pytest's own folder: that is closed to `nobody`, as whom PostgreSQL runs when we are root.
    import shutil
    import socket
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="barter-up-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(folder / "data", port)
    yield site
    site.stop()
    shutil.rmtree(folder, ignore_errors=True)


def gone(processes: list[psutil.Process], within_seconds: float) -> list[psutil.Process]:
    """The processes that still live after the time given."""
    _, alive = psutil.wait_procs(processes, timeout=within_seconds)
    return alive


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back(site: Site, part: str) -> None:
    before = site.pid(part)
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + RETURNS_WITHIN_SECONDS
    while site.pid(part) == before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert site.pid(part) != before, site.said()
    site.wait_until_ready(RETURNS_WITHIN_SECONDS)


def test_a_killed_web_or_pool_process_is_replaced_without_the_supervisor(site: Site) -> None:
    web = psutil.Process(site.pid("web"))
    victim = web.children()[0]
    victim.kill()
    assert not gone([victim], 5)
    site.wait_until_ready()
    assert web.is_running()


def test_a_second_start_on_the_port_or_the_folder_gets_one_clear_line(site: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "data", site.port)
    refused = other.launch(site.port)
    assert refused.wait(30) == 1
    assert other.said().strip().splitlines() == [
        f"Barter cannot start: Port {site.port} is busy; choose another: make demo PORT=8001"
    ]
    same = Site(site.data, site.port)
    same.output = tmp_path / "same.txt"
    refused = same.launch(site.port + 1)
    assert refused.wait(30) == 1
    assert same.said().startswith(f"Barter cannot start: Barter already runs on {site.data} (process ")
    assert len(same.said().strip().splitlines()) == 1


def test_after_all_that_beat_and_worker_still_work_together(site: Site) -> None:
    log = site.data / "logs" / "worker.log"
    already = log.stat().st_size
    deadline = time.monotonic() + 2 * RETURNS_WITHIN_SECONDS  # 15 on an idle machine
    while "barter.kernel.outbox.tasks.relay" not in log.read_text()[already:]:
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.2)


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_is_quick_and_keeps_the_data(site: Site) -> None:
    site.query("CREATE TABLE kept AS SELECT 'kept' AS word")
    assert site.supervisor is not None
    processes = site.processes()
    assert len(processes) > len(PARTS)
    site.supervisor.kill()
    site.supervisor.wait()
    assert gone(processes, 10) == []
    seconds = site.start()
    assert site.query("SELECT word FROM kept") == [("kept",)]
    assert seconds < 25, site.said()  # under 10 on an idle machine; the tests share two cores


def test_stopping_ends_in_order_and_leaves_no_process(site: Site) -> None:
    processes = site.processes()
    site.stop()
    assert gone(processes, 1) == []
    assert site.supervisor is not None
    assert site.supervisor.returncode == 0
    assert "database system is shut down" in (site.data / "logs" / "postgres.log").read_text()[-400:]
