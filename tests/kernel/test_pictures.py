from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from barter.kernel import storage
from barter.kernel.errors import TooOften
from barter.kernel.pictures import keys_of_folder, picture_srcset, picture_url, store_picture


@pytest.mark.parametrize(
    "name",
    ["../originals/x", "brand_1/../../barter/x", "..", "brand_1/x.webp", "brand_1/" + "a" * 2000, "brand_1/\x00.webp", "%2e%2e/x"],
)  # fmt: skip
def test_a_name_we_never_gave_is_not_even_asked_for(name: str) -> None:
    assert Client(raise_request_exception=False).get(f"/pictures/{name}").status_code == 404


def test_a_picture_has_smaller_copies_and_an_old_one_without_them_is_still_shown() -> None:
    stored = _store("brand_1", (2000, 1500))
    client = Client()

    wide = {side: _width(client, picture_url(stored, side)) for side in (0, 256, 512)}
    assert wide == {0: 1080, 256: 256, 512: 512}
    assert picture_srcset(stored, 1080, 810) == (
        f"{picture_url(stored, 256)} 256w, {picture_url(stored, 512)} 512w, {picture_url(stored)} 1080w"
    )
    storage.delete(stored.replace(".webp", "-256.webp"))
    assert _width(client, picture_url(stored, 256)) == 1080


def test_nobody_has_more_pictures_drawn_in_a_minute_than_a_number_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barter.kernel.pictures.PICTURES_A_MINUTE", 2)
    monkeypatch.setattr("barter.kernel.tries.time.time", lambda: 1_790_000_000.0)
    cache.clear()

    keys = [_store("brand_1"), _store("brand_1")]
    with pytest.raises(TooOften):
        _store("brand_1")

    assert set(keys) <= set(keys_of_folder("brand_1"))
    assert _store("brand_2")  # somebody else's go on
    monkeypatch.setattr("barter.kernel.tries.time.time", lambda: 1_790_000_060.0)
    assert _store("brand_1")


def test_a_picture_of_the_demo_has_them_beside_it() -> None:
    name = "demo/products/beauty"
    assert picture_url(f"{name}.webp", 256).endswith(f"{name}-256.webp")
    assert picture_srcset(f"{name}.webp", 880, 660) == (
        f"{picture_url(f'{name}.webp', 256)} 256w, {picture_url(f'{name}.webp', 512)} 512w, {picture_url(f'{name}.webp')} 880w"
    )


def test_a_picture_with_one_size_offers_no_choice() -> None:
    assert picture_srcset("demo/clips/v_blue.webp", 540, 960) == ""
    assert picture_url("demo/clips/v_blue.webp", 256) == picture_url("demo/clips/v_blue.webp")
    assert picture_srcset("pictures/brand_1/" + "a" * 32 + ".webp", 200, 100) == ""
    assert picture_url("", 256) == ""


def _store(folder: str, size: tuple[int, int] = (20, 15)) -> str:
    body = BytesIO()
    Image.new("RGB", size, "salmon").save(body, "JPEG")
    body.seek(0)
    return store_picture(body, size_bytes=body.getbuffer().nbytes, folder=folder).key


def _width(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.content)).width
