"""What both sides read late in the life of a trade: a post that went, a visit that passed, an end and its entries."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from barter.kernel import clock
from barter.kernel.templatetags.words import by_words
from brands.models import Product
from deals import operations as ops
from deals.models import Application, Collaboration, LiveLink, Terms
from deals.posts.stage import Stage
from deals.tasks import check_links
from deals.web.brand import trade_story as brand_story
from deals.web.creator import story as creator_story
from deals.web.creator.timeline import room_timeline
from deals.workflow import ApplicationState
from deals.workflow import CollaborationState as C
from inbox.operations.messages import thread_of
from tests.deals.trades import DAY, HOUR, Trade, trade_in

pytestmark = pytest.mark.django_db
Found = LiveLink.State


def _room(client: Client, trade: Trade) -> str:
    Terms.objects.update(body={})  # those of `make_trade` name no whole licence; the deal's stands for it
    client.force_login(trade.creator_user)
    return client.get(f"/my-deals/{trade.collaboration.public_id}/").content.decode()


def _desk(client: Client, trade: Trade) -> str:
    client.force_login(trade.brand_user)
    return client.get(f"/brand/collaborations/{trade.collaboration.public_id}/").content.decode()


def _now(state: C, **options: object) -> Trade:
    return trade_in(state, at=clock.now() - timedelta(days=3), **options)


def test_who_leaves_says_why_and_the_other_side_reads_it(client: Client) -> None:
    trade = _now(C.TO_SHIP)
    trade.do("cancel_collaboration", "creator", reason="I move house this week.")
    assert "I move house this week." in _desk(client, trade)
    assert "You wrote" in _room(client, trade)


def test_an_end_tells_the_creator_that_the_credit_is_back(client: Client) -> None:
    trade = _now(C.TO_SHIP)
    trade.do("cancel_collaboration", "brand", reason="Out of stock.")
    page = _room(client, trade)
    assert "Your credit is free again." in page
    assert "Out of stock." in page


def test_an_end_without_fault_says_over_what(client: Client) -> None:
    trade = _now(C.ON_HOLD)
    trade.do("cancel_held", "staff", reason="No second jar.")
    row = trade.collaboration
    told = creator_story.story_of(row, trade.now).sub
    assert "It is damaged. Nobody is at fault. Your credit is free again." in told
    assert "Nobody is at fault." in brand_story.story_of(row, trade.now).sub
    assert "No second jar." not in _room(client, trade)  # what our team writes down is its own


def test_a_voucher_stands_under_the_sentence_that_names_it_and_goes_with_the_trade(client: Client) -> None:
    trade = _now(C.VOUCHER_SENT)
    Product.objects.update(voucher_instructions="Show the code TREAT-24.")
    page = _room(client, trade)
    assert page.index("Your voucher is here") < page.index("TREAT-24") < page.index("How it goes")
    trade.do("cancel_collaboration", "creator", reason="I move house.")
    assert "TREAT-24" not in _room(client, trade)
    answer = client.get(f"/api/v1/collaborations/{trade.collaboration.public_id}/")
    assert answer.status_code == 200
    assert answer.json()["instructions"] is None


def test_nothing_of_what_ended_is_marked_as_to_be_done() -> None:
    trade = trade_in(C.CANCELLED_BY_CREATOR)
    for steps in (brand_story.timeline_of, room_timeline):
        assert {step["mark"] for step in steps(trade.collaboration, trade.now)} == {"done", "todo"}


def test_a_trade_that_never_had_a_parcel_shows_none_at_its_end(client: Client) -> None:
    trade = _now(C.TO_SHIP)
    assert "There is no parcel in this deal yet." in _desk(client, trade)
    trade.do("cancel_collaboration", "brand", reason="Out of stock.")
    assert "There is no parcel in this deal yet." not in _desk(client, trade)


def test_a_post_that_was_never_put_back_is_no_good_trade(client: Client) -> None:
    trade = trade_in(C.LIVE_HOLD)
    trade.check_links(Found.DEAD, days=3)
    row = trade.tick(days=6)
    assert row.state == C.COMPLETED
    assert creator_story.story_of(row, trade.now).title == "Done, but your post did not stay online"
    assert brand_story.story_of(row, trade.now).title == "Done, but the post did not stay online"
    ops.settle_fault(fault=row.faults.get(), by=trade.by_staff, lift=True, reason="It was our check.", at=trade.now)
    assert creator_story.story_of(Collaboration.objects.get(), trade.now).title == "Done. A good trade"


@pytest.mark.parametrize(
    ("found", "state", "fix"),
    [
        (Found.DEAD, "Not found", "Put it back, or post it again and add the new link."),
        (Found.PRIVATE, "Not public", "Make it public."),
        (
            Found.NO_DISCLOSURE,
            "Not marked as advertising",
            "Put the mark at the beginning of its caption.",
        ),
    ],
)
def test_a_post_a_check_did_not_like_says_what_to_do(client: Client, found: Found, state: str, fix: str) -> None:
    trade = _now(C.LIVE_HOLD)
    assert "Add a link" not in _room(client, trade).partition("How it goes")[0].rpartition("</header>")[2]
    trade.check_links(found, hours=1)
    page = _room(client, trade)
    assert state in page
    assert fix in page
    assert (
        "Add a link" in page.partition("How it goes")[0].rpartition("</header>")[2]
    )  # a post made anew has a new address
    assert state in _desk(client, trade)


def test_a_post_that_went_is_called_so_until_it_is_back(client: Client) -> None:
    trade = _now(C.LIVE_HOLD)
    trade.check_links(Found.DEAD, hours=1)
    page = _room(client, trade)
    assert "pill--you" in page
    assert "Fix the post" in page
    steps = room_timeline(trade.collaboration, trade.now)
    assert [(step["mark"], step["title"]) for step in steps[-2:]] == [
        ("late", "Your post needs a fix"),
        ("todo", "It stays online"),
    ]
    assert "Post needs a fix" in _desk(client, trade)
    LiveLink.objects.create(
        collaboration=trade.collaboration, platform="instagram", url="https://www.instagram.com/reel/new",
        posted_at=trade.now, state=Found.LIVE,
    )  # fmt: skip
    newest = LiveLink.objects.latest("pk")
    ops.record_live_check(link=newest, result=Found.LIVE, at=trade.later(hours=1))
    page = _room(client, trade)
    assert "Online until" in page
    assert "Put it back, or post it again" not in page  # the first post is past, nothing is to be done about it


def test_an_appeal_stands_beside_the_entry_it_is_about(client: Client) -> None:
    trade = trade_in(C.TO_SHIP)
    trade.tick(days=4)
    trade.tick(days=20)
    assert trade.collaboration.state == C.NO_SHIP
    rows = _desk(client, trade).partition("On the record")[2].split("</p>")
    assert ["Appeal" in row for row in rows[:2]] == [True, False]
    client.post(f"/brand/collaborations/{trade.collaboration.public_id}/appeal-fault/", {"note": "A strike."})
    rows = _desk(client, trade).partition("On the record")[2].split("</p>")
    assert ["data-open" in row for row in rows[:2]] == [False, True]


def test_what_our_team_decided_is_told_alike_to_both_sides_until_it_is_final(client: Client) -> None:
    trade = _now(C.CREATING)
    dispute = trade.do("open_dispute", "creator", reason="It was another product.")
    assert "Brand answers" not in _desk(client, trade)
    assert "You answer" in _desk(client, trade)
    ops.decide_dispute(
        dispute=dispute, by=trade.by_staff, outcome="creator_fault", decision="Photo.", at=trade.later(hours=1)
    )
    for page in (_room(client, trade), _desk(client, trade)):
        assert "Both of you can appeal" in page
        assert "You ended it" not in page
        assert "Ended by the creator" not in page
    ops.appeal_dispute(dispute=dispute, by=trade.by_creator, reason="Another photo.", at=trade.later(hours=1))
    for page in (_room(client, trade), _desk(client, trade)):
        assert "Another person of our team decides" in page


def _decided(outcome: str) -> Trade:
    trade = _now(C.CREATING)
    dispute = trade.do("open_dispute", "creator", reason="It was another product.")
    at = trade.later(hours=1)
    ops.decide_dispute(dispute=dispute, by=trade.by_staff, outcome=outcome, decision="Photo.", at=at)
    trade.fresh()
    return trade


@pytest.mark.parametrize("outcome", ["brand_fault", "creator_fault"])
def test_no_list_says_that_a_side_ended_what_our_team_ended(client: Client, outcome: str) -> None:
    trade = _decided(outcome)
    row = trade.collaboration
    again = Application(deal=row.deal, creator=row.creator, submitted_at=trade.now)
    again.enter(ApplicationState.SUBMITTED, trade.now)
    again.save(force_insert=True)
    thread = thread_of(application=row.application, at=trade.now)
    pages = {trade.creator_user: ["/my-deals/", f"/inbox/{thread.public_id}/"]}
    pages[trade.brand_user] = [
        f"/brand/deals/{row.deal.public_id}/?view=table",
        f"/brand/creators/{row.creator.public_id}/",
        f"/brand/applications/{again.public_id}/",
        f"/inbox/{thread.public_id}/",
    ]
    for reader, paths in pages.items():
        client.force_login(reader)
        for path in paths:
            page = client.get(path)
            assert page.status_code == 200, path
            html = page.content.decode()
            assert ">Ended</span>" in html, path
            assert not re.search("You ended|They ended|Ended by the", html), path


def test_a_post_that_is_gone_is_called_so_in_the_inbox_and_on_the_board(client: Client) -> None:
    trade = _now(C.LIVE_HOLD)
    trade.check_links(LiveLink.State.DEAD)
    row = trade.collaboration
    thread = thread_of(application=row.application, at=trade.now)
    client.force_login(trade.creator_user)
    assert "Fix the post" in client.get(f"/inbox/{thread.public_id}/").content.decode()
    client.force_login(trade.brand_user)
    board = client.get(f"/brand/deals/{row.deal.public_id}/").content.decode()
    assert "Post needs a fix" in board


def test_what_rests_on_a_decision_has_no_appeal_of_its_own(client: Client) -> None:
    trade = _decided("creator_fault")
    page = _room(client, trade)
    assert "Both of you can appeal" in page
    assert "appeal-fault" not in page
    path = f"/my-deals/{trade.collaboration.public_id}/appeal-fault/"
    told = client.post(path, {"note": "It was not me."}, follow=True).content.decode()
    assert "It can be appealed only together with that decision." in told
    late = trade_in(C.NO_SHOW, at=clock.now() - 60 * DAY)
    assert "appeal-fault" in _room(client, late)


def test_what_our_team_ended_without_a_fault_says_both(client: Client) -> None:
    trade = _decided("no_fault")
    for page in (_room(client, trade), _desk(client, trade)):
        assert "Our team ended this trade" in page
        assert "Nobody is at fault." in page


def test_a_side_that_left_has_ended_it_whatever_an_appeal_finds_of_an_earlier_decision() -> None:
    trade = _now(C.TO_SHIP)
    dispute = trade.do("open_dispute", "creator", reason="The size.")
    ops.decide_dispute(dispute=dispute, by=trade.by_staff, outcome="resume", decision="Go on.", at=trade.later(hours=1))
    trade.do("cancel_collaboration", "brand", reason="Out of stock.")
    ops.appeal_dispute(dispute=dispute, by=trade.by_creator, reason="Look.", at=trade.later(hours=1))
    ops.decide_appeal(
        dispute=dispute, by=trade.by_staff, outcome="brand_fault", decision="Late.", at=trade.later(hours=1)
    )
    assert brand_story.story_of(trade.fresh(), trade.now).title == "You ended this trade"


def test_nobody_is_checked_in_first_thing_before_the_day(client: Client) -> None:
    trade = _now(C.BOOKED)
    marked = 'class="btn btn--cta btn--lg"'
    assert marked not in _desk(client, trade)
    assert "They are here" in _desk(client, trade)  # in the menu: who came without a day can still be checked in
    ops.book_visit(
        collaboration=trade.collaboration, by=trade.by_creator, visit_date=clock.now().date() + DAY, at=clock.now()
    )
    assert marked not in _desk(client, trade)
    ops.book_visit(
        collaboration=trade.collaboration, by=trade.by_creator, visit_date=clock.now().date(), at=clock.now()
    )
    assert marked in _desk(client, trade)


def test_after_the_day_both_sides_are_asked_whether_it_took_place(client: Client) -> None:
    trade = trade_in(C.BOOKED)
    trade.do("book_visit", "creator", visit_date=(trade.now + 2 * DAY).date())
    row = trade.tick(days=3)
    assert creator_story.story_of(row, trade.now).title.startswith("Were you at Brand")
    assert brand_story.story_of(row, trade.now).title == "Was Creator there?"
    row = trade.tick(days=3)
    for told in (creator_story.story_of(row, trade.now), brand_story.story_of(row, trade.now)):
        assert told.title == "The visit did not take place"


def test_dates_of_the_brands_steps_say_what_they_are() -> None:
    trade = trade_in(C.LIVE_HOLD)
    now = next(step for step in brand_story.timeline_of(trade.collaboration, trade.now) if step["mark"] == "now")
    assert now["when"].startswith("until ")
    visit = trade_in(C.BOOKED)
    visit.do("book_visit", "creator", visit_date=(visit.now + 2 * DAY).date())
    now = next(step for step in brand_story.timeline_of(visit.collaboration, visit.now) if step["mark"] == "now")
    assert not now["when"].startswith("by ")


def test_the_brand_reads_a_date_beside_what_it_is_the_date_of() -> None:
    visit = trade_in(C.CHECKED_IN)
    row = visit.collaboration
    steps = {step["title"]: step for step in brand_story.timeline_of(row, visit.now)}
    film = by_words((row.clock_started_at or visit.now) + row.create_within_days * DAY, visit.now)
    assert steps["The visit is confirmed"]["mark"] == "done"
    assert (steps["Creator films and uploads"]["mark"], steps["Creator films and uploads"]["when"]) == ("now", film)

    live = trade_in(C.LIVE_HOLD)
    live.check_links(Found.DEAD, hours=1)
    row = live.collaboration
    told = [(step["mark"], step["title"], step["when"]) for step in brand_story.timeline_of(row, live.now)]
    assert row.due_at is not None
    assert told[-2:] == [
        ("late", "Creator fixes the post", by_words(row.due_at, live.now)),
        ("todo", "It stays online", f"{row.live_days} days"),
    ]


def test_a_simulated_post_is_taken_down_and_brought_back(settings: Any) -> None:
    trade = _now(C.LIVE_HOLD)
    key = trade.collaboration.public_id
    with Stage() as stage:
        settings.OUTWARD_STAGE = stage.url
        call_command("post", key, "dead", verbosity=0)
        check_links()
        assert trade.fresh().link_removed_at is None
        LiveLink.objects.update(gone_at=F("gone_at") - HOUR, check_at=timezone.now())
        check_links()
        assert trade.fresh().link_removed_at is not None
        call_command("post", key, "live", verbosity=0)
        check_links()
        assert trade.fresh().link_removed_at is None
    with pytest.raises(CommandError):
        call_command("post", trade_in(C.CREATING).collaboration.public_id, "dead")
