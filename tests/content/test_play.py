"""A clip plays however long ago its page was loaded: the page names an own address, which looks anew and leads to the store."""

import re
import urllib.request
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel import storage
from content import operations
from content.models import Asset, PortfolioClip, Submission
from deals.models import Application, Collaboration
from deals.pipeline.across import approved_work, player_of
from tests.content.conftest import AT, Trade, make_trade, ready_asset, video_bytes


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clip(trade: Trade) -> Asset:
    """Approved, of a trade that is through without a post: only its brand sees it until it stands on the profile."""
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="completed")
    version = Submission.objects.create(
        collaboration=trade.collaboration, version=1, state="approved", state_since=AT, created_at=AT
    )
    asset = ready_asset(trade, kind="video")
    asset.submission = version
    asset.save(update_fields=["submission"])
    return asset


def test_the_link_of_a_page_loaded_long_ago_leads_to_the_video(trade: Trade, clip: Asset, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(video_bytes(tmp_path))
    with path.open("rb") as file:
        storage.upload(clip.preview_key, file, content_type="video/mp4")
    operations.show_clips(creator=trade.creator, assets=[clip], at=AT)
    page = Client().get(reverse("creator_page", args=[trade.creator.handle])).content.decode()
    (link,) = re.findall(r'href="([^"]+)" data-clip', page)
    assert link == reverse("asset_play", args=[clip.public_id]), "an address of the store stops after minutes"
    answer = Client().get(link)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    part = urllib.request.Request(answer["Location"], headers={"Range": "bytes=0-1"})  # noqa: S310  # as Safari asks first
    with urllib.request.urlopen(part) as sent:  # noqa: S310
        assert (sent.status, sent.read(), sent.headers["Content-Type"]) == (206, path.read_bytes()[:2], "video/mp4")


def test_a_version_in_review_plays_for_both_sides_and_nobody_else(trade: Trade) -> None:
    asset = ready_asset(trade, kind="video")
    link = reverse("asset_play", args=[asset.public_id])
    assert (signed_in(trade.creator.user).get(link).status_code, signed_in(trade.owner).get(link).status_code) == (
        302,
        404,
    )
    version = operations.submit(
        collaboration=trade.collaboration, assets=[asset], caption="", by=trade.by_creator, at=AT
    )
    seen = {who: signed_in(user).get(link).status_code for who, user in (
        ("creator", trade.creator.user), ("owner", trade.owner), ("viewer", trade.viewer), ("outsider", trade.outsider.user),
        ("other brand", make_trade().owner),
    )}  # fmt: skip
    assert seen == {"creator": 302, "owner": 302, "viewer": 302, "outsider": 404, "other brand": 404}
    assert Client().get(link).status_code == 404
    page = signed_in(trade.viewer).get(reverse("review", args=[version.public_id])).content.decode()
    assert f'<source src="{link}#t=0' in page


def test_what_is_taken_off_a_profile_or_back_plays_no_more(trade: Trade, clip: Asset) -> None:
    link = reverse("asset_play", args=[clip.public_id])
    assert Client().get(link).status_code == 404
    (shown,) = operations.show_clips(creator=trade.creator, assets=[clip], at=AT)
    assert Client().get(link).status_code == 302
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="disputed")
    assert Client().get(link).status_code == 404
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="completed")
    operations.remove_clip(clip=shown, at=AT)
    assert Client().get(link).status_code == 404
    assert PortfolioClip.objects.filter(removed_at=None).count() == 0


def test_a_brand_plays_what_stands_on_its_applicants_page_and_nothing_else(trade: Trade, clip: Asset) -> None:
    link, rival = reverse("asset_play", args=[clip.public_id]), make_trade()

    def plays(user: User) -> bool:
        answer = signed_in(user).get(link)
        assert answer.status_code in {302, 404}
        return answer.status_code == 302

    assert [plays(one) for one in (trade.owner, trade.viewer, rival.owner, trade.outsider.user)] == [
        True,
        True,
        False,
        False,
    ]
    for posted in (None, AT):
        Collaboration.objects.filter(pk=trade.collaboration.pk).update(posted_at=posted)
        for one in (trade, rival):
            found = approved_work(one.brand.pk, [trade.creator.pk]).get(trade.creator.pk, [])
            assert plays(one.owner) == (clip in found), "as the page lists it"
    assert plays(rival.owner), "posted for anybody to see"
    assert not plays(trade.outsider.user)
    assert player_of(clip)["src"] == link
    page = signed_in(trade.owner).get(
        reverse("brand_applicant", args=[Application.objects.get(pk=trade.collaboration.application_id).public_id])
    )
    assert f'href="{link}" data-clip' in page.content.decode()
    Submission.objects.update(state="changes_requested")
    assert plays(trade.owner), "as the review shows it"
    assert not plays(rival.owner)
    Submission.objects.update(state="withdrawn")
    assert not plays(trade.owner)
