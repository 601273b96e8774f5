"""Parcels over the API: the brand ships, both sides read, nobody else sees that they exist."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from barter.kernel import clock
from barter.kernel.models import IdempotencyRecord
from deals.models import Collaboration
from shipping import operations
from shipping.models import AddressAccess, Shipment
from tests.shipping.conftest import World

C = Collaboration.State


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    cache.clear()


@pytest.fixture
def collaboration(world: World) -> Collaboration:
    return world.collaboration(at=clock.now() - timedelta(hours=3))


def call(user: Any, method: str, path: str, body: Any = None, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return client.generic(method, f"/api/v1{path}", headers=headers, **data)


def test_a_parcel_is_shipped_in_one_call(world: World, collaboration: Collaboration) -> None:
    answer = call(
        world.owner,
        "POST",
        f"/collaborations/{collaboration.public_id}/shipments/",
        {"carrier": "simulated", "tracking_number": "SIM1001"},
    )
    data = answer.json()
    assert answer.status_code == 201, data
    assert (data["object"], data["state"], data["ball"]) == ("shipment", "pre_transit", "carrier")
    assert data["available_actions"] == ["correct_tracking", "read_address"]
    assert data["events"] == []
    assert data["destination"] == {"city": "Riga", "country": "LV"}
    assert answer["Location"] == f"/api/v1/shipments/{data['id']}/"
    assert Collaboration.objects.get().state == C.SHIPPED
    assert "Brīvības" not in answer.content.decode()


def test_the_carrier_may_be_left_out(world: World, collaboration: Collaboration) -> None:
    path = f"/collaborations/{collaboration.public_id}/shipments/"
    data = call(world.owner, "POST", path, {"tracking_number": "CE128884216EE"}).json()
    assert (data["carrier"], data["tracking_url"]) == ("omniva", "https://www.omniva.ee/track?barcode=CE128884216EE")


def test_a_repeat_with_the_same_key_gets_the_same_answer(world: World, collaboration: Collaboration) -> None:
    path = f"/collaborations/{collaboration.public_id}/shipments/"
    first = call(world.owner, "POST", path, {"tracking_number": "SIM1001"}, **{"Idempotency-Key": "k1"})
    second = call(world.owner, "POST", path, {"tracking_number": "SIM1001"}, **{"Idempotency-Key": "k1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    third = call(world.owner, "POST", path, {"tracking_number": "SIM1001"})
    assert (third.status_code, third.json()["code"]) == (409, "nothing_to_ship")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"tracking_number": "HELLO1"}, "unknown_carrier"),
        ({"tracking_number": "!!"}, "bad_tracking_number"),
        ({"tracking_number": "SIM1001", "carrier": "pigeon"}, "unknown_carrier"),
        ({"tracking_number": "SIM1001", "eta_date": "2020-01-01"}, "bad_arrival_date"),
        ({}, "invalid"),
        ({"tracking_number": "SIM1001", "colour": "red"}, "invalid"),
    ],
)
def test_wrong_values_are_a_422_and_change_nothing(
    world: World, collaboration: Collaboration, body: dict[str, str], code: str
) -> None:
    answer = call(world.owner, "POST", f"/collaborations/{collaboration.public_id}/shipments/", body)
    assert answer.status_code == 422
    assert answer.json()["code"] in {code, "invalid", "validation_failed", "invalid_shape"}
    assert Collaboration.objects.get().state == C.TO_SHIP


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("creator", 403), ("outsider", 404)])
def test_only_who_ships_ships(world: World, collaboration: Collaboration, person: str, status: int) -> None:
    user = world.creator.user if person == "creator" else getattr(world, person)
    path = f"/collaborations/{collaboration.public_id}/shipments/"
    assert call(user, "POST", path, {"tracking_number": "SIM1001"}).status_code == status
    assert Collaboration.objects.get().state == C.TO_SHIP


def test_both_sides_read_it_with_its_scans(world: World, collaboration: Collaboration) -> None:
    now = clock.now()
    shipment = operations.ship_parcel(
        collaboration=collaboration, by=world.by_owner, tracking_number="SIM1001", at=now - timedelta(hours=2)
    )
    from shipping.carriers.scripts import scans_until

    scans = scans_until("SIM1001", shipped_at=now - timedelta(hours=2), now=now)
    operations.record_tracking_events(shipment=shipment, scans=scans, source="poll", at=now)
    for user in (world.owner, world.viewer, world.creator.user):
        answer = call(user, "GET", f"/shipments/{shipment.public_id}/")
        assert [event["code"] for event in answer.json()["events"]] == ["LABEL"]
        assert answer["ETag"]
        assert call(user, "GET", "/shipments/").json()["data"][0]["id"] == shipment.public_id
    assert call(world.viewer, "GET", f"/shipments/{shipment.public_id}/").json()["available_actions"] == []
    assert call(world.outsider, "GET", f"/shipments/{shipment.public_id}/").status_code == 404
    assert call(world.outsider, "GET", "/shipments/").json()["data"] == []


def test_the_list_filters_and_refuses_what_it_does_not_know(world: World, collaboration: Collaboration) -> None:
    operations.open_shipment(collaboration=collaboration, at=clock.now())
    assert len(call(world.owner, "GET", "/shipments/?state=label_pending").json()["data"]) == 1
    assert call(world.owner, "GET", "/shipments/?state=delivered").json()["data"] == []
    assert len(call(world.owner, "GET", f"/shipments/?collaboration={collaboration.public_id}").json()["data"]) == 1
    assert call(world.owner, "GET", "/shipments/?state=nowhere").status_code == 400
    assert call(world.owner, "GET", "/shipments/?colour=red").status_code == 400


def test_the_address_is_opened_logged_and_kept_nowhere(world: World, collaboration: Collaboration) -> None:
    shipment = operations.open_shipment(collaboration=collaboration, at=clock.now())
    assert shipment is not None
    path = f"/shipments/{shipment.public_id}/read-address/"
    answer = call(world.owner, "POST", path, {}, **{"Idempotency-Key": "k2"})
    assert answer.json()["line1"] == "Brīvības iela 7"
    assert answer["Cache-Control"] == "no-store"
    assert AddressAccess.objects.get().via == "api"
    assert not any(b"Br" in bytes(record.body) for record in IdempotencyRecord.objects.all())
    assert call(world.viewer, "POST", path, {}).status_code == 403
    assert call(world.creator.user, "POST", path, {}).status_code == 403
    assert call(world.outsider, "POST", path, {}).status_code == 404


def test_the_creator_says_where_it_goes(world: World, collaboration: Collaboration) -> None:
    shipment = operations.open_shipment(collaboration=collaboration, at=clock.now())
    assert shipment is not None
    other = world.creator.addresses.create(city="Cēsis", country="LV", sealed={"name": "E", "line1": "Rīgas 1"})
    path = f"/shipments/{shipment.public_id}/set-address/"
    answer = call(world.creator.user, "POST", path, {"address": other.public_id})
    assert answer.json()["destination"]["city"] == "Cēsis"
    assert call(world.owner, "POST", path, {"address": other.public_id}).status_code == 403
    assert call(world.creator.user, "POST", path, {"address": "adr_x"}).status_code == 404


def test_a_mistyped_number_is_corrected(world: World, collaboration: Collaboration) -> None:
    shipment = operations.ship_parcel(
        collaboration=collaboration, by=world.by_owner, tracking_number="SIM1001", at=clock.now()
    )
    path = f"/shipments/{shipment.public_id}/correct-tracking/"
    assert call(world.owner, "POST", path, {"tracking_number": "SIM2002"}).json()["tracking_number"] == "SIM2002"
    assert call(world.viewer, "POST", path, {"tracking_number": "SIM3003"}).status_code == 403
    assert Shipment.objects.get().tracking_number == "SIM2002"
