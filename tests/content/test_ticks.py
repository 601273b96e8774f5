"""Lines of the brief that a brand's team ticks while it watches: its own until the decision, one version's alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content import operations
from content.errors import NotInThisBrief
from content.models import Submission
from tests.content.conftest import Trade, make_trade, ready_asset
from tests.content.test_library import client_of
from tests.content.test_pages import page, sent

pytestmark = pytest.mark.django_db


def press(client: Client, submission: Submission, *, hx: bool = False, **button: str) -> Any:
    headers = {"HX-Request": "true"} if hx else None
    return client.post(reverse("review_tick", args=[submission.public_id]), button, headers=headers, follow=True)


def brief_of(text: str) -> str:
    return text.split('id="brief"')[1].split('id="rights"')[0]


def test_a_line_is_ticked_and_not_after_all(trade: Trade) -> None:
    submission = sent(trade, ready_asset(trade, kind="video"))
    client, [first, second] = client_of(trade.owner), trade.items
    assert "2 to check" in brief_of(page(client, "review", submission.public_id))

    brief = brief_of(press(client, submission, hx=True, tick=first.public_id).content.decode())
    assert "1 to check" in brief
    assert f'name="untick" value="{first.public_id}" aria-pressed="true"' in brief
    press(client, submission, tick=first.public_id)  # a second press of a colleague
    assert "2 of 2 there" in brief_of(press(client, submission, tick=second.public_id).content.decode())
    assert "1 to check" in brief_of(press(client, submission, untick=first.public_id).content.decode())
    assert list(submission.ticked.all()) == [second]


def test_the_creator_does_not_see_the_ticks_and_the_next_version_has_none(trade: Trade) -> None:
    first = sent(trade, ready_asset(trade, kind="video"))
    owner, creator = client_of(trade.owner), client_of(trade.creator.user)
    for item in trade.items:
        press(owner, first, tick=item.public_id)
    assert "2 to check" in brief_of(page(creator, "submission", first.public_id))
    assert "Your team alone" not in page(creator, "submission", first.public_id)
    note = operations.NewNote(text="Hold it longer", brief_item=trade.items[0])
    assert "1 of 2 there" in brief_of(_with_change(owner, first, note, trade))
    operations.request_changes(submission=first, notes=[note], by=trade.by_brand, at=first.created_at)
    again = sent(trade, ready_asset(trade, kind="video"))
    assert "1 to check" in brief_of(page(owner, "review", again.public_id)), "the other one was asked for"


def _with_change(client: Client, submission: Submission, note: operations.NewNote, trade: Trade) -> str:
    draft = operations.add_note(submission=submission, author_id=trade.owner.pk, note=note, at=submission.created_at)
    text = page(client, "review", submission.public_id)
    operations.remove_note(note=draft)
    return text


def test_what_is_no_line_of_this_brief_or_comes_too_late_is_refused(trade: Trade) -> None:
    submission = sent(trade, ready_asset(trade, kind="video"))
    client, foreign = client_of(trade.owner), make_trade().items[0]
    assert foreign.deal_id != trade.collaboration.deal_id
    for button in ({}, {"tick": foreign.public_id}, {"untick": "nonsense"}):
        assert "Choose a line of this brief." in press(client, submission, **button).content.decode()
    with pytest.raises(NotInThisBrief):
        operations.tick(submission=submission, brief_item=foreign, there=True)
    operations.approve(submission=submission, by=trade.by_brand, at=submission.created_at)
    press(client, submission, tick=trade.items[0].public_id)
    assert not submission.ticked.exists()
