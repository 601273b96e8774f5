"""What a creator is told about a file before they send it, and the brand in review."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.checks import all_doubts
from content.models import Asset, Submission
from content.operations import submit
from creators.models import Creator
from deals.models import Collaboration, Deliverable
from tests.content.conftest import AT, Trade, make_trade, ready_asset

pytestmark = pytest.mark.django_db


def codes(asset: Asset, *, to_brand: bool = False) -> list[str]:
    return [doubt.code for doubt in all_doubts(asset.collaboration, [asset], to_brand=to_brand)[asset]]


def video(trade: Trade, **columns: Any) -> Asset:
    """As agreed: 20 to 30 seconds, 9:16."""
    asset = ready_asset(trade, kind="video")
    Asset.objects.filter(pk=asset.pk).update(**{"phash": "0f" * 32, "loudness_lufs": -16.0, **columns})
    return Asset.objects.get(pk=asset.pk)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, []),
        ({"duration_ms": 19_600}, []),
        ({"duration_ms": 12_000}, ["too_short"]),
        ({"duration_ms": 41_000}, ["too_long"]),
        ({"width": 1920, "height": 1080}, ["ratio"]),
        ({"width": 1080, "height": 1916}, []),
        ({"duration_ms": 12_000, "width": 1000, "height": 1000}, ["too_short", "ratio"]),
        ({"loudness_lufs": None}, ["no_sound"]),
        ({"loudness_lufs": -48.0}, ["quiet"]),
        ({"loudness_lufs": None, "phash": ""}, []),  # from before sound was looked at
        ({"state": "processing", "duration_ms": 1}, []),
    ],
)
def test_a_file_is_held_against_what_was_agreed(trade: Trade, columns: dict[str, Any], expected: list[str]) -> None:
    assert codes(video(trade, **columns)) == expected


def test_of_several_things_agreed_it_may_be_any(trade: Trade) -> None:
    Deliverable.objects.create(
        deal=trade.collaboration.deal, kind="video", min_seconds=60, max_seconds=90, ratio="16:9"
    )
    assert codes(video(trade, duration_ms=75_000, width=1920, height=1080)) == []
    assert codes(video(trade, duration_ms=75_000, width=1920, height=1200)) == ["ratio"]


def sent(trade: Trade, asset: Asset) -> Submission:
    return submit(collaboration=trade.collaboration, assets=[asset], caption="", by=trade.by_creator, at=AT)


def test_the_same_file_in_another_trade_is_known(trade: Trade) -> None:
    first, other = video(trade, sha256="aa" * 32), make_trade()
    other_video = video(other, sha256="aa" * 32, phash="f0" * 32)
    assert codes(other_video) == []  # nobody has sent it yet
    sent(trade, first)
    doubt = all_doubts(other.collaboration, [other_video])[other_video][0]
    assert (doubt.code, doubt.words) == ("sent_before", "The same file was sent in another trade before.")
    told = all_doubts(other.collaboration, [other_video], to_brand=True)[other_video][0].words
    assert told == "The same file was sent to another brand before."


def test_a_creator_is_reminded_of_the_same_picture_in_another_quality(trade: Trade) -> None:
    sent(trade, video(trade, phash="ff" * 32))
    other = make_trade()
    Collaboration.objects.filter(pk=other.collaboration.pk).update(creator=trade.creator)
    other.collaboration.refresh_from_db()
    Asset.objects.filter(collaboration=trade.collaboration).update(creator=trade.creator)
    near, far = (video(other, creator=trade.creator, phash=phash) for phash in ("ff" * 29 + "000000", "f0" * 32))
    assert codes(near) == ["sent_before"]
    assert codes(far) == []
    assert "to Velda before, in “Glow set launch”" in all_doubts(other.collaboration, [near])[near][0].words


def test_what_is_not_as_agreed_is_asked_about_before_it_goes_and_read_in_review(trade: Trade, client: Client) -> None:
    asset = video(trade, duration_ms=12_000)
    client.force_login(trade.creator.user)
    page = reverse("upload", args=[trade.collaboration.public_id])
    assert "It runs 12 seconds. Agreed: at least 20." in client.get(page).content.decode()
    asked = client.post(page, {"caption": "#ad"})
    assert asked.status_code == 422
    assert "“clip.mp4”: It runs 12 seconds." in asked.content.decode()
    assert not Submission.objects.exists()
    answer = {"caption": "#ad", "fewer": asked.context["fewer"]["answer"]}
    Asset.objects.filter(pk=asset.pk).update(duration_ms=45_000)
    other = client.post(page, answer)
    assert other.status_code == 422, "one doubt then, one doubt now, but not the same"
    assert "It runs 45 seconds. Agreed: 30 at most." in other.content.decode()
    Asset.objects.filter(pk=asset.pk).update(duration_ms=12_000)
    client.post(page, answer)
    version = Submission.objects.get()
    assert list(version.assets.all()) == [asset]
    client.force_login(trade.owner)
    Collaboration.objects.update(must_post=True)
    Creator.objects.update(country="DE")
    review = client.get(reverse("review", args=[version.public_id])).content.decode()
    assert "Agreed: at least 20." in review
    assert "The caption does not say that it is advertising. In Germany a caption begins with" in review


def test_an_app_reads_the_same(trade: Trade, client: Client) -> None:
    asset = video(trade, duration_ms=12_000)
    client.force_login(trade.creator.user)
    answer = client.get(f"/api/v1/uploads/{asset.public_id}/").json()
    assert answer["doubts"] == [{"code": "too_short", "detail": "It runs 12 seconds. Agreed: at least 20."}]
    assert answer["progress"] is None
    Asset.objects.filter(pk=asset.pk).update(state="processing", step="preparing", step_percent=45)
    answer = client.get(f"/api/v1/uploads/{asset.public_id}/").json()
    assert answer["progress"] == {"step": "preparing", "percent": 45}
    assert "making the preview, 45%" in client.get(reverse("upload_row", args=[asset.public_id])).content.decode()
