"""News is kept in English and told to everybody in their own language, whoever caused it and in whichever they did."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from accounts.models import User
from barter.kernel import clock
from barter.kernel.languages import spoken
from brands.models import Invitation
from deals import operations as ops
from inbox.kinds import KINDS
from inbox.letters import letter_of
from inbox.models import Mail, Notification
from inbox.words import words_of
from tests import world as worlds
from tests.languages.pseudo import Data, left_in_english
from tests.world import World

OURS = {"why": "Our team decided it.", "fault": "never shipped", "role": "owner"}


def html_of(letter: EmailMultiAlternatives) -> str:
    return str(letter.alternatives[0][0])


def outside(text: str) -> str:
    """What of a plain text was not translated, without names and addresses."""
    lines = [f"<p>{line}</p>" for line in text.splitlines() if "http" not in line]
    return " ".join(left_in_english("".join(lines), Data()))


@pytest.mark.parametrize("cause", ["en-gb", "de"])
def test_each_side_of_a_trade_gets_mails_in_its_own_language(world: World, pseudo: str, cause: str) -> None:
    User.objects.filter(pk=world.creator.user_id).update(language=pseudo)

    with spoken(cause):  # as in the request of whoever does it
        trade = world.trade()
        world.settle()
        ops.cancel_collaboration(collaboration=trade, by=world.by_brand, reason="Out of stock", at=world.later(hours=1))
        world.settle()
        letters = {mail: letter_of(mail, clock.now()) for mail in Mail.objects.select_related("user", "notification")}

    theirs = [letter for mail, letter in letters.items() if mail.user_id == world.creator.user_id]
    others = [letter for mail, letter in letters.items() if mail.user_id != world.creator.user_id]
    assert "⟦The brand ended it.⟧" in "".join(letter.body for letter in theirs)
    for letter in theirs:
        assert "⟦" in letter.subject
        assert 'lang="de"' in html_of(letter)
        assert left_in_english(html_of(letter), Data()) == []
        assert outside(letter.body) == ""
    assert others
    for letter in others:
        assert "⟦" not in letter.subject + str(letter.body) + html_of(letter)


def test_every_kind_of_news_can_be_told_in_another_language(db: None, pseudo: str) -> None:
    names = {"deal": "1", "brand": "2", "creator": "3", "person": "4", "version": "5", "days": 6, "months": 2}
    params = {**names, **OURS, "due_at": "2026-03-09T12:00:00+00:00"}
    rows = [Notification(kind=name, params=params, count=count) for name in KINDS for count in (1, 3)]

    with spoken(pseudo):
        told = [words_of(row, worlds.NOW) for row in rows]

    texts = [text for words in told for text in (words.subject, words.lead, words.action)]
    assert left_in_english("".join(f"<p>{text}</p>" for text in texts), Data()) == []


def test_a_deal_without_a_title_has_a_name_in_every_language_and_titles_stay(pseudo: str) -> None:
    lines = [Notification(kind="deal_rejected", params={"deal": deal}) for deal in ("Your draft", "Open")]

    with spoken(pseudo):
        assert [words_of(line, worlds.NOW).subject for line in lines] == [
            "⟦⟦Your draft⟧ needs a change first⟧",
            "⟦Open needs a change first⟧",
        ]


def test_an_invitation_speaks_as_who_invites(world: World, pseudo: str) -> None:
    User.objects.filter(pk=world.owner.pk).update(language=pseudo)
    at = timezone.now()
    invitation = Invitation.objects.create(
        brand=world.brand, email="new@example.com", role="manager", invited_by=User.objects.get(pk=world.owner.pk),
        created_at=at, expires_at=at + timedelta(days=14),
    )  # fmt: skip

    letter = letter_of(Mail(invitation=invitation, message_id="a@testserver"), at)

    assert letter.subject.startswith("⟦Olga Owner invites you to")
    assert left_in_english(html_of(letter), Data()) == []
    assert outside(letter.body) == ""
