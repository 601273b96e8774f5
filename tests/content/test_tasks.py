"""The clock's door: tasks that may run late, twice or together, and the proof that nothing is left half done."""

from datetime import timedelta
from typing import Any

import pytest

from barter.kernel import clock
from barter.kernel.models import Message
from content import invariants, operations, tasks
from content.models import Asset, Licence, Submission
from content.operations.sweeping import sweep
from tests.content.conftest import AT, Trade, arrive, photo_bytes, ready_asset

pytestmark = pytest.mark.django_db


def approved(trade: Trade, at: Any) -> Licence:
    submission = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=at
    )
    operations.approve(submission=submission, by=trade.by_brand, at=at)
    return Licence.objects.get()


def test_the_process_task_empties_the_queue(trade: Trade) -> None:
    files = [arrive(trade, photo_bytes((500 + 10 * number, 500))) for number in range(3)]
    tasks.process()
    tasks.process()
    assert set(Asset.objects.filter(pk__in=[file.pk for file in files]).values_list("state", flat=True)) == {"ready"}


def test_the_tick_ends_licences_and_twice_changes_nothing(trade: Trade) -> None:
    licence = approved(trade, clock.now() - timedelta(days=400))
    for _ in range(2):
        tasks.tick()
    licence.refresh_from_db()
    assert (licence.state, licence.wake_at) == (Licence.State.EXPIRED, None)


def test_the_sweep_is_idempotent(trade: Trade) -> None:
    asset = arrive(trade, photo_bytes())
    tasks.process()
    assert sweep(at=AT + timedelta(days=1)) == 1
    assert sweep(at=AT + timedelta(days=1)) == 0
    asset.refresh_from_db()
    assert asset.state == Asset.State.READY


def test_invariants_hold_and_see_what_is_broken(trade: Trade) -> None:
    licence = approved(trade, clock.now())
    assert list(invariants.check()) == []
    Licence.objects.update(file_sha256="cd" * 32)
    Submission.objects.update(state="submitted")
    Message.objects.update(done_at=clock.now())  # content has heard everything
    found = "\n".join(invariants.check())
    assert f"{licence.public_id} names another file" in found
    assert "waits for a decision" in found
    assert "not approved" in found
