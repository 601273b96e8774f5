"""Two people of a brand look at the same version, or one presses twice."""

import re
from typing import Any

import pytest
from django.urls import reverse

from content import operations
from content.models import Licence, RevisionNote, Submission
from content.operations import NewNote
from tests.content.conftest import AT, Trade, make_trade, ready_asset
from tests.content.test_pages import client_of, page, sent

pytestmark = pytest.mark.django_db
MEANWHILE = "Somebody on your team named a change meanwhile."


@pytest.fixture
def trade() -> Trade:
    return make_trade()


def name_a_change(trade: Trade, version: Submission, text: str = "Hold the label longer") -> RevisionNote:
    note = NewNote(text=text, brief_item=trade.collaboration.deal.brief_items.order_by("pk")[0], must_change=True)
    return operations.add_note(submission=version, author_id=trade.owner.pk, note=note, at=AT)


def forms_of(text: str) -> dict[str, str]:
    return {"shown": re.findall(r'name="shown" value="([^"]*)"', text)[0]}


def decide(client: Any, verb: str, version: Submission, typed: dict[str, Any]) -> str:
    return str(client.post(reverse(verb, args=[version.public_id]), typed, follow=True).content.decode())


def test_a_change_named_meanwhile_is_shown_before_anything_is_approved(trade: Trade) -> None:
    version, client = sent(trade), client_of(trade.owner)
    older = forms_of(page(client, "review", version.public_id))
    note = name_a_change(trade, version)
    assert MEANWHILE in decide(client, "review_approve", version, older)
    version.refresh_from_db()
    assert (version.state, RevisionNote.objects.get().pk) == ("submitted", note.pk)
    seen = forms_of(page(client, "review", version.public_id))
    assert "Approved." in decide(client, "review_approve", version, seen)
    assert Licence.objects.count() == 1


def test_a_change_named_meanwhile_is_not_left_behind_when_others_are_asked_for(trade: Trade) -> None:
    version, client = sent(trade), client_of(trade.owner)
    first = name_a_change(trade, version)
    older = forms_of(page(client, "review_ask", version.public_id))
    name_a_change(trade, version, "And the light is too low")
    assert MEANWHILE in decide(client, "review_ask", version, {**older, "note": [first.public_id]})
    assert RevisionNote.objects.filter(is_draft=True).count() == 2
    seen = forms_of(page(client, "review_ask", version.public_id))
    left_out_on_purpose = {**seen, "note": [first.public_id]}
    assert "You asked" in decide(client, "review_ask", version, left_out_on_purpose)


def test_what_a_colleague_took_away_is_no_reason_to_ask(trade: Trade) -> None:
    version, client = sent(trade), client_of(trade.owner)
    note = name_a_change(trade, version)
    older = forms_of(page(client, "review", version.public_id))
    operations.remove_note(note=note)
    assert "Approved." in decide(client, "review_approve", version, older)


def test_approving_twice_is_answered_the_same(trade: Trade) -> None:
    version, client = sent(trade), client_of(trade.owner)
    for _ in range(2):
        text = decide(client, "review_approve", version, {})
        assert "Approved." in text
        assert "no longer possible" not in text
    assert Licence.objects.count() == 1


def test_a_note_that_comes_after_the_approval_is_given_back_to_its_writer(trade: Trade) -> None:
    version, client = sent(trade), client_of(trade.owner)
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    text = decide(client, "review_note", version, {"text": "The label <again>"})
    assert "What you wrote was not kept: “The label &lt;again&gt;”" in text
    assert not RevisionNote.objects.exists()


def test_changing_one_note_keeps_the_other_that_is_being_written_and_its_file(trade: Trade) -> None:
    version, client = sent(trade, ready_asset(trade, kind="video"), ready_asset(trade)), client_of(trade.owner)
    photo = version.assets.order_by("position", "id").last()
    assert photo is not None
    old, item = name_a_change(trade, version), trade.items[0]
    begun = {"verb": "remove", "file": photo.public_id, "at": "0", "text": 'Less "glow"', "x": "250", "y": "300"}
    address = reverse("review_note_change", args=[version.public_id, old.public_id])
    answer = client.post(address, {**begun, "brief_item": item.public_id}, HTTP_HX_REQUEST="true", follow=True)
    text = answer.content.decode()
    assert not RevisionNote.objects.exists()
    for field in (
        f'name="file" value="{photo.public_id}"',
        'value="Less &quot;glow&quot;"',
        'name="x" value="250"',
        'name="y" value="300"',
        f'value="{item.public_id}" selected',
    ):
        assert field in text
