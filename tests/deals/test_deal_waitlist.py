"""What follows when a deal fills, frees a place or ends."""

import pytest

from barter.kernel.models import Message, TimelineEntry
from creators.models import Creator, CreatorCapacity
from deals import handlers
from deals import operations as ops
from deals.errors import DealIsFull
from deals.models import Application, Deal, DealPlaces
from deals.operations import application as applications
from deals.workflow import ApplicationState, DealState
from tests.world import DAY, HOUR, NOW, World

A = ApplicationState


def _states(deal: Deal) -> dict[str, str]:
    return dict(Application.objects.filter(deal=deal).values_list("creator__display_name", "state"))


def _full_deal(world: World, waiting: int = 2) -> Deal:
    """A deal of one place, taken by Mila; others wait in line in the order of their names."""
    deal = world.new_deal(places=1)
    world.trade(deal)
    for number in range(waiting):
        world.later(minutes=1)
        world.apply(deal, world.another_creator(f"Waiting{number}"))
    world.settle()
    return deal


def test_who_waits_for_an_answer_goes_to_the_waitlist_when_the_deal_fills(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "BATCH", 2)
    deal = world.new_deal(places=1)
    rows = [world.apply(deal, world.another_creator(f"C{number}")) for number in range(5)]
    ops.shortlist_application(application=rows[1], by=world.by_brand, at=NOW)

    world.accept(rows[0])
    world.settle()

    assert sorted(_states(deal).values()) == [A.ACCEPTED] + [A.WAITLISTED] * 4
    waiting = Application.objects.get(pk=rows[1].pk)
    assert waiting.due_at == waiting.wake_at == NOW + 60 * DAY
    entries = TimelineEntry.objects.filter(object_type="application", move="waitlist")
    assert sorted(entries.values_list("from_state", flat=True)) == ["shortlisted"] + ["submitted"] * 3
    assert Message.objects.filter(name="deals.application_moved", payload__move="waitlist").count() == 4
    assert all(CreatorCapacity.objects.get(pk=row.creator_id).open_applications == 1 for row in rows[1:])


def test_a_freed_place_is_offered_to_the_next_in_line_for_two_days(world: World) -> None:
    deal = _full_deal(world)

    world.fail(deal.collaborations.get())
    world.settle()

    assert _states(deal) == {"Mila": A.ACCEPTED, "Waiting0": A.OFFERED, "Waiting1": A.WAITLISTED}
    offered = Application.objects.get(state=A.OFFERED)
    assert offered.due_at == world.now + 2 * DAY
    assert Deal.objects.get(pk=deal.pk).state == DealState.LIVE


def test_who_lives_where_the_deal_does_not_ship_to_any_more_keeps_the_turn_and_gets_no_place(world: World) -> None:
    deal = _full_deal(world, waiting=1)
    world.apply(deal, world.another_creator("Lena", country="DE"))
    ops.update_deal(deal=deal, user=world.owner, changes={"countries": ["DE"]}, at=world.now)

    world.fail(deal.collaborations.get())
    world.settle()

    assert _states(deal) == {"Mila": A.ACCEPTED, "Waiting0": A.WAITLISTED, "Lena": A.OFFERED}


def test_never_more_offers_than_free_places(world: World) -> None:
    deal = _full_deal(world, waiting=3)
    world.fail(deal.collaborations.get())

    for _ in range(3):  # the same news again, and again
        world.settle()
        Message.objects.filter(name="deals.place_freed").update(done_at=None)
        Message.objects.filter(name="deals.place_freed").first().handled.all().delete()
    world.settle()

    assert list(_states(deal).values()).count(A.OFFERED) == 1


def test_an_offer_that_lapses_goes_on_to_the_next(world: World) -> None:
    deal = _full_deal(world)
    world.fail(deal.collaborations.get())
    world.settle()
    first = Application.objects.get(state=A.OFFERED)

    applications.on_clock(first.pk, world.later(days=2))
    world.settle()

    assert _states(deal) == {"Mila": A.ACCEPTED, "Waiting0": A.EXPIRED, "Waiting1": A.OFFERED}
    assert CreatorCapacity.objects.get(pk=first.creator_id).open_applications == 0


def test_an_offer_that_is_declined_goes_on_to_the_next(world: World) -> None:
    deal = _full_deal(world)
    world.fail(deal.collaborations.get())
    world.settle()
    first = Application.objects.get(state=A.OFFERED)

    ops.decline_offer(application=first, by=world.by_creator(first.creator), at=world.now)
    world.settle()

    assert _states(deal)["Waiting1"] == A.OFFERED


def test_a_place_that_is_offered_can_be_taken(world: World) -> None:
    deal = _full_deal(world)
    world.fail(deal.collaborations.get())
    world.settle()
    offered = Application.objects.get(state=A.OFFERED)

    collaboration = ops.accept_offer(application=offered, by=world.by_creator(offered.creator), at=world.now)

    assert collaboration.creator == offered.creator
    assert Deal.objects.get(pk=deal.pk).state == DealState.FULL


def test_skips_creators_who_could_not_accept(world: World) -> None:
    deal = _full_deal(world, waiting=3)
    busy, paused, _ = Application.objects.filter(state=A.WAITLISTED).order_by("id")
    world.grant(busy.creator, credits_granted=1, credits_held=1)
    Creator.objects.filter(pk=paused.creator_id).update(standing=Creator.Standing.PAUSED)

    world.fail(deal.collaborations.get())
    world.settle()

    assert _states(deal)["Waiting2"] == A.OFFERED
    assert _states(deal)["Waiting0"] == _states(deal)["Waiting1"] == A.WAITLISTED


def test_added_places_open_a_full_deal_again(world: World) -> None:
    deal = _full_deal(world, waiting=3)

    ops.update_deal(deal=deal, user=world.owner, changes={"places": 3}, at=world.now)
    world.settle()

    assert Deal.objects.get(pk=deal.pk).state == DealState.LIVE
    assert list(_states(deal).values()).count(A.OFFERED) == 2


def test_fewer_places_fill_a_live_deal(world: World) -> None:
    deal = world.new_deal(places=2)
    world.trade(deal)

    ops.update_deal(deal=deal, user=world.owner, changes={"places": 1}, at=NOW)

    assert Deal.objects.get(pk=deal.pk).state == DealState.FULL


def test_nothing_is_offered_while_the_deal_is_paused(world: World) -> None:
    deal = _full_deal(world)
    ops.update_deal(deal=deal, user=world.owner, changes={"places": 2}, at=world.now)
    ops.pause_deal(deal=deal, by=world.by_brand, at=world.now)
    world.settle()
    assert A.OFFERED not in _states(deal).values()

    ops.resume_deal(deal=deal, by=world.by_brand, at=world.now)
    world.settle()

    assert list(_states(deal).values()).count(A.OFFERED) == 1


def test_a_deal_whose_places_went_while_it_was_paused_resumes_as_full(world: World) -> None:
    deal = world.new_deal(places=1)
    application = world.apply(deal)
    ops.pause_deal(deal=deal, by=world.by_brand, at=NOW)
    world.accept(application)

    assert ops.resume_deal(deal=deal, by=world.by_brand, at=NOW).state == DealState.FULL


@pytest.mark.parametrize("end", ["close", "take_down", "expire"])
def test_everybody_who_waits_is_not_selected_when_the_deal_ends(
    world: World, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(handlers, "BATCH", 2)
    deal = world.new_deal(places=1)
    accepted, offered, submitted = (world.apply(deal, world.another_creator(f"C{number}")) for number in range(3))
    ops.invite_creator(deal=deal, creator=world.creator, by=world.by_brand, at=NOW)
    collaboration = world.accept(accepted)
    world.settle()
    ops.update_deal(deal=deal, user=world.owner, changes={"places": 2}, at=NOW)
    world.settle()

    if end == "close":
        ops.close_deal(deal=deal, by=world.by_brand, at=NOW)
    elif end == "take_down":
        ops.take_down_deal(deal=deal, by=world.by_staff, reason="Counterfeit", at=NOW)
    else:
        from deals.operations.deal import on_clock

        on_clock(deal.pk, NOW + 60 * DAY)
    world.settle()

    assert sorted(_states(deal).values()) == [A.ACCEPTED] + [A.NOT_SELECTED] * 3
    for row in (offered, submitted):
        assert CreatorCapacity.objects.get(pk=row.creator_id).open_applications == 0
    collaboration.refresh_from_db()
    assert collaboration.ball == "brand"  # the running trade goes on


def test_the_brand_can_still_choose_from_the_waitlist(world: World) -> None:
    deal = _full_deal(world)
    waiting = Application.objects.filter(state=A.WAITLISTED).order_by("id").last()
    with world.nothing_changes(), pytest.raises(DealIsFull):
        world.accept(waiting)
    DealPlaces.objects.filter(pk=deal.pk).update(total=2)
    assert world.accept(waiting).creator == waiting.creator


def test_an_early_reminder_comes_before_an_offer_lapses(world: World) -> None:
    deal = _full_deal(world)
    world.fail(deal.collaborations.get())
    world.settle()
    offered = Application.objects.get(state=A.OFFERED)

    applications.on_clock(offered.pk, world.now + 25 * HOUR)
    applications.on_clock(offered.pk, world.now + 25 * HOUR)

    reminder = Message.objects.get(name="deals.clock_reminder")
    assert reminder.payload["ball"] == "creator"
    assert reminder.payload["hours_left"] == 23
    offered.refresh_from_db()
    assert offered.wake_at == offered.due_at - 4 * HOUR
