"""The page of what was not sent yet loses nothing either: not when its own session ends, not to another tab."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from tests.accounts.test_unsent import (
    OURS,
    after_sign_in,
    browser,
    chat_of,
    end_session,
    form_of,
    sign_in,
    token_in,
    world,  # noqa: F401 - a fixture
)
from tests.world import World

pytestmark = pytest.mark.django_db


def test_words_on_the_page_that_waits_are_not_lost_when_the_session_ends_there_again(world: World) -> None:  # noqa: F811
    chat, client = chat_of(world), browser(world.creator.user)
    end_session(client)
    first = after_sign_in(client.post(chat, {"text": "Filmed at dawn", "client_key": "k" * 20}))
    sign_in(client, world.creator.user, first)
    page = client.get(first).content.decode()
    Session.objects.all().delete()

    second = after_sign_in(client.post(sends_to(page), form_of(page), headers=OURS))

    assert second != first
    sign_in(client, world.creator.user, second)
    shown = client.get(second).content.decode()
    assert "Filmed at dawn" in shown
    handed_on = client.post(sends_to(shown), form_of(shown))
    assert (handed_on.status_code, handed_on["Location"]) == (307, chat)


def test_words_on_the_page_that_waits_outlive_a_sign_in_in_another_tab(world: World) -> None:  # noqa: F811
    chat, client = chat_of(world), browser(world.creator.user, enforce_csrf_checks=True)
    token = token_in(client.get(chat).content.decode())
    end_session(client)
    sent = client.post(chat, {"text": "Filmed at dawn", "csrfmiddlewaretoken": token}, headers=OURS)
    first = after_sign_in(sent)
    sign_in(client, world.creator.user, first)
    page = client.get(first).content.decode()
    old_session = client.cookies[settings.SESSION_COOKIE_NAME].value
    end_session(client)
    sign_in(client, world.creator.user)
    Session.objects.filter(pk=old_session).delete()

    answer = client.post(sends_to(page), form_of(page), headers=OURS)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/unsent/"), answer["Location"]
    assert "Filmed at dawn" in client.get(answer["Location"]).content.decode()


def test_a_page_that_waits_leads_nowhere_else_than_to_ours(world: World) -> None:  # noqa: F811
    client = browser(world.creator.user)
    end_session(client)
    ways = ({"to": "https://evil.example/"}, {"to": "//evil.example"}, {}, {"to": "/inbox/", "drop": "1"})
    for way in ways:
        answer = client.post(f"/unsent/none/?{urlencode(way)}", {"text": "a"}, headers=OURS)
        assert answer["Location"] == "/account/login/?next=/", "nothing was kept"


def sends_to(page: str) -> str:
    """Where the first form of the page goes."""
    found = re.search(r'<form class="stack g-8" method="post" action="([^"]+)"', page)
    assert found
    return html.unescape(found[1])
