"""What the two pages of a trade say of its parcel."""

from datetime import timedelta

from django.test import Client

from barter.kernel import clock
from deals import operations as deals
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


def test_the_panel_of_a_parcel_to_be_fetched_promises_no_day(world: World) -> None:
    parcel = _sent(world)
    Shipment.objects.update(eta_date=clock.now().date() + timedelta(days=1))
    panel, creator = f"/collaborations/{parcel.collaboration.public_id}/parcel/", signed_in(world.creator.user)
    told = _text(creator, panel)
    assert ("The carrier says" in told, "Arrives" in told) == (True, True)
    _scanned(parcel, "available_for_pickup")
    told = _text(creator, panel)
    assert ("The carrier says" in told, "Arrives" in told, "Ready to pick up" in told) == (False, False, True)


def _steps(client: Client, path: str) -> list[tuple[str, str]]:
    """(title, mark) of the timeline."""
    return [(step["title"], step["mark"]) for step in client.get(path).context["timeline"]]


def test_the_parcel_before_another_is_told_on_both_sides(world: World) -> None:
    parcel = _sent(world)
    row = parcel.collaboration
    creator, brand = signed_in(world.creator.user), signed_in(world.owner)
    room, page = f"/my-deals/{row.public_id}/", f"/brand/collaborations/{row.public_id}/"
    _scanned(parcel, "returned")
    deals.send_again(collaboration=row, by=world.by_owner, at=clock.now())
    theirs, ours = (
        [("Sent", "done"), ("Velda sends another parcel", "done")],
        [("You ship", "done"), ("You send another parcel", "done")],
    )
    assert _steps(creator, room)[2:5] == [*theirs, ("Getting packed", "now")]
    assert _steps(brand, page)[2:5] == [*ours, ("You ship", "now")]
    assert all("It went back to the sender" in _text(*one) for one in ((creator, room), (brand, page)))
    second = operations.open_shipment(collaboration=row, at=clock.now())
    assert second is not None
    operations.enter_tracking(shipment=second, by=world.by_owner, carrier="", tracking_number="SIM1002", at=clock.now())
    assert _steps(creator, room)[2:5] == [*theirs, ("On its way", "now")]
    assert _steps(brand, page)[2:6] == [*ours, ("You ship", "done"), ("It is with Elina", "now")]


def test_an_end_before_the_second_parcel_tells_the_first_once(world: World) -> None:
    parcel = _sent(world)
    row = parcel.collaboration
    _scanned(parcel, "lost")
    deals.send_again(collaboration=row, by=world.by_owner, at=clock.now())
    deals.cancel_collaboration(collaboration=row, by=world.by_owner, reason="Sold out", at=clock.now())
    told = _steps(signed_in(world.creator.user), f"/my-deals/{row.public_id}/")
    assert [title for title, mark in told if mark == "done"][2:] == ["Sent", "Velda sends another parcel"]
    told = _steps(signed_in(world.owner), f"/brand/collaborations/{row.public_id}/")
    assert [title for title, mark in told if mark == "done"][2:] == ["You ship", "You send another parcel"]
