"""The review screen and its queue, as brands, viewers and creators see them."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from barter.kernel import clock
from content import operations
from content.models import Licence, RevisionNote, Submission
from content.operations import NewNote
from deals.models import Collaboration
from tests.content.conftest import Trade, ready_asset
from tests.content.test_pages import client_of, page, sent
from tests.many import multiply

pytestmark = pytest.mark.django_db


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
