"""The pages of upload, review and library, as a browser without script walks them."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from barter.kernel import clock, storage
from barter.kernel.storage import PresignedPost
from content import operations, queries
from content.limits import ANY_TYPE
from content.models import Asset, Licence, RevisionNote, Submission
from content.operations import NewNote
from content.processing.work import process_next
from deals.models import Collaboration, Deliverable, Terms
from tests.content.conftest import AT, Trade, make_trade, photo_bytes, post_form, ready_asset
from tests.many import multiply

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


def test_the_review_screen_follows_its_state(trade: Trade) -> None:
    submission = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    client = client_of(trade.owner)
    assert "Ines" in page(client, "brand_review_queue")
    text = page(client, "review", submission.public_id, t="12")
    assert text.count("btn--cta") == 1
    assert 'data-start="12.0"' in text
    assert "Ask for" not in text
    assert "2 to check" in text
    assert text.count('<li class="idle">') == 2
    asset = submission.assets.get(kind="video")
    note = {"text": "No health claims", "at": "23.5", "file": asset.public_id, "brief_item": trade.items[1].public_id}
    response = client.post(reverse("review_note", args=[submission.public_id]), note)
    text = client.get(response["Location"]).content.decode()
    assert "Ask for 1 change" in text
    assert text.count("btn--cta") == 2, "the footer's button and the one in the dialog"
    assert "1 to check" in text, "the line that no note names was not decided about"
    assert text.count('<li class="idle">') == 1
    assert RevisionNote.objects.get().at_ms == 23_500
    creator = client_of(trade.creator.user)
    assert "No health claims" not in page(creator, "submission", submission.public_id).split('id="brief"')[0]
    assert "round 1 of 2" in page(client, "review_ask", submission.public_id)
    draft = RevisionNote.objects.get()
    answer = client.post(
        reverse("review_ask", args=[submission.public_id]),
        {"note": [draft.public_id], "word": "So close!"},
        follow=True,
    )
    assert "for 1 change. We have told them." in answer.content.decode()
    assert Collaboration.objects.get().state == "changes_requested"
    text = page(creator, "upload", trade.collaboration.public_id)
    assert "No health claims" in text
    assert "So close!" in text
    assert "Version 2" in text
    assert "What was asked" in text
    again = sent(trade)
    text = page(client, "review", again.public_id)
    assert "Asked in V1" in text
    assert '<li class="no">' in text.split('id="brief"')[1], "it stays asked until somebody says it is done"
    client.post(reverse("review_note_change", args=[again.public_id, draft.public_id]), {"verb": "fixed"})
    text = page(client, "review", again.public_id)
    assert "Fixed in V2" in text
    assert "1 to check" in text
    assert '<li class="no">' not in text.split('id="brief"')[1]
    answer = client.post(reverse("review_approve", args=[again.public_id]), follow=True)
    assert "Approved. What Ines" in answer.content.decode()
    assert Licence.objects.count() == 1
    text = page(client, "review", again.public_id)
    assert "Download" in text
    assert "2 of 2 there" in text


def test_a_note_says_and_leads_to_its_file_on_every_page_that_shows_it(trade: Trade) -> None:
    video, photo = ready_asset(trade, kind="video"), ready_asset(trade)
    first = sent(trade, video, photo)
    note = {
        "text": "Turn the label",
        "file": photo.public_id,
        "brief_item": trade.items[0].public_id,
        "x": "500",
        "y": "250",
    }
    owner, creator = client_of(trade.owner), client_of(trade.creator.user)
    owner.post(reverse("review_note", args=[first.public_id]), note)
    owner.post(
        reverse("review_note", args=[first.public_id]), {**note, "text": "Closer", "at": "2", "file": video.public_id}
    )
    by_brand = reverse("review", args=[first.public_id])
    to_photo = f'href="{by_brand}?t=0&amp;file={photo.public_id}">Photo 2</a>'
    for name in ("review", "review_ask"):
        assert to_photo in page(owner, name, first.public_id), name
    assert page(owner, "review", first.public_id, file=video.public_id).count('data-seek="2.0"') == 2, (
        "a pin and its line"
    )
    assert 'data-seek="2.0"' not in page(owner, "review", first.public_id, file=photo.public_id), "of the other file"
    drafts = [draft.public_id for draft in RevisionNote.objects.all()]
    owner.post(reverse("review_ask", args=[first.public_id]), {"note": drafts})
    text = page(creator, "upload", trade.collaboration.public_id)
    address = reverse("upload", args=[trade.collaboration.public_id])
    assert f'href="{address}?t=0&amp;file={photo.public_id}">Photo 2</a>' in text
    assert "<video" in text
    assert "<circle" not in text
    text = page(creator, "upload", trade.collaboration.public_id, file=photo.public_id)
    assert "<circle" in text
    assert "<video" not in text
    second = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    in_its_place = second.assets.get(kind="photo").public_id
    assert f"?t=0&amp;file={in_its_place}" in page(owner, "review", second.public_id), "what came in the photo's place"


def test_both_sides_count_what_was_asked_before_and_is_not_done(trade: Trade) -> None:
    first = sent(trade)
    note = NewNote(text="Say calmer skin", brief_item=trade.items[0])
    operations.request_changes(submission=first, notes=[note], by=trade.by_brand, at=clock.now())
    second = sent(trade)
    draft = operations.add_note(
        submission=second, author_id=trade.owner.pk, note=replace(note, text="Closer"), at=clock.now()
    )
    owner = client_of(trade.owner)
    for name in ("review", "review_ask"):
        text = page(owner, name, second.public_id)
        assert "Ask Ines for 2 changes" in text, name
        assert "Say calmer skin" in text, name
        assert "isn’t marked as fixed stays asked" in text, name
    answer = owner.post(reverse("review_ask", args=[second.public_id]), {"note": [draft.public_id]}, follow=True)
    assert "You asked Ines for 2 changes." in answer.content.decode()
    assert "asks for 2 changes" in page(client_of(trade.creator.user), "upload", trade.collaboration.public_id)


def test_viewers_watch_and_do_not_decide(trade: Trade) -> None:
    submission = sent(trade)
    client = client_of(trade.viewer)
    assert "btn--cta" not in page(client, "review", submission.public_id)
    for name in ("review_approve", "review_note", "review_ask"):
        assert client.post(reverse(name, args=[submission.public_id])).status_code == 403
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


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


def test_a_viewer_opens_what_waits_and_is_not_asked_to_review_it(trade: Trade) -> None:
    sent(trade)
    asked = page(client_of(trade.owner), "brand_review_queue")
    assert "1 waits for you" in asked
    assert '>Review<span class="vh"> ' in asked
    looking = page(client_of(trade.viewer), "brand_review_queue")
    assert "waits for you" not in looking
    assert '>Review<span class="vh"> ' not in looking
    assert '>Open<span class="vh"> · ' in looking


@pytest.mark.parametrize("clock_stands", [False, True])
def test_a_long_queue_goes_on_and_says_how_many_wait(trade: Trade, clock_stands: bool) -> None:
    version = sent(trade)
    multiply(trade.collaboration.deal, 59)
    if clock_stands:
        rows = Collaboration.objects.exclude(pk=trade.collaboration.pk)
        rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:57])).update(due_at=None)
    client = client_of(trade.owner)
    first = client.get(reverse("brand_review_queue")).content.decode()
    found = re.findall(r'href="(\?after=[^"]+)"', first)
    rest = client.get(reverse("brand_review_queue") + found[0]).content.decode()
    ids = [re.findall(r"/submissions/(sub_\w+)/review/", text) for text in (first, rest)]
    assert [len(one) for one in ids] == [50, 10]
    assert {*ids[0], *ids[1]} == set(Submission.objects.values_list("public_id", flat=True))
    assert "60 wait for you" in first
    assert "60 wait for you" in rest
    assert "?after=" not in rest
    assert version.public_id in ids[0]
    assert "60 wait for you" in client.get(reverse("brand_review_queue") + "?after=nonsense").content.decode()


def test_a_disputed_trade_is_not_in_the_queue(trade: Trade) -> None:
    version = sent(trade)
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(state="disputed", due_at=None)
    assert version.public_id not in client_of(trade.owner).get(reverse("brand_review_queue")).content.decode()


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
