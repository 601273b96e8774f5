"""Posts are checked, replaced, removed and restored."""

import pytest

from barter.kernel.models import Message
from barter.kernel.outbox.relay import Delivery
from barter.kernel.templatetags.words import by_words
from deals import operations as ops
from deals.handlers import want_live_check
from deals.models import Fault, LiveLink
from deals.tasks import check_links
from deals.web.brand.trade_story import story_of as brand_story
from deals.web.creator.story import story_of
from deals.workflow import CollaborationState
from tests.deals.test_collaboration_clock import assert_invariants, capacity, timeline
from tests.deals.trades import DAY, POST_URL, Trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState
Found = LiveLink.State


def live_checks_asked() -> int:
    return Message.objects.filter(name="deals.live_check_due").count()


def play(trade: Trade) -> None:
    """What relay and worker do with a wanted check."""
    message = Message.objects.filter(name="deals.live_check_due").latest("id")
    want_live_check(Delivery(message.uid, message.name, message.payload, message.at))
    check_links()
    trade.fresh()


def test_a_post_is_checked_at_once_and_after_an_hour_before_it_counts() -> None:
    trade = trade_in(C.POSTED)
    assert live_checks_asked() == 1
    trade.check_links(minutes=1)
    assert trade.collaboration.state == C.POSTED
    trade.tick(hours=1)
    assert live_checks_asked() == 2
    posted = trade.collaboration.posted_at
    trade.check_links(minutes=1)
    assert trade.collaboration.state == C.LIVE_HOLD
    assert posted is not None
    assert trade.collaboration.due_at == posted + 30 * DAY


@pytest.mark.parametrize("what", [Found.DEAD, Found.PRIVATE, Found.NO_DISCLOSURE])
def test_a_bad_post_goes_back_for_48_hours_and_can_be_replaced(what: LiveLink.State) -> None:
    trade = trade_in(C.POSTED)
    trade.check_links(what, minutes=5)
    assert (trade.collaboration.state, trade.collaboration.due_at) == (C.APPROVED, trade.now + 2 * DAY)
    trade.do("add_live_link", "creator", platform="tiktok", url="https://www.tiktok.com/@a/video/20002")
    link = LiveLink.objects.get(platform="tiktok")
    ops.record_live_check(link=link, result=Found.LIVE, at=trade.later(hours=2))
    assert trade.fresh().state == C.LIVE_HOLD


def test_a_post_nobody_could_check_counts_after_a_day() -> None:
    trade = trade_in(C.POSTED)
    trade.tick(hours=2)
    trade.tick(hours=23)
    assert trade.collaboration.state == C.LIVE_HOLD


def test_a_live_post_is_checked_on_its_days_and_then_the_trade_is_complete() -> None:
    trade = trade_in(C.LIVE_HOLD)
    posted = trade.collaboration.posted_at
    assert posted is not None
    asked = []
    for day in range(1, 32):
        before = live_checks_asked()
        trade.now = posted + day * DAY
        trade.tick(hours=0)
        if live_checks_asked() > before:
            asked.append(day)
            trade.check_links(minutes=1)
    assert asked == [1, 7, 15, 30]
    assert trade.collaboration.state == C.COMPLETED
    assert capacity(trade) == (0, 0, 0, 1, 0)
    assert_invariants()


def test_a_live_post_is_complete_even_when_the_last_check_gives_no_answer() -> None:
    trade = trade_in(C.LIVE_HOLD)
    trade.tick(days=31)
    assert trade.collaboration.state == C.LIVE_HOLD
    trade.tick(hours=2)
    assert trade.collaboration.state == C.COMPLETED


@pytest.mark.parametrize(("state", "found"), [(C.POSTED, Found.NO_DISCLOSURE), (C.LIVE_HOLD, Found.NO_DISCLOSURE)])
def test_a_post_that_is_there_and_not_right_is_to_be_fixed_and_not_to_be_put_back(state: C, found: Found) -> None:
    trade = trade_in(state)
    trade.check_links(found, days=1)
    row = trade.collaboration
    assert row.due_at is not None
    by = by_words(row.due_at, trade.now)
    told = story_of(row, trade.now)
    assert told.title == f"Fix your post {by}"
    assert told.sub.startswith("It must be public and marked as advertising.")
    assert brand_story(row, trade.now).title.endswith(f"fixes the post {by}")


def test_a_removed_post_has_five_days_to_come_back_and_its_clock_goes_on() -> None:
    trade = trade_in(C.LIVE_HOLD)
    due = trade.collaboration.due_at
    assert due is not None
    trade.check_links(Found.DEAD, days=3)
    removed = trade.now
    assert (trade.collaboration.link_removed_at, trade.collaboration.due_at) == (removed, removed + 5 * DAY)
    trade.do("restore_live", "creator")
    assert trade.collaboration.link_removed_at is not None  # only a check that finds it ends the five days
    trade.check_links(days=1)
    assert trade.collaboration.link_removed_at is None
    assert trade.collaboration.due_at == due + (trade.now - removed)
    assert timeline(trade)[-3:] == ["report_removed", "restore_live", "restore_live"]


def test_a_removed_post_that_stays_away_is_a_fault() -> None:
    trade = trade_in(C.LIVE_HOLD)
    trade.check_links(Found.PRIVATE, days=3)
    trade.tick(days=6)
    assert trade.collaboration.state == C.COMPLETED
    assert timeline(trade)[-1] == "fail_live_hold"
    assert Fault.objects.get().kind == Fault.Kind.POST_REMOVED
    assert_invariants()


def test_the_simulated_platform_says_what_the_address_says() -> None:
    trade = trade_in(C.APPROVED)
    trade.do("add_live_link", "creator", platform="instagram", url=f"{POST_URL}-no-ad")
    play(trade)
    assert trade.collaboration.state == C.APPROVED
    assert LiveLink.objects.get().state == Found.NO_DISCLOSURE
    check_links()  # nothing is waiting any more
    assert trade.fresh().state == C.APPROVED


def test_a_check_that_breaks_is_repeated_later(monkeypatch: pytest.MonkeyPatch) -> None:
    trade = trade_in(C.POSTED)

    def fail(url: str) -> None:
        raise KeyError(url)

    monkeypatch.setattr("deals.posts.instagram.look", fail)
    play(trade)
    link = LiveLink.objects.get()
    assert link.state == Found.UNCHECKED
    assert link.check_at is not None
    assert link.looks[0]["told"] == "our fault: KeyError"
