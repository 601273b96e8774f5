"""What the two pages of a trade say of its parcel."""

from datetime import timedelta

from django.test import Client

from barter.kernel import clock
from shipping import operations
from shipping.carriers.port import Scan
from shipping.models import Shipment
from tests.shipping.conftest import World
from tests.shipping.test_pages import signed_in


def _sent(world: World) -> Shipment:
    at = clock.now() - timedelta(days=1)
    shipment = operations.open_shipment(collaboration=world.collaboration(at=at), at=at)
    assert shipment is not None
    return operations.enter_tracking(shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=at)


def _scanned(shipment: Shipment, state: str) -> None:
    at = clock.now()
    scan = Scan(event_id=f"{state}-{at}", tracking_number=shipment.tracking_number, state=state, at=at)
    operations.record_tracking_events(shipment=shipment, scans=[scan], source="poll", at=at)


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_parcel_at_the_pick_up_point_is_not_called_arriving(world: World) -> None:
    parcel = _sent(world)
    trade = parcel.collaboration.public_id
    creator, brand = signed_in(world.creator.user), signed_in(world.owner)
    pages = (f"/my-deals/{trade}/", "/my-deals/", "/deals/")
    assert all("Arriving by" in _text(creator, page) for page in pages)
    _scanned(parcel, "available_for_pickup")
    for page in pages:
        text = _text(creator, page)
        assert ("Arriving by" in text, "Your parcel waits at the pick-up point" in text) == (False, True), page
    told = _text(brand, f"/brand/collaborations/{trade}/")
    assert ("On its way, there" in told, "It waits at the pick-up point" in told) == (False, True)
    _scanned(parcel, "in_transit")
    assert "Arriving by" in _text(creator, pages[0])
