"""The brand says how it sent the parcel, and the exchange moves in the same transaction."""

from datetime import UTC, date, datetime, timedelta

import pytest

from barter.kernel.actors import Actor
from barter.kernel.errors import NotAllowed, WrongState
from deals.models import Collaboration
from shipping import operations
from shipping.errors import (
    AddressMissing,
    BadArrivalDate,
    BadTrackingNumber,
    NothingToShip,
    TrackingNumberUsed,
    UnknownCarrier,
)
from shipping.models import Shipment, TrackingEvent
from shipping.operations.messages import store_scans
from tests.shipping.conftest import AT, World, make_scan

C = Collaboration.State


def state_of(shipment: Shipment) -> tuple[str, str]:
    found = Shipment.objects.select_related("collaboration").get(pk=shipment.pk)
    return found.state, found.collaboration.state


def enter(world: World, shipment: Shipment, number: str = "SIM1001", carrier: str = "", **values: object) -> Shipment:
    return operations.enter_tracking(
        shipment=shipment,
        by=world.by_owner,
        carrier=carrier,
        tracking_number=number,
        at=AT,
        **values,  # type: ignore[arg-type]
    )


def test_moves_parcel_and_exchange_together(world: World) -> None:
    shipment = enter(world, world.parcel(), "ce 128 884 216 ee")
    assert state_of(shipment) == ("pre_transit", C.SHIPPED)
    assert (shipment.carrier, shipment.tracking_number) == ("omniva", "CE128884216EE")
    assert shipment.poll_at is None  # nobody answers questions about it: people follow it on the carrier's page


def test_the_simulated_carrier_is_asked_at_once(world: World) -> None:
    assert enter(world, world.parcel()).poll_at == AT


@pytest.mark.parametrize(("is_cross_border", "days"), [(False, 8), (True, 21)])
def test_the_creator_is_asked_by_distance(world: World, is_cross_border: bool, days: int) -> None:
    shipment = enter(world, world.parcel(is_cross_border=is_cross_border))
    assert Collaboration.objects.get().due_at == AT + timedelta(days=days)
    assert shipment.shipped_at == AT


def test_the_creator_is_asked_after_the_promised_day(world: World) -> None:
    enter(world, world.parcel(), eta_date=date(2026, 11, 20))
    assert Collaboration.objects.get().due_at == datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "carrier", "refusal"),
    [("!", "dhl", BadTrackingNumber), ("HELLO1", "", UnknownCarrier), ("SIM1001", "pigeon", UnknownCarrier)],
)
def test_refuses_what_no_label_says_and_changes_nothing(
    world: World, number: str, carrier: str, refusal: type[Exception]
) -> None:
    shipment = world.parcel()
    with pytest.raises(refusal):
        enter(world, shipment, number, carrier)
    assert state_of(shipment) == ("label_pending", C.TO_SHIP)


def test_refuses_an_arrival_in_the_past(world: World) -> None:
    shipment = world.parcel()
    with pytest.raises(BadArrivalDate):
        enter(world, shipment, eta_date=date(2026, 11, 15))
    assert state_of(shipment) == ("label_pending", C.TO_SHIP)


def test_refuses_a_number_of_another_parcel_and_changes_nothing(world: World) -> None:
    enter(world, world.parcel())
    second = world.parcel()
    with pytest.raises(TrackingNumberUsed):
        enter(world, second)
    assert state_of(second) == ("label_pending", C.TO_SHIP)


def test_refuses_without_an_address(world: World) -> None:
    with pytest.raises(AddressMissing):
        enter(world, world.parcel(address=None))


def test_refuses_the_creator(world: World) -> None:
    shipment = world.parcel()
    with pytest.raises(NotAllowed):
        operations.enter_tracking(
            shipment=shipment, by=Actor.creator(world.creator.user_id), carrier="", tracking_number="SIM1001", at=AT
        )


def test_a_second_click_is_refused(world: World) -> None:
    shipment = enter(world, world.parcel())
    with pytest.raises(WrongState):
        enter(world, shipment, "SIM2002")


def test_a_cancelled_exchange_is_not_shipped(world: World) -> None:
    shipment = world.parcel()
    Collaboration.objects.update(state=C.CANCELLED_BY_BRAND)
    with pytest.raises(WrongState):
        enter(world, shipment)
    assert state_of(shipment) == ("label_pending", C.CANCELLED_BY_BRAND)


def test_ships_before_the_outbox_has_opened_the_parcel(world: World) -> None:
    collaboration = world.collaboration()
    shipment = operations.ship_parcel(collaboration=collaboration, by=world.by_owner, tracking_number="SIM1001", at=AT)
    assert state_of(shipment) == ("pre_transit", C.SHIPPED)


def test_nothing_to_ship_in_an_exchange_that_is_shipped(world: World) -> None:
    shipment = world.sent()
    with pytest.raises(NothingToShip):
        operations.ship_parcel(
            collaboration=shipment.collaboration, by=world.by_owner, tracking_number="SIM2002", at=AT
        )


def test_scans_pushed_before_the_number_was_entered_are_adopted(world: World) -> None:
    shipment = world.parcel()
    store_scans(carrier="simulated", scans=[make_scan("in_transit", hours=1)], at=AT + timedelta(hours=2))
    operations.process_messages(at=AT + timedelta(hours=2))
    operations.enter_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=AT + timedelta(hours=3)
    )
    assert state_of(shipment) == ("in_transit", C.SHIPPED)


def test_a_corrected_number_forgets_what_the_wrong_one_told(world: World) -> None:
    shipment = world.sent()
    operations.record_tracking_events(
        shipment=shipment, scans=[make_scan("pre_transit", hours=0)], source="poll", at=AT
    )
    held = operations.correct_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT
    )
    assert held.tracking_number == "SIM2002"
    assert not TrackingEvent.objects.exists()
    stale = operations.record_tracking_events(
        shipment=shipment, scans=[make_scan("delivered", hours=1)], source="poll", at=AT + timedelta(hours=2)
    )
    assert stale == 0


def test_a_scanned_number_is_corrected_and_the_day_of_the_wrong_one_goes(world: World) -> None:
    shipment = world.sent()
    usual = Collaboration.objects.get().due_at
    later = AT + timedelta(hours=2)
    wrong = make_scan("out_for_delivery", hours=1, eta_date=date(2026, 11, 17))
    operations.record_tracking_events(shipment=shipment, scans=[wrong], source="poll", at=later)
    assert Collaboration.objects.get().due_at != usual
    held = operations.correct_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM2002", at=later
    )
    assert (held.state, held.eta_date, held.last_event_at) == ("pre_transit", None, None)
    assert Collaboration.objects.get().due_at == usual
    assert not TrackingEvent.objects.exists()


def test_a_correction_after_the_usual_time_asks_nobody_before_tomorrow(world: World) -> None:
    shipment = world.sent()
    later = AT + timedelta(days=9)
    wrong = make_scan("in_transit", hours=1, eta_date=date(2026, 12, 1))
    operations.record_tracking_events(shipment=shipment, scans=[wrong], source="poll", at=AT + timedelta(days=1))
    operations.correct_tracking(shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM2002", at=later)
    assert Collaboration.objects.get().due_at == later + timedelta(days=1)


def test_a_number_without_scans_is_corrected_and_the_brands_own_day_stays(world: World) -> None:
    shipment = enter(world, world.parcel(), eta_date=date(2026, 11, 20))
    due = Collaboration.objects.get().due_at
    held = operations.correct_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT + timedelta(hours=2)
    )
    assert (held.eta_date, Collaboration.objects.get().due_at) == (date(2026, 11, 20), due)


def test_the_number_of_a_delivered_parcel_stays(world: World) -> None:
    shipment = world.sent()
    operations.record_tracking_events(
        shipment=shipment, scans=[make_scan("delivered", hours=1)], source="poll", at=AT + timedelta(hours=1)
    )
    with pytest.raises(WrongState):
        operations.correct_tracking(
            shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT + timedelta(hours=2)
        )
    assert Shipment.objects.get().tracking_number == "SIM1001"
