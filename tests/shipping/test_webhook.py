"""A carrier pushes scans: signed, once, stored before they are applied, and never answered with a 500."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from barter.kernel import clock
from deals.models import Collaboration
from shipping import operations
from shipping.carriers import signing
from shipping.carriers.port import Scan
from shipping.models import CarrierMessage, Shipment, TrackingEvent
from tests.shipping.conftest import World

C = Collaboration.State
SECRET = "test-secret"
PATH = "/hooks/carriers/simulated/"


@pytest.fixture(autouse=True)
def _one_secret(settings: Any) -> None:
    settings.CARRIER_WEBHOOK_SECRETS = {"simulated": (SECRET,)}


@pytest.fixture
def sent(world: World) -> Shipment:
    now = clock.now() - timedelta(days=2)
    shipment = operations.open_shipment(collaboration=world.collaboration(at=now), at=now)
    assert shipment is not None
    return operations.enter_tracking(
        shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=now
    )


def scan(state: str = "in_transit", *, minutes_ago: int = 60, event_id: str = "", number: str = "SIM1001") -> Scan:
    at = clock.now() - timedelta(minutes=minutes_ago)
    return Scan(event_id=event_id or f"{state}-{minutes_ago}", tracking_number=number, state=state, at=at)


@pytest.fixture
def push(client: Client) -> Callable[..., Any]:
    client.raise_request_exception = True

    def send(*scans: Scan, body: bytes | None = None, secrets: tuple[str, ...] = (SECRET,), **values: Any) -> Any:
        raw = body if body is not None else json.dumps({"events": [one.as_json() for one in scans]}).encode()
        sent_at = values.pop("sent_at", timezone.now())
        headers = {**signing.sign(secrets, raw, sent_at=sent_at), **values.pop("headers", {})}
        return client.post(values.pop("path", PATH), raw, content_type="application/json", headers=headers)

    return send


def test_a_signed_scan_moves_the_parcel(sent: Shipment, push: Callable[..., Any]) -> None:
    answer = push(scan("delivered"))
    assert (answer.status_code, answer.json()) == (200, {"received": 1, "new": 1})
    sent.refresh_from_db()
    assert (sent.state, Collaboration.objects.get().state) == ("delivered", C.DELIVERED)


def test_a_duplicate_is_fine_and_does_nothing(sent: Shipment, push: Callable[..., Any]) -> None:
    one = scan("delivered")
    push(one)
    answer = push(one)
    assert (answer.status_code, answer.json()["new"]) == (200, 0)
    assert TrackingEvent.objects.count() == 1


def test_polling_and_pushing_the_same_event_store_it_once(sent: Shipment, push: Callable[..., Any]) -> None:
    one = scan("in_transit")
    operations.record_tracking_events(shipment=sent, scans=[one], source="poll", at=clock.now())
    assert push(one).status_code == 200
    assert TrackingEvent.objects.count() == 1


def test_either_secret_holds_while_one_is_replaced(sent: Shipment, push: Callable[..., Any], settings: Any) -> None:
    settings.CARRIER_WEBHOOK_SECRETS = {"simulated": ("new-secret", SECRET)}
    assert push(scan(minutes_ago=3), secrets=(SECRET,)).status_code == 200
    assert push(scan(minutes_ago=2), secrets=("new-secret",)).status_code == 200
    assert push(scan(minutes_ago=1), secrets=("unknown", "new-secret")).status_code == 200
    assert push(scan(minutes_ago=0), secrets=("unknown",)).status_code == 401


@pytest.mark.parametrize(
    "values",
    [
        {"secrets": ("wrong",)},
        {"sent_at": timedelta(minutes=-6)},
        {"sent_at": timedelta(minutes=6)},
        {"headers": {"Carrier-Signature": ""}},
        {"headers": {"Carrier-Signature": "v1=é"}},
        {"headers": {"Carrier-Timestamp": ""}},
        {"headers": {"Carrier-Timestamp": "yesterday"}},
        {"headers": {"Carrier-Timestamp": "9" * 30}},
    ],
)
def test_a_bad_signature_is_refused_and_nothing_is_kept(
    sent: Shipment, push: Callable[..., Any], values: dict[str, Any]
) -> None:
    if "sent_at" in values:  # counted from here: tests are collected minutes before they run
        values = {"sent_at": timezone.now() + values["sent_at"]}
    answer = push(scan("delivered"), **values)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
    assert not CarrierMessage.objects.exists()
    assert not TrackingEvent.objects.exists()


def test_without_a_secret_nothing_is_taken(sent: Shipment, push: Callable[..., Any], settings: Any) -> None:
    settings.CARRIER_WEBHOOK_SECRETS = {}
    assert push(scan("delivered"), secrets=("",)).status_code == 401


GOOD = {"id": "e1", "tracking_number": "SIM1001", "state": "in_transit", "at": "2026-11-20T10:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{]",
        b"[]",
        b"null",
        b'{"events": {}}',
        b'{"events": [1]}',
        b'{"events": [{}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"events": [{**GOOD, "state": "teleported"}]}).encode(),
        json.dumps({"events": [{**GOOD, "state": "label_pending"}]}).encode(),
        json.dumps({"events": [{**GOOD, "at": "yesterday"}]}).encode(),
        json.dumps({"events": [{**GOOD, "at": "2026-11-20T10:00:00"}]}).encode(),
        json.dumps({"events": [{**GOOD, "at": "0001-01-01T00:00:00+14:00"}]}).encode(),
        json.dumps({"events": [{**GOOD, "id": ""}]}).encode(),
        json.dumps({"events": [{**GOOD, "id": "x" * 101}]}).encode(),
        json.dumps({"events": [{**GOOD, "id": 7}]}).encode(),
        json.dumps({"events": [{**GOOD, "place": "a\x00b"}]}).encode(),
        json.dumps({"events": [{**GOOD, "place": "\ud800"}]}).encode(),
        json.dumps({"events": [{**GOOD, "eta_date": "soon"}]}).encode(),
        json.dumps({"events": [{**GOOD, "tracking_number": "--"}]}).encode(),
        json.dumps({"events": [GOOD, {**GOOD, "state": "teleported"}]}).encode(),
        json.dumps({"events": [GOOD] * 201}).encode(),
    ],
)
def test_garbage_is_refused_with_a_reason_and_nothing_is_kept(
    sent: Shipment, push: Callable[..., Any], body: bytes
) -> None:
    answer = push(body=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")
    assert len(answer.json()["detail"]) > 5
    assert not CarrierMessage.objects.exists()


def test_too_long_is_refused_unread(sent: Shipment, push: Callable[..., Any]) -> None:
    assert push(body=b" " * (256 * 1024 + 1)).status_code == 413


def test_other_carriers_and_methods_are_not_there(sent: Shipment, push: Callable[..., Any], client: Client) -> None:
    assert push(scan(), path="/hooks/carriers/dhl/").status_code == 404
    assert client.get(PATH).status_code == 405


def test_a_scan_of_a_number_nobody_entered_is_kept_for_later(sent: Shipment, push: Callable[..., Any]) -> None:
    assert push(scan(number="SIM777")).status_code == 200
    assert CarrierMessage.objects.get().shipment is None


def test_a_crash_between_storing_and_applying_loses_nothing(sent: Shipment, push: Callable[..., Any]) -> None:
    with mock.patch("shipping.webhooks.operations.process_messages", side_effect=SystemExit), pytest.raises(SystemExit):
        push(scan("delivered"))
    sent.refresh_from_db()
    assert (sent.state, CarrierMessage.objects.get().processed_at) == ("pre_transit", None)
    assert operations.process_messages(at=clock.now()) == 1
    sent.refresh_from_db()
    assert sent.state == "delivered"
    assert operations.process_messages(at=clock.now()) == 0


def test_a_parcel_that_cannot_be_applied_does_not_hold_up_the_others(sent: Shipment, push: Callable[..., Any]) -> None:
    operations.store_scans(carrier="simulated", scans=[scan(number="SIM777"), scan("delivered")], at=clock.now())
    with mock.patch("shipping.operations.messages.lock_label", side_effect=[RuntimeError, None]):
        assert operations.process_messages(at=clock.now()) == 1
    sent.refresh_from_db()
    assert sent.state == "delivered"
