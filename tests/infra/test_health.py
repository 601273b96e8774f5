"""The test run has services of its own."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_every_part_is_ready_in_a_test_run(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {
        "ready": True,
        "parts": {"database": "ok", "migrations": "ok", "broker": "ok", "cache": "ok", "storage": "ok"},
    }
