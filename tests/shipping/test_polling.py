"""Parcels are asked about when due, by one worker at a time, and a worker that dies loses nothing."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connections, transaction

from deals.models import Collaboration
from shipping import polling
from shipping.carriers import directory
from shipping.carriers.simulated import RemoteCarrier
from shipping.carriers.simulated_server import SimulatedServer
from shipping.models import Shipment, TrackingEvent
from tests.shipping.conftest import AT, World

C = Collaboration.State


@pytest.fixture
def server(settings: Any) -> Iterator[SimulatedServer]:
    with SimulatedServer() as running:
        settings.CARRIER_SIMULATED_URL = running.url
        yield running


def test_plays_a_parcels_life_over_the_wire(world: World, server: SimulatedServer) -> None:
    shipment = world.sent()
    seen = []
    for hours in (0, 4, 20, 45, 49):
        polling.poll_due(at=AT + timedelta(hours=hours))
        shipment.refresh_from_db()
        seen.append(shipment.state)
    assert seen == ["pre_transit", "in_transit", "in_transit", "out_for_delivery", "delivered"]
    assert Collaboration.objects.get().delivered_at == AT + timedelta(hours=48)
    assert shipment.poll_at is None


def test_asks_nobody_twice_before_it_is_due(world: World, server: SimulatedServer) -> None:
    world.sent()
    assert polling.poll_due(at=AT) == 1
    assert polling.poll_due(at=AT) == 0
    assert polling.poll_due(at=AT + timedelta(hours=2)) == 1
    assert server.questions == 2


@pytest.mark.parametrize("mode", ["error", "garbage"])
def test_waits_longer_after_each_failure_and_recovers(world: World, server: SimulatedServer, mode: str) -> None:
    shipment = world.sent()
    server.mode = mode
    at, waits = AT, []
    for _ in range(4):
        polling.poll_due(at=at)
        shipment.refresh_from_db()
        assert shipment.poll_at is not None
        waits.append((shipment.poll_at - at).total_seconds() / 60)
        at = shipment.poll_at
    assert waits == [5, 10, 20, 40]
    assert not TrackingEvent.objects.exists()
    server.mode = "none"
    polling.poll_due(at=at)
    shipment.refresh_from_db()
    assert (shipment.poll_failures, shipment.state, shipment.claimed_at) == (0, "pre_transit", None)


@pytest.mark.django_db(transaction=True)
def test_a_slow_carrier_holds_no_row(server: SimulatedServer) -> None:
    from tests.shipping.conftest import make_world

    shipment = make_world().sent()
    server.mode = "slow"
    free: list[int] = []

    def track(self: RemoteCarrier, parcel: Any) -> Any:
        try:
            with transaction.atomic():  # fails at once if the asking worker still held the parcel
                free.append(Shipment.objects.select_for_update(nowait=True, of=("self",)).get().pk)
        finally:
            connections.close_all()
        return original(self, parcel)

    original = RemoteCarrier.track
    quick = RemoteCarrier(server.url, (), read_seconds=0.3)
    with (
        mock.patch.object(directory, "_simulated", return_value=quick),
        mock.patch.object(RemoteCarrier, "track", track),
    ):
        polling.poll_due(at=AT)
    shipment.refresh_from_db()
    assert free == [shipment.pk]
    assert shipment.poll_failures == 1


@pytest.mark.parametrize("mode", ["duplicate", "shuffled"])
def test_disorder_on_the_wire_ends_the_same(world: World, server: SimulatedServer, mode: str) -> None:
    shipment = world.sent()
    server.mode = mode
    polling.poll_due(at=AT + timedelta(days=3))
    shipment.refresh_from_db()
    assert (shipment.state, TrackingEvent.objects.count()) == ("delivered", 6)


def test_what_comes_late_comes_in_the_end(world: World, server: SimulatedServer) -> None:
    shipment = world.sent()
    server.mode = "late"
    polling.poll_due(at=AT + timedelta(days=3))
    shipment.refresh_from_db()
    assert shipment.state == "out_for_delivery"
    server.mode = "none"
    polling.poll_due(at=AT + timedelta(days=3, hours=1))
    assert Collaboration.objects.get().delivered_at == AT + timedelta(hours=48)


def test_a_worker_that_dies_after_its_claim_loses_nothing(world: World) -> None:
    world.sent()
    assert len(polling.claim(at=AT)) == 1  # and nothing follows
    assert polling.poll_due(at=AT + polling.LEASE - timedelta(seconds=1)) == 0
    assert polling.poll_due(at=AT + polling.LEASE) == 1


def test_a_worker_that_dies_between_storing_and_settling_stores_nothing_half(world: World) -> None:
    shipment = world.sent()
    at = AT + timedelta(days=3)
    with mock.patch("shipping.polling.next_poll", side_effect=SystemExit), pytest.raises(SystemExit):
        polling.poll_due(at=at)
    assert not TrackingEvent.objects.exists()
    assert Collaboration.objects.get().state == C.SHIPPED
    polling.poll_due(at=at + polling.LEASE)
    shipment.refresh_from_db()
    assert shipment.state == "delivered"


def test_an_answer_that_outlived_its_lease_does_not_settle(world: World) -> None:
    shipment = world.sent()
    (claimed,) = polling.claim(at=AT)
    late = polling.ask(claimed, AT)
    polling.poll_due(at=AT + polling.LEASE)
    shipment.refresh_from_db()
    poll_at = shipment.poll_at
    polling.apply(late, at=AT)
    shipment.refresh_from_db()
    assert shipment.poll_at == poll_at


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_about_each_parcel_once() -> None:
    from tests.shipping.conftest import make_world

    world = make_world()
    numbers = [f"SIM10{index}" for index in range(12)]
    for number in numbers:
        world.sent(number)
    asked: list[str] = []
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            polling.poll_due(at=AT + timedelta(days=3))
        finally:
            connections.close_all()

    real = polling.ask

    def counted(shipment: Shipment, at: Any) -> polling.Answer:
        asked.append(shipment.tracking_number)
        return real(shipment, at)

    with mock.patch.object(polling, "ask", counted), mock.patch.object(polling, "BATCH", 3):
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
    assert sorted(asked) == sorted(numbers)
    assert Shipment.objects.filter(state="delivered").count() == 12
    assert Collaboration.objects.filter(state=C.DELIVERED).count() == 12
