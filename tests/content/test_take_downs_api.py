"""Apps ask that a file comes down, follow it and answer it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from barter.kernel import clock
from content import operations
from content.models import Licence, TakeDown
from tests.content.conftest import AT, Trade, ready_asset

pytestmark = pytest.mark.django_db
SAID = {"reason": "safety", "words": "He found my street.", "seen_url": "https://example.com/ad"}


@pytest.fixture
def licence(trade: Trade) -> Licence:
    version = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    return Licence.objects.get()


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_apps_ask_follow_and_answer(trade: Trade, licence: Licence) -> None:
    creator, brand, viewer = (client_of(user) for user in (trade.creator.user, trade.owner, trade.viewer))
    base = f"/api/v1/licences/{licence.public_id}/"
    assert creator.get(base).json()["available_actions"] == ["download", "take_down"]
    assert brand.post(f"{base}take-down/", SAID).status_code == 403
    assert client_of(trade.outsider.user).post(f"{base}take-down/", SAID).status_code == 404
    for wrong, pointer in (
        ({"reason": "mood"}, "/reason"),
        ({"words": ""}, "/words"),
        ({"seen_url": "x"}, "/seen_url"),
    ):
        refused = creator.post(f"{base}take-down/", {**SAID, **wrong})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    made = creator.post(f"{base}take-down/", SAID)
    asked = made.json()
    own = made.headers["Location"]
    assert (made.status_code, asked["state"], asked["ball"], asked["available_actions"]) == (
        201,
        "asked",
        "brand",
        ["withdraw"],
    )
    again = creator.post(f"{base}take-down/", SAID)
    assert (again.status_code, again.json()["code"]) == (409, "take_down_running")
    told = creator.get(base).json()
    assert (told["take_down"], told["available_actions"]) == (asked["id"], ["download"])
    assert "offer_renewal" not in brand.get(base).json()["available_actions"]

    assert [client.get(own).json()["available_actions"] for client in (brand, viewer)] == [["agree", "refuse"], []]
    assert [row["id"] for row in brand.get("/api/v1/take-downs/?state=asked").json()["data"]] == [asked["id"]]
    assert client_of(trade.outsider.user).get(own).status_code == 404
    assert [client.post(f"{own}agree/").status_code for client in (viewer, creator)] == [403, 403]
    assert brand.post(f"{own}refuse/", {"answer": ""}).status_code == 422
    agreed = brand.post(f"{own}agree/").json()
    assert (agreed["state"], agreed["available_actions"]) == ("agreed", ["report_down"])
    assert agreed["down_by"] == agreed["due_at"]
    assert creator.get(base).json()["state"] == "revoked"
    assert brand.post(f"{own}agree/").json()["code"] == "wrong_state"
    assert brand.post(f"{own}report-down/").json()["ball"] == "creator"
    still = creator.post(f"{own}say-still-up/", {"words": "In their shop"}).json()
    assert (still["state"], still["ball"], still["still_up"]) == ("staff", "staff", "In their shop")
    assert creator.post(f"{own}withdraw/").json()["state"] == "withdrawn"


def test_a_request_may_be_refused_and_be_over(trade: Trade, licence: Licence) -> None:
    take_down = operations.ask_take_down(licence=licence, by=trade.by_creator, at=clock.now(), **SAID)
    own = f"/api/v1/take-downs/{take_down.public_id}/"
    creator, brand = client_of(trade.creator.user), client_of(trade.owner)
    assert brand.post(f"{own}refuse/", {"answer": "Our own page"}).json()["answer"] == "Our own page"
    TakeDown.objects.update(state="checking", down_by=AT)
    assert creator.post(f"{own}confirm-gone/").json()["ball"] is None
    assert creator.get("/api/v1/take-downs/?state=nonsense").status_code == 400
