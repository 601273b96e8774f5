"""The guards of the races in tests/shipping/test_races.py, each taken out once: the damage must be seen, or the race is no race."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry
from shipping import operations
from shipping.models import Shipment, TrackingEvent
from shipping.operations import tracking
from shipping.operations.messages import store_scans
from tests.concurrency.racing import WAIT_SECONDS, race, refusals
from tests.shipping.conftest import AT, World, make_scan, make_world

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
LATER = AT + timedelta(hours=5)


def test_control_without_the_rows_locks_two_clicks_ship_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    world, meeting = make_world(), threading.Barrier(2)
    shipment = world.parcel()

    def look(wanted: Shipment) -> Shipment:
        row = Shipment.objects.select_related("collaboration__creator", "brand").get(pk=wanted.pk)
        meeting.wait(WAIT_SECONDS)  # both have read `label_pending`
        return row

    monkeypatch.setattr(tracking, "lock", look)
    monkeypatch.setattr(tracking.deals, "mark_shipped", lambda **_: None)  # the heart would refuse the second

    def enter(number: str) -> Any:
        return operations.enter_tracking(
            shipment=shipment, by=world.by_owner, carrier="", tracking_number=number, at=AT
        )

    results = race(lambda: enter("SIM1001"), lambda: enter("SIM1002"))

    shipped = TimelineEntry.objects.filter(object_type="shipment", move="enter_tracking").count()
    unclean = [error for error in refusals(results) if not isinstance(error, BarterError)]
    assert shipped == 2 or unclean, results


@pytest.mark.parametrize("guarded", [True, False])
def test_a_scan_that_comes_before_the_number_is_committed(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the label's lock it waits and is applied; without it the scan finds no parcel and the parcel no scan."""
    world = make_world()
    shipment, pushes = world.parcel(), []
    adopt = tracking.adopt_waiting
    if not guarded:
        monkeypatch.setattr("shipping.operations.messages.lock_label", lambda *_: None)

    def push() -> None:
        try:
            scan = make_scan("in_transit", hours=1, number="SIM1001", event_id="one")
            store_scans(carrier="simulated", scans=[scan], at=LATER)
            operations.process_messages(at=LATER, labels={("simulated", "SIM1001")})
        finally:
            connection.close()

    def adopt_and_be_overtaken(held: Shipment, **values: Any) -> None:
        adopt(held, **values)
        pushes.append(threading.Thread(target=push))
        pushes[0].start()
        pushes[0].join(1)  # with the lock it is still waiting when we commit

    monkeypatch.setattr(tracking, "adopt_waiting", adopt_and_be_overtaken)
    operations.enter_tracking(shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=AT)
    pushes[0].join(WAIT_SECONDS)
    operations.process_messages(at=LATER)

    assert TrackingEvent.objects.filter(shipment=shipment).count() == (1 if guarded else 0)


def _second_parcel(world: World, first: Shipment) -> None:
    row = Shipment(collaboration=first.collaboration, brand_id=first.brand_id, created_at=AT)
    row.enter("label_pending", AT)
    row.save(force_insert=True)


def _same_number(world: World, first: Shipment) -> None:
    other = world.parcel()
    for row in (first, other):
        Shipment.objects.filter(pk=row.pk).update(carrier="simulated", tracking_number="SIM1001")


@pytest.mark.parametrize(
    ("damage", "constraint"),
    [(_second_parcel, "shipping_one_parcel_on_its_way"), (_same_number, "shipping_tracking_number_once")],
)
def test_whatever_the_code_does_the_database_refuses_it(damage: Any, constraint: str) -> None:
    world = make_world()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        damage(world, world.parcel())
