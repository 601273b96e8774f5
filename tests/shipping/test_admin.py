"""Staff find parcels, read everything but the address, and move them only through operations."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from barter.kernel.actors import Actor
from barter.kernel.errors import WrongState
from barter.kernel.models import TimelineEntry
from deals.models import Collaboration
from shipping import operations
from shipping.models import Shipment
from tests.shipping.conftest import AT, World, make_scan, make_user


@pytest.fixture
def staff(db: None, settings: Any) -> Client:
    settings.STAFF_MFA_REQUIRED = False
    client = Client()
    client.force_login(make_user("staff", is_staff=True, is_superuser=True))
    return client


LIST = "/admin/shipping/shipment/"


@pytest.mark.parametrize("term", ["sim 1001", "{shipment}", "{collaboration}", "Elin", "elina@example.com", "Veld"])
def test_finds_a_parcel_by_what_staff_are_told(world: World, staff: Client, term: str) -> None:
    shipment = world.sent()
    wanted = term.format(shipment=shipment.public_id, collaboration=shipment.collaboration.public_id)
    assert "SIM1001" in staff.get(LIST, {"q": wanted}).content.decode()
    assert "SIM1001" not in staff.get(LIST, {"q": "nothing like it"}).content.decode()


def test_shows_scans_timeline_and_views_but_never_the_address(world: World, staff: Client) -> None:
    shipment = world.sent()
    operations.read_address(shipment=shipment, user=world.owner, via="page", at=AT)
    operations.record_tracking_events(shipment=shipment, scans=[make_scan("in_transit", hours=0)], source="poll", at=AT)
    page = staff.get(reverse("admin:shipping_shipment_change", args=[shipment.pk])).content.decode()
    for words in ("in_transit-0", "scan in transit", "enter tracking", "Riga"):
        assert words in page
    for secret in ("Brīvības", "LV-1011", "+37120000000"):
        assert secret not in page


def test_says_in_words_when_a_parcel_is_expected_and_its_address_goes(world: World, staff: Client) -> None:
    shipment = world.sent()
    Shipment.objects.filter(pk=shipment.pk).update(eta_date=AT.date())
    page = staff.get(reverse("admin:shipping_shipment_change", args=[shipment.pk])).content.decode()
    for words in ("Expected on", f"{AT:%a} {AT.day} {AT:%b %Y}", "Carrier is asked next", "Address is deleted on"):
        assert words in page
    for raw in ("Eta date", "Poll at", "Poll failures", "Purge at"):
        assert raw not in page


def test_gives_a_parcel_up_with_a_reason(world: World, staff: Client) -> None:
    shipment = world.sent()
    path = reverse("admin:shipping_shipment_give_up", args=[shipment.pk])
    assert staff.get(path).status_code == 200
    assert staff.post(path, {"reason": ""}).status_code == 200
    assert staff.post(path, {"reason": "The carrier wrote"}).status_code == 302
    shipment.refresh_from_db()
    assert (shipment.state, Collaboration.objects.get().state) == ("lost", "on_hold")
    assert TimelineEntry.objects.get(move="give_up").reason == "The carrier wrote"
    assert staff.post(path, {"reason": "Again"}).status_code == 302


def test_asks_the_carrier_again(world: World, staff: Client) -> None:
    shipment = world.sent()
    Shipment.objects.update(poll_at=None, poll_failures=4)
    one = reverse("admin:shipping_shipment_ask", args=[shipment.pk])
    assert "asked within a minute" in staff.get(one).content.decode()
    shipment.refresh_from_db()
    assert (shipment.poll_failures, shipment.poll_at) == (4, None)  # looking at the question asks nobody
    assert staff.post(one).status_code == 302
    shipment.refresh_from_db()
    assert (shipment.poll_failures, shipment.poll_at is not None) == (0, True)
    Shipment.objects.update(poll_at=None)
    many = {"action": "ask_many", "_selected_action": [shipment.pk], "confirmed": "1"}
    assert staff.post(LIST, many).status_code == 302
    shipment.refresh_from_db()
    assert shipment.poll_at is not None


def test_nobody_is_asked_about_a_parcel_that_no_longer_moves(world: World, staff: Client) -> None:
    shipment = world.sent()
    Shipment.objects.update(state="delivered")
    path = reverse("admin:shipping_shipment_ask", args=[shipment.pk])
    assert "This has moved on" in staff.post(path, follow=True).content.decode()
    with pytest.raises(WrongState):
        operations.ask_again(shipment=shipment, by=Actor.staff(1), at=AT)
    assert not TimelineEntry.objects.filter(move="ask_again").exists()


def test_nobody_writes_a_state_by_hand(world: World, staff: Client) -> None:
    shipment = world.sent()
    path = reverse("admin:shipping_shipment_change", args=[shipment.pk])
    assert staff.post(path, {"state": "delivered"}).status_code == 403
    assert staff.get(f"{LIST}add/").status_code == 403
    shipment.refresh_from_db()
    assert shipment.state == "pre_transit"
