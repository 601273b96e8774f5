"""Decisions a brand has made and told nobody yet."""

from datetime import timedelta
from typing import Any

import pytest

from barter.kernel.errors import BarterError, NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from brands.models import Variant
from deals import operations as ops
from deals.errors import BeingDeclined, DealIsFull, OutsideCountries, ValueRefused
from deals.models import Application, Deal, PendingDecision
from deals.operations import application as applications
from deals.operations.clock import tick
from deals.pending import plan_of
from deals.workflow import ApplicationState as A
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
YES, NO = PendingDecision.Verdict.YES, PendingDecision.Verdict.NO


def applied(world: World, deal: Deal, *names: str) -> list[Application]:
    return [world.apply(deal, world.another_creator(name)) for name in names]


def decide(world: World, rows: list[Application], verdict: str, **more: Any) -> Any:
    reason = {"reason": "audience"} if verdict == NO else {}
    return ops.decide_later(
        deal=rows[0].deal, applications=rows, verdict=verdict, by=world.by_brand, at=world.now, **reason, **more
    )


def release(world: World, deal: Deal) -> ops.Released:
    return ops.release_decisions(deal=deal, by=world.by_brand, at=world.now)


def states(*rows: Application) -> list[str]:
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def test_a_decision_is_kept_without_a_move_a_clock_or_a_word(world: World) -> None:
    rows = applied(world, world.new_deal(), "Ada", "Bea")
    with world.nothing_changes():
        assert decide(world, rows, YES).done == rows
        decide(world, rows[1:], NO, note=" Sorry ")
        assert ops.take_back(deal=rows[0].deal, applications=rows[:1], by=world.by_brand, at=world.now) == 1
    left = PendingDecision.objects.get()
    assert (left.application_id, left.verdict, left.decline_note) == (rows[1].pk, NO, "Sorry")
    assert (left.decided_by_id, left.decided_at, left.tell_at) == (world.owner.pk, NOW, None)


def test_only_a_brand_decides_and_a_no_has_its_reason(world: World) -> None:
    rows = applied(world, world.new_deal(), "Ada")
    call = {"deal": rows[0].deal, "applications": rows, "at": NOW}
    with world.nothing_changes():
        with pytest.raises(NotAllowed):
            ops.decide_later(**call, verdict=YES, by=world.by_creator(rows[0].creator))
        with pytest.raises(ValueRefused):
            ops.decide_later(**call, verdict=NO, by=world.by_brand, reason="because")
        with pytest.raises(NotAllowed):
            ops.release_decisions(deal=rows[0].deal, by=world.by_staff, at=NOW)
    assert not PendingDecision.objects.exists()


@pytest.mark.parametrize("how", ["accept", "decline", "offer", "withdraw", "expire", "close"])
def test_a_decision_is_dropped_when_the_application_ends_otherwise(world: World, how: str) -> None:
    deal = world.new_deal()
    row = applied(world, deal, "Ada")[0]
    decide(world, [row], YES)
    ends: dict[str, Any] = {
        "accept": lambda: world.accept(row),
        "decline": lambda: ops.decline_application(application=row, by=world.by_brand, reason="other", at=NOW),
        "offer": lambda: ops.make_offer(application=row, by=world.by_brand, proposal={"live_days": 8}, at=NOW),
        "withdraw": lambda: ops.withdraw_application(
            application=row, by=world.by_creator(row.creator), at=NOW
        ),
        "expire": lambda: tick(at=world.later(days=8)),
        "close": lambda: (ops.close_deal(deal=deal, by=world.by_brand, at=NOW), world.settle()),
    }  # fmt: skip
    ends[how]()
    assert not PendingDecision.objects.exists()
    with world.nothing_changes():
        assert isinstance(decide(world, [row], YES).refused[0][1], WrongState)


def test_a_release_accepts_the_best_match_first_as_far_as_there_is_room_and_keeps_the_rest(world: World) -> None:
    deal = world.new_deal(places=2)
    low, high, middle = (
        world.apply(deal, world.another_creator(name, followers=followers))
        for name, followers in (("Low", 100), ("High", 9_000), ("Middle", 4_000))
    )
    turned_down = applied(world, deal, "Dora")[0]
    decide(world, [low, high, middle], YES)
    decide(world, [turned_down], NO)
    plan = plan_of(deal, at=NOW)
    assert [(one.application.pk, one.obstacle) for one in plan.yes] == [
        (high.pk, ""),
        (middle.pk, ""),
        (low.pk, "place"),
    ]
    result = release(world, deal)
    assert [row.pk for row in result.accepted] == [high.pk, middle.pk]
    assert [row.pk for row in result.declined] == [turned_down.pk]
    assert [(row.pk, type(why)) for row, why in result.refused] == [(low.pk, DealIsFull)]
    world.settle()
    assert states(high, middle, low, turned_down) == [A.ACCEPTED, A.ACCEPTED, A.WAITLISTED, A.DECLINED]
    assert PendingDecision.objects.get().application_id == low.pk
    with world.nothing_changes():
        again = release(world, deal)
    assert (again.accepted, again.declined, len(again.refused)) == ([], [], 1)


def test_the_check_names_what_stands_in_the_way_of_each_and_the_release_agrees(world: World) -> None:
    deal = world.new_deal(places=9)
    names = ["Fine", "Busy", "Moved", "Abroad", "Old", "Second"]
    rows = dict(zip(names, applied(world, deal, *names), strict=True))
    world.grant(rows["Busy"].creator, credits_granted=0)
    rows["Moved"].address.__class__.objects.filter(pk=rows["Moved"].address_id).update(removed_at=NOW)
    rows["Abroad"].address.__class__.objects.filter(pk=rows["Abroad"].address_id).update(country="DE")
    Deal.objects.filter(pk=deal.pk).update(countries=["NL"])
    deal = Deal.objects.select_related("brand", "product").get(pk=deal.pk)
    Application.objects.filter(pk=rows["Old"].pk).update(consented_hash="0" * 64)
    Variant.objects.filter(product=deal.product).update(stock_on_hand=1)
    decide(world, list(rows.values()), YES)
    plan = plan_of(deal, at=NOW)
    told = {one.application.creator.display_name: one.obstacle for one in plan.yes}
    assert told == {
        "Fine": "",
        "Busy": "credit",
        "Moved": "address",
        "Abroad": "country",
        "Old": "terms",
        "Second": "stock",
    }
    assert [(one.free, one.wanted) for one in plan.stock] == [(1, 6)]
    result = release(world, deal)
    assert [row.pk for row in result.accepted] == [rows["Fine"].pk]
    refused = {row.pk: why for row, why in result.refused}
    assert set(refused) == {row.pk for name, row in rows.items() if name != "Fine"}
    assert isinstance(refused[rows["Abroad"].pk], OutsideCountries)


def test_a_decline_can_be_taken_back_before_the_creator_is_told(world: World) -> None:
    deal = world.new_deal()
    kept, told = applied(world, deal, "Ada", "Bea")
    news = Message.objects.count(), TimelineEntry.objects.count()
    ops.decline_soon(deal=deal, applications=[kept, told], by=world.by_brand, reason="audience", at=world.now)
    ops.take_back(deal=deal, applications=[kept], by=world.by_brand, at=world.later(minutes=9))
    tick(at=world.now)
    assert (Message.objects.count(), TimelineEntry.objects.count()) == news
    assert release(world, deal).declined == []  # who can still be spared is not told early
    tick(at=world.later(minutes=1))
    tick(at=world.now)
    assert states(kept, told) == [A.SUBMITTED, A.DECLINED]
    last = TimelineEntry.objects.filter(object_type="application", object_id=told.pk).order_by("-id").first()
    assert last is not None
    assert (last.move, last.actor_user_id, last.reason) == ("decline", world.owner.pk, "audience")


def test_a_no_taken_back_leaves_what_waited_before_as_it_was(world: World) -> None:
    deal = world.new_deal()
    rows = applied(world, deal, "Ada", "Bea", "Cem")
    call: dict[str, Any] = {"deal": deal, "by": world.by_brand}
    decide(world, rows[:1], YES)
    decide(world, rows[1:2], NO, note="Sorry")
    for minutes in (0, 2):  # said twice, it still stands in for the first
        ops.decline_soon(applications=rows, reason="quality", at=world.later(minutes=minutes), **call)
    assert ops.take_back(applications=rows, at=world.later(minutes=3), **call) == 3
    left = PendingDecision.objects.order_by("pk").values_list(
        "pk", "verdict", "decline_reason", "decline_note", "tell_at"
    )
    assert list(left) == [(rows[0].pk, YES, "", "", None), (rows[1].pk, NO, "audience", "Sorry", None)]
    assert ops.take_back(applications=rows, at=world.now, **call) == 2
    assert not PendingDecision.objects.exists()


def test_a_no_to_be_released_stands_in_for_nothing(world: World) -> None:
    deal = world.new_deal()
    rows = applied(world, deal, "Ada")
    decide(world, rows, YES)
    ops.decline_soon(deal=deal, applications=rows, by=world.by_brand, reason="quality", at=world.now)
    decide(world, rows, NO)
    assert ops.take_back(deal=deal, applications=rows, by=world.by_brand, at=world.now) == 1
    assert not PendingDecision.objects.exists()


@pytest.mark.parametrize("how", ["accept", "shortlist", "offer", "decide_later"])
def test_who_is_being_declined_gets_no_other_answer_unseen_whichever_door_it_comes_through(
    world: World, how: str
) -> None:
    deal = world.new_deal()
    row = applied(world, deal, "Ada")[0]
    ops.decline_soon(deal=deal, applications=[row], by=world.by_brand, reason="audience", at=world.now)
    call: dict[str, Any] = {"application": row, "by": world.by_brand, "at": world.now}
    answers: dict[str, Any] = {
        "accept": lambda: ops.accept_application(**call),
        "shortlist": lambda: ops.shortlist_application(**call),
        "offer": lambda: ops.make_offer(**call, proposal={"live_days": 8}),
        "decide_later": lambda: decide(world, [row], YES),
    }
    with world.nothing_changes():
        if how == "decide_later":
            assert isinstance(answers[how]().refused[0][1], BeingDeclined)
        else:
            with pytest.raises(BeingDeclined):
                answers[how]()
    assert PendingDecision.objects.get().verdict == NO
    ops.take_back(deal=deal, applications=[row], by=world.by_brand, at=world.now)
    answers[how]()
    assert (states(row) == [A.SUBMITTED]) == (how == "decide_later")


def test_the_countered_and_the_waiting_are_held_to_it_too_and_the_next_in_line_gets_the_place(world: World) -> None:
    deal = world.new_deal(places=1)
    trade = world.trade(deal)
    first, second = applied(world, deal, "Ada", "Bea")
    ops.decline_soon(deal=deal, applications=[first], by=world.by_brand, reason="audience", at=world.now)
    with world.nothing_changes(), pytest.raises(BeingDeclined):
        ops.accept_application(application=first, by=world.by_brand, at=world.now)
    world.fail(trade)
    world.settle()
    assert states(first, second) == [A.WAITLISTED, A.OFFERED]
    ops.counter_offer(application=second, by=world.by_creator(second.creator), proposal={"live_days": 8}, at=world.now)
    ops.decline_soon(deal=deal, applications=[second], by=world.by_brand, reason="audience", at=world.now)
    with world.nothing_changes(), pytest.raises(BeingDeclined):
        ops.accept_counter(application=second, by=world.by_brand, at=world.now)


def test_a_creator_who_withdraws_first_was_never_declined(world: World) -> None:
    row = applied(world, world.new_deal(), "Ada")[0]
    ops.decline_soon(deal=row.deal, applications=[row], by=world.by_brand, reason="audience", at=world.now)
    ops.withdraw_application(application=row, by=world.by_creator(row.creator), at=world.now)
    tick(at=world.later(minutes=11))
    assert states(row) == [A.WITHDRAWN]
    assert not PendingDecision.objects.exists()


def test_a_second_no_is_told_at_once_with_its_own_reason(world: World) -> None:
    row = applied(world, world.new_deal(), "Ada")[0]
    ops.decline_soon(deal=row.deal, applications=[row], by=world.by_brand, reason="audience", at=world.now)
    ops.decline_application(application=row, by=world.by_brand, reason="other", at=world.now)
    row.refresh_from_db()
    assert (row.state, row.decline_reason, PendingDecision.objects.count()) == (A.DECLINED, "other", 0)


def test_the_end_of_its_time_tells_the_no_that_was_meant_even_when_telling_was_held_up(world: World) -> None:
    row = applied(world, world.new_deal(), "Ada")[0]
    due_at = row.due_at
    ops.decline_soon(
        deal=row.deal, applications=[row], by=world.by_brand, reason="audience", at=due_at - timedelta(minutes=3)
    )
    applications.on_clock(row.pk, due_at)  # before, or without, the job that tells
    row.refresh_from_db()
    assert (row.state, row.decline_reason, PendingDecision.objects.count()) == (A.DECLINED, "audience", 0)
    tick(at=due_at)
    assert TimelineEntry.objects.filter(move="decline").count() == 1


def test_a_decline_just_before_the_end_is_a_decline_and_not_silence(world: World) -> None:
    deal = world.new_deal()
    row = applied(world, deal, "Ada")[0]
    at = row.due_at - timedelta(minutes=3)
    ops.decline_soon(deal=deal, applications=[row], by=world.by_brand, reason="audience", at=at)
    tick(at=row.due_at)
    assert states(row) == [A.DECLINED]


def test_nobody_who_is_about_to_hear_no_is_offered_a_place(world: World) -> None:
    deal = world.new_deal(places=1)
    trade = world.trade(deal)
    first, second = applied(world, deal, "Ada", "Bea")
    decide(world, [first], NO)
    world.fail(trade)
    world.settle()
    assert states(first, second) == [A.WAITLISTED, A.OFFERED]


def test_the_short_list_gives_new_days_once(world: World) -> None:
    row = applied(world, world.new_deal(), "Ada")[0]
    days = []
    for _ in range(3):
        on = ops.shortlist_application(application=row, by=world.by_brand, at=world.later(days=1))
        off = ops.unshortlist_application(application=row, by=world.by_brand, at=world.later(days=1))
        days += [on.due_at, off.due_at]
    assert set(days) == {NOW + timedelta(days=8)}
    assert states(row) == [A.SUBMITTED]
    with world.nothing_changes(), pytest.raises(BarterError):
        ops.unshortlist_application(application=row, by=world.by_brand, at=world.now)
