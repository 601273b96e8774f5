"""Moves of the deal room, pressed twice by a browser without script."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from barter.kernel import clock
from deals.workflow import CollaborationState as C
from tests.deals.trades import POST_URL, Trade, trade_in

pytestmark = pytest.mark.django_db
AGO = timedelta(days=2)
LINK = {"platform": "instagram", "url": POST_URL}
REVIEW = {"stars": "5", "public_text": "Good", "would_again": "yes"}


def press(client: Client, trade: Trade, verb: str, typed: dict[str, str] | None = None) -> tuple[str, str]:
    """What the next page says last after one press."""
    client.force_login(trade.creator_user)
    answer = client.post(f"/my-deals/{trade.collaboration.public_id}/{verb}/", typed or {})
    assert answer.status_code == 302
    return [(one.level_tag, str(one)) for one in get_messages(answer.wsgi_request)][-1]


@pytest.mark.parametrize(
    ("state", "verb", "typed"),
    [
        (C.CREATING, "extend", {}),
        (C.CREATING, "propose-end", {}),
        (C.CREATING, "change-terms", {"note": "Ten more days"}),
        (C.ON_HOLD, "solved", {}),
        (C.APPROVED, "link", LINK),
        (C.COMPLETED, "review", REVIEW),
    ],
)
def test_a_second_press_is_answered_as_the_first(client: Client, state: C, verb: str, typed: dict[str, str]) -> None:
    trade = trade_in(state, at=clock.now() - AGO)

    first = press(client, trade, verb, typed)
    assert first[0] == "success"
    after = trade.fresh()

    assert press(client, trade, verb, typed) == first
    assert (trade.fresh().state, trade.collaboration.due_at) == (after.state, after.due_at)


def test_a_repeat_on_another_day_is_refused_and_so_is_a_link_that_never_was_one(client: Client) -> None:
    filming = trade_in(C.CREATING, at=clock.now() - AGO)
    filming.do("extend_deadline", "creator")
    due_at = filming.fresh().due_at
    assert press(client, filming, "extend") == ("error", "This deadline was already extended once.")
    assert filming.fresh().due_at == due_at

    posting = trade_in(C.APPROVED, at=clock.now() - AGO)
    press(client, posting, "link", LINK)
    client.force_login(posting.creator_user)
    wrong = client.post(f"/my-deals/{posting.collaboration.public_id}/link/", {**LINK, "url": "https://example.com/x"})
    assert wrong.status_code == 422
    assert posting.collaboration.live_links.count() == 1
