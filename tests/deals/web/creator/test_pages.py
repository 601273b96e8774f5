"""The creator's pages as a browser without script sees them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from barter.kernel import clock, policy
from barter.kernel.models import Policy
from barter.kernel.templatetags.words import by_words
from deals import operations
from deals.models import Application, Deal, SavedDeal
from deals.workflow import ApplicationState
from tests.deals.web.creator.world import agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def test_nothing_found_offers_the_nearest_wider_search(client: Client) -> None:
    at = clock.now()
    make_deal(make_shop(at), at, worth_minor=2000)
    page = client.get("/deals/?fifty=1").content.decode()
    assert "Without “€50 and up” there is 1." in page


def test_a_broken_cursor_is_the_first_page(client: Client) -> None:
    at = clock.now()
    make_deal(make_shop(at), at)
    for cursor in ("x", "bnVsbA", "WzEsMl0"):
        assert "Glow serum" in client.get(f"/deals/?after={cursor}").content.decode()


def test_two_taps_apply_and_the_second_send_changes_nothing(client: Client) -> None:
    at = clock.now()
    maker, deal = make_maker(at), make_deal(make_shop(at), at)
    client.force_login(maker.user)
    for _ in range(2):
        assert client.post(f"/deals/{deal.public_id}/apply/", {"hello": ""}).status_code == 302
    assert Application.objects.filter(creator=maker.creator).count() == 1


def test_a_missing_address_is_typed_in_the_sheet_and_mistakes_keep_what_was_typed(client: Client) -> None:
    at = clock.now()
    maker, deal = make_maker(at, address=False), make_deal(make_shop(at), at)
    client.force_login(maker.user)
    typed = {"name": "Mila", "line1": "Long Street 1", "postcode": "1", "city": "Riga", "country": "LV", "hello": "Hi"}
    refused = client.post(f"/deals/{deal.public_id}/apply/", typed)
    assert refused.status_code == 422
    assert "Long Street 1" in refused.content.decode()
    assert not Application.objects.exists()
    assert not maker.creator.addresses.exists()
    assert client.post(f"/deals/{deal.public_id}/apply/", typed | {"postcode": "LV-1011"}).status_code == 302
    assert Application.objects.get().address.city == "Riga"


def test_withdrawing_twice_is_one_withdrawal(client: Client) -> None:
    at = clock.now()
    maker, deal = make_maker(at), make_deal(make_shop(at), at)
    row = apply(deal, maker, at)
    client.force_login(maker.user)
    for _ in range(2):
        page = client.post(f"/my-deals/applications/{row.public_id}/withdraw/", follow=True)
        assert "moved on" not in page.content.decode()
    assert Application.objects.get(pk=row.pk).state == ApplicationState.WITHDRAWN


def test_my_deals_shows_the_creators_move_first(client: Client) -> None:
    at = clock.now() - timedelta(hours=1)
    shop, maker = make_shop(at), make_maker(at)
    agree(make_deal(shop, at, kind="voucher", title="Dinner for two"), maker, shop, at)
    apply(make_deal(shop, at, title="Candle trio"), maker, at)
    client.force_login(maker.user)
    page = client.get("/my-deals/").content.decode()
    assert (
        page.index("Your move")
        < page.index("Dinner for two")
        < page.index("Waiting for an answer")
        < page.index("Candle trio")
    )


@pytest.mark.parametrize("source", ["", "https://cdn.shop.example/serum.jpg"])
def test_a_deal_without_a_picture_of_ours_shows_the_drawing_everywhere(client: Client, source: str) -> None:
    """The policy of our pages loads nothing from a brand's shop, so an imported address must never stand in a page."""
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    deal = make_deal(shop, at)
    Deal.objects.update(card={**deal.card, "image": {"source": source, "alt": "A serum"} if source else None})
    collaboration = agree(deal, maker, shop, at)
    client.force_login(maker.user)
    for address in ("/deals/", f"/deals/{deal.public_id}/", "/my-deals/", f"/my-deals/{collaboration.public_id}/"):
        page = client.get(address).content.decode()
        assert "no-picture" in page, address
        assert "shop.example" not in page, address


def test_the_past_is_told_by_the_day_it_ended(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    names = ["Ended last", "Ended first", "Ended second"]
    rows = [apply(make_deal(shop, at, title=name), maker, at) for name in names]
    for row, days in zip(rows, (1, 3, 2), strict=True):
        Application.objects.filter(pk=row.pk).update(
            state=ApplicationState.WITHDRAWN, state_since=at - timedelta(days=days), due_at=None, wake_at=None
        )
    client.force_login(maker.user)

    page = client.get("/my-deals/").content.decode()
    assert page.index("Ended last") < page.index("Ended second") < page.index("Ended first")
    rest = client.get(f"/my-deals/?before={rows[2].public_id}").content.decode()
    assert "Ended first" in rest
    assert "Ended last" not in rest
    assert "Ended second" not in rest


def test_an_ended_application_asks_nobody_to_act(client: Client) -> None:
    at = clock.now()
    row = apply(make_deal(make_shop(at), at), maker := make_maker(at), at)
    client.force_login(maker.user)
    client.post(f"/my-deals/applications/{row.public_id}/withdraw/")

    page = client.get(f"/my-deals/applications/{row.public_id}/").content.decode()
    assert "You withdrew this application" in page
    assert '<li class="now' not in page


def test_other_terms_say_how_long_the_brand_has_by_todays_limit(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    row = apply(make_deal(shop, at), maker, at)
    operations.make_offer(application=row, by=shop.actor, proposal={"create_within_days": 20}, at=at)
    Policy.objects.create(name="offer_answer_days", value=3)
    policy.forget()
    client.force_login(maker.user)

    page = client.get(f"/my-deals/applications/{row.public_id}/").content.decode()
    assert "has 72 hours to answer" in page
    assert "Saying yes is the agreement: you film within 20 days of delivery." in page


def test_a_card_lets_small_screens_choose_a_smaller_picture(client: Client) -> None:
    at = clock.now()
    deal = make_deal(make_shop(at), at)
    key = f"brand_1/{'a' * 32}"
    image = {"source": f"pictures/{key}.webp", "alt": "A serum", "width": 1080, "height": 810}
    Deal.objects.update(card={**deal.card, "image": image})

    page = client.get("/deals/").content.decode()
    assert f"/pictures/{key}-512.webp 512w" in page
    assert f"/pictures/{key}.webp 1080w" in page


def test_a_page_that_is_not_there_offers_the_search(client: Client) -> None:
    answer = client.get("/nothing-here/")

    assert answer.status_code == 404
    assert 'action="/deals/" role="search"' in answer.content.decode()


def test_the_deal_promises_the_day_of_the_answer_that_the_application_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the night too: a limit at half past midnight ends the evening before."""
    at = clock.now().replace(hour=0, minute=30) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    maker, deal = make_maker(at), make_deal(make_shop(at), at)
    client.force_login(maker.user)
    row = apply(deal, maker, at)
    sent = client.get(f"/my-deals/applications/{row.public_id}/sent/").content.decode()
    assert row.due_at is not None
    told = by_words(row.due_at, at)
    assert told in sent
    Application.objects.filter(pk=row.pk).delete()
    assert told in client.get(f"/deals/{deal.public_id}/").content.decode()


def test_a_heart_says_what_it_asks_for_so_a_second_tab_takes_nothing_back(client: Client) -> None:
    at = clock.now()
    deal = make_deal(make_shop(at), at)
    page = f"/deals/{deal.public_id}/"
    assert (
        f'href="{page}save/"' in client.get(page).content.decode()
    )  # a visitor has it too, and is asked for an account
    client.force_login(make_maker(at).user)
    both_tabs = [client.get(page).content.decode(), client.get("/deals/").content.decode()]
    for tab in both_tabs:
        assert 'name="on" value="1"' in tab
        client.post(f"{page}save/", {"on": "1"})
    assert SavedDeal.objects.count() == 1
    assert 'name="on" value="0"' in client.get(page).content.decode()


@pytest.mark.parametrize("started_as", ["creator", "brand", "staff", None])
def test_the_foot_of_the_feed_leads_everybody_to_pages_of_their_own(client: Client, started_as: str | None) -> None:
    at = clock.now()
    if started_as:
        person = make_maker(at).user if started_as == "creator" else make_shop(at).user
        User.objects.filter(pk=person.pk).update(started_as=started_as)
        client.force_login(person)
    page = client.get("/deals/").content.decode()
    foot = page[page.index('<nav class="bnav"') :].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', foot)
    assert len(links) >= 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_who_withdrew_is_led_to_what_the_page_says_they_can_do(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    deal = make_deal(shop, at)
    row = apply(deal, maker, at)
    client.force_login(maker.user)
    address = f"/my-deals/applications/{row.public_id}/"
    client.post(f"{address}withdraw/")
    again = f'<a class="btn btn--cta" href="/deals/{deal.public_id}/">Apply again</a>'
    assert again in client.get(address).content.decode()

    apply(deal, maker, at)
    assert again not in client.get(address).content.decode()


def test_dates_nobody_can_know_are_not_promised(client: Client) -> None:
    at = clock.now()
    maker, shop = make_maker(at), make_shop(at)
    trade = agree(make_deal(shop, at), maker, shop, at)
    client.force_login(maker.user)
    steps = client.get(f"/my-deals/{trade.public_id}/").context["timeline"]
    film = next(step for step in steps if step["icon"] == "film")
    assert film["when"].startswith("about ")


def test_the_deal_tells_who_is_on_its_list_what_they_wait_for(client: Client) -> None:
    at = clock.now()
    shop, first, second = make_shop(at), make_maker(at), make_maker(at)
    deal = make_deal(shop, at, places=1)
    agree(deal, first, shop, at)
    deal.refresh_from_db()
    assert apply(deal, second, at).state == ApplicationState.WAITLISTED
    client.force_login(second.user)
    page = client.get(f"/deals/{deal.public_id}/").content.decode()
    assert "You are on the list." in page
    assert "until the brand answers" not in page
