"""Posts on the list of a trade, what platforms answer, and what an answer may do to it."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from barter.kernel import outward
from barter.kernel.errors import BarterError
from creators.models import Channel, Creator
from deals import operations as ops
from deals.models import Collaboration, Fault, LiveLink, Terms
from deals.posts.addresses import recognised
from deals.posts.looking import look_at
from deals.posts.stage import CAPTION, Stage
from deals.tasks import check_links
from deals.workflow import CollaborationState as C
from tests.deals.trades import DAY, HOUR, Trade, trade_in

TIKTOK = "https://www.tiktok.com/@mila/video/7300000000000000001"
REEL = "https://www.instagram.com/p/CxYz-1_a/"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
S = LiveLink.State
db = pytest.mark.django_db


@pytest.fixture
def stage(settings: Any) -> Iterator[Stage]:
    with Stage() as stage:
        settings.OUTWARD_STAGE, settings.INSTAGRAM_APP_TOKEN = stage.url, "123|key"
        yield stage


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr(outward, "WHOLE_SECONDS", 0.6)


# ---- On the list


@db
def test_the_same_post_in_another_spelling_is_on_the_list_already() -> None:
    trade = trade_in(C.LIVE_HOLD)
    first = LiveLink.objects.get()
    LiveLink.objects.update(url=REEL, state=S.LIVE)
    with pytest.raises(BarterError) as refusal:
        trade.do("add_live_link", "creator", url="https://instagram.com/mila/reel/CxYz-1_a/?igsh=1")
    assert refusal.value.code == "link_already_added"
    assert list(LiveLink.objects.all()) == [first]


@db
def test_an_address_of_somebody_else_is_refused_with_both_names() -> None:
    trade = trade_in(C.APPROVED)
    Channel.objects.create(creator=trade.collaboration.creator, platform="tiktok", handle="Mila", followers=1)
    with pytest.raises(BarterError, match="@somebody, and your channel is @mila") as refusal:
        trade.do("add_live_link", "creator", url=TIKTOK.replace("mila", "somebody"))
    assert (refusal.value.code, refusal.value.field) == ("link_not_usable", "url")
    assert not LiveLink.objects.exists()
    trade.do("add_live_link", "creator", url=TIKTOK)
    assert LiveLink.objects.get().platform == "tiktok"


# ---- Platforms


def found_at(url: str, platform: str) -> tuple[str, str]:
    look = look_at(LiveLink(platform=platform, url=url))
    return str(look.found), str(look.why)


@pytest.mark.parametrize(("play", "tiktok", "instagram", "youtube", "blog"), [
    ("", "live", "live", "live", "live"),
    ("dead", "dead", "dead", "dead", "dead"),
    ("private", "dead", "dead", "private", "unknown silent"),  # a wall of a blog says nothing
    ("embeds-off", "live", "dead", "unknown embeds_off", "live"),
    ("error", *["unknown silent"] * 4), ("busy", *["unknown busy"] * 4), ("garbage", *["unknown silent"] * 3, "live"),
    ("empty", *["unknown silent"] * 4), ("deep", *["unknown silent"] * 4), ("loop", *["unknown silent"] * 4),
    ("inside", *["unknown silent"] * 4),
])  # fmt: skip
def test_each_platform_says_it_in_its_own_way(
    stage: Stage, play: str, tiktok: str, instagram: str, youtube: str, blog: str
) -> None:
    stage.says = {"mila": play, "CxYz": play, "dQw4": play}
    for url, platform, wanted in (
        (TIKTOK, "tiktok", tiktok), (REEL, "instagram", instagram), (VIDEO, "youtube", youtube),
        ("https://mila.example/post", "blog", blog),
    ):  # fmt: skip
        assert " ".join(found_at(url, platform)).strip() == wanted, platform


@pytest.mark.parametrize("play", ["slow", "drip"])
def test_a_platform_that_is_slow_says_nothing_and_holds_nobody_up(stage: Stage, quick: None, play: str) -> None:
    stage.says, began = {"": play}, time.monotonic()
    assert found_at(TIKTOK, "tiktok") == ("unknown", "silent")
    assert time.monotonic() - began < 2


def test_a_platform_that_refuses_every_question_has_removed_nothing(stage: Stage) -> None:
    stage.says = {"tiktok.com": "dead"}  # its own example, too
    assert found_at(TIKTOK, "tiktok") == ("unknown", "silent")


def test_what_a_platform_tells_is_read_as_text(stage: Stage) -> None:
    for url, platform in ((TIKTOK, "tiktok"), (REEL, "instagram")):
        look = look_at(LiveLink(platform=platform, url=url))
        assert (look.text, look.is_whole) == (CAPTION, True)
    assert look_at(LiveLink(platform="tiktok", url=TIKTOK)).author == "mila"
    assert not look_at(LiveLink(platform="youtube", url=VIDEO)).is_whole  # its title is not its description
    stage.says = {"CxYz": "not-yours"}
    assert look_at(LiveLink(platform="instagram", url=REEL)).author == "somebody"
    assert "Bearer 123|key" in stage.keys
    assert not any("key" in address for address in stage.asked)


def test_without_a_key_nobody_asks_instagram(stage: Stage, settings: Any) -> None:
    settings.INSTAGRAM_APP_TOKEN = ""
    assert found_at(REEL, "instagram") == ("unknown", "no_key")
    assert stage.asked == []


# ---- What it means for a trade


def linked(url: str = TIKTOK, state: C = C.POSTED, *, country: str = "") -> tuple[Trade, LiveLink]:
    """A trade with one post; it has been seen live where that is over."""
    trade = trade_in(state)
    creator = trade.collaboration.creator
    creator.country = country
    creator.save(update_fields=["country"])
    platform, kept = recognised(url)
    own = LiveLink.objects.filter(collaboration=trade.collaboration)
    own.update(url=kept, platform=platform, check_at=timezone.now())
    return trade, own.get()


def look_again(trade: Trade, link: LiveLink, **later: float) -> LiveLink:
    ops.record_look(link=link, look=look_at(link), at=trade.later(**later), seen_at=timezone.now())
    trade.fresh()
    link.refresh_from_db()
    return link


@db
def test_a_failure_never_counts_and_is_repeated_later_each_time(stage: Stage) -> None:
    trade, link = linked(state=C.LIVE_HOLD)
    stage.says, waits = {"": "error"}, []
    for _ in range(7):
        look_again(trade, link, minutes=5)
        assert link.check_at is not None
        waits.append(round((link.check_at - timezone.now()).total_seconds() / 60))
    assert waits == [2, 10, 30, 60, 180, 360, 360]
    assert (link.state, link.finding, link.failures) == (S.LIVE, "silent", 7)
    assert trade.collaboration.link_removed_at is None
    assert [one["told"] for one in link.looks] == ["500"] * 7
    stage.says = {}
    look_again(trade, link, minutes=5)
    assert (link.check_at, link.finding, link.failures) == (None, "", 0)


@db
def test_a_platform_that_wants_to_be_left_alone_is_left_alone_with_all_its_posts(stage: Stage) -> None:
    linked()
    linked_too = LiveLink.objects.create(
        collaboration=LiveLink.objects.get().collaboration, platform="tiktok", url=TIKTOK + "2",
        posted_at=timezone.now(), check_at=timezone.now(),
    )  # fmt: skip
    stage.says = {"": "busy"}
    check_links()
    assert len(stage.asked) == 1
    for link in LiveLink.objects.all():
        assert link.check_at is not None
        assert timedelta(minutes=29) < link.check_at - timezone.now() < timedelta(minutes=31)
    assert linked_too.state == S.UNCHECKED


@db
def test_a_silent_platform_leaves_the_others_their_turn(stage: Stage) -> None:
    trade, _ = linked()
    row, now = trade.collaboration, timezone.now()
    for number in range(6):
        LiveLink.objects.create(
            collaboration=row, platform="tiktok", url=f"{TIKTOK}{number}", posted_at=now, check_at=now - HOUR
        )
    LiveLink.objects.create(collaboration=row, platform="youtube", url=VIDEO, posted_at=now, check_at=now)
    stage.says = {"tiktok": "error"}
    check_links()
    assert sum("tiktok" in address for address in stage.asked) == 3
    assert any("youtu" in address for address in stage.asked)


@db
def test_a_live_post_counts_as_removed_when_it_is_gone_twice_an_hour_apart(stage: Stage) -> None:
    trade, link = linked(state=C.LIVE_HOLD)
    stage.says = {"mila": "dead"}
    trade.tick(days=3)
    look_again(trade, link)
    first = trade.now
    assert (link.state, link.gone_at, trade.collaboration.link_removed_at) == (S.LIVE, first, None)
    look_again(trade, link, minutes=20)  # asked by somebody in between
    assert trade.collaboration.link_removed_at is None
    assert trade.collaboration.wake_at == first + HOUR
    trade.tick(minutes=41)
    look_again(trade, link, minutes=1)
    assert (link.state, link.gone_at) == (S.DEAD, None)
    assert trade.collaboration.link_removed_at == trade.now
    stage.says = {}
    look_again(trade, link, days=1)
    assert (link.state, trade.collaboration.link_removed_at) == (S.LIVE, None)


@db
def test_a_post_that_was_gone_for_a_moment_never_was(stage: Stage) -> None:
    trade, link = linked(state=C.LIVE_HOLD)
    stage.says = {"mila": "dead"}
    look_again(trade, link, days=3)
    stage.says = {}
    look_again(trade, link, hours=2)
    assert (link.state, link.gone_at) == (S.LIVE, None)
    stage.says = {"mila": "dead"}
    look_again(trade, link, days=3)
    assert trade.collaboration.link_removed_at is None


@db
def test_a_post_gone_at_the_last_look_is_looked_at_again_before_the_trade_is_complete(stage: Stage) -> None:
    trade, link = linked(state=C.LIVE_HOLD)
    stage.says = {"mila": "dead"}
    trade.tick(days=31)
    look_again(trade, link, minutes=1)
    trade.tick(hours=1)
    assert trade.collaboration.state == C.LIVE_HOLD
    look_again(trade, link, minutes=1)
    assert trade.collaboration.link_removed_at == trade.now


@db
def test_what_nobody_could_look_at_is_no_fault(stage: Stage) -> None:
    trade, link = linked(state=C.LIVE_HOLD)
    trade.check_links(S.DEAD, days=3)
    link.refresh_from_db()
    stage.says = {"": "error"}
    for _ in range(12):
        trade.tick(days=1)
        if trade.collaboration.state == C.COMPLETED:
            break
        look_again(trade, link)
    assert trade.collaboration.state == C.COMPLETED
    assert not Fault.objects.exists()


@db
def test_a_post_of_somebody_else_goes_back_and_who_changed_their_name_stays(stage: Stage) -> None:
    trade, link = linked()
    Channel.objects.create(creator=trade.collaboration.creator, platform="tiktok", handle="mila", followers=1)
    stage.says = {"mila": "not-yours"}
    look_again(trade, link)
    assert (link.state, trade.collaboration.state) == (S.NOT_YOURS, C.APPROVED)
    trade, link = linked(TIKTOK + "7", C.LIVE_HOLD)
    Channel.objects.create(creator=trade.collaboration.creator, platform="tiktok", handle="mila", followers=1)
    look_again(trade, link)
    assert link.state == S.LIVE


@db
def test_a_short_link_becomes_the_post_it_leads_to_and_is_no_second_one(stage: Stage) -> None:
    trade, link = linked("https://vm.tiktok.com/ZM1234567/")
    whole = "https://www.tiktok.com/@demo/video/731234567"
    look_again(trade, link, minutes=1)
    assert (link.url, link.state) == (whole, S.LIVE)
    again = LiveLink.objects.create(
        collaboration=trade.collaboration,
        platform="tiktok",
        url="https://vm.tiktok.com/ZM1234567/",
        posted_at=trade.now,
    )
    ops.record_look(link=again, look=look_at(again), at=trade.later(hours=2), seen_at=timezone.now())
    assert [one.url for one in LiveLink.objects.all()] == [whole]


@db
def test_a_look_after_the_trade_has_moved_on_changes_nothing_and_asks_no_more(stage: Stage) -> None:
    trade, link = linked()
    trade.check_links(S.DEAD)
    state = trade.collaboration.state
    LiveLink.objects.update(check_at=timezone.now())
    check_links()
    link.refresh_from_db()
    assert (link.check_at, link.state, trade.fresh().state) == (None, S.DEAD, state)


# ---- Disclosure


@db
def test_the_live_post_is_held_to_the_rule_of_the_creators_country(stage: Stage) -> None:
    for country, play, state, finding in (
        ("DE", "late-ad", S.NO_DISCLOSURE, "late"), ("FR", "no-ad", S.NO_DISCLOSURE, "missing"), ("GB", "", S.LIVE, ""),
    ):  # fmt: skip
        trade, link = linked(f"{TIKTOK}{len(country + play)}", country=country)
        stage.says = {"tiktok.com/@mila": play}
        look_again(trade, link)
        assert (link.state, link.finding) == (state, finding), country
        assert trade.collaboration.state == (C.POSTED if state == S.LIVE else C.APPROVED)


@db
def test_a_mark_that_the_platform_does_not_show_us_is_nobodys_fault(stage: Stage) -> None:
    trade, link = linked(VIDEO, country="DE")
    stage.says = {"dQw4": "no-ad"}
    look_again(trade, link)
    assert (link.state, link.finding) == (S.LIVE, "unseen")


@db
def test_staff_have_it_looked_at_now(stage: Stage) -> None:
    trade, _link = linked(state=C.LIVE_HOLD)
    ops.check_now(collaboration=trade.collaboration, by=trade.by_staff, at=trade.now)
    done = trade_in(C.COMPLETED)
    with pytest.raises(BarterError):
        ops.check_now(collaboration=done.collaboration, by=done.by_staff, at=done.now + DAY)


@db
def test_staff_see_for_themselves_where_nobody_could_look(settings: Any) -> None:
    settings.INSTAGRAM_APP_TOKEN = ""
    trade, link = linked(REEL)
    for asked in (False, False, False, True):
        assert LiveLink.objects.unseen().exists() is False
        look_again(trade, link, minutes=50)
        assert LiveLink.objects.unseen().exists() is asked
    ops.record_staff_look(link=link, found="live", by=trade.by_staff, at=trade.now)
    assert (trade.fresh().state, LiveLink.objects.get().looks[-1]["told"]) == (C.LIVE_HOLD, "staff")
    assert not LiveLink.objects.unseen().exists()
    with pytest.raises(BarterError):
        ops.record_staff_look(link=link, found="dead", by=trade.by_brand, at=trade.now)
    ops.record_staff_look(link=link, found="dead", by=trade.by_staff, at=trade.later(days=1))
    assert trade.fresh().link_removed_at == trade.now  # at once: a person looked
    done = trade_in(C.COMPLETED)
    with pytest.raises(BarterError):
        ops.record_staff_look(
            link=LiveLink.objects.get(collaboration=done.collaboration), found="live", by=done.by_staff, at=done.now
        )


@db
def test_the_creator_reads_what_was_found_when_and_what_the_mark_is(stage: Stage, client: Client) -> None:
    trade, link = linked(country="DE")
    client.force_login(trade.creator_user)
    Terms.objects.update(body={})
    stage.says = {"mila": "error"}
    look_again(trade, link)
    room = f"/my-deals/{trade.collaboration.public_id}/"
    page = client.get(room).content.decode()
    assert "TikTok did not answer. We ask again by ourselves; that is not held against you." in page
    assert "We look again " in page
    stage.says = {"mila": "late-ad"}
    look_again(trade, link)
    page = client.get(room).content.decode()
    assert "The mark stands too far back: nobody reads it there." in page
    assert "In Germany a caption begins with “Werbung” or “Anzeige”." in page
    assert "In Germany a caption begins with" in client.get(f"{room}link/").content.decode()


@db
def test_a_caption_is_held_to_the_rule_before_it_is_sent(client: Client) -> None:
    trade = trade_in(C.CREATING)
    Creator.objects.update(country="DE")
    client.force_login(trade.creator_user)
    Terms.objects.update(body={})
    page = f"/collaborations/{trade.collaboration.public_id}/upload/"
    assert "In Germany a caption begins with “Werbung” or “Anzeige”." in client.get(page).content.decode()
    told = client.post(page, {"caption": "A week with it. #ad"}).content.decode()  # without a file it comes back
    assert "The caption does not say that it is advertising. In Germany" in told
    rule = client.get(f"/api/v1/collaborations/{trade.collaboration.public_id}/").json()["disclosure"]
    assert (rule["country"], rule["words"][:2], rule["within_letters"]) == ("DE", ["Werbung", "Anzeige"], 45)
    Collaboration.objects.update(must_post=False)
    assert client.get(f"/api/v1/collaborations/{trade.collaboration.public_id}/").json()["disclosure"] is None
