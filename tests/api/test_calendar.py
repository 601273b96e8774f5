"""The address of a creator's calendar, for the phone's own calendar."""

from urllib.parse import urlsplit

from django.test import Client

from tests.api.calls import V1, api, is_problem
from tests.world import World

PATH = f"{V1}/me/calendar/"


def test_a_creator_hands_their_dates_to_the_phones_calendar(world: World) -> None:
    trade = world.accept(world.apply(world.new_deal()))
    answer = api(world.creator.user).get(PATH)
    told = answer.json()
    assert (told["object"], answer["Cache-Control"]) == ("calendar", "no-store")
    book = Client().get(urlsplit(told["url"]).path)
    assert book.status_code == 200
    assert trade.public_id in book.content.decode().replace("\r\n ", "")
    browser = Client()
    browser.force_login(world.creator.user)
    assert urlsplit(told["url"]).path in browser.get("/my-deals/calendar/").content.decode()


def test_another_address_ends_the_old_one_and_a_repeat_makes_no_third(world: World) -> None:
    client = api(world.creator.user)
    old = client.get(PATH).json()["url"]
    renewed = client.post(f"{PATH}renew/", headers={"Idempotency-Key": "once"})
    new = renewed.json()["url"]
    assert (renewed.status_code, renewed["Cache-Control"]) == (200, "no-store")
    assert new != old
    assert client.post(f"{PATH}renew/", headers={"Idempotency-Key": "once"}).json()["url"] == new
    world.creator.user.refresh_from_db()  # what the repeat did was rolled back
    assert client.get(PATH).json()["url"] == new
    assert Client().get(urlsplit(old).path).status_code == 404
    assert Client().get(urlsplit(new).path).status_code == 200


def test_who_is_no_creator_has_no_dates(world: World) -> None:
    is_problem(api(world.owner).get(PATH), 403, "not_allowed")
    is_problem(api(world.owner).post(f"{PATH}renew/"), 403, "not_allowed")
    is_problem(api().get(PATH), 401, "not_authenticated")
