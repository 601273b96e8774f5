"""What nobody needs leaves the store, whoever stopped where: a file thrown away, one refused late, a permission asked for again."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from barter.kernel import storage
from barter.kernel.files import run
from content import operations
from content.models import Asset
from content.processing import work
from tests.content.conftest import AT, Trade, arrive, photo_bytes, post_form
from tests.content.test_processing import away

pytestmark = pytest.mark.django_db


def in_store(asset: Asset) -> set[str]:
    folders = (f"kept/{asset.vault}/", f"previews/{asset.vault}/", asset.upload_key)
    return {key for folder in folders for key in storage.keys_under(folder)}


def test_a_file_thrown_away_while_it_is_being_checked_leaves_nothing(
    trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, other = arrive(trade, photo_bytes()), arrive(trade, photo_bytes((700, 700)))

    def thrown(claimed: Asset, *found: Any) -> None:
        if claimed.pk == asset.pk:
            operations.discard_upload(asset=claimed, by=trade.by_creator, at=AT)
        finish(claimed, *found)

    finish = work._finish
    monkeypatch.setattr(work, "_finish", thrown)
    while work.process_next():
        pass
    assert len(in_store(asset)) > 3
    other.refresh_from_db()
    kept = in_store(other)
    operations.sweep(at=AT)
    assert in_store(asset) == set()
    assert in_store(other) == kept != set()


def test_a_file_refused_late_leaves_nothing(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = arrive(trade, photo_bytes())
    with monkeypatch.context() as broken:
        broken.setattr(work, "_kept", away)
        assert work.process_next()
    assert len(in_store(asset)) > 2
    Asset.objects.update(process_at=timezone.now(), crashes=run.CRASHES_MAX)
    assert work.process_next()
    asset.refresh_from_db()
    assert asset.state == Asset.State.REJECTED
    operations.sweep(at=AT + timedelta(hours=2))
    assert in_store(asset) == set()


@pytest.mark.parametrize("plain", [False, True])
def test_a_permission_asked_for_again_never_outlives_the_upload(trade: Trade, plain: bool) -> None:
    """It could put an object that nobody clears any more."""
    late = AT + timedelta(minutes=59)

    def begin(at: Any, asset: Asset | None = None) -> operations.Upload:
        if plain:
            return operations.start_plain_upload(
                collaboration=trade.collaboration, by=trade.by_creator, redirect_url="http://testserver/", at=at, asset=asset
            )  # fmt: skip
        return operations.start_upload(
            collaboration=trade.collaboration, by=trade.by_creator, file_name="a.jpg", content_type="image/jpeg",
            size_bytes=len(data), at=at, fingerprint="f1",
        )  # fmt: skip

    data = photo_bytes()
    first = begin(AT)
    again = begin(late, first.asset)
    assert again.asset.pk == first.asset.pk
    operations.sweep(at=late + timedelta(minutes=30))
    again.asset.refresh_from_db()
    assert again.asset.state == Asset.State.WAITING
    assert again.asset.expires_at == again.expires_at == late + timedelta(hours=1)
    over = late + timedelta(minutes=61)
    operations.sweep(at=over)
    again.asset.refresh_from_db()
    assert (again.asset.state, again.asset.cleared_at) == (Asset.State.EXPIRED, over)


def test_its_size_is_that_of_the_bytes_that_were_checked(trade: Trade) -> None:
    """The form without script takes any size: a large file put again behind a small one would be counted as the small one."""
    upload = operations.start_plain_upload(
        collaboration=trade.collaboration, by=trade.by_creator, redirect_url="http://testserver/", at=AT
    )
    small, large = photo_bytes(), photo_bytes() + os.urandom(400_000)
    post_form(upload.post, small)
    operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    post_form(upload.post, large)
    assert work.process_next()
    asset = Asset.objects.get()
    assert (asset.state, asset.size_bytes) == (Asset.State.READY, len(large))
