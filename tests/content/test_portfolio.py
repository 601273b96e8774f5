"""The clips a creator shows on their profile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.personal import parts
from content import operations
from content.errors import ClipNotShowable, TooManyClips
from content.models import Asset, PortfolioClip, Submission
from content.queries import public_clips
from creators.models import Creator
from deals.models import Collaboration, Deal
from deals.pipeline.across import approved_work
from tests.api.calls import api
from tests.content.conftest import AT, Trade, make_trade, ready_asset
from tests.statements import own_statements


def approved(trade: Trade, count: int = 1) -> list[Asset]:
    """Files the brand approved, of a trade that is through."""
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="completed", posted_at=AT)
    version, _ = Submission.objects.get_or_create(
        collaboration=trade.collaboration, version=1, state="approved", state_since=AT, created_at=AT
    )
    files = [ready_asset(trade, kind="video" if n % 2 == 0 else "photo") for n in range(count)]
    Asset.objects.filter(pk__in=[file.pk for file in files]).update(submission=version)
    return files


def show(trade: Trade, *files: Asset) -> list[PortfolioClip]:
    return operations.show_clips(creator=trade.creator, assets=files, at=AT)


def order_of(trade: Trade) -> list[str]:
    return [clip.asset.public_id for clip in public_clips(trade.creator)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *parts: str) -> str:
    return reverse(name, args=parts)


def test_a_creator_chooses_orders_names_and_removes_clips_with_undo(trade: Trade) -> None:
    first, second, third = approved(trade, 3)
    person = signed_in(trade.creator.user)
    page = person.get(address("clip_add")).content.decode()
    assert all(file.public_id in page for file in (first, second, third))
    ids = [file.public_id for file in (first, second, third)]
    for _twice in range(2):
        assert person.post(address("clip_add"), {"files": ids}).status_code == 302
    assert order_of(trade) == ids
    clip = PortfolioClip.objects.get(asset=third)
    for _twice in range(2):  # a double click, or an old page
        answer = person.post(address("clip_move", clip.public_id), {"place": 1}, headers={"HX-Request": "true"})
    assert order_of(trade) == [third.public_id, first.public_id, second.public_id]
    moved = person.get(answer.url, headers={"HX-Request": "true"})  # type: ignore[attr-defined]
    assert "Now number 1 of 3." in moved.headers["HX-Trigger"]
    person.post(address("clip_name", clip.public_id), {"title": "Serum at a window"})
    answer = person.post(address("clip_remove", clip.public_id))
    assert order_of(trade) == [first.public_id, second.public_id]
    assert "“Serum at a window” is off your profile." in person.get(answer.url).content.decode()  # type: ignore[attr-defined]
    for _twice in range(2):
        person.post(address("clip_put_back", clip.public_id))
    assert order_of(trade) == [third.public_id, first.public_id, second.public_id]
    assert 'alt="Serum at a window"' in person.get(address("me")).content.decode()
    seen = Client().get(address("creator_page", trade.creator.handle)).content.decode()
    assert 'aria-label="Serum at a window"' in seen
    assert "autoplay" not in seen
    assert (seen.count("data-clip"), "<video" in seen) == (2, False), "the still says enough until it is played"
    assert third.original_key not in seen
    long = person.post(address("clip_name", clip.public_id), {"title": "x" * 81})
    assert (long.status_code, PortfolioClip.objects.get(pk=clip.pk).title) == (422, "Serum at a window")


def _unapprove(trade: Trade, file: Asset) -> None:
    Submission.objects.filter(collaboration=trade.collaboration).update(state="changes_requested")


def _reopen(trade: Trade, file: Asset) -> None:
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="disputed")


def _take_down(trade: Trade, file: Asset) -> None:
    Deal.objects.filter(pk=trade.collaboration.deal_id).update(state="taken_down")


def _revoke(trade: Trade, file: Asset) -> None:
    licence = operations.grant_licence(asset=file, collaboration=trade.collaboration, by=trade.by_brand, at=AT)
    operations.revoke_licence(licence=licence, by=Actor.staff(trade.owner.pk), reason="stolen", at=AT)


@pytest.mark.parametrize("undo", [_unapprove, _reopen, _take_down, _revoke])
def test_a_file_that_may_not_be_shown_is_refused_and_gone_at_once(
    trade: Trade, undo: Callable[[Trade, Asset], None]
) -> None:
    shown, other = approved(trade, 2)
    show(trade, shown)
    undo(trade, shown)
    if undo is not _revoke:
        with pytest.raises(ClipNotShowable):
            show(trade, other)
    seen = approved_work(make_trade().brand.pk, [trade.creator.pk]).get(trade.creator.pk, [])
    assert (order_of(trade), shown in seen) == ([], False)
    assert shown.public_id not in Client().get(address("creator_clips", trade.creator.handle)).content.decode()
    mine = signed_in(trade.creator.user).get(address("my_clips")).content.decode()
    assert "Not shown at present" in mine
    assert PortfolioClip.objects.count() == 1


def test_files_of_others_do_not_exist(trade: Trade) -> None:
    (file,) = approved(trade)
    (clip,) = show(trade, file)
    outsider = signed_in(trade.outsider.user)
    assert outsider.post(address("clip_add"), {"files": [file.public_id]}).status_code == 404
    assert outsider.post(address("clip_add"), {"files": ["ast_nonsense"]}).status_code == 404
    with pytest.raises(ClipNotShowable):
        operations.show_clips(creator=trade.outsider, assets=[file], at=AT)
    assert list(PortfolioClip.objects.values_list("pk", "removed_at")) == [(clip.pk, None)]


def test_the_limit_is_told_and_held(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.DEFAULTS, "portfolio_clips", 2)
    first, second, third = approved(trade, 3)
    person = signed_in(trade.creator.user)
    assert "You can add 2 more." in person.get(address("clip_add")).content.decode()
    ids = [file.public_id for file in (first, second, third)]
    refused = person.post(address("clip_add"), {"files": ids})
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") == 3
    assert not PortfolioClip.objects.exists()
    gone, _kept = show(trade, first, second)
    operations.remove_clip(clip=gone, at=AT)
    show(trade, third)
    with pytest.raises(TooManyClips):
        operations.put_clip_back(clip=PortfolioClip.objects.get(pk=gone.pk), at=AT)
    assert order_of(trade) == [second.public_id, third.public_id]


def test_nobody_sees_clips_of_a_closed_or_suspended_creator(trade: Trade) -> None:
    (file,) = approved(trade)
    show(trade, file)
    User.objects.filter(pk=trade.creator.user_id).update(is_active=False)
    assert order_of(trade) == []
    User.objects.filter(pk=trade.creator.user_id).update(is_active=True)
    Creator.objects.filter(pk=trade.creator.pk).update(standing="closed")
    assert order_of(trade) == []
    assert Client().get(address("creator_clips", trade.creator.handle)).status_code == 404


def test_a_deleted_account_shows_nothing_and_a_copy_of_the_data_lists_it(trade: Trade) -> None:
    (file,) = approved(trade)
    (clip,) = show(trade, file)
    part = next(one for one in parts() if one.app == "content")
    told = {name: list(found) for name, found in part.gather(trade.creator.user_id)}
    assert [(row["public_id"], row["file"]) for row in told["profile_clips"]] == [(clip.public_id, file.public_id)]
    part.erase(trade.creator.user_id, AT + timedelta(days=1))
    assert not PortfolioClip.objects.exists()


def test_a_brand_sees_the_chosen_ones_first_and_in_their_order(trade: Trade) -> None:
    old, middle, new = approved(trade, 3)
    removed, _old = show(trade, middle, old)
    other = make_trade().brand.pk
    assert [file.pk for file in approved_work(other, [trade.creator.pk])[trade.creator.pk]] == [
        middle.pk,
        old.pk,
        new.pk,
    ]
    operations.remove_clip(clip=removed, at=AT)
    assert [file.pk for file in approved_work(other, [trade.creator.pk])[trade.creator.pk]] == [
        old.pk,
        new.pk,
        middle.pk,
    ]


@pytest.mark.parametrize("name", ["my_clips", "my_clips_shown", "clip_add", "creator_clips"])
def test_the_pages_cost_the_same_at_two_and_at_twelve(trade: Trade, name: str) -> None:
    files = approved(trade, 24)
    person, parts = signed_in(trade.creator.user), [trade.creator.handle] if name == "creator_clips" else []
    counts = []
    for upto in (2, 11):
        show(trade, *files[:upto])
        with own_statements() as own:
            assert person.get(address(name, *parts), headers={"HX-Request": "true"}).status_code == 200
        counts.append(len(own))
    assert counts[0] == counts[1] <= 8


def test_an_app_lists_adds_moves_names_and_removes_them(trade: Trade) -> None:
    first, second = approved(trade, 2)
    creator, v1 = api(trade.creator.user), "/api/v1"
    assert [row["id"] for row in creator.get(f"{v1}/clips/choices/").json()["data"]] == [
        second.public_id,
        first.public_id,
    ]
    added = [
        creator.post(f"{v1}/clips/", {"asset": file.public_id, "title": "At a window"}).json()
        for file in (first, second)
    ]
    assert creator.get(f"{v1}/clips/choices/").json()["data"] == []
    moved = creator.patch(f"{v1}/clips/{added[1]['id']}/", {"place": 1, "title": "Serum"})
    assert (moved.status_code, moved.json()["title"], moved.json()["is_public"]) == (200, "Serum", True)
    public = Client().get(f"{v1}/creators/{trade.creator.public_id}/clips/").json()["data"]
    assert [(row["title"], row["asset"], row["available_actions"]) for row in public] == [
        ("Serum", None, []), ("At a window", None, []),
    ]  # fmt: skip
    assert creator.delete(f"{v1}/clips/{added[0]['id']}/").status_code == 204
    assert [row["id"] for row in creator.get(f"{v1}/clips/").json()["data"]] == [added[1]["id"]]
    outsider = api(trade.outsider.user)
    assert outsider.post(f"{v1}/clips/", {"asset": first.public_id}).status_code == 404
    assert api(trade.owner).post(f"{v1}/clips/", {"asset": first.public_id}).status_code == 403
    Submission.objects.update(state="changes_requested")
    refused = creator.post(f"{v1}/clips/", {"asset": first.public_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "clip_not_showable")
    assert Client().get(f"{v1}/creators/{trade.creator.public_id}/clips/").json()["data"] == []
