"""Version 2 takes the files that stay as they are from version 1: nothing is uploaded twice, nothing of either is lost."""

import io
import threading

import pytest
from django.db import connection
from django.urls import reverse

from barter.kernel import clock, storage
from barter.kernel.errors import BarterError
from content import errors, operations
from content.models import Asset, Captions, Licence, Submission
from content.operations import NewNote
from content.operations.sweeping import kept_keys, sweep
from tests.content.conftest import Trade, make_trade, ready_asset
from tests.content.test_pages import client_of, page, sent

pytestmark = pytest.mark.django_db


def returned(trade: Trade) -> tuple[Asset, Asset]:
    """Version 1 of a video and a photo; the photo is to be changed."""
    version = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    video, photo = version.assets.order_by("position")
    note = NewNote(text="Closer", brief_item=trade.items[0], asset=photo, point=(400, 400))
    operations.request_changes(submission=version, notes=[note], by=trade.by_brand, at=clock.now())
    return video, photo


def again(trade: Trade, asset: Asset) -> Asset:
    return operations.use_again(asset=asset, by=trade.by_creator, at=clock.now())


def test_what_stays_as_it_is_goes_with_one_press_and_is_licensed_with_the_rest(trade: Trade) -> None:
    video, photo = returned(trade)
    Captions.objects.create(asset=video, text="WEBVTT\n", changed_at=clock.now())
    Asset.objects.filter(pk=video.pk).update(captions_language="de")
    creator = client_of(trade.creator.user)
    offered = page(creator, "upload", trade.collaboration.public_id)
    assert "Unchanged from version 1" in offered
    assert offered.count("A change is asked of it") == 1
    press = reverse("upload_again", args=[video.public_id])
    row = creator.post(press, headers={"HX-Request": "true"}).content.decode()
    assert "Uploaded" in row
    assert f'<li id="again-{video.public_id}" hx-swap-oob="delete">' in row
    creator.post(press)  # twice
    taken = Asset.objects.get(reuses=video)
    assert (taken.sha256, taken.original_key, taken.captions_language) == (video.sha256, video.original_key, "de")
    assert taken.captions.text == "WEBVTT\n"
    listed = page(creator, "upload", trade.collaboration.public_id)
    assert f'id="again-{video.public_id}"' not in listed
    assert f'id="again-{photo.public_id}"' in listed
    version = sent(trade, taken, ready_asset(trade))
    operations.approve(submission=version, by=trade.by_brand, at=clock.now())
    assert Licence.objects.get(asset=taken).file_sha256 == video.sha256
    assert {row.asset.submission.version for row in Licence.objects.select_related("asset__submission")} == {2}


def test_a_file_left_out_again_leaves_the_first_version_whole(trade: Trade) -> None:
    video, _photo = returned(trade)
    Asset.objects.filter(pk=video.pk).update(cleared_at=clock.now())
    storage.upload(video.original_key, io.BytesIO(b"film"), content_type="video/mp4")
    taken = again(trade, video)
    operations.discard_upload(asset=taken, by=trade.by_creator, at=clock.now())
    sweep(at=clock.now())
    assert Asset.objects.get(pk=taken.pk).cleared_at is not None
    assert storage.head(video.original_key) is not None
    assert kept_keys(taken) == []
    assert again(trade, video).pk != taken.pk  # thought better of it


def test_only_of_the_version_that_is_to_be_changed_and_only_by_its_creator(trade: Trade) -> None:
    video, _photo = returned(trade)
    loose = ready_asset(trade)
    for asset, by, refusal in (
        (loose, trade.by_creator, errors.NotOfLastVersion),
        (video, trade.by_brand, BarterError),
    ):
        with pytest.raises(refusal):
            operations.use_again(asset=asset, by=by, at=clock.now())
    other = make_trade()
    assert client_of(other.creator.user).post(reverse("upload_again", args=[video.public_id])).status_code == 404
    first = sent(trade, again(trade, video))
    operations.request_changes(
        submission=first,
        notes=[NewNote(text="Shorter", brief_item=trade.items[0])],
        by=trade.by_brand,
        at=clock.now(),
    )
    with pytest.raises(errors.NotOfLastVersion):
        again(trade, video)  # of version 1
    second = again(trade, first.assets.get())
    operations.approve(submission=sent(trade, second), by=trade.by_brand, at=clock.now())
    with pytest.raises(errors.NoChangesAsked):
        again(trade, first.assets.get())


def test_before_changes_were_asked_for_nobody_is_told_that_files_can_be_added(trade: Trade) -> None:
    """While filming they can: what is refused is taking one of a version that was never sent back."""
    app, video = client_of(trade.creator.user), ready_asset(trade)
    answer = app.post(f"/api/v1/uploads/{video.public_id}/use-again/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_changes_asked")
    assert "once the brand asks for changes" in answer.json()["detail"]


def test_an_app_takes_it_with_one_call(trade: Trade) -> None:
    video, _photo = returned(trade)
    app = client_of(trade.creator.user)
    offered = app.get(f"/api/v1/uploads/{video.public_id}/").json()["available_actions"]
    made = app.post(f"/api/v1/uploads/{video.public_id}/use-again/", {}, content_type="application/json")
    assert (offered, made.headers["Location"]) == (
        ["download", "use_again", "captions"],
        f"/api/v1/uploads/{made.json()['id']}/",
    )
    assert made.json()["available_actions"] == ["download", "discard", "captions"]
    assert (made.status_code, made.json()["state"]) == (201, "ready")
    body = {"assets": [made.json()["id"]], "caption": "#ad"}
    path = f"/api/v1/collaborations/{trade.collaboration.public_id}/submissions/"
    assert app.post(path, body, content_type="application/json").status_code == 201
    assert Submission.objects.latest("version").assets.get().reuses == video


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_double_press_takes_it_once() -> None:
    trade = make_trade()
    video, _photo = returned(trade)
    meet, taken = threading.Barrier(2), []

    def press() -> None:
        try:
            meet.wait(20)
            taken.append(again(trade, video).pk)
        finally:
            connection.close()

    pair = [threading.Thread(target=press) for _ in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join(30)
    assert len(set(taken)) == 1
    assert len(taken) == 2
    assert Asset.objects.filter(reuses=video).count() == 1
