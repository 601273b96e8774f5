"""The path of a file over the API, as an app without any page walks it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from barter.kernel.storage import PresignedPost
from content import operations
from content.models import Asset, Licence, Submission
from content.processing.work import process_next
from tests.content.conftest import AT, Trade, make_trade, photo_bytes, post_form, ready_asset
from tests.statements import own_statements

pytestmark = pytest.mark.django_db


def api(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def sent(trade: Trade) -> Submission:
    return operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade, kind="video")], caption="", by=trade.by_creator, at=AT
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_upload_submit_change_approve_download() -> None:
    trade = make_trade()
    creator, brand, data = api(trade.creator.user), api(trade.owner), photo_bytes()
    col = trade.collaboration.public_id
    body = {"collaboration": col, "file_name": "a.jpg", "content_type": "image/jpeg", "size_bytes": len(data)}
    first = creator.post("/api/v1/uploads/", body, headers={"Idempotency-Key": "k1"})
    again = creator.post("/api/v1/uploads/", body, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert Asset.objects.count() == 1
    upload = first.json()
    assert (upload["object"], upload["state"], upload["available_actions"]) == (
        "upload", "waiting", ["complete", "parts", "discard"],
    )  # fmt: skip
    early = creator.post(f"/api/v1/uploads/{upload['id']}/complete/")
    assert (early.status_code, early.json()["code"]) == (409, "nothing_arrived")
    assert post_form(PresignedPost(upload["upload"]["url"], upload["upload"]["fields"]), data) < 300
    assert creator.post(f"/api/v1/uploads/{upload['id']}/complete/").json()["state"] == "processing"
    process_next()
    assert creator.get(f"/api/v1/uploads/{upload['id']}/").json()["state"] == "ready"
    made = creator.post(f"/api/v1/collaborations/{col}/submissions/", {"assets": [upload["id"]], "caption": "#ad"})
    assert made.status_code == 201, made.json()
    submission = made.json()
    assert (submission["state"], submission["ball"], submission["available_actions"]) == ("submitted", "brand", [])
    seen = brand.get(f"/api/v1/submissions/{submission['id']}/")
    assert seen.json()["available_actions"] == ["request_changes", "approve"]
    assert brand.get(f"/api/v1/submissions/{submission['id']}/", headers={"If-None-Match": "x"}).status_code == 200
    note = {"brief_item": trade.items[0].public_id, "asset": upload["id"], "text": "Closer, please"}
    changed = brand.post(f"/api/v1/submissions/{submission['id']}/request-changes/", {"notes": [note]})
    assert (changed.status_code, changed.json()["state"]) == (200, "changes_requested")
    second = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    approved = brand.post(f"/api/v1/submissions/{second.public_id}/approve/", headers={"Idempotency-Key": "yes"})
    assert approved.json()["state"] == "approved"
    twice = brand.post(f"/api/v1/submissions/{second.public_id}/approve/", headers={"Idempotency-Key": "other"})
    assert (twice.status_code, twice.json()["code"]) == (409, "wrong_state")
    licence = brand.get("/api/v1/licences/").json()["data"][0]
    assert licence["scope"]["edits"] is True
    assert brand.get(f"/api/v1/licences/{licence['id']}/").status_code == 200
    assert "url" in brand.get(f"/api/v1/assets/{licence['asset']}/download/").json()
    assert creator.get(f"/api/v1/assets/{upload['id']}/").json()["available_actions"] == ["download"]
    versions = creator.get(f"/api/v1/collaborations/{col}/submissions/").json()
    assert [row["version"] for row in versions["data"]] == [2, 1]


def test_refusals_are_problems_and_change_nothing(trade: Trade) -> None:
    creator, col = api(trade.creator.user), trade.collaboration.public_id
    body = {"collaboration": col, "file_name": "a.jpg", "content_type": "image/jpeg", "size_bytes": 5000}
    cases = [
        ({**body, "content_type": "text/html"}, 422, "file_type_not_allowed"),
        ({**body, "size_bytes": 99_000_000}, 422, "file_too_large"),
        ({**body, "size_bytes": "many"}, 422, "invalid"),
        ({**body, "key": "x"}, 422, "invalid"),
        ({**body, "collaboration": "col_00000000000000000000000000"}, 404, "not_found"),
    ]
    for sent_body, status, code in cases:
        answer = creator.post("/api/v1/uploads/", sent_body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Asset.objects.exists()
    assert api(trade.owner).post("/api/v1/uploads/", body).status_code == 403
    foreign = ready_asset(make_trade())
    answer = creator.post(f"/api/v1/collaborations/{col}/submissions/", {"assets": [foreign.public_id]})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_own_file")
    assert creator.get("/api/v1/licences/?colour=red").status_code == 400


def test_a_file_that_a_version_waits_for_still_offers_its_upload_and_stays(trade: Trade) -> None:
    creator, col = api(trade.creator.user), trade.collaboration.public_id
    body = {"collaboration": col, "file_name": "a.jpg", "content_type": "image/jpeg", "size_bytes": 5000}
    upload = creator.post("/api/v1/uploads/", body).json()
    whole = ready_asset(trade)
    made = creator.post(
        f"/api/v1/collaborations/{col}/submissions/", {"assets": [upload["id"], whole.public_id]}
    ).json()
    assert [row["available_actions"] for row in made["assets"]] == [["complete", "parts"], ["download"]]


def test_a_refusal_names_the_field_of_the_body(trade: Trade) -> None:
    creator, brand, col = api(trade.creator.user), api(trade.owner), trade.collaboration.public_id
    body = {"collaboration": col, "file_name": "a.jpg", "content_type": "text/html", "size_bytes": 5000}
    unknown = {**body, "content_type": "image/jpeg", "collaboration": "col_none"}
    version = sent(trade)
    item = trade.items[0].public_id
    good = {"brief_item": item, "text": "Slower"}
    changes = f"/api/v1/submissions/{version.public_id}/request-changes/"
    cases = [
        (creator, "/api/v1/uploads/", body, 422, "/content_type"),
        (creator, "/api/v1/uploads/", unknown, 404, "/collaboration"),
        (brand, changes, {"notes": [good, {"text": "Shorter"}]}, 422, "/notes/1/brief_item"),
        (brand, changes, {"notes": [good, {**good, "brief_item": "bri_none"}]}, 422, "/notes/1/brief_item"),
        (brand, changes, {"notes": [good, {**good, "asset": "ast_none"}]}, 422, "/notes/1/asset"),
        (brand, changes, {"notes": [good, {**good, "point": [1, 1]}]}, 422, "/notes/1/point"),
        (brand, changes, {"notes": [good, {**good, "at_ms": 1}]}, 422, "/notes/1/at_ms"),
    ]
    for client, path, sent_body, status, pointer in cases:
        answer = client.post(path, sent_body)
        told = [row["pointer"] for row in answer.json()["errors"]]
        assert (answer.status_code, told) == (status, [pointer]), sent_body
    version.refresh_from_db()
    assert (version.state, version.notes.count()) == ("submitted", 0)


def test_what_belongs_to_others_is_not_there(trade: Trade) -> None:
    submission = sent(trade)
    asset = submission.assets.get()
    stranger = make_trade()
    for user in (trade.outsider.user, stranger.owner):
        client = api(user)
        for address in (
            f"uploads/{asset.public_id}",
            f"assets/{asset.public_id}/download",
            f"submissions/{submission.public_id}",
        ):
            assert client.get(f"/api/v1/{address}/").status_code == 404
        for address in (f"submissions/{submission.public_id}/approve", f"uploads/{asset.public_id}/complete"):
            assert client.post(f"/api/v1/{address}/").status_code == 404
    assert api(trade.creator.user).post(f"/api/v1/submissions/{submission.public_id}/approve/").status_code == 403
    assert api(trade.viewer).post(f"/api/v1/submissions/{submission.public_id}/approve/").status_code == 403
    assert api(trade.owner).get(f"/api/v1/assets/{asset.public_id}/download/").json()["code"] == "no_licence"
    assert APIClient().get("/api/v1/licences/").status_code == 401
    assert not Licence.objects.exists()


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_of_licences_costs_two_statements(trade: Trade, count: int) -> None:
    submission = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade) for _ in range(count)], caption="", by=trade.by_creator, at=AT
    )  # fmt: skip
    operations.approve(submission=submission, by=trade.by_brand, at=AT)
    client = api(trade.owner)
    with own_statements() as own:
        assert len(client.get("/api/v1/licences/").json()["data"]) == count
    assert len(own) == 2  # the caller's roles, and the licences


def test_only_those_who_may_are_offered_what_can_be_done_with_files(trade: Trade) -> None:
    viewer, submission = trade.viewer, sent(trade)
    path = f"/api/v1/submissions/{submission.public_id}/"
    assert api(trade.owner).get(path).json()["available_actions"] == ["request_changes", "approve"]
    assert api(viewer).get(path).json()["available_actions"] == []
    file = f"/api/v1/assets/{api(viewer).get(path).json()['assets'][0]['id']}/"
    assert api(trade.owner).get(file).json()["available_actions"] == []

    operations.approve(submission=submission, by=trade.by_brand, at=AT)

    assert api(trade.owner).get(file).json()["available_actions"] == ["download"]
    assert api(trade.owner).get("/api/v1/licences/").json()["data"][0]["available_actions"] == [
        "download",
        "offer_renewal",
    ]
    assert api(trade.owner).get(path).json()["assets"][0]["available_actions"] == ["download"]
    assert api(viewer).get(file).json()["available_actions"] == []
    assert api(viewer).get("/api/v1/licences/").json()["data"][0]["available_actions"] == []
    assert api(viewer).get(f"{file}download/").status_code == 403
