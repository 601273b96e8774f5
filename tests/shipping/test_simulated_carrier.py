"""The simulated carrier over a real socket, well and badly behaved."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shipping.carriers.port import CarrierTrouble, Parcel
from shipping.carriers.scripts import SCRIPTS
from shipping.carriers.simulated import InProcessCarrier, RemoteCarrier
from shipping.carriers.simulated_server import SimulatedServer
from shipping.tracking import Moment, settle

SHIPPED = datetime(2026, 11, 16, 10, tzinfo=UTC)
PARCEL = Parcel(tracking_number="SIM1001", shipped_at=SHIPPED, now=SHIPPED + timedelta(days=3))


@pytest.fixture
def server() -> Iterator[SimulatedServer]:
    with SimulatedServer() as running:
        yield running


def test_the_server_tells_what_the_adapter_in_process_tells(server: SimulatedServer) -> None:
    remote, local = RemoteCarrier(server.url, ()), InProcessCarrier(())
    assert list(remote.track(PARCEL)) == list(local.track(PARCEL))


def test_nothing_is_told_of_the_future(server: SimulatedServer) -> None:
    scans = RemoteCarrier(server.url, ()).track(
        Parcel(tracking_number="SIM1001", shipped_at=SHIPPED, now=SHIPPED + timedelta(hours=4))
    )
    assert [scan.state for scan in scans] == ["pre_transit", "in_transit"]


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        ("", "delivered"),
        ("DELIVERED", "delivered"),
        ("LATE", "delivered"),
        ("ATTEMPT", "delivered"),
        ("CUSTOMS", "delivered"),
        ("RETURNED", "returned"),
        ("LOST", "lost"),
        ("PICKUP", "delivered"),
        ("SILENT", "pre_transit"),
    ],
)
def test_the_end_of_the_number_chooses_the_life(ending: str, state: str) -> None:
    parcel = Parcel(tracking_number=f"SIM1001{ending}", shipped_at=SHIPPED, now=SHIPPED + timedelta(days=40))
    decisive = settle([Moment(scan.state, scan.at) for scan in InProcessCarrier(()).track(parcel)])
    assert decisive is not None
    assert decisive.state == state


def test_every_script_is_in_order() -> None:
    for steps in SCRIPTS.values():
        assert [step.hours for step in steps] == sorted(step.hours for step in steps)


@pytest.mark.parametrize("mode", ["error", "garbage"])
def test_an_unusable_answer_is_trouble_and_nothing_worse(server: SimulatedServer, mode: str) -> None:
    server.mode = mode
    with pytest.raises(CarrierTrouble):
        RemoteCarrier(server.url, ()).track(PARCEL)


@pytest.mark.parametrize("mode", ["slow", "drip"])
def test_a_slow_carrier_is_left_alone_in_time(server: SimulatedServer, mode: str) -> None:
    server.mode = mode
    carrier = RemoteCarrier(server.url, (), read_seconds=0.5)
    started = time.monotonic()
    with pytest.raises(CarrierTrouble):
        carrier.track(PARCEL)
    assert time.monotonic() - started < 5


def test_nobody_listening_is_trouble() -> None:
    with pytest.raises(CarrierTrouble):
        RemoteCarrier("http://127.0.0.1:9", ()).track(PARCEL)


@pytest.mark.parametrize("mode", ["duplicate", "shuffled"])
def test_disorder_ends_in_the_same_state(server: SimulatedServer, mode: str) -> None:
    server.mode = mode
    scans = RemoteCarrier(server.url, ()).track(PARCEL)
    decisive = settle([Moment(scan.state, scan.at) for scan in scans])
    assert decisive == Moment("delivered", SHIPPED + timedelta(hours=48))
