"""`manage.py up` for real: every part is killed, the supervisor is killed, and nothing is left or lost."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from tests.infra.site import PARTS, Site

RETURNS_WITHIN_SECONDS = 30
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


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


def test_after_all_that_beat_and_both_workers_still_work_together_and_each_does_its_own(site: Site) -> None:
    work = {"worker": "barter.kernel.outbox.tasks.relay", "files": "content.tasks.process"}
    logs = {part: site.data / "logs" / f"{part}.log" for part in work}
    already = {part: log.stat().st_size for part, log in logs.items()}
    deadline = time.monotonic() + 2 * RETURNS_WITHIN_SECONDS  # 15 on an idle machine
    while not all(task in logs[part].read_text()[already[part] :] for part, task in work.items()):
        assert time.monotonic() < deadline, [log.read_text()[-3000:] for log in logs.values()]
        time.sleep(0.2)
    assert f"Task {work['files']}" not in logs["worker"].read_text()
    assert f"Task {work['worker']}" not in logs["files"].read_text()


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_is_quick_and_keeps_the_data(site: Site) -> None:
    site.query("CREATE TABLE kept AS SELECT 'kept' AS word")
    assert site.supervisor is not None
    processes = site.processes()
    assert len(processes) > len(PARTS)
    site.supervisor.kill()
    site.supervisor.wait()
    assert gone(processes, 30) == []  # 2 on an idle machine
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
