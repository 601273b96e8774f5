"""The object store does not answer: what is asked says so, nothing is lost, pages tell, and it goes on by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barter.kernel import storage
from content import tasks
from content.limits import PART_BYTES
from content.models import Asset
from content.processing.work import process_next
from tests.content.conftest import Trade, arrive, photo_bytes, ready_asset
from tests.content.test_pages import sent

pytestmark = pytest.mark.django_db
SORRY = "The place where we keep files does not answer. Nothing is lost: try again in a minute."


@pytest.fixture
def away(settings: Any) -> Iterator[Any]:
    """Calls take the store away, and bring it back."""
    here = settings.S3_ENDPOINT_URL

    def turn(*, away: bool) -> None:
        settings.S3_ENDPOINT_URL = "http://127.0.0.1:9" if away else here

    cache.delete("storage.away")
    yield turn
    cache.delete("storage.away")


def test_uploads_wait_and_go_on(trade: Trade, client: Client, away: Any) -> None:
    client.force_login(trade.creator.user)
    file = {"name": "film.mp4", "size": PART_BYTES + 1, "type": "video/mp4"}
    started = client.post(reverse("upload_start", args=[trade.collaboration.public_id]), file).json()
    away(away=True)
    for address, data in ((started["parts_url"], {"number": [1, 2]}), (started["finish_url"], {})):
        answer = client.post(address, data)
        assert (answer.status_code, SORRY in answer.content.decode()) == (503, True), address
    for name in ("parts", "complete"):
        body = {"numbers": [1]} if name == "parts" else {}
        address = f"/api/v1/uploads/{started['id']}/{name}/"
        answer = client.post(address, body, content_type="application/json", headers={"Idempotency-Key": f"{name}-1"})
        assert (answer.status_code, answer.json()["code"]) == (503, "store_away"), answer.content
    away(away=False)
    assert set(client.post(started["parts_url"], {"number": [1, 2]}).json()["urls"]) == {"1", "2"}
    assert Asset.objects.get().state == Asset.State.WAITING


def test_pages_say_so_until_it_answers_again(trade: Trade, client: Client, away: Any) -> None:
    ready_asset(trade)
    upload = reverse("upload", args=[trade.collaboration.public_id])
    words = "be shown or taken right now"
    client.force_login(trade.creator.user)
    assert words not in client.get(upload).content.decode()
    away(away=True)
    tasks.look_at_store()
    assert words in client.get(upload).content.decode()
    version = sent(trade, *Asset.objects.all())
    client.force_login(trade.owner)
    for page in (reverse("review", args=[version.public_id]), reverse("brand_library")):
        assert words in client.get(page).content.decode(), page
    away(away=False)
    tasks.look_at_store()
    assert words not in client.get(reverse("brand_library")).content.decode()


def test_a_file_that_is_being_checked_is_put_back_and_finished_later(trade: Trade, away: Any) -> None:
    asset = arrive(trade, photo_bytes())
    away(away=True)
    assert process_next()
    asset.refresh_from_db()
    assert (asset.state, asset.crashes) == (Asset.State.PROCESSING, 0)
    away(away=False)
    Asset.objects.update(process_at=timezone.now())
    assert process_next()
    asset.refresh_from_db()
    assert asset.state == Asset.State.READY


def test_what_the_store_refuses_is_no_silence(away: Any) -> None:
    with pytest.raises(ClientError, match="InvalidRequest"):
        storage.begin_parts("../" * 400, content_type="image/jpeg")
    assert not storage.is_away()
