"""Two at the same moment: one wins, the other gets a clear answer, nothing is half done."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from barter.kernel.errors import BarterError
from deals.models import Collaboration
from deals.operations import cancel_collaboration
from shipping import operations
from shipping.models import CarrierMessage, Shipment, TrackingEvent
from shipping.operations.messages import store_scans
from tests.concurrency.racing import race
from tests.shipping.conftest import AT, World, make_scan, make_world

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
C = Collaboration.State
ROUNDS = 12


def enter(world: World, shipment: Shipment, number: str) -> Callable[[], object]:
    return lambda: operations.enter_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number=number, at=AT
    )


def test_two_clicks_ship_once() -> None:
    world = make_world()
    for index in range(ROUNDS):
        shipment = world.parcel()
        results = race(enter(world, shipment, f"SIM1{index:03}"), enter(world, shipment, f"SIM2{index:03}"))
        assert sum(isinstance(result, Shipment) for result in results) == 1
        assert sum(isinstance(result, BarterError) for result in results) == 1
    assert Collaboration.objects.filter(state=C.SHIPPED).count() == ROUNDS


def test_one_number_for_two_parcels_goes_to_one() -> None:
    world = make_world()
    for index in range(ROUNDS):
        first, second = world.parcel(), world.parcel()
        results = race(enter(world, first, f"SIM1{index:03}"), enter(world, second, f"SIM1{index:03}"))
        assert sum(isinstance(result, Shipment) for result in results) == 1
        assert sum(isinstance(result, BarterError) for result in results) == 1
    assert Collaboration.objects.filter(state=C.SHIPPED).count() == ROUNDS


def test_cancel_against_ship() -> None:
    world = make_world()
    for index in range(ROUNDS):
        shipment = world.parcel()
        cancel = partial(
            cancel_collaboration,
            collaboration=shipment.collaboration,
            by=world.by_owner,
            reason="changed plans",
            at=AT,
        )
        results = race(enter(world, shipment, f"SIM1{index:03}"), cancel)
        assert sum(isinstance(result, BarterError) for result in results) == 1, results
        found = Shipment.objects.select_related("collaboration").get(pk=shipment.pk)
        pair = (found.state, found.collaboration.state)
        assert pair in {("pre_transit", C.SHIPPED), ("label_pending", C.CANCELLED_BY_BRAND)}


def test_two_openings_make_one_parcel() -> None:
    world = make_world()
    for _ in range(ROUNDS):
        collaboration = world.collaboration()
        act = partial(operations.open_shipment, collaboration=collaboration, at=AT)
        first, second = race(act, act)
        assert isinstance(first, Shipment), first
        assert first == second
    assert Shipment.objects.count() == ROUNDS


def test_a_scan_pushed_while_the_number_is_entered_is_never_lost() -> None:
    world = make_world()
    later = AT + timedelta(hours=5)
    for index in range(ROUNDS):
        shipment, number = world.parcel(), f"SIM1{index:03}"

        def push(number: str = number) -> None:
            scan = make_scan("in_transit", hours=1, number=number, event_id=number)
            store_scans(carrier="simulated", scans=[scan], at=later)
            operations.process_messages(at=later, labels={("simulated", number)})

        race(enter(world, shipment, number), push)
        assert TrackingEvent.objects.filter(shipment=shipment).count() == 1
        assert Shipment.objects.get(pk=shipment.pk).state == "in_transit"
    assert not CarrierMessage.objects.filter(processed_at=None).exists()


def test_the_same_scans_pushed_and_polled_at_once_are_stored_once() -> None:
    world = make_world()
    later = AT + timedelta(days=3)
    for index in range(ROUNDS):
        shipment = world.sent(f"SIM1{index:03}")
        scans = [make_scan("delivered", hours=48, number=shipment.tracking_number)]
        act = partial(operations.record_tracking_events, shipment=shipment, scans=scans, source="poll", at=later)
        assert sorted(race(act, act), key=str) == [0, 1]
    assert Collaboration.objects.filter(state=C.DELIVERED).count() == ROUNDS
