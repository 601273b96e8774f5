"""Workers of a test run share the services, but not what they remember there."""

import os

import pytest

from barter.services import pytest_plugin


def test_every_worker_has_a_cache_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for worker in ("main", "gw0", "gw1"):
        monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:6379/1")
        pytest_plugin._take_own_cache(worker)
        taken.append(os.environ["CACHE_URL"])

    assert taken == ["redis://127.0.0.1:6379/1", "redis://127.0.0.1:6379/2", "redis://127.0.0.1:6379/3"]
