"""The clocks of deals and applications: reminders, defaults, and that looking twice changes nothing."""

from datetime import UTC, date, datetime

import pytest

from barter.kernel.models import Message, TimelineEntry
from brands.models import BrandCapacity
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.models import Application, Deal
from deals.operations import application as applications
from deals.operations import deal as deals
from deals.operations.clock import tick
from deals.workflow import ApplicationState, DealState
from tests.world import DAY, HOUR, NOW, World


def _fresh(deal: Deal) -> Deal:
    return Deal.objects.get(pk=deal.pk)


def _keep_active(deal: Deal, at: datetime) -> None:
    Deal.objects.filter(pk=deal.pk).update(last_brand_activity_at=at)


def test_a_deal_runs_for_60_days_and_is_looked_at_when_it_may_be_idle(world: World) -> None:
    deal = world.new_deal()
    assert (deal.due_at, deal.wake_at) == (NOW + 60 * DAY, NOW + 14 * DAY)


def test_a_deal_with_an_end_date_runs_until_that_day_is_over(world: World) -> None:
    deal = world.new_deal(end_date=date(2026, 3, 10))
    assert deal.due_at == deal.wake_at == datetime(2026, 3, 11, tzinfo=UTC)


def test_the_end_stays_over_pause_resume_and_fill(world: World) -> None:
    deal = world.new_deal(places=1)
    end = deal.due_at
    ops.pause_deal(deal=deal, by=world.by_brand, at=world.later(days=3))
    assert _fresh(deal).due_at == _fresh(deal).wake_at == end
    ops.resume_deal(deal=deal, by=world.by_brand, at=world.later(days=30))
    assert _fresh(deal).due_at == end
    world.trade(deal)
    assert _fresh(deal).due_at == _fresh(deal).wake_at == end
    ops.update_deal(deal=deal, user=world.owner, changes={"places": 2}, at=world.now)
    assert _fresh(deal).due_at == end


def test_a_changed_end_date_moves_the_end(world: World) -> None:
    deal = world.new_deal()
    ops.update_deal(deal=deal, user=world.owner, changes={"end_date": "2026-03-05"}, at=NOW)
    assert _fresh(deal).due_at == _fresh(deal).wake_at == datetime(2026, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize("state", [DealState.LIVE, DealState.PAUSED, DealState.FULL])
def test_expires_at_its_end(world: World, state: str) -> None:
    deal = world.new_deal(places=1)
    if state == DealState.PAUSED:
        ops.pause_deal(deal=deal, by=world.by_brand, at=NOW)
    if state == DealState.FULL:
        world.trade(deal)
    _keep_active(deal, NOW + 59 * DAY)

    for _ in range(2):
        deals.on_clock(deal.pk, NOW + 60 * DAY)

    assert _fresh(deal).state == DealState.EXPIRED
    assert TimelineEntry.objects.filter(object_type="deal", move="expire").count() == 1


def test_pauses_after_14_days_without_the_brand(world: World) -> None:
    deal = world.new_deal()

    deals.on_clock(deal.pk, NOW + 14 * DAY - HOUR)
    assert _fresh(deal).state == DealState.LIVE
    deals.on_clock(deal.pk, NOW + 14 * DAY)

    assert _fresh(deal).state == DealState.PAUSED
    assert Message.objects.get(payload__move="pause_idle").payload["state"] == "paused"


def test_is_not_idle_while_the_brand_answers(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)
    ops.shortlist_application(application=application, by=world.by_brand, at=NOW + 5 * DAY)

    deals.on_clock(deal.pk, NOW + 14 * DAY)

    assert _fresh(deal).state == DealState.LIVE
    assert _fresh(deal).wake_at == NOW + 19 * DAY


def test_staff_are_told_every_business_day_about_a_deal_that_waits(world: World) -> None:
    world.brand.__class__.objects.update(is_trusted=False)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    assert deal.due_at == NOW + DAY

    for day in (1, 1, 2):
        deals.on_clock(deal.pk, NOW + day * DAY)

    assert _fresh(deal).state == DealState.IN_REVIEW
    assert TimelineEntry.objects.filter(move="escalate_check").count() == 2
    assert _fresh(deal).wake_at == NOW + 3 * DAY


def test_an_old_draft_is_put_away_and_changing_it_gives_it_more_time(world: World) -> None:
    deal = world.draft()
    ops.update_deal(deal=deal, user=world.owner, changes={"title": "Better"}, at=NOW + 30 * DAY)

    deals.on_clock(deal.pk, NOW + 60 * DAY)
    assert _fresh(deal).state == DealState.DRAFT
    deals.on_clock(deal.pk, NOW + 90 * DAY)
    assert _fresh(deal).state == DealState.EXPIRED


# ---- Applications


def test_the_brand_is_reminded_on_days_3_and_6_and_the_application_expires_on_day_7(world: World) -> None:
    application = world.apply(world.new_deal())

    for hours in range(0, 8 * 24, 6):
        applications.on_clock(application.pk, NOW + hours * HOUR)

    application.refresh_from_db()
    assert application.state == ApplicationState.EXPIRED
    assert application.state_since == NOW + 7 * DAY
    reminders = Message.objects.filter(name="deals.clock_reminder").order_by("id")
    assert [reminder.at for reminder in reminders] == [NOW + 3 * DAY, NOW + 6 * DAY]
    assert [reminder.payload["hours_left"] for reminder in reminders] == [96, 24]
    assert {reminder.payload["ball"] for reminder in reminders} == {"brand"}
    assert BrandCapacity.objects.get(pk=world.brand.pk).expired_count == 1
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_an_invitation_that_nobody_answers_is_no_fault_of_the_brand(world: World) -> None:
    row = ops.invite_creator(deal=world.new_deal(), creator=world.creator, by=world.by_brand, at=NOW)

    applications.on_clock(row.pk, NOW + 7 * DAY)

    row.refresh_from_db()
    assert row.state == ApplicationState.EXPIRED
    assert BrandCapacity.objects.get(pk=world.brand.pk).expired_count == 0
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_a_late_clock_sends_one_reminder_only(world: World) -> None:
    application = world.apply(world.new_deal())

    applications.on_clock(application.pk, NOW + 6 * DAY + HOUR)

    assert Message.objects.filter(name="deals.clock_reminder").count() == 1


def test_who_waits_in_line_waits_as_long_as_the_deal_runs(world: World) -> None:
    deal = world.new_deal(places=1, end_date="2026-03-20")
    world.trade(deal, world.other_creator)
    waiting = world.apply(deal)
    ops.update_deal(deal=deal, user=world.owner, changes={"end_date": "2026-04-20"}, at=NOW)

    applications.on_clock(waiting.pk, datetime(2026, 3, 21, tzinfo=UTC))
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.WAITLISTED
    assert waiting.wake_at == datetime(2026, 4, 21, tzinfo=UTC)
    applications.on_clock(waiting.pk, datetime(2026, 4, 21, tzinfo=UTC))
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.NOT_SELECTED


def test_the_tick_finds_all_of_it(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)

    tick(at=NOW + 7 * DAY)
    tick(at=NOW + 14 * DAY)
    handled = tick(at=NOW + 14 * DAY)

    assert Application.objects.get(pk=application.pk).state == ApplicationState.EXPIRED
    assert _fresh(deal).state == DealState.PAUSED
    assert handled == 0
