"""Files of tracking numbers as spreadsheets save them, and the press that writes them."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shipping import operations
from shipping.forms import PASTE_MAX_BYTES
from shipping.models import Shipment
from tests.shipping.conftest import AT, World
from tests.shipping.test_paste import OTHER, UPS, parcels, problems

pytestmark = pytest.mark.django_db
PASTE = "/brand/shipments/paste/"


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.owner)
    return client


def sent_in(client: Client, raw: bytes) -> Any:
    return client.post(PASTE, {"file": SimpleUploadedFile("to-ship.csv", raw)})


def pressed(report: Any) -> dict[str, object]:
    """What the button of the report sends."""
    page = report.content.decode()
    text = report.context["text"]
    return {"step": "write", "text": text, "parcel": re.findall(r'name="parcel" value="([^"]+)"', page)}


def test_unicode_text_of_excel_is_read_with_every_letter(world: World, client: Client) -> None:
    world.creator.display_name = "Łukasz Żółty"
    world.creator.save(update_fields=["display_name"])
    parcels(world, 1)
    for encoding in ("utf-16", "utf-8-sig"):
        report = sent_in(client, f"creator\ttracking number\nŁukasz Żółty\t{UPS}\n".encode(encoding))
        assert [row.problem for row in report.context["rows"]] == [""], encoding


def test_a_workbook_is_told_to_be_saved_as_csv(world: World, client: Client) -> None:
    answer = sent_in(client, b"PK\x03\x04\x14\x00\x06\x00rest of a workbook")
    assert answer.status_code == 422
    assert "This is a spreadsheet, not a CSV. Save it as CSV (UTF-8) and try again." in answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_is_too_large_is_never_cut(world: World, client: Client, encoding: str) -> None:
    (parcel,) = parcels(world, 1)
    line = f"{parcel.public_id};{UPS}\n"
    raw = line.encode(encoding)
    raw += b"\n" * (PASTE_MAX_BYTES + 2 - len(raw))
    assert sent_in(client, raw).status_code == 422


def test_a_first_line_that_tells_the_separator_is_no_parcel(world: World) -> None:
    (parcel,) = parcels(world, 1)
    assert problems(world, f"sep=;\nparcel;number\n{parcel.public_id};{UPS}") == [""]


def test_a_shortened_number_is_known_in_its_column_too(world: World) -> None:
    (parcel,) = parcels(world, 1)
    for number in ("3,42E+12", "3.4E+17"):
        assert problems(world, f"parcel;tracking number\n{parcel.public_id};{number}") == [
            "A spreadsheet shortened this number. Make its column text, and copy it once more."
        ]


def test_a_second_press_does_nothing_twice_and_says_so(world: World, client: Client) -> None:
    first, second = parcels(world, 2)
    report = client.post(PASTE, {"text": f"{first.public_id} {UPS}\n{second.public_id} {OTHER}"})
    assert "marked as shipped" in client.post(PASTE, pressed(report)).content.decode()
    again = client.post(PASTE, pressed(report))
    assert "0 parcels" not in again.content.decode()
    assert "Nothing was left to save." in again.content.decode()
    assert [row.is_saved for row in again.context["rows"]] == [True, True]
    assert Shipment.objects.filter(state="pre_transit").count() == 2


def test_only_what_the_report_showed_is_written(world: World, client: Client) -> None:
    """Once the first of two parcels to one creator is gone, their name means the other one."""
    first, second = parcels(world, 2)
    twin, creator = second.collaboration.creator, first.collaboration.creator
    twin.display_name = creator.display_name
    twin.save(update_fields=["display_name"])
    report = client.post(PASTE, {"text": f"{first.public_id} {UPS}\n{creator.display_name} {OTHER}"})
    assert [bool(row.problem) for row in report.context["rows"]] == [False, True]
    for _ in range(2):
        client.post(PASTE, pressed(report))
    second.refresh_from_db()
    assert second.tracking_number == ""


def test_a_parcel_that_went_with_another_number_says_which(world: World) -> None:
    (parcel,) = parcels(world, 1)
    operations.enter_tracking(shipment=parcel, by=world.by_owner, carrier="", tracking_number=UPS, at=AT)
    assert problems(world, f"{parcel.public_id} {OTHER}") == [
        f"This parcel is marked as shipped already, with the number {UPS}."
    ]
    assert problems(world, f"{parcel.public_id} {UPS}") == ["This parcel has this number already."]
