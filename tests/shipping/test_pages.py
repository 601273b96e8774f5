"""The desk of the brand and the parcel panel, for every person who may or may not see them."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from barter.kernel import clock
from deals.models import Collaboration
from shipping import operations
from shipping.models import AddressAccess, Shipment
from shipping.queries import PAGE_ROWS
from tests.shipping.conftest import AT, World

C = Collaboration.State
DESK = "/brand/shipments/"
HTMX = {"HX-Request": "true"}
STREET = "Brīvības iela 7"


@pytest.fixture
def recent(world: World) -> Shipment:
    at = clock.now() - timedelta(hours=3)
    shipment = operations.open_shipment(collaboration=world.collaboration(at=at), at=at)
    assert shipment is not None
    return shipment


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_desk_shows_what_to_ship_without_addresses(world: World, recent: Shipment) -> None:
    answer = signed_in(world.owner).get(DESK)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Elina" in page
    assert "Riga, LV" in page
    assert "Mark shipped" in page
    assert "Brīvības" not in page
    assert "LV-1011" not in page


def test_a_late_parcel_says_so_and_stands_first(world: World, recent: Shipment) -> None:
    late = operations.open_shipment(collaboration=world.collaboration(at=AT - timedelta(days=10)), at=AT)
    assert late is not None
    page = signed_in(world.owner).get(DESK).content.decode()
    assert "days late" in page
    assert page.index(late.public_id) < page.index(recent.public_id)


@pytest.mark.parametrize("tab", ["to_ship", "on_its_way", "delivered", "problems"])
def test_every_tab_opens_empty_and_full(world: World, recent: Shipment, tab: str) -> None:
    assert signed_in(world.owner).get(DESK, {"tab": tab}).status_code == 200
    world_states = {"on_its_way": "in_transit", "delivered": "delivered", "problems": "returned"}
    if tab in world_states:
        Shipment.objects.update(state=world_states[tab], carrier="simulated", tracking_number="SIM1", delivered_at=AT)
        Collaboration.objects.update(state=C.SHIPPED)
        assert "SIM1" in signed_in(world.owner).get(DESK, {"tab": tab}).content.decode()


def test_the_next_page_follows_the_last(world: World) -> None:
    for _ in range(27):
        world.parcel()
    client = signed_in(world.owner)
    first = client.get(DESK).content.decode()
    assert first.count("Mark shipped") == 25
    after = client.get(DESK).context["page"].next_cursor
    rest = client.get(DESK, {"after": after}, headers=HTMX).content.decode()
    assert rest.count("Mark shipped") == 2
    assert "<html" not in rest


@pytest.mark.parametrize("after", ["~", "x", "2026-01-01~1", "9" * 40, "2026-01-01T00:00:00+00:00~" + "9" * 40])
def test_a_broken_cursor_starts_anew(world: World, recent: Shipment, after: str) -> None:
    for tab in ("to_ship", "on_its_way"):
        assert signed_in(world.owner).get(DESK, {"tab": tab, "after": after}).status_code == 200


def test_the_address_opens_by_post_is_logged_and_never_cached(world: World, recent: Shipment) -> None:
    client = signed_in(world.manager)
    path = f"{DESK}{recent.public_id}/address/"
    for headers in ({}, HTMX):
        answer = client.post(path, headers=headers)
        assert STREET in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    assert client.get(path).status_code == 405
    assert AddressAccess.objects.filter(viewer=world.manager).count() == 2


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("outsider", 404)])
@pytest.mark.parametrize("verb", ["address", "tracking"])
def test_others_neither_open_nor_ship(world: World, recent: Shipment, person: str, status: int, verb: str) -> None:
    answer = signed_in(getattr(world, person)).post(f"{DESK}{recent.public_id}/{verb}/", {"tracking_number": "SIM1001"})
    assert answer.status_code == status
    assert STREET not in answer.content.decode()
    assert not AddressAccess.objects.exists()
    assert Collaboration.objects.get().state == C.TO_SHIP


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "settings", "1"])
def test_marking_as_shipped_without_javascript(world: World, recent: Shipment, wanted: str) -> None:
    answer = signed_in(world.owner).post(
        f"{DESK}{recent.public_id}/tracking/", {"tracking_number": "SIM1001", "next": wanted}
    )
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert Collaboration.objects.get().state == C.SHIPPED


def test_a_corrected_number_is_not_told_as_a_parcel_shipped_again(world: World, recent: Shipment) -> None:
    client, told = signed_in(world.owner), []
    for number in ("SIM1001", "SIM1001", "SIM1002"):
        page = client.post(f"{DESK}{recent.public_id}/tracking/", {"tracking_number": number}, follow=True)
        told.append([str(message) for message in page.context["messages"]])
    shipped = ["Marked as shipped. The creator can follow it now."]
    assert told == [shipped, shipped, ["The number is corrected. The creator can follow it now."]]


def test_marking_as_shipped_with_htmx_answers_the_row(world: World, recent: Shipment) -> None:
    client = signed_in(world.owner)
    path = f"{DESK}{recent.public_id}/tracking/"
    refused = client.post(path, {"tracking_number": "HELLO12"}, headers=HTMX)
    assert refused.status_code == 422
    assert "HELLO12" in refused.content.decode()
    assert "Choose it from the list" in refused.content.decode()
    done = client.post(path, {"tracking_number": "CE128884216EE"}, headers=HTMX)
    assert done.status_code == 200
    assert "omniva.ee" in done.content.decode()
    assert client.post(path, {"tracking_number": ""}, headers=HTMX).status_code == 422


def test_the_carrier_is_guessed_while_typing(world: World) -> None:
    client = signed_in(world.owner)
    assert "Omniva" in client.get(f"{DESK}guess/", {"tracking_number": "ce 128 884 216 ee"}).content.decode()
    assert client.get(f"{DESK}guess/", {"tracking_number": "hello"}).content.decode().strip() == ""


def test_pasted_lines_are_reported_first_and_written_on_the_second_post(world: World) -> None:
    for _ in range(3):
        world.parcel()
    ids = list(Shipment.objects.order_by("id").values_list("public_id", flat=True))
    text = f"Elina CE 128 884 216 EE\n@other2; SIM2002; simulated\nNobody SIM3003\nonly words\n{ids[1]} SIM4004\nOther3 hello1"
    client = signed_in(world.owner)
    report = client.post(f"{DESK}paste/", {"text": text})
    assert report.context["good"] == 2
    assert [bool(row.problem) for row in report.context["rows"]] == [False, False, True, True, True, True]
    assert not Shipment.objects.exclude(state="label_pending").exists()
    shown = [label.shipment.public_id for label in report.context["ready"]]
    done = client.post(f"{DESK}paste/", {"text": text, "step": "write", "parcel": shown})
    assert len(done.context["result"].done) == 2
    assert Collaboration.objects.filter(state=C.SHIPPED).count() == 2


def test_the_exported_list_comes_back_filled_in(world: World, recent: Shipment) -> None:
    client = signed_in(world.owner)
    listed = client.get(f"{DESK}to-ship.csv").getvalue().decode("utf-8-sig")
    assert recent.public_id in listed
    assert "Brīvības" not in listed
    filled = listed.replace("Riga,LV,,", "Riga,LV,DHL,1234567890")
    file = SimpleUploadedFile("to-ship.csv", ("\ufeff" + filled).encode())
    answer = client.post(f"{DESK}paste/", {"file": file})
    assert answer.context["good"] == 1
    assert answer.context["rows"][0].carrier == "dhl"


def test_names_that_look_like_formulas_are_made_harmless(world: World, recent: Shipment) -> None:
    world.creator.display_name = "=HYPERLINK(1)"
    world.creator.save(update_fields=["display_name"])
    assert "'=HYPERLINK" in signed_in(world.owner).get(f"{DESK}to-ship.csv").getvalue().decode("utf-8-sig")


def test_an_empty_paste_is_refused(world: World) -> None:
    assert signed_in(world.owner).post(f"{DESK}paste/", {"text": " "}).status_code == 422


@pytest.mark.parametrize(("person", "status"), [("owner", 200), ("viewer", 200), ("outsider", 404)])
def test_who_sees_the_panel(world: World, recent: Shipment, person: str, status: int) -> None:
    path = f"/collaborations/{recent.collaboration.public_id}/parcel/"
    for headers in ({}, HTMX):
        answer = signed_in(getattr(world, person)).get(path, headers=headers)
        assert answer.status_code == status
        assert STREET not in answer.content.decode()


def test_the_creator_sees_who_opened_the_address_and_the_real_scans(world: World, recent: Shipment) -> None:
    operations.read_address(shipment=recent, user=world.owner, via="page", at=clock.now())
    now = clock.now()
    operations.enter_tracking(
        shipment=recent, by=world.by_owner, carrier="", tracking_number="SIM1001", at=now - timedelta(hours=2)
    )
    path = f"/collaborations/{recent.collaboration.public_id}/parcel/"
    page = signed_in(world.creator.user).get(path, headers=HTMX).content.decode()
    assert "Owner" in page
    assert "at Velda" in page
    assert "Packed and marked as shipped" in page
    assert "Arrives" in page
    assert signed_in(world.creator.user).get(path).status_code == 200


def test_the_panel_before_the_parcel_is_opened(world: World) -> None:
    path = f"/collaborations/{world.collaboration().public_id}/parcel/"
    for person in (world.creator.user, world.owner):
        for headers in ({}, HTMX):
            assert "no parcel" in signed_in(person).get(path, headers=headers).content.decode()


def test_the_creator_sends_it_somewhere_else(world: World, recent: Shipment) -> None:
    other = world.creator.addresses.create(city="Cēsis", country="LV", sealed={"name": "E", "line1": "Rīgas 1"})
    path = f"/shipments/{recent.public_id}/send-to/"
    client = signed_in(world.creator.user)
    assert client.get(path).status_code == 200
    assert client.post(path, {"address": "adr_nothing"}).status_code == 422
    assert client.post(path, {"address": other.public_id}).status_code == 302
    recent.refresh_from_db()
    assert recent.destination_city == "Cēsis"
    assert signed_in(world.owner).get(path).status_code == 404
    assert signed_in(world.outsider).get(path).status_code == 404


def test_a_creator_sees_on_their_own_page_who_opened_their_address(world: World, recent: Shipment) -> None:
    creator = signed_in(recent.collaboration.creator.user)
    assert "Nobody has opened it yet." in creator.get("/me/").content.decode()
    signed_in(world.manager).post(f"{DESK}{recent.public_id}/address/")

    seen = creator.get("/me/address-views/", headers=HTMX).content.decode()
    assert f"at {recent.brand.name}" in seen
    assert recent.collaboration.deal.title in seen
    assert "<html" not in seen
    assert STREET not in seen
    AddressAccess.objects.update(via="staff")
    assert "Our team" in creator.get("/me/address-views/").content.decode()


def test_everybody_who_ever_opened_an_address_stands_on_its_page(world: World, recent: Shipment) -> None:
    creator = signed_in(recent.collaboration.creator.user)
    start = clock.now()
    looks = [
        AddressAccess(shipment=recent, viewer=world.manager, via="page", at=start - timedelta(days=one // 2))
        for one in range(2 * PAGE_ROWS + 1)  # two at each moment: the cursor has to tell them apart
    ]
    AddressAccess.objects.bulk_create(looks)

    def moments(page: str) -> list[str]:
        return re.findall(r'<time datetime="([^"]+)"', page)

    assert len(moments(creator.get("/me/address-views/", headers=HTMX).content.decode())) == 3
    found, path = [], "/me/address-views/"
    while path:
        page = creator.get(path).content.decode()
        found += moments(page)
        more = re.search(r'data-more><a class="btn" href="([^"]+)"', page)
        path = html.unescape(more[1]) if more else ""
    assert len(found) == len(looks)
    assert found == sorted(found, reverse=True)
    assert len(moments(creator.get("/me/address-views/?after=2026~x", headers=HTMX).content.decode())) == PAGE_ROWS


def test_a_desk_that_never_had_a_parcel_does_not_say_that_all_are_sent(world: World) -> None:
    client = signed_in(world.owner)
    page = client.get(DESK).content.decode()
    assert "No parcels yet" in page
    assert "Everything is on its way" not in page
    world.sent()
    assert "Everything is on its way" in client.get(DESK).content.decode()
