"""A session that ended and a page from before signing in again lose nothing that was typed, and send nothing twice."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import unsent
from accounts.models import User
from barter.kernel import clock
from brands.models import Membership
from creators.models import Creator
from deals.models import Application
from inbox.models import ChatMessage
from tests import world as worlds
from tests.permissions.cast import assemble
from tests.permissions.table import rows
from tests.permissions.test_table import fill
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
FOREIGN = {"Origin": "https://evil.example"}
HX = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.settle()
    return world


def browser(user: User, **options: Any) -> Client:
    """Somebody who signed in with the form."""
    client = Client(**options)
    sign_in(client, user)
    return client


def sign_in(client: Client, user: User, after: str = "") -> Any:
    """As people do: through the sign-in page, with its token, and where it says to go on."""
    known = {"verified": True, "primary": True}
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults=known)
    page = client.get("/account/login/", {"next": after} if after else {}).content.decode()
    data = {"login": user.email, "password": PASSWORD, "next": after, "csrfmiddlewaretoken": token_in(page)}
    return client.post("/account/login/", {name: text for name, text in data.items() if text}, headers=OURS)


def token_in(page: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]


def end_session(client: Client) -> None:
    client.cookies.pop(settings.SESSION_COOKIE_NAME)


def after_sign_in(answer: Any) -> str:
    """The page that the sign-in page is told to go on to."""
    assert answer.status_code == 302, answer.content
    where: str = answer["Location"]
    assert where.startswith("/account/login/?next=/unsent/"), where
    return where.removeprefix("/account/login/?next=")


def form_of(page: str) -> dict[str, Any]:
    """Every field of the page's first form, as a browser would send it."""
    form = page[page.index('<form class="stack g-8"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for name, text in re.findall(r'name="([^"]*)" value="([^"]*)"', form):
        found.setdefault(html.unescape(name), []).append(html.unescape(text))
    return found


def chat_of(world: World) -> str:
    return f"/applications/{world.apply(world.new_deal()).public_id}/thread/"


# ---- Signed out


@pytest.mark.parametrize("script", [True, False])
def test_a_message_waits_for_the_sign_in_and_is_sent_once(world: World, script: bool) -> None:
    chat, client = chat_of(world), browser(world.creator.user)
    typed = {"text": "Here it is:\n<b>dawn</b> & dusk", "client_key": "k" * 20}
    end_session(client)

    answer = client.post(chat, typed, headers=HX if script else {})
    if script:
        assert answer.status_code == 401
        answer.status_code, answer.headers["Location"] = 302, answer["HX-Redirect"]
    here = after_sign_in(answer)
    assert "What you sent is kept" in client.get(answer["Location"]).content.decode()
    assert sign_in(client, world.creator.user, here)["Location"] == here
    page = client.get(here).content.decode()
    assert "Here it is:<br>&lt;b&gt;dawn&lt;/b&gt; &amp; dusk" in page
    assert not ChatMessage.objects.exists()

    handed_on = client.post(here, form_of(page))
    assert handed_on.status_code == 307
    assert handed_on["Location"] == chat
    client.post(chat, form_of(page))
    assert ChatMessage.objects.get().text == "Here it is:\n<b>dawn</b> & dusk"
    again = client.post(here, form_of(page), headers={"Referer": f"http://testserver{here}"})
    assert again.status_code == 302
    assert ChatMessage.objects.count() == 1


def test_every_form_of_a_signed_in_person_is_kept(settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = False
    cast = assemble()
    known = browser(cast.people["other_creator"]).cookies[unsent.COOKIE].value
    lost = []
    for row in rows():
        if row.method != "POST" or row.policy["anonymous"] != "in":
            continue
        if row.path.startswith(("/api/", "/admin/", "/account/", "/_allauth/", "/unsent/", "/hooks/")):
            continue
        client = Client()
        client.cookies[unsent.COOKIE] = known
        answer = client.post(fill(row, cast.things), {"words": "typed for an hour"})
        if not answer.get("Location", "").startswith("/account/login/?next=/unsent/"):
            lost.append(f"{row.path}: {answer.status_code} {answer.get('Location', '')}")
    assert not lost, "\n".join(lost)


def test_a_creator_whose_session_ended_applies_after_all(world: World) -> None:
    deal, client = world.new_deal(), browser(world.creator.user)
    url = f"/deals/{deal.public_id}/apply/"
    page = client.get(url).content.decode()
    typed = dict(re.findall(r'<input type="hidden" name="(address)" value="(\w+)"', page), hello="I film at dawn")
    end_session(client)

    here = after_sign_in(client.post(url, typed))
    sign_in(client, world.creator.user, here)
    client.post(here, form_of(client.get(here).content.decode()), follow=True)

    assert Application.objects.get().pitch == "I film at dawn"


def test_the_form_says_its_errors_as_ever(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/me/addresses/new/", {"name": "Mila", "line1": "Kade 7", "country": "NL"}))
    sign_in(client, world.creator.user, here)

    answer = client.post(here, form_of(client.get(here).content.decode()), follow=True)

    assert answer.status_code == 422
    assert "Kade 7" in answer.content.decode()


def test_several_values_of_a_field_stay_several(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/me/edit/", {"niches": ["beauty", "food"], "bio": "Slow mornings"}))
    sign_in(client, world.creator.user, here)

    assert form_of(client.get(here).content.decode())["niches"] == ["beauty", "food"]


def test_a_brand_gets_its_note_back(world: World) -> None:
    application = world.apply(world.new_deal())
    url = f"/brand/creators/{Creator.objects.get(pk=application.creator_id).public_id}/notes/"
    client = browser(world.owner)
    end_session(client)
    here = after_sign_in(client.post(url, {"text": "Good light, answers fast"}))
    sign_in(client, world.owner, here)

    answer = client.post(here, form_of(client.get(here).content.decode()), follow=True)

    assert Membership.objects.filter(user=world.owner).exists()
    assert "Good light, answers fast" in answer.content.decode()


def test_who_signs_in_elsewhere_first_is_led_to_it_too(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/settings/", {"name": "Mila B"}))

    assert sign_in(client, world.creator.user)["Location"] == here


def test_two_tabs_keep_two_forms(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    first = after_sign_in(client.post("/settings/", {"name": "First"}))
    second = after_sign_in(client.post("/me/edit/", {"bio": "Second words"}))
    sign_in(client, world.creator.user, first)

    assert "First" in client.get(first).content.decode()
    assert "Second words" in client.get(second).content.decode()


def test_somebody_else_never_sees_it(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/settings/", {"name": "Private words"}))

    answer = sign_in(client, world.other_creator.user, here)
    assert client.get(answer["Location"], follow=True).redirect_chain
    assert "Private words" not in client.get(here, follow=True).content.decode()
    assert not client.session.get("unsent")
    end_session(client)
    assert sign_in(client, world.creator.user)["Location"] == "/deals/"


def test_it_lies_sealed_and_without_passwords(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/settings/", {"name": "Sealed words", "old_password": PASSWORD}))

    stored = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert "Sealed words" not in str(stored)
    sign_in(client, world.creator.user, here)
    assert "old_password" not in client.get(here).content.decode()


def test_after_an_hour_it_is_gone(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    here = after_sign_in(client.post("/settings/", {"name": "Old words"}))
    sign_in(client, world.creator.user, here)
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1), tick=False):
        page = client.get(here, follow=True).content.decode()

    assert "Old words" not in page
    assert "kept for an hour" in page


def test_it_can_be_thrown_away(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    sent = client.post("/settings/", {"name": "Never mind"}, headers={"Referer": "http://testserver/settings/?a=1"})
    here = after_sign_in(sent)
    sign_in(client, world.creator.user, here)

    answer = client.post(f"{here}?drop=1")

    assert answer["Location"] == "/settings/?a=1"
    assert client.post(here, {"name": "Never mind"})["Location"] == "/settings/?a=1"
    assert User.objects.get(pk=world.creator.user_id).name != "Never mind"


def test_files_and_mere_presses_are_told(world: World) -> None:
    client = browser(world.creator.user)
    end_session(client)
    photo = SimpleUploadedFile("me.jpg", b"x", "image/jpeg")
    sent = {"on": "1", "key": "deal_01m8:signed", "deal": "deal_01m81mjt", "photo": photo}
    here = after_sign_in(client.post("/me/edit/", sent))
    sign_in(client, world.creator.user, here)

    page = client.get(here).content.decode()
    assert "Choose them once more afterwards: me.jpg" in page
    assert "Nothing was typed, only a button pressed." in page


def test_choices_are_no_words_that_somebody_typed(world: World) -> None:
    client = browser(world.owner)
    end_session(client)
    sent = {
        "title": "Cloud cream",
        "category": "beauty",
        "new_currency": "EUR",
        "works-0-kind": "video",
        "works-0-ratio": "9:16",
    }
    here = after_sign_in(client.post("/brand/deals/new/", sent))
    sign_in(client, world.owner, here)

    page = client.get(here).content.decode()

    assert re.findall(r'<span class="grow">(.*?)</span></p>', page) == ["Cloud cream"]
    assert form_of(page)["category"] == ["beauty"], "sent all the same"


def test_nothing_is_kept_of_visitors_nor_of_too_much(world: World) -> None:
    referred = {"Referer": "http://testserver/me/"}
    assert Client().post("/settings/", {"name": "x"}, headers=referred)["Location"] == "/account/login/?next=/me/"
    client = browser(world.creator.user)
    end_session(client)
    assert client.post("/settings/", {"name": "x" * 70_000})["Location"] == "/account/login/?next=/"
    forged = Client()
    forged.cookies[unsent.COOKIE] = "someone:mark"
    assert forged.post("/settings/", {"name": "x"})["Location"] == "/account/login/?next=/"


def test_no_page_of_ours_is_named_by_others(world: World) -> None:
    elsewhere = {"Referer": "https://evil.example/settings/"}
    assert Client().post("/settings/", {"name": "x"}, headers=elsewhere)["Location"] == "/account/login/?next=/"


def test_what_the_page_asks_by_itself_leaves_it_as_it_is(world: World) -> None:
    chat = chat_of(world)
    here = {"HX-Current-URL": f"http://testserver{chat}"}

    for answer in (
        Client().get(f"{chat}?after=0", headers=HX | here),
        Client().post("/brand/new/", {"name": "x"}, headers=HX | here | {"Barter-Background": "1"}),
    ):
        assert answer.status_code == 200
        assert answer["HX-Reswap"] == "none"
        assert "You are signed out" in answer.content.decode()
        assert f'name="next" value="{chat}"' in answer.content.decode()
    client = Client()
    assert [client.get(f"{chat}?after=0", headers=HX).status_code for _ in range(3)] == [200, 204, 204]


# ---- A page from before they signed in again


def old_page(client: Client) -> str:
    return token_in(client.get("/settings/").content.decode())


def test_a_page_from_before_signing_in_again_loses_nothing(world: World) -> None:
    client = browser(world.creator.user, enforce_csrf_checks=True)
    token = old_page(client)
    end_session(client)
    sign_in(client, world.creator.user)

    answer = client.post("/settings/", {"name": "Mila B", "csrfmiddlewaretoken": token}, headers=OURS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/unsent/")
    assert answer["X-Frame-Options"] == "DENY"
    page = client.get(answer["Location"]).content.decode()
    assert "Mila B" in page
    fields = form_of(page) | {"language": ["en-gb"], "time_zone": ["Europe/Amsterdam"]}
    client.post(answer["Location"], fields, follow=True, headers=OURS)
    assert User.objects.get(pk=world.creator.user_id).name == "Mila B"


def test_an_old_page_of_somebody_signed_out_again_waits_too(world: World) -> None:
    client = browser(world.creator.user, enforce_csrf_checks=True)
    token = old_page(client)
    end_session(client)
    sign_in(client, world.creator.user)
    end_session(client)

    here = after_sign_in(client.post("/settings/", {"name": "Mila B", "csrfmiddlewaretoken": token}, headers=OURS))
    sign_in(client, world.creator.user, here)
    assert "Mila B" in client.get(here).content.decode()


@pytest.mark.parametrize("origin", [FOREIGN, {}, {"Origin": "null"}])
def test_what_no_page_of_ours_sent_is_refused(world: World, origin: dict[str, str]) -> None:
    client = browser(world.creator.user, enforce_csrf_checks=True)
    token = old_page(client)
    end_session(client)
    sign_in(client, world.creator.user)

    answer = client.post("/settings/", {"name": "Evil", "csrfmiddlewaretoken": token}, headers=origin)

    assert answer.status_code == 403
    assert "Evil" not in answer.content.decode()
    assert not client.session.get("unsent")


def test_the_page_of_somebody_else_is_refused(world: World) -> None:
    client = browser(world.creator.user, enforce_csrf_checks=True)
    token = old_page(client)
    end_session(client)
    sign_in(client, world.other_creator.user)

    answer = client.post("/settings/", {"name": "Mila", "csrfmiddlewaretoken": token}, headers=OURS)
    assert answer.status_code == 403
    for made_up in ("", "x" * 64, "é" * 64, "a" * 32):
        answer = client.post("/settings/", {"name": "Mila", "csrfmiddlewaretoken": made_up}, headers=OURS)
        assert answer.status_code == 403


def test_signing_in_twice_in_two_tabs_just_goes_on(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    second_tab = token_in(client.get("/account/login/?next=/me/").content.decode())
    sign_in(client, world.creator.user)
    form = {"login": world.creator.user.email, "password": PASSWORD, "next": "/me/", "csrfmiddlewaretoken": second_tab}

    answer = client.post("/account/login/", form, headers=OURS, follow=True)

    assert answer.redirect_chain[-1][0] == "/me/"


def test_scripts_get_a_sentence_and_no_page(world: World) -> None:
    client = browser(world.creator.user, enforce_csrf_checks=True)
    answer = client.post("/settings/", {"name": "x"}, headers=OURS | HX | {"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json() == {"detail": "This page was open too long. Load it again."}
