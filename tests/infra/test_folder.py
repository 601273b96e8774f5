"""The data folder that the supervisor and the people who look at it share."""

import threading
from pathlib import Path

from barter.services.folder import DataFolder


def test_a_process_id_is_never_read_half_written(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.note_process("web", 1)
    done = threading.Event()
    seen: set[str] = set()

    def look() -> None:
        while not done.is_set():
            seen.add((tmp_path / "pids" / "web").read_text())

    reader = threading.Thread(target=look)
    reader.start()
    for pid in range(2, 2000):
        folder.note_process("web", pid)
    done.set()
    reader.join()

    assert "" not in seen
    assert len(seen) > 1
