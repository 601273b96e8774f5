"""Lines pasted at the shipping desk, as spreadsheets and people write them."""

import pytest
from django.test import Client

from shipping import operations, queries
from shipping.models import Shipment
from shipping.paste import read_lines
from tests.shipping.conftest import AT, World

pytestmark = pytest.mark.django_db
UPS, OTHER = "1Z999AA10123456784", "CE128884216EE"


def parcels(world: World, count: int) -> list[Shipment]:
    return [world.parcel() for _ in range(count)]


def problems(world: World, text: str) -> list[str]:
    return [row.problem for row in queries.plan_paste(world.brand, text)]


def test_one_line_too_many_is_said_and_never_left_out(world: World) -> None:
    lines = "\n".join(f"Nobody {number} {UPS}" for number in range(501))
    client = Client()
    client.force_login(world.owner)
    answer = client.post("/brand/shipments/paste/", {"text": lines})
    assert answer.status_code == 422
    assert "These are 501 lines; one go takes 500. Send them in parts." in answer.content.decode()
    assert lines[:20] in answer.content.decode()
    assert len(queries.plan_paste(world.brand, f"parcel,number\n{lines[: lines.rindex(chr(10))]}")) == 500


def test_a_mark_of_utf_8_and_the_quotes_of_spreadsheets_do_not_matter(world: World) -> None:
    first, second = parcels(world, 2)
    assert problems(world, f"\ufeff{first.public_id} {UPS}\n{second.public_id} {OTHER}") == ["", ""]
    assert problems(world, f'{first.public_id};="{UPS}"') == [""]
    assert problems(world, f'"{first.public_id}","=""{UPS}"""') == [""]


def test_a_handle_that_looks_like_a_number_is_the_name(world: World) -> None:
    for text in (f"studio54 {OTHER}", "studio54 CE 1288 8421 6EE", "studio54 AB12CD34", f"{OTHER} studio54"):
        (line,) = read_lines(text)
        assert (line.name, line.tracking_number) == ("studio54", "AB12CD34" if "AB12" in text else OTHER), text


def test_a_number_that_a_spreadsheet_shortened_says_so(world: World) -> None:
    (parcel,) = parcels(world, 1)
    for number in ("3,42E+12", "3.4E+17"):
        assert problems(world, f"{parcel.public_id};{number}") == [
            "A spreadsheet shortened this number. Make its column text, and copy it once more."
        ]


def test_a_number_stands_on_one_parcel(world: World) -> None:
    first, second, sent = parcels(world, 3)
    said = problems(world, f"{first.public_id} {UPS}\n{second.public_id} {UPS}\n{sent.public_id} {OTHER}")
    assert said == ["", "Line 1 already has this number.", ""]
    operations.enter_tracking(shipment=sent, by=world.by_owner, carrier="", tracking_number=UPS, at=AT)
    assert problems(world, f"{first.public_id} {UPS}") == [
        "This number already belongs to another parcel. Check the label."
    ]
