"""The checks of shipping find nothing in a healthy database, and each finds what it is for."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from barter.kernel import clock
from barter.kernel.invariants import run
from deals.models import Collaboration
from shipping import operations
from shipping.invariants import CHECKS
from shipping.models import AddressAccess, Shipment
from tests.shipping.conftest import AT, World, make_scan

C = Collaboration.State


def violated() -> list[str]:
    return [check.name for check in CHECKS if run(check).violations]


def test_a_healthy_life_violates_nothing(world: World) -> None:
    shipment = world.parcel()
    assert violated() == []
    operations.read_address(shipment=shipment, user=world.owner, via="page", at=AT)
    operations.enter_tracking(shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=AT)
    assert violated() == []
    scans = [make_scan("delivered", hours=48)]
    operations.record_tracking_events(shipment=shipment, scans=scans, source="poll", at=AT + timedelta(days=3))
    assert violated() == []


def over_without_purge(_: Shipment) -> None:
    Collaboration.objects.update(state=C.CANCELLED_BY_BRAND, ended_at=AT)
    from barter.kernel.models import Message

    Message.objects.update(done_at=AT)


def kept_too_long(shipment: Shipment) -> None:
    over_without_purge(shipment)
    Shipment.objects.update(purge_at=clock.now() - timedelta(days=1))


def seen_after_the_end(shipment: Shipment) -> None:
    Collaboration.objects.update(ended_at=AT)
    user = shipment.brand.memberships.first().user  # type: ignore[union-attr]
    AddressAccess.objects.create(shipment=shipment, viewer=user, via="page", at=AT + timedelta(days=1))


def shipped_without_number(_: Shipment) -> None:
    Collaboration.objects.update(state=C.SHIPPED)


def delivered_without_scan(_: Shipment) -> None:
    Shipment.objects.update(state="delivered", tracking_number="SIM1", poll_at=None)


def asked_for_nothing(_: Shipment) -> None:
    Shipment.objects.update(poll_at=AT)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (over_without_purge, "has a day on which"),
        (kept_too_long, "longer than its 30 days"),
        (seen_after_the_end, "inside the window"),
        (shipped_without_number, "with a number"),
        (delivered_without_scan, "time and its scan"),
        (asked_for_nothing, "does not move"),
    ],
)
def test_each_check_finds_what_it_is_for(world: World, spoil: Callable[[Shipment], None], words: str) -> None:
    spoil(world.parcel())
    assert any(words in name for name in violated())
