"""Photos and PDFs in messages over the API: the same way straight to the store as on pages."""

from typing import Any

import pytest

from accounts.models import User
from barter.kernel import clock
from barter.kernel.storage import PresignedPost
from deals.models import Application
from inbox.models import ChatMessage
from tests.content.conftest import photo_bytes, post_form
from tests.inbox.test_api import call
from tests.inbox.test_files import PDF, SVG, checked
from tests.world import World


@pytest.fixture
def application(world: World) -> Application:
    world.now = clock.now()
    return world.apply(world.new_deal())


def send(user: User, application: Application, data: bytes, kind: str, name: str = "a.jpg") -> dict[str, Any]:
    """As an app does it, up to `complete`."""
    started = call(
        user, "POST", files_of(application), {"file_name": name, "content_type": kind, "size_bytes": len(data)}
    )
    assert started.status_code == 201, started.json()
    body: dict[str, Any] = started.json()
    assert (body["state"], body["available_actions"]) == ("waiting", ["complete", "delete"])
    assert call(user, "GET", started["Location"].removeprefix("/api/v1")).json()["id"] == body["id"]
    assert post_form(PresignedPost(body["upload"]["url"], body["upload"]["fields"]), data) in (200, 201, 204)
    done: dict[str, Any] = call(user, "POST", f"/attachments/{body['id']}/complete/").json()
    assert (done["state"], done["upload"]) == ("processing", None)
    return done


def files_of(application: Application) -> str:
    return f"/applications/{application.public_id}/attachments/"


def test_named_files_go_with_a_message_and_reach_the_other_side(world: World, application: Application) -> None:
    mila, path = world.creator.user, f"/applications/{application.public_id}/messages/"
    photo = send(mila, application, photo_bytes((90, 60)), "image/jpeg", "box.jpg")
    kept = send(mila, application, PDF, "application/pdf", "later.pdf")
    assert [row["id"] for row in call(mila, "GET", files_of(application)).json()["data"]] == [kept["id"], photo["id"]]
    assert call(world.owner, "GET", f"/attachments/{photo['id']}/").status_code == 404  # not sent yet
    sent = call(mila, "POST", path, {"attachments": [photo["id"]]})
    assert (sent.status_code, [row["id"] for row in sent.json()["attachments"]]) == (201, [photo["id"]])
    checked()
    seen = call(world.owner, "GET", f"/attachments/{photo['id']}/").json()
    assert (seen["state"], seen["message"], seen["available_actions"]) == ("ready", sent.json()["id"], [])
    assert seen["url"].startswith("http")
    assert [row["id"] for row in call(mila, "GET", files_of(application)).json()["data"]] == [kept["id"]]
    assert call(mila, "DELETE", f"/attachments/{photo['id']}/").json()["code"] == "file_is_sent"
    assert call(mila, "DELETE", f"/attachments/{kept['id']}/").status_code == 204


def test_a_message_with_a_file_that_cannot_go_is_not_sent_at_all(world: World, application: Application) -> None:
    mila, path = world.creator.user, f"/applications/{application.public_id}/messages/"
    other = world.apply(world.new_deal())
    good = send(mila, application, photo_bytes((90, 60)), "image/jpeg")
    elsewhere = send(mila, other, photo_bytes((90, 60)), "image/jpeg")
    bad = send(mila, application, SVG, "image/png")
    checked()
    refused = call(mila, "GET", f"/attachments/{bad['id']}/").json()
    assert (refused["state"], refused["rejection"]["code"]) == ("rejected", "wrong_type")
    for named in ([good["id"], elsewhere["id"]], [bad["id"]], ["att_nonsense"]):
        answer = call(mila, "POST", path, {"text": "Look", "attachments": named})
        assert (answer.status_code, answer.json()["code"]) == (422, "not_own_attachment"), named
    assert call(mila, "POST", path, {}).json()["code"] == "empty_message"
    theirs = call(world.owner, "POST", path, {"text": "Mine", "attachments": [good["id"]]})
    assert theirs.json()["code"] == "not_own_attachment"
    assert not ChatMessage.objects.exists()
    start = {"file_name": "a.gif", "content_type": "image/gif", "size_bytes": 900}
    assert call(mila, "POST", files_of(application), start).json()["code"] == "wrong_file_type"
    assert call(world.viewer, "POST", files_of(application), start).status_code == 403
    assert call(world.other_creator.user, "POST", files_of(application), start).status_code == 404
