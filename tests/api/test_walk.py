"""The whole job, both sides, over HTTP, with the OpenAPI document alone: what an app is told must be enough."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from accounts.operations import create_person
from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.outbox.relay import drain
from barter.kernel.storage import PresignedPost
from content.processing.work import process_next
from deals import operations
from deals.models import Deal, LiveLink
from deals.operations.clock import tick
from shipping.carriers import signing
from tests.api.client import App, Document, multipart
from tests.content.conftest import photo_bytes, post_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "three quiet words"
CSV = (
    "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
    "cloud-cream,Cloud cream,<p>Soft.</p>,Velda,Size,50 ml,CC50,12,24.90\n"
    ",,,,Size,100 ml,CC100,3,39.90\n"
)


@pytest.fixture(autouse=True)
def _world(settings: Any) -> Iterator[None]:
    settings.CARRIER_WEBHOOK_SECRETS = {"simulated": ("test-secret",)}
    cache.clear()
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def document(live_server: Any) -> Document:
    return Document.of(live_server.url)


def code() -> str:
    found = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found.group(1)


def join(app: App, email: str, **door: Any) -> dict[str, Any]:
    """Sign up, confirm the address with the mailed code, say who this is."""
    body = {"email": email, "password": PASSWORD, **door}
    pending = app.call("sign_in_sign_up", body, expect=401)
    assert {"id": "verify_email", "is_pending": True} in pending["data"]["flows"]
    assert app.call("sign_in_verify_email", {"key": "WRONG1"}, expect=400)["errors"][0]["param"] == "key"
    app.call("sign_in_verify_email", {"key": code()}, expect=200)
    me: dict[str, Any] = app.call("me_read")
    return me


def post_a_deal(app: App) -> dict[str, Any]:
    """Catalogue by import and by hand, then a draft, its missing parts, the whole of it, handed in."""
    checked = app.call("products_import", form=multipart({"currency": "EUR"}, "file", "shop.csv", CSV.encode()))
    assert (checked["summary"]["add"], checked["summary"]["errors"]) == (1, 0)
    assert app.call("products_list")["data"] == []
    assert app.act(checked, "confirm")["state"] == "imported"
    cream = app.call("products_list")["data"][0]
    assert [row["stock"]["free"] for row in cream["variants"]] == [12, 3]
    variant = {"title": "30 ml", "value_minor": 6200, "stock": 5, "options": {"Size": "30 ml"}}
    product = app.call("products_create", {"title": "Glow serum", "category": "beauty", "variants": [variant]})
    picture = multipart({"alt": "Serum"}, "picture", "serum.jpg", photo_bytes())
    app.call("pictures_create", form=picture, product_id=product["id"])
    product = app.act(product, "update", {"title": "Glow serum 2"})
    deal = app.call("deals_create", {"product": product["id"], "title": "Glow serum for a photo"})
    assert deal["state"] == "draft"
    missing = app.act(deal, "submit", expect=422)
    assert "/deliverables" in {error["pointer"] for error in missing["errors"]}
    whole = {
        "category": "beauty",
        "places": 1,
        "must_post": True,
        "live_days": 7,
        "brief_items": [
            {"kind": "must_show", "text": "The bottle in window light"},
            {"kind": "disclosure", "text": "#ad in the first line"},
        ],
        "deliverables": [{"kind": "photo", "platform": "instagram", "count": 1}],
    }
    deal = app.act(deal, "update", whole)
    submitted: dict[str, Any] = app.act(deal, "submit")
    assert (submitted["state"], submitted["ball"]) == ("in_review", "staff")
    return submitted


def send_photo(app: App, collaboration: dict[str, Any]) -> str:
    """A file straight into the store, complete, checked."""
    data = photo_bytes()
    body = {"collaboration": collaboration["id"], "file_name": "a.jpg", "content_type": "image/jpeg"}
    upload = app.call("uploads_create", {**body, "size_bytes": len(data)})
    assert post_form(PresignedPost(upload["upload"]["url"], upload["upload"]["fields"]), data) < 300
    app.act(upload, "complete")
    while process_next():
        pass
    assert app.call("uploads_read", asset_id=upload["id"])["state"] == "ready"
    return str(upload["id"])


def deliver(address: str, shipment: dict[str, Any]) -> None:
    """The carrier tells, signed, that the parcel has arrived."""
    event = {
        "id": "evt-1",
        "tracking_number": shipment["tracking_number"],
        "state": "delivered",
        "at": clock.now().isoformat(),
    }
    raw = json.dumps({"events": [event]}).encode()
    headers = {**signing.sign(("test-secret",), raw, sent_at=timezone.now()), "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/hooks/carriers/simulated/", raw, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        assert json.loads(answer.read())["new"] == 1


def test_a_deal_from_sign_up_to_reviews(live_server: Any, document: Document) -> None:
    brand, creator = App(live_server.url, document), App(live_server.url, document)
    owner = join(brand, "owner@velda.example", started_as="brand", brand_name="Velda")
    assert (owner["creator"], [row["role"] for row in owner["brands"]]) == (None, ["owner"])
    brand.brand = owner["brands"][0]["id"]
    me = join(creator, "mila@example.com", started_as="creator")
    assert me["creator"]["credits"]["free"] == 2

    # profile, address, channel
    creator.act(me["creator"], "update", {"country": "LV", "niches": ["beauty"], "languages": ["en"]})
    door = {"name": "Mila", "line1": "Brīvības iela 7", "postcode": "LV-1011", "city": "Riga", "country": "LV"}
    line = creator.call("addresses_create", door)
    assert "line1" not in line
    assert creator.call("addresses_read", address_id=line["id"])["line1"] == door["line1"]
    creator.call("channels_create", {"platform": "instagram", "handle": "@mila.makes", "followers": 4200})

    # a deal, checked by staff
    deal = post_a_deal(brand)
    staff = create_person(email="s@example.com", password=None, started_as="staff", at=clock.now(), is_staff=True)
    operations.approve_deal(deal=Deal.objects.get(public_id=deal["id"]), by=Actor.staff(staff.pk), at=clock.now())

    # found, saved, applied to
    found = creator.call("deals_list", query={"q": "serum", "category": "beauty", "country": "LV"})["data"]
    assert [row["id"] for row in found] == [deal["id"]]
    seen = creator.call("deals_read", deal_id=deal["id"], query={"expand": "product,brand"})
    assert seen["eligibility"]["ok"]
    assert seen["product"]["variants"][0]["in_stock"]
    creator.act(seen, "save")
    assert len(creator.call("deals_list", query={"saved": "true"})["data"]) == 1
    application = creator.act(
        seen, "apply", {"pitch": "Window light.", "variant": seen["product"]["variants"][0]["id"]}
    )

    # chosen: the trade is born
    waiting = brand.call("applications_of_deal", deal_id=deal["id"])["data"]
    assert [row["id"] for row in waiting] == [application["id"]]
    assert waiting[0]["ships_to"] == {"city": "Riga", "country": "LV"}
    accepted = brand.act(brand.act(waiting[0], "shortlist"), "accept")
    drain()
    trade = brand.call("collaborations_read", collaboration_id=accepted["collaboration"], query={"expand": "deal"})
    assert (trade["state"], trade["ball"]) == ("to_ship", "brand")

    # shipped, delivered by the carrier's word, confirmed
    parcel = brand.call("shipments_list", query={"collaboration": trade["id"]})["data"][0]
    assert brand.act(parcel, "read_address")["line1"] == door["line1"]
    parcel = brand.act(trade, "ship", {"carrier": "simulated", "tracking_number": "SIM1001"})
    deliver(live_server.url, parcel)
    assert brand.call("shipments_read", shipment_id=parcel["id"])["state"] == "delivered"
    trade = creator.call("collaborations_list")["data"][0]
    assert (trade["state"], trade["ball"]) == ("delivered", "creator")
    trade = creator.act(trade, "confirm_delivery")

    # made, sent back with a note, made again, approved
    first = creator.act(trade, "submit", {"assets": [send_photo(creator, trade)], "caption": "#ad first"})
    version = brand.call("submissions_list", collaboration_id=trade["id"])["data"][0]
    assert version["id"] == first["id"]
    item = brand.call("deals_read", deal_id=deal["id"])["brief"]["items"][0]["id"]
    note = {"brief_item": item, "asset": version["assets"][0]["id"], "text": "Closer, please."}
    assert brand.act(version, "request_changes", {"notes": [note]})["state"] == "changes_requested"
    trade = creator.call("collaborations_read", collaboration_id=trade["id"])
    second = creator.act(trade, "submit", {"assets": [send_photo(creator, trade)], "caption": "#ad second"})
    told = creator.call("submissions_read", submission_id=first["id"])
    assert told["notes"][0]["text"] == note["text"]
    second = brand.call("submissions_read", submission_id=second["id"])
    assert brand.act(second, "approve")["state"] == "approved"

    # licensed, downloaded
    licence = brand.call("licences_list", query={"collaboration": trade["id"]})["data"][0]
    asset = brand.call("assets_read", asset_id=licence["asset"])
    download = brand.call("assets_download", asset_id=asset["id"])
    with urllib.request.urlopen(download["url"], timeout=10) as original:  # noqa: S310
        assert len(original.read()) == asset["size_bytes"]

    # posted, kept live, completed
    trade = creator.call("collaborations_read", collaboration_id=trade["id"])
    post = {"platform": "instagram", "url": "https://www.instagram.com/p/C0ffee12345/"}
    creator.act(trade, "add_live_link", post)
    _stay_live(days=10)
    trade = creator.call("collaborations_read", collaboration_id=trade["id"])
    assert trade["state"] == "completed"

    # both review: then both can read
    words = {"stars": 5, "public_text": "Quick and kind.", "would_again": True}
    assert creator.act(trade, "write_review", words)["state"] == "sealed"
    brand.act(brand.call("collaborations_read", collaboration_id=trade["id"]), "write_review", {**words, "stars": 4})
    stars = {row["side"]: row["stars"] for row in brand.call("reviews_list", collaboration_id=trade["id"])["data"]}
    assert stars == {"creator": 5, "brand": 4}
    assert creator.call("me_read")["creator"]["credits"]["held"] == 0


def _stay_live(days: int) -> None:
    """Time passes; whenever the platform is looked at, the post is there."""
    for _ in range(2 * days):
        clock.advance(timedelta(hours=12))
        tick(at=clock.now())
        drain()
        for link in LiveLink.objects.filter(collaboration__ended_at=None):
            operations.record_live_check(link=link, result=LiveLink.State.LIVE, at=clock.now())
        drain()


def test_devices_are_listed_and_signed_out(live_server: Any, document: Document) -> None:
    phone, tablet = App(live_server.url, document), App(live_server.url, document)
    join(phone, "mila@example.com", started_as="creator")
    tablet.call("sign_in_login", {"email": "mila@example.com", "password": PASSWORD}, expect=200)
    rows = phone.call("sign_in_list_devices", expect=200)["data"]
    assert len(rows) == 2
    other = next(row["id"] for row in rows if not row["is_current"])
    phone.call("sign_in_revoke_devices", {"sessions": [other]}, expect=200)
    tablet.call("me_read", expect=401)
    phone.call("me_read")
    phone.call("sign_in_sign_out", expect=401)
    phone.call("me_read", expect=401)


def test_somebody_opens_the_other_door(live_server: Any, document: Document) -> None:
    app = App(live_server.url, document)
    me = join(app, "mila@example.com", started_as="creator")
    assert "create_brand" in me["available_actions"]
    made = app.call("brands_create", {"name": "Mila's studio", "country": "LV"})
    assert [row["id"] for row in app.call("me_read")["brands"]] == [made["id"]]
    again = app.call("creators_create", {}, expect=409)
    assert again["code"] == "already_creator"
