"""The data folder that the supervisor and the people who look at it share."""

import json
import socket
import threading
from pathlib import Path

import pytest

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


def test_no_two_services_of_a_folder_share_a_port_and_each_gets_the_same_one_again(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text(json.dumps({"s3_master": "21272", "s3_filer": "21272"}))
    names = ("s3_master", "s3_filer", "valkey")
    ports = [DataFolder(tmp_path).port(name) for name in names]
    assert len(set(ports)) == 3
    assert [DataFolder(tmp_path).port(name) for name in names] == ports


@pytest.mark.parametrize("above", [0, 10_000])
def test_a_port_that_somebody_else_took_is_changed(tmp_path: Path, above: int) -> None:
    port = DataFolder(tmp_path).port("s3_filer")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + above))
        taken.listen()
        assert DataFolder(tmp_path).port("s3_filer") != port
