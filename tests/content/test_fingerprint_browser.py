"""The fingerprint that a page makes of a file on somebody's own device: the same as everybody else's, and nothing is sent."""

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from content import operations
from content.models import Asset, Licence
from tests.axe import check_axe
from tests.content.conftest import AT, make_trade, ready_asset
from tests.content.test_browser import shoot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SIZES = (0, 1, 55, 56, 63, 64, 65, 1_048_577, 4 * 1_048_576, 4 * 1_048_576 + 1, 9_000_000)
IN_WORKER = """([text, url]) => new Promise((done, no) => {
  const worker = new Worker(url), bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  worker.onerror = no;
  worker.onmessage = ({ data }) => { if ('hash' in data) done(data.hash); };
  worker.postMessage(new File([bytes], 'clip.mp4'));
})"""


def test_a_chosen_file_is_compared_without_leaving_the_device(page: Any, live_server: Any, tmp_path: Path) -> None:
    trade = make_trade()
    content = os.urandom(9_000_000)
    film = tmp_path / "clip.mp4"
    film.write_bytes(content)
    asset = ready_asset(trade)
    Asset.objects.update(sha256=hashlib.sha256(content).hexdigest())
    asset.refresh_from_db()
    version = operations.submit(
        collaboration=trade.collaboration, assets=[asset], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    Licence.objects.update(ends_at=AT.replace(year=2036), due_at=AT.replace(year=2036))
    licence = Licence.objects.get()
    sent: list[Any] = []
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("licence_check"))
    check_axe(page)
    page.on("request", lambda request: sent.append((request.method, len(request.post_data_buffer or b""))))
    page.locator("[type=file]").set_input_files(film)
    expect(page.get_by_text("This is the licensed file.")).to_be_visible()
    assert page.url.startswith(live_server.url + reverse("licence", args=[licence.code]))
    check_axe(page)
    shoot(page, "fingerprint")
    film.write_bytes(content[:-1])
    page.locator("[type=file]").set_input_files(film)
    expect(page.get_by_text("This is another file.")).to_be_visible()
    assert {method for method, _size in sent} == {"GET"}
    assert sum(size for _method, size in sent) == 0

    worker = page.locator("[data-fingerprint]").get_attribute("data-fingerprint")
    for size in SIZES:
        found = page.evaluate(IN_WORKER, [base64.b64encode(content[:size]).decode(), worker])
        assert found == hashlib.sha256(content[:size]).hexdigest(), size
