"""Uploads against a store that really checks: what it refuses, and what nobody ever sees."""

import time
from datetime import timedelta
from typing import Any

import pytest

from barter.kernel import storage
from barter.kernel.errors import NotAllowed
from barter.kernel.models import TimelineEntry
from content import errors, operations
from content.models import Asset
from content.operations.uploads import clean_file_name
from content.processing.work import process_next
from tests.content.conftest import AT, Trade, arrive, photo_bytes, post_form, processed

pytestmark = pytest.mark.django_db


def start(trade: Trade, data: bytes, **changed: Any) -> operations.Upload:
    values = {"file_name": "photo.jpg", "content_type": "image/jpeg", "size_bytes": len(data), **changed}
    return operations.start_upload(collaboration=trade.collaboration, by=trade.by_creator, at=AT, **values)


def test_the_store_takes_exactly_what_was_permitted(trade: Trade) -> None:
    data = photo_bytes()
    upload = start(trade, data)
    assert post_form(upload.post, data) in (200, 201, 204)
    asset = operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    assert asset.state == Asset.State.PROCESSING
    assert asset.file_name not in asset.upload_key


@pytest.mark.parametrize(
    "change",
    [
        {"key": "originals/somewhere-else"},
        {"content_type": "text/html"},
        {"content_type": "image/svg+xml"},
        {"x-amz-signature": "0" * 64},
        {"policy": "e30="},
    ],
)
def test_the_store_refuses_a_changed_form(trade: Trade, change: dict[str, str]) -> None:
    data = photo_bytes()
    upload = start(trade, data)
    assert post_form(upload.post, data, **change) in (400, 403)
    assert storage.head(upload.asset.upload_key) is None
    assert storage.head("originals/somewhere-else") is None


def test_the_store_refuses_another_size(trade: Trade) -> None:
    data = photo_bytes()
    upload = start(trade, data)
    assert post_form(upload.post, data + b"x") in (400, 403)
    assert post_form(upload.post, data[:-1]) in (400, 403)
    with pytest.raises(errors.NothingArrived):
        operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)


def test_the_store_refuses_an_expired_permission(trade: Trade) -> None:
    data = photo_bytes()
    post = storage.presign_post("originals/expired", content_type="image/jpeg", size_bytes=len(data), expires_seconds=1)
    time.sleep(2.1)
    assert post_form(post, data) in (400, 403)


def test_a_permission_used_again_changes_nothing_that_is_shown(trade: Trade) -> None:
    """The kept bytes lie under another key; what the second use leaves is swept when the permission is over."""
    data, other = photo_bytes(), photo_bytes(quality=60)
    other = (other + b"\0" * len(data))[: len(data)]
    upload = start(trade, data)
    assert post_form(upload.post, data) < 300
    operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    assert process_next()
    post_form(upload.post, other)
    asset = Asset.objects.get(pk=upload.asset.pk)
    kept = storage.head(asset.original_key)
    assert asset.state == Asset.State.READY
    assert asset.original_key.startswith("kept/")
    assert str(asset.public_id) not in asset.original_key
    assert kept is not None
    assert kept.size_bytes == len(data)
    operations.sweep(at=AT + timedelta(hours=2))
    assert storage.head(asset.upload_key) is None
    assert storage.head(asset.original_key) is not None


@pytest.mark.parametrize("media_type", ["image/svg+xml", "text/html", "application/pdf", "image/gif", ""])
def test_refuses_other_types_before_a_permission_is_given(trade: Trade, media_type: str) -> None:
    with pytest.raises(errors.FileTypeNotAllowed):
        start(trade, b"x" * 500, content_type=media_type)
    assert not Asset.objects.exists()


def test_refuses_what_is_too_large_and_says_both_sizes(trade: Trade) -> None:
    with pytest.raises(errors.FileTooLarge, match="has 26 MB, the most is 25 MB"):
        start(trade, b"", size_bytes=26_000_000)
    with pytest.raises(errors.FileTooLarge, match=r"has 3 GB, the most is 2 GB"):
        start(trade, b"", size_bytes=3_000_000_000, content_type="video/mp4")
    with pytest.raises(errors.FileTooSmall):
        start(trade, b"", size_bytes=0)
    assert not Asset.objects.exists()


def test_refuses_other_sides_and_other_states(trade: Trade) -> None:
    with pytest.raises(NotAllowed):
        operations.start_upload(
            collaboration=trade.collaboration,
            by=trade.by_brand,
            file_name="a",
            content_type="image/jpeg",
            size_bytes=500,
            at=AT,
        )
    type(trade.collaboration).objects.update(state="to_ship")
    with pytest.raises(errors.NotMakingNow):
        start(trade, photo_bytes())
    assert not Asset.objects.exists()


def test_completing_twice_is_one_arrival(trade: Trade) -> None:
    asset = arrive(trade, photo_bytes())
    again = operations.complete_upload(asset=Asset.objects.get(pk=asset.pk), by=trade.by_creator, at=AT)
    stale = Asset.objects.get(pk=asset.pk)
    stale.state = Asset.State.WAITING  # what a second request read before the first committed
    third = operations.complete_upload(asset=stale, by=trade.by_creator, at=AT)
    assert again.state == third.state == Asset.State.PROCESSING
    assert TimelineEntry.objects.filter(object_type="asset", move="arrive").count() == 1


def test_abandoned_uploads_are_swept(trade: Trade) -> None:
    data = photo_bytes()
    upload = start(trade, data)
    post_form(upload.post, data)
    operations.sweep(at=AT + timedelta(minutes=61))
    upload.asset.refresh_from_db()
    assert upload.asset.state == Asset.State.EXPIRED
    assert storage.head(upload.asset.upload_key) is None
    assert upload.asset.cleared_at is not None
    with pytest.raises(errors.UploadExpired):
        operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT + timedelta(minutes=62))


def test_a_discarded_file_leaves_the_store(trade: Trade) -> None:
    asset = processed(trade, photo_bytes())
    operations.discard_upload(asset=asset, by=trade.by_creator, at=AT)
    operations.sweep(at=AT + timedelta(hours=2))
    assert storage.head(asset.original_key) is None
    assert storage.head(asset.preview_key) is None


def test_the_form_without_script_takes_any_allowed_file(trade: Trade) -> None:
    data = photo_bytes(kind="PNG")
    upload = operations.start_plain_upload(
        collaboration=trade.collaboration, by=trade.by_creator, redirect_url="http://testserver/done/{asset}/", at=AT
    )
    assert post_form(upload.post, data) == 303
    assert storage.head(upload.asset.upload_key) is not None
    operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    process_next()
    upload.asset.refresh_from_db()
    assert upload.asset.state == Asset.State.READY
    assert upload.asset.kind == Asset.Kind.PHOTO
    assert upload.asset.content_type == "image/png"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\one.mp4", "one.mp4"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("", "file"),
        ("..", "file"),
        ("x" * 300 + ".mp4", "x" * 196 + ".mp4"),
    ],
)
def test_file_names_are_only_words(given: str, kept: str) -> None:
    assert clean_file_name(given) == kept
