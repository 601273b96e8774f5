"""The pages of upload, review and library, as a browser without script walks them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from barter.kernel import clock, storage
from barter.kernel.storage import PresignedPost
from content import operations, queries
from content.limits import ANY_TYPE
from content.models import Asset, Licence, Submission
from content.operations import NewNote
from content.processing.work import process_next
from deals.models import Deliverable, Terms
from tests.content.conftest import AT, Trade, make_trade, photo_bytes, post_form, ready_asset

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(trade: Trade, *assets: Asset) -> Submission:
    return operations.submit(
        collaboration=trade.collaboration, assets=assets or [ready_asset(trade, kind="video")], caption="#ad", by=trade.by_creator, at=clock.now()
    )  # fmt: skip


def page(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, (response.status_code, getattr(response, "url", ""))
    text = response.content.decode()
    assert "style=" not in text
    assert "<script>" not in text
    return text


@pytest.mark.django_db(transaction=True)
def test_a_creator_uploads_and_sends() -> None:
    trade = make_trade()
    client, data = client_of(trade.creator.user), photo_bytes()
    col = trade.collaboration.public_id
    text = page(client, "upload", col)
    assert "1 Instagram video, 20–30 s, 9:16" in text
    assert "up to 2 GB" in text
    started = client.post(
        reverse("upload_start", args=[col]), {"name": "p.jpg", "size": len(data), "type": "image/jpeg"}
    ).json()
    assert post_form(PresignedPost(started["url"], started["fields"]), data) < 300
    row = client.post(started["finish_url"]).content.decode()
    assert "Being prepared" in row
    assert "hx-get" in row
    process_next()
    row = client.get(reverse("upload_row", args=[started["id"]])).content.decode()
    assert "Uploaded" in row
    assert "hx-get" not in row
    Deliverable.objects.update(kind=Deliverable.Kind.PHOTO, ratio="3:4")
    done = client.post(reverse("upload", args=[col]), {"caption": "Glow #ad"})
    assert done.status_code == 302
    assert Submission.objects.get().caption == "Glow #ad"
    assert "answers" in client.get(done["Location"]).content.decode()


def test_fewer_files_than_asked_for_are_sent_only_when_the_creator_says_so(trade: Trade) -> None:
    Deliverable.objects.create(deal=trade.collaboration.deal, kind="photo", count=2)
    ready_asset(trade, kind="video")
    ready_asset(trade)
    client, address = client_of(trade.creator.user), reverse("upload", args=[trade.collaboration.public_id])

    asked = client.post(address, {"caption": "Glow #ad"})
    text = asked.content.decode()

    assert (asked.status_code, Submission.objects.count()) == (422, 0)
    assert "2 of 3 files." in text
    assert "Missing: 1 photo." in text
    assert "Send it like this" in text  # the list above may grow without a new page: no number
    Asset.objects.filter(kind="video").delete()
    assert "Missing: 1 video and 1 photo." in client.post(address).content.decode()
    ready_asset(trade, kind="video")
    assert "Glow #ad" in text, "what was typed stays"
    ready_asset(trade, kind="video")
    again = client.post(address, {"fewer": asked.context["fewer"]["answer"]})
    assert again.status_code == 422, "the answer was about two files, now there are three"
    assert "Not all that was asked for." in again.content.decode()
    assert Submission.objects.count() == 0

    answer = {"caption": "Glow #ad", "fewer": again.context["fewer"]["answer"]}
    assert client.post(address, answer).status_code == 302
    submission = Submission.objects.get()
    assert submission.assets.count() == 3
    told = page(client_of(trade.owner), "review", submission.public_id)
    assert "Not everything was sent.</strong> Missing: 1 photo." in told
    operations.approve(submission=submission, by=trade.by_brand, at=clock.now())
    assert "Not everything" not in page(client_of(trade.owner), "review", submission.public_id)


def test_what_was_agreed_counts_and_not_what_the_deal_asks_of_others_by_now(trade: Trade) -> None:
    terms = trade.collaboration.terms_versions.get()
    row = {"kind": "photo", "platform": "", "count": 1, "min_seconds": 0, "max_seconds": 0, "ratio": "9:16"}
    Terms.objects.filter(pk=terms.pk).update(body={**terms.body, "deliverables": [row]})
    client, col = client_of(trade.creator.user), trade.collaboration.public_id
    ready_asset(trade)

    assert "1 photo, 9:16" in page(client, "upload", col)
    assert client.post(reverse("upload", args=[col])).status_code == 302


@pytest.mark.parametrize(
    ("asked", "kinds", "missing"),
    [
        ({"video": 1, "photo": 2}, ["video", "photo", "photo"], {}),
        ({"video": 1, "photo": 2}, ["photo", "photo", "photo"], {"video": 1}),
        ({"story": 2, "video": 1}, ["video", "photo"], {"story": 1}),
        ({"story": 2}, ["video", "photo"], {}),
        ({"video": 1}, ["?"], {}),
    ],
)
def test_what_is_missing_is_counted_by_kind(asked: dict[str, int], kinds: list[str], missing: dict[str, int]) -> None:
    rows = [Deliverable(kind=kind, count=count) for kind, count in asked.items()]
    files = [Asset(kind=k, content_type="") if k != "?" else Asset(kind="video", content_type=ANY_TYPE) for k in kinds]

    assert queries.missing_files(rows, files) == missing


@pytest.mark.django_db(transaction=True)
def test_the_way_without_script() -> None:
    trade = make_trade()
    client = client_of(trade.creator.user)
    response = client.post(reverse("upload_plain_start", args=[trade.collaboration.public_id]))
    text = client.get(response["Location"]).content.decode()
    assert 'enctype="multipart/form-data"' in text
    asset = Asset.objects.get()
    assert reverse("upload_arrived", args=[asset.public_id]) in text
    storage.upload(asset.upload_key, __import__("io").BytesIO(photo_bytes()), content_type="application/octet-stream")
    client.get(reverse("upload_arrived", args=[asset.public_id]))
    asset.refresh_from_db()
    assert asset.state == Asset.State.PROCESSING


def test_start_tells_what_is_wrong(trade: Trade) -> None:
    client = client_of(trade.creator.user)
    address = reverse("upload_start", args=[trade.collaboration.public_id])
    answer = client.post(address, {"name": "a.svg", "size": "900", "type": "image/svg+xml"})
    assert (answer.status_code, answer.json()["code"]) == (422, "file_type_not_allowed")
    assert (
        client.post(address, {"name": "a.jpg", "size": "99000000", "type": "image/jpeg"}).json()["code"]
        == "file_too_large"
    )


def test_what_belongs_to_others_is_not_there(trade: Trade) -> None:
    asset, submission = ready_asset(trade), None
    submission = sent(trade)
    col = trade.collaboration.public_id
    stranger = make_trade()
    for user in (trade.outsider.user, stranger.owner, stranger.creator.user):
        client = client_of(user)
        for address in (
            reverse("upload", args=[col]),
            reverse("upload_row", args=[asset.public_id]),
            reverse("submission", args=[submission.public_id]),
            reverse("review", args=[submission.public_id]),
            reverse("asset_download", args=[asset.public_id]),
        ):
            assert client.get(address).status_code == 404, address
        for address in (
            reverse("upload_start", args=[col]),
            reverse("upload_finish", args=[asset.public_id]),
            reverse("upload_remove", args=[asset.public_id]),
            reverse("review_approve", args=[submission.public_id]),
            reverse("review_note", args=[submission.public_id]),
            reverse("review_ask", args=[submission.public_id]),
        ):
            assert client.post(address).status_code in (403, 404), address
    assert Asset.objects.get(pk=asset.pk).state == Asset.State.READY
    assert Submission.objects.get(pk=submission.pk).state == Submission.State.SUBMITTED


def test_library_licence_and_download(trade: Trade) -> None:
    client = client_of(trade.owner)
    assert "Approved files live here" in page(client, "brand_library")
    submission = sent(trade)
    operations.approve(submission=submission, by=trade.by_brand, at=clock.now())
    licence = Licence.objects.get()
    text = page(client, "brand_library")
    assert "Ines" in text
    assert "Download" in text
    assert "No file fits this" in page(client, "brand_library", kind="photo")
    shown = client.get(reverse("brand_library")).context
    assert {row["label"]: row["count"] for row in shown["tabs"]} == {"Yours to use": 1, "Rights ended": 0}
    assert {row["label"]: row["count"] for row in shown["chips"]} == {
        "Videos": 1,
        "Photos": 0,
        "For paid ads": 1,
        "May be edited": 1,
        "Under their handle": 0,
    }
    assert "No file fits this" not in page(client, "brand_library", q=trade.creator.display_name[1:])
    public = page(Client(), "licence", licence.code.lower())
    assert "This licence is valid" in public
    assert trade.creator.user.email not in public
    assert Client().get(reverse("licence_json", args=[licence.code])).json()["file"]["sha256"] == licence.file_sha256
    response = client.get(reverse("asset_download", args=[licence.asset.public_id]))
    assert response.status_code == 302
    assert "attachment" in response["Location"]
    assert client_of(trade.viewer).get(reverse("asset_download", args=[licence.asset.public_id])).status_code == 302
    assert licence.downloads.count() == 1
    Licence.objects.update(ends_at=clock.now() - timedelta(days=1))
    assert "has ended" in page(Client(), "licence", licence.code)


__all__ = ["AT", "NewNote"]


def test_platforms_are_written_as_they_write_themselves() -> None:
    row = Deliverable(kind=Deliverable.Kind.VIDEO, count=1, platform="tiktok", ratio="9:16")

    assert queries.deliverable_words(row) == "1 TikTok video, 9:16"
    assert queries.deliverable_words(Deliverable(kind=Deliverable.Kind.STORY, count=2)) == "2 stories"


def test_the_deal_room_leads_to_what_was_sent() -> None:
    trade = make_trade()
    client, col = client_of(trade.creator.user), trade.collaboration.public_id
    assert "See what you sent" not in page(client, "deal_room", col)
    submission = sent(trade)

    assert "See what you sent" in page(client, "deal_room", col)
    answer = client.get(reverse("upload", args=[col]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("submission", args=[submission.public_id])


def test_the_creator_reads_what_a_new_version_needs_and_that_a_round_is_the_last() -> None:
    trade = make_trade()
    creator, owner, col = client_of(trade.creator.user), client_of(trade.owner), trade.collaboration.public_id
    Deliverable.objects.create(deal=trade.collaboration.deal, kind="photo", count=1)
    version = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    assert "Your handle" in page(creator, "submission", version.public_id)
    assert "Their handle" in page(owner, "review", version.public_id)
    last = "This is the last round of changes."
    for number in (1, 2):
        note = NewNote(text="Closer", brief_item=trade.items[0])
        operations.request_changes(submission=version, notes=[note], by=trade.by_brand, at=clock.now())
        text = page(creator, "upload", col)
        assert (last in text) == (number == 2)
        assert f"what stays as it was belongs to version {number + 1} too" in " ".join(text.split())
        version = sent(trade)

    text = page(owner, "review", version.public_id)
    assert f'<a href="{reverse("brand_collaboration_move", args=[col, "dispute"])}">ask our team to decide</a>' in text
