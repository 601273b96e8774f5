"""Notes near each other on a video's track."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse

from barter.kernel import clock
from content import operations
from content.models import Submission
from content.operations import NewNote
from tests.content.conftest import Trade, ready_asset
from tests.content.test_pages import client_of, page, sent

pytestmark = pytest.mark.django_db

_PIN = re.compile(
    r'class="mark (\S*) ?at t-\d u-\d" data-seek="([\d.]+)" data-c="([\d ]+)" aria-label="([^"]+)"><span>(.*?)<'
)


def noted(trade: Trade, *moments: float) -> Submission:
    submission = sent(trade, ready_asset(trade, kind="video"))  # of 31 seconds
    for at in moments:
        note = NewNote(
            text=f"At {at}", brief_item=trade.items[0], asset=submission.assets.get(), at_ms=round(at * 1000)
        )
        operations.add_note(submission=submission, author_id=trade.owner.pk, note=note, at=clock.now())
    return submission


def test_two_notes_too_near_for_a_finger_share_a_pin_that_names_both(trade: Trade) -> None:
    version = noted(trade, 12, 12.3, 20, 30)
    text = page(client_of(trade.owner), "review", version.public_id)
    assert [found[1:] for found in _PIN.findall(text)] == [
        ("12.0", "1 2", "Notes 1 and 2, from 0:12", "1+"),
        ("20.0", "3", "Note 3 at 0:20", "3"),
        ("30.0", "4", "Note 4 at 0:30", "4"),
    ]
    assert [re.findall(r'<li class="cm[^"]*" id="note-\d+" data-c="(\d+)"', text)] == [["1", "2", "3", "4"]], (
        "each stays a note"
    )


def test_moments_are_written_for_the_player_in_every_language(trade: Trade) -> None:
    version = noted(trade, 12.5)
    trade.owner.language = "de"
    trade.owner.save()
    text = page(client_of(trade.owner), "review", version.public_id, t="12.5")
    assert 'lang="de"' in text
    for words in (
        'data-duration="31.0" data-start="12.5"',
        "#t=12.5",
        'max="31.0" step="0.04" value="12.5"',
        'name="at" value="12.5"',
    ):
        assert words in text
    assert re.findall(r'data-seek="(.*?)"', text) == ["12.5", "12.5"], "the pin and the note"


def test_a_photo_without_notes_says_to_click(trade: Trade) -> None:
    version = sent(trade, ready_asset(trade))
    assert "No notes yet. Click where" in page(client_of(trade.owner), "review", version.public_id)


def test_what_to_change_leads_to_the_point_of_its_photo(trade: Trade) -> None:
    version = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    photo = version.assets.get(kind="photo")
    note = NewNote(text="Closer", brief_item=trade.items[0], asset=photo, point=(400, 400))
    operations.add_note(submission=version, author_id=trade.owner.pk, note=note, at=clock.now())
    asked = page(client_of(trade.owner), "review_ask", version.public_id)
    assert '<span class="tc"><span class="vh">Point </span>1</span> Closer' in asked
    operations.request_changes(submission=version, notes=[note], by=trade.by_brand, at=clock.now())
    creator = client_of(trade.creator.user)
    address = f"{reverse('upload', args=[trade.collaboration.public_id])}?t=0&amp;file={photo.public_id}"
    assert f'<a class="tc" href="{address}"' in page(creator, "upload", trade.collaboration.public_id)
    assert '<a href="#note-1"' in page(creator, "submission", version.public_id, file=photo.public_id)


def test_a_shared_pin_is_marked_at_either_moment_and_done_when_both_are(trade: Trade) -> None:
    version = noted(trade, 12, 12.3)
    owner = client_of(trade.owner)
    assert _PIN.findall(page(owner, "review", version.public_id, t="12.3"))[0][0] == "on"
    drafts = list(version.notes.all())
    operations.request_changes(submission=version, notes=drafts, by=trade.by_brand, at=clock.now())
    again = sent(trade, ready_asset(trade, kind="video"))
    states = []
    for note in drafts:
        operations.mark_fixed(note=note, submission=again)
        states.append(_PIN.findall(page(owner, "review", again.public_id))[0][0])
    assert states == ["", "ok"]


def test_pins_never_stand_nearer_than_24_px_on_the_smallest_phone(trade: Trade) -> None:
    version = noted(trade, *(second * 0.9 for second in range(34)))
    text = client_of(trade.owner).get(reverse("review", args=[version.public_id])).content.decode()
    shares = [int(tens) * 10 + int(ones) for tens, ones in re.findall(r'class="mark \S* ?at t-(\d+) u-(\d)"', text)]
    assert len(shares) > 5
    assert min(b - a for a, b in pairwise(shares)) * 280 / 100 >= 24
