"""A large file in a real browser over a link that is cut, paused, closed and taken up again; the store gets each part once."""

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from barter.kernel import clock, storage
from content.limits import PART_BYTES
from content.models import Asset
from deals.models import Collaboration
from tests.axe import check_axe
from tests.content.conftest import Trade, make_trade
from tests.content.cut_link import CutLink
from tests.content.test_browser import shoot, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SIZE = 11 * PART_BYTES + 77
OVERHEAD = 200_000  # of heads and what TLS would add


@pytest.fixture
def link(settings: Any) -> Iterator[CutLink]:
    """What stands between the browser and the store."""
    with CutLink(urlsplit(django_settings.S3_ENDPOINT_URL).port or 80) as found:
        settings.S3_PUBLIC_URL = f"http://127.0.0.1:{found.port}"
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        connect = [*directives["connect-src"], settings.S3_PUBLIC_URL]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "connect-src": connect}}
        yield found
    storage._client.cache_clear()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_2041.mp4"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def trade(page: Any, live_server: Any, link: CutLink) -> Trade:
    made = make_trade()
    Collaboration.objects.update(due_at=clock.now())
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, made.creator.user)
    page.goto(live_server.url + reverse("upload", args=[made.collaboration.public_id]))
    return made


def stored_sha(asset: Asset) -> str:
    found = io.BytesIO()
    storage.download(asset.upload_key, found)
    return hashlib.sha256(found.getvalue()).hexdigest()


def arrived(film: Path) -> None:
    asset = Asset.objects.get()
    assert (asset.state, asset.size_bytes) == (Asset.State.PROCESSING, SIZE)
    assert stored_sha(asset) == hashlib.sha256(film.read_bytes()).hexdigest()


def test_a_link_that_is_cut_five_times_costs_a_few_parts(page: Any, trade: Trade, film: Path, link: CutLink) -> None:
    link.cuts = [int(SIZE * share) for share in (0.2, 0.45, 0.5, 0.8, 1.1)]
    page.set_input_files("input[type=file]", str(film))
    expect(page.locator("text=Being prepared")).to_be_visible(timeout=60_000)
    assert link.done >= 4
    assert link.sent - SIZE < OVERHEAD + link.done * PART_BYTES
    assert link.most == 1
    arrived(film)


def test_where_two_parts_at_once_are_faster_two_are_sent(page: Any, trade: Trade, film: Path, link: CutLink) -> None:
    link.rate = 5_000_000
    page.set_input_files("input[type=file]", str(film))
    expect(page.locator("text=Being prepared")).to_be_visible(timeout=60_000)
    assert link.most == 2
    arrived(film)


def test_paused_closed_and_chosen_again_it_goes_on(page: Any, trade: Trade, film: Path, link: CutLink) -> None:
    link.rate = 3_000_000
    page.set_input_files("input[type=file]", str(film))
    row = page.locator(".up")
    expect(row.locator(".up__s")).to_contain_text("MB/s")
    row.get_by_role("button", name="Pause").click()
    expect(row.locator(".up__s")).to_contain_text("Paused at")
    check_axe(page)
    shoot(page, "upload-paused")
    row.get_by_role("button", name="Go on").click()
    expect(row.get_by_role("button", name="Pause")).to_be_visible()
    row.get_by_role("button", name="Pause").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("text=Choose the same file again")).to_be_visible()
    check_axe(page)
    shoot(page, "upload-paused-later")
    link.rate = 0
    page.set_input_files("input[type=file]", str(film))
    expect(page.locator("text=Being prepared")).to_be_visible(timeout=60_000)
    expect(page.locator("text=Choose the same file again")).to_have_count(0)
    assert link.sent - SIZE < OVERHEAD + 9 * PART_BYTES
    arrived(film)


def test_cancel_takes_it_out_for_good(page: Any, trade: Trade, film: Path, link: CutLink) -> None:
    link.rate = 1_000_000
    page.set_input_files("input[type=file]", str(film))
    expect(page.locator(".up__s")).to_contain_text("%")
    page.get_by_role("button", name="Cancel IMG_2041.mp4").click()
    expect(page.locator(".up")).to_have_count(0)
    page.reload()
    expect(page.locator("text=Choose your videos and photos")).to_be_visible()
    expect(page.locator(".up")).to_have_count(0)
    assert Asset.objects.get().state == Asset.State.EXPIRED
