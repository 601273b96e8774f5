"""A file that arrives in parts: what the store takes, what goes on after a lost signal, what is swept."""

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from barter.kernel import policy, storage
from barter.kernel.errors import NotAllowed
from barter.kernel.models import TimelineEntry
from content import errors, operations
from content.limits import PART_BYTES
from content.models import Asset
from content.operations import sweeping
from content.processing.work import process_next
from tests.content.conftest import AT, Trade, make_trade, photo_bytes, post_form
from tests.content.test_upload_attacks import ask

pytestmark = pytest.mark.django_db
LAST = 1_234
SIZE = 2 * PART_BYTES + LAST


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A photo so large that it has three parts: behind its end a camera may write what it likes."""
    data = photo_bytes()
    return data + os.urandom(SIZE - len(data))


def begin(trade: Trade, **changed: Any) -> Asset:
    values = {"file_name": "photo.jpg", "content_type": "image/jpeg", "size_bytes": SIZE, **changed}
    return operations.start_upload(collaboration=trade.collaboration, by=trade.by_creator, at=AT, **values).asset


def permit(trade: Trade, asset: Asset, *numbers: int, **changed: Any) -> operations.Parts:
    return operations.permit_parts(asset=asset, **{"by": trade.by_creator, "numbers": numbers, "at": AT, **changed})


def part(data: bytes, number: int) -> bytes:
    return data[(number - 1) * PART_BYTES : number * PART_BYTES]


def put(trade: Trade, asset: Asset, data: bytes, *numbers: int) -> None:
    for number, url in permit(trade, asset, *numbers).urls.items():
        assert ask(url, "PUT", part(data, number)) == 200


def complete(trade: Trade, asset: Asset) -> Asset:
    return operations.complete_upload(asset=Asset.objects.get(pk=asset.pk), by=trade.by_creator, at=AT)


def test_a_file_is_whole_whatever_the_order_of_its_parts(trade: Trade, photo: bytes) -> None:
    asset = begin(trade)
    assert permit(trade, asset).count == 3
    put(trade, asset, photo, 3, 1)
    with pytest.raises(errors.PartsMissing, match="1 of 3 parts"):
        complete(trade, asset)
    put(trade, asset, photo, 2)
    assert complete(trade, asset).state == Asset.State.PROCESSING
    assert complete(trade, asset).state == Asset.State.PROCESSING
    assert TimelineEntry.objects.filter(object_type="asset", move="arrive").count() == 1
    assert process_next()
    asset.refresh_from_db()
    assert (asset.state, asset.sha256) == (Asset.State.READY, hashlib.sha256(photo).hexdigest())


def test_the_store_takes_exactly_the_part_that_was_permitted(trade: Trade, photo: bytes) -> None:
    asset = begin(trade)
    url = permit(trade, asset, 1).urls[1]
    right = part(photo, 1)
    for body in (right[:-1], right + b"x"):
        assert ask(url, "PUT", body) == 403
    for wrong in (url.replace("partNumber=1", "partNumber=2"), url.replace("originals/", "kept/")):
        assert ask(wrong, "PUT", right) == 403
    assert ask(url, "GET") == 403
    assert ask(urlsplit(url)._replace(query="").geturl(), "PUT", right) == 403
    assert storage.parts_of(asset.upload_key, asset.parts_id) == []
    assert ask(url, "PUT", right) == 200
    assert storage.head(asset.upload_key) is None


def test_the_store_refuses_an_expired_permission(trade: Trade) -> None:
    asset = begin(trade)
    permit(trade, asset)
    url = storage.presign_part(asset.upload_key, asset.parts_id, 1, size_bytes=LAST, expires_seconds=1)
    time.sleep(2.1)
    assert ask(url, "PUT", b"x" * LAST) == 403


def test_what_is_there_is_not_permitted_again(trade: Trade, photo: bytes) -> None:
    asset = begin(trade)
    put(trade, asset, photo, 1, 3)
    found = permit(trade, asset, 1, 2, 3)
    assert (found.arrived, list(found.urls)) == ([1, 3], [2])
    asset.refresh_from_db()
    assert asset.arrived_bytes == PART_BYTES + LAST


def test_a_part_that_was_put_twice_at_once_counts_once(trade: Trade, photo: bytes) -> None:
    """A dropped request that the browser repeats while the store still takes the first."""
    asset = begin(trade)
    put(trade, asset, photo, 2)
    url = permit(trade, asset, 1).urls[1]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: ask(url, "PUT", part(photo, 1)), range(4))) == [200] * 4
    assert permit(trade, asset).arrived == [1, 2]
    asset.refresh_from_db()
    assert asset.arrived_bytes == 2 * PART_BYTES
    with pytest.raises(errors.PartsMissing, match="1 of 3 parts"):
        complete(trade, asset)
    put(trade, asset, photo, 3)
    assert complete(trade, asset).state == Asset.State.PROCESSING
    assert process_next()
    asset.refresh_from_db()
    assert (asset.state, asset.sha256) == (Asset.State.READY, hashlib.sha256(photo).hexdigest())


def test_the_same_file_goes_on_and_another_does_not(trade: Trade, photo: bytes) -> None:
    asset = begin(trade, fingerprint="f1")
    put(trade, asset, photo, 1)
    again = begin(trade, fingerprint="f1", file_name="renamed.jpg")
    assert again.pk == asset.pk
    assert permit(trade, again).arrived == [1]
    others = [
        begin(trade), begin(trade), begin(trade, fingerprint="f2"),
        begin(trade, fingerprint="f1", size_bytes=SIZE + 1), begin(make_trade(), fingerprint="f1"),
    ]  # fmt: skip
    assert len({asset.pk, *(other.pk for other in others)}) == 6
    operations.discard_upload(asset=asset, by=trade.by_creator, at=AT)
    assert begin(trade, fingerprint="f1").pk != asset.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(pk=others[0].pk).update(fingerprint="f1")


def test_asking_keeps_an_upload_open(trade: Trade) -> None:
    asset, days = begin(trade), policy.value("upload_kept_days")
    permit(trade, asset)
    almost = AT + timedelta(days=days, minutes=-1)
    operations.sweep(at=almost)
    permit(trade, Asset.objects.get(pk=asset.pk), at=almost)
    operations.sweep(at=almost + timedelta(days=days, minutes=-1))
    asset.refresh_from_db()
    assert asset.state == Asset.State.WAITING


def test_what_was_abandoned_is_gone_from_the_store(trade: Trade, photo: bytes) -> None:
    left, thrown = begin(trade), begin(trade)
    for asset in (left, thrown):
        put(trade, asset, photo, 1)
    url = permit(trade, left, 2).urls[2]
    operations.discard_upload(asset=thrown, by=trade.by_creator, at=AT)
    operations.sweep(at=AT)
    assert storage.parts_of(thrown.upload_key, thrown.parts_id) is None
    operations.sweep(at=AT + timedelta(hours=1))
    thrown.refresh_from_db()
    assert thrown.cleared_at is not None  # nobody can put anything there any more, so it is not looked at for days
    operations.sweep(at=AT + timedelta(days=policy.value("upload_kept_days")))
    assert storage.parts_of(left.upload_key, left.parts_id) is None
    assert ask(url, "PUT", part(photo, 2)) == 404
    with pytest.raises(errors.UploadExpired):
        permit(trade, Asset.objects.get(pk=left.pk), 2)
    with pytest.raises(errors.UploadExpired):
        complete(trade, left)


def test_parts_that_no_row_knows_are_swept(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server died between opening the upload and writing it down, or another one had written its own."""
    asset = begin(trade)
    lost = storage.begin_parts(asset.upload_key, content_type="image/jpeg")
    permit(trade, asset)
    operations.sweep(at=AT)
    assert storage.parts_of(asset.upload_key, lost) == []
    monkeypatch.setattr(sweeping, "_OPENING_LASTS", timedelta(seconds=-5))
    operations.sweep(at=AT)
    assert storage.parts_of(asset.upload_key, lost) is None
    assert storage.parts_of(asset.upload_key, asset.parts_id) == []


def test_two_that_open_at_once_share_the_first_one(trade: Trade) -> None:
    asset = begin(trade)
    stale = Asset.objects.get(pk=asset.pk)
    permit(trade, asset)
    permit(trade, stale)
    assert stale.parts_id == asset.parts_id != ""
    assert len([key for key, _id, _at in storage.unjoined("originals/") if key == asset.upload_key]) == 1


def test_a_file_that_came_as_one_after_all_is_taken(trade: Trade, photo: bytes) -> None:
    upload = operations.start_upload(
        collaboration=trade.collaboration, by=trade.by_creator, file_name="photo.jpg", content_type="image/jpeg",
        size_bytes=SIZE, at=AT,
    )  # fmt: skip
    put(trade, upload.asset, photo, 2)
    assert post_form(upload.post, photo) in (200, 204)
    assert complete(trade, upload.asset).state == Asset.State.PROCESSING


def test_a_kill_between_joining_and_writing_it_down_loses_nothing(trade: Trade, photo: bytes) -> None:
    asset = begin(trade)
    put(trade, asset, photo, 1, 2, 3)
    stored = storage.parts_of(asset.upload_key, asset.parts_id)
    assert stored is not None
    storage.join_parts(asset.upload_key, asset.parts_id, stored)
    with pytest.raises(errors.FileHasArrived):
        permit(trade, asset, 1)
    assert complete(trade, asset).state == Asset.State.PROCESSING
    with pytest.raises(errors.FileHasArrived):
        permit(trade, Asset.objects.get(pk=asset.pk), 1)


@pytest.mark.parametrize("numbers", [[0], [4], [-1], list(range(1, 52))])
def test_numbers_that_are_none_are_refused(trade: Trade, numbers: list[int]) -> None:
    asset = begin(trade)
    with pytest.raises(errors.NoSuchPart, match="has 3 parts"):
        permit(trade, asset, *numbers)
    asset.refresh_from_db()
    assert asset.parts_id == ""


def test_nobody_else_gets_a_permission(trade: Trade) -> None:
    asset = begin(trade)
    with pytest.raises(NotAllowed):
        permit(trade, asset, 1, by=trade.by_brand)
    client = APIClient()
    for user, status in ((trade.owner, 404), (trade.outsider.user, 404), (trade.creator.user, 200)):
        client.force_authenticate(user)
        answer = client.post(f"/api/v1/uploads/{asset.public_id}/parts/", {"numbers": [1]})
        assert answer.status_code == status


def test_an_app_that_was_restarted_goes_on(trade: Trade, photo: bytes) -> None:
    client = APIClient()
    client.force_authenticate(trade.creator.user)
    asked = {
        "collaboration": trade.collaboration.public_id, "file_name": "a.jpg", "content_type": "image/jpeg",
        "size_bytes": SIZE, "fingerprint": "IMG_1-1699",
    }  # fmt: skip
    first = client.post("/api/v1/uploads/", asked).json()
    assert first["parts"] == {"part_bytes": PART_BYTES, "count": 3, "arrived_bytes": 0}
    url = f"/api/v1/uploads/{first['id']}/parts/"
    for one in client.post(url, {"numbers": [1, 2]}).json()["permissions"]:
        assert ask(one["url"], one["method"], part(photo, one["number"])) == 200
    again = client.post("/api/v1/uploads/", asked).json()
    assert again["id"] == first["id"]
    left = client.post(url, {"numbers": [1, 2, 3]}).json()
    assert (left["object"], left["arrived"], left["count"]) == ("upload_parts", [1, 2], 3)
    assert [one["number"] for one in left["permissions"]] == [3]
    early = client.post(f"/api/v1/uploads/{first['id']}/complete/")
    assert (early.status_code, early.json()["code"]) == (409, "parts_missing")
    assert ask(left["permissions"][0]["url"], "PUT", part(photo, 3)) == 200
    assert client.post(f"/api/v1/uploads/{first['id']}/complete/").json()["state"] == "processing"
    over = client.post(url, {"numbers": [1]})
    assert (over.status_code, over.json()["code"]) == (409, "file_has_arrived")
    assert client.post(url, {"numbers": [0]}).status_code == 422
