"""Scans come late, doubled and shuffled; the parcel ends where the carrier's own times say."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.models import TimelineEntry
from deals.models import Collaboration
from deals.operations import confirm_delivery, report_problem
from shipping import operations
from shipping.carriers.port import Scan
from shipping.models import Shipment, TrackingEvent
from tests.shipping.conftest import AT, World, make_scan

C = Collaboration.State
NOW = AT + timedelta(days=4)


def record(shipment: Shipment, *scans: Scan, at: object = NOW) -> int:
    return operations.record_tracking_events(shipment=shipment, scans=scans, source="poll", at=at)  # type: ignore[arg-type]


def state_of(shipment: Shipment) -> tuple[str, str]:
    found = Shipment.objects.select_related("collaboration").get(pk=shipment.pk)
    return found.state, found.collaboration.state


def test_delivered_starts_the_clock_at_the_carriers_time(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("delivered", hours=48))
    collaboration = Collaboration.objects.get()
    assert state_of(shipment) == ("delivered", C.DELIVERED)
    assert collaboration.delivered_at == AT + timedelta(hours=48)
    assert collaboration.clock_started_at == AT + timedelta(hours=48)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_every_order_ends_in_the_same_state(world: World, order: tuple[int, ...]) -> None:
    shipment = world.sent()
    scans = [
        make_scan("in_transit", hours=3),
        make_scan("attempt_failed", hours=20),
        make_scan("out_for_delivery", hours=40),
        make_scan("delivered", hours=44),
    ]
    for index in order:
        record(shipment, scans[index])
    shipment.refresh_from_db()
    assert state_of(shipment) == ("delivered", C.DELIVERED)
    assert shipment.delivered_at == AT + timedelta(hours=44)
    assert TrackingEvent.objects.count() == 4


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_lost_and_returned_too(world: World, order: tuple[int, ...]) -> None:
    shipment = world.sent()
    scans = [make_scan("in_transit", hours=3), make_scan("lost", hours=20), make_scan("in_transit", hours=40)]
    for index in order:
        record(shipment, scans[index])
    assert state_of(shipment) == ("lost", C.ON_HOLD)


def test_a_repeat_stores_and_moves_nothing(world: World) -> None:
    shipment = world.sent()
    scans = [make_scan("in_transit", hours=3), make_scan("delivered", hours=48)]
    assert record(shipment, *scans, *scans) == 2
    moves = TimelineEntry.objects.count()
    assert record(shipment, *scans) == 0
    assert TimelineEntry.objects.count() == moves


def test_an_older_scan_never_moves_the_parcel_back(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("out_for_delivery", hours=40))
    record(shipment, make_scan("in_transit", hours=3))
    assert state_of(shipment)[0] == "out_for_delivery"


def test_nothing_but_a_return_follows_a_delivery(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("delivered", hours=48))
    record(shipment, make_scan("in_transit", hours=50), make_scan("lost", hours=51))
    assert state_of(shipment) == ("delivered", C.DELIVERED)
    record(shipment, make_scan("returned", hours=60))
    assert state_of(shipment) == ("returned", C.ON_HOLD)


@pytest.mark.parametrize("state", ["returned", "lost"])
def test_a_problem_of_the_carrier_puts_the_exchange_on_hold(world: World, state: str) -> None:
    shipment = world.sent()
    record(shipment, make_scan(state, hours=48))
    assert state_of(shipment) == (state, C.ON_HOLD)
    assert Collaboration.objects.get().problem_code == state


def test_a_lost_parcel_can_turn_up(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("lost", hours=48))
    record(shipment, make_scan("delivered", hours=60))
    assert state_of(shipment) == ("delivered", C.DELIVERED)


def test_a_carrier_whose_clock_runs_ahead_does_not_deliver_in_the_future(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("delivered", hours=24 * 300))
    assert Collaboration.objects.get().delivered_at == NOW
    assert TrackingEvent.objects.get().at == NOW


def test_a_delivery_is_never_before_the_parcel_was_sent(world: World) -> None:
    shipment = world.sent(at=AT + timedelta(hours=10))
    record(shipment, make_scan("delivered", hours=5))
    assert Collaboration.objects.get().delivered_at == AT + timedelta(hours=10)


def test_scans_from_before_the_agreement_belong_to_another_parcel(world: World) -> None:
    shipment = world.sent()
    assert record(shipment, make_scan("delivered", hours=-48)) == 0
    assert state_of(shipment) == ("pre_transit", C.SHIPPED)


def test_scans_of_another_number_are_ignored(world: World) -> None:
    assert record(world.sent(), make_scan("delivered", hours=48, number="SIM9999")) == 0


def test_scans_after_the_creator_confirmed_are_stored_and_harmless(world: World) -> None:
    shipment = world.sent()
    by = Actor.creator(world.creator.user_id)
    confirm_delivery(collaboration=shipment.collaboration, by=by, at=AT + timedelta(hours=40))
    record(shipment, make_scan("delivered", hours=39))
    assert state_of(shipment) == ("delivered", C.CREATING)


def test_scans_while_a_problem_is_open_are_stored_and_harmless(world: World) -> None:
    shipment = world.sent()
    record(shipment, make_scan("delivered", hours=20), at=AT + timedelta(hours=21))
    by = Actor.creator(world.creator.user_id)
    report_problem(collaboration=shipment.collaboration, by=by, code="damaged", note="", at=AT + timedelta(hours=22))
    record(shipment, make_scan("returned", hours=30))
    assert state_of(shipment) == ("returned", C.ON_HOLD)
    assert Collaboration.objects.get().problem_code == "damaged"


def test_the_first_parcel_turning_up_does_not_speak_for_the_second(world: World) -> None:
    first = world.sent("SIM1001")
    Collaboration.objects.update(state=C.TO_SHIP)
    second = operations.open_shipment(collaboration=first.collaboration, at=AT + timedelta(days=1))
    assert second is not None
    operations.enter_tracking(
        shipment=second, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT + timedelta(days=1)
    )
    record(first, make_scan("delivered", hours=30))
    assert state_of(first) == ("delivered", C.SHIPPED)
    assert state_of(second) == ("pre_transit", C.SHIPPED)


def test_silence_ends_the_following_once(world: World) -> None:
    shipment = world.sent()
    late = AT + timedelta(days=30)
    assert not operations.expire_silent(shipment=shipment, at=late - timedelta(hours=1))
    assert operations.expire_silent(shipment=shipment, at=late)
    assert not operations.expire_silent(shipment=shipment, at=late)
    assert state_of(shipment) == ("expired", C.SHIPPED)


def test_staff_give_a_parcel_up(world: World) -> None:
    shipment = world.sent()
    operations.give_up_on(shipment=shipment, by=Actor.staff(world.outsider.pk), at=NOW, reason="carrier's letter")
    assert state_of(shipment) == ("lost", C.ON_HOLD)
    entry = TimelineEntry.objects.get(object_type="shipment", move="give_up")
    assert (entry.actor_user_id, entry.reason) == (world.outsider.pk, "carrier's letter")


def test_the_newest_promise_of_the_carrier_counts(world: World) -> None:
    shipment = world.sent()
    promised = (AT + timedelta(days=3)).date()
    record(shipment, make_scan("in_transit", hours=3, eta_date=promised))
    shipment.refresh_from_db()
    assert shipment.eta_date == promised


def test_the_exchange_waits_until_the_day_the_carrier_names(world: World) -> None:
    shipment = world.sent()
    User.objects.filter(creator__collaborations=shipment.collaboration).update(time_zone="Europe/Riga")
    first, later = ((AT + timedelta(days=days)).date() for days in (5, 8))
    for hours, day in ((3, first), (5, first), (9, later), (11, (AT - timedelta(days=2)).date())):
        record(shipment, make_scan("in_transit", hours=hours, eta_date=day))
    row = Collaboration.objects.get(pk=shipment.collaboration_id)
    assert (row.state, row.due_at) == (C.SHIPPED, datetime(later.year, later.month, later.day, 21, 59, 59, tzinfo=UTC))
    told = TimelineEntry.objects.filter(object_type="collaboration", move="expect_parcel")
    assert list(told.order_by("id").values_list("reason", flat=True)) == [first.isoformat(), later.isoformat()]


def test_every_move_leaves_a_row_and_no_secret(world: World) -> None:
    from barter.kernel.models import Message

    record(world.sent(), make_scan("delivered", hours=48))
    moves = list(TimelineEntry.objects.filter(object_type="shipment").order_by("id").values_list("move", flat=True))
    assert moves == ["open", "enter_tracking", "scan_delivered"]
    told = str(list(Message.objects.values_list("payload", flat=True)))
    assert "1011" not in told
    assert "SIM1001" not in told
