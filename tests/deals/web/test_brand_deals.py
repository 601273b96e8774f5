"""The list of a brand's deals and the moves of one deal."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.models import TimelineEntry
from brands.models import Membership
from deals import operations as ops
from deals.models import Deal
from deals.web.brand import deals as deals_web
from deals.workflow import DealState
from tests.deals.web.brand_world import as_viewer
from tests.deals.web.creator.world import Shop, agree, apply, make_deal, make_maker, make_shop, make_user

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> str:
    answer = client.get(f"/brand/deals/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_brand_without_deals_is_invited_to_post_one(client: Client, shop: Shop) -> None:
    assert "Your first deal starts here" in listed(client)


def test_tabs_show_the_states_they_name(client: Client, shop: Shop) -> None:
    at = clock.now()
    make_deal(shop, at, title="Running one")
    ops.create_deal(brand=shop.brand, user=shop.user, at=at)
    ops.close_deal(deal=make_deal(shop, at, title="Closed one"), by=shop.actor, at=at)
    live, drafts, ended = (listed(client, f"?show={tab}") for tab in ("live", "drafts", "ended"))
    assert "Running one" in live
    assert "Closed one" not in live
    assert "Untitled deal" not in live
    assert "Untitled deal" in drafts
    assert "Running one" not in drafts
    assert "Closed one" in ended
    assert "Running one" not in ended


def test_search_finds_by_the_beginning_of_words_without_accents(client: Client, shop: Shop) -> None:
    make_deal(shop, clock.now(), title="Crème for the cold")
    make_deal(shop, clock.now(), title="Glow set")
    found = listed(client, "?q=creme+co")
    assert "Crème for the cold" in found
    assert "Glow set" not in found
    assert "No deal like that" in listed(client, "?q=%26%7C%21")


def test_says_what_each_deal_waits_for(client: Client, shop: Shop) -> None:
    at = clock.now()
    deal = make_deal(shop, at, title="Busy")
    for _ in range(3):
        apply(deal, make_maker(at), at - timedelta(hours=9))
    make_deal(shop, at, title="Quiet")
    page = listed(client)
    assert "3 to answer" in page
    assert "oldest waits 9 h" in page
    waiting = listed(client, "?show=needs-you&sort=waiting")
    assert "Busy" in waiting
    assert "Quiet" not in waiting


def test_a_problem_that_the_creator_can_cure_waits_for_nobody_here(client: Client, shop: Shop) -> None:
    at, maker = clock.now(), make_maker(clock.now())
    row = agree(make_deal(shop, at), maker, shop, at)
    ops.mark_shipped(collaboration=row, by=shop.actor, at=at)
    ops.report_problem(collaboration=row, by=maker.actor, code="pickup", note="", at=at)
    assert "1 problem" not in listed(client)
    row.__class__.objects.filter(pk=row.pk).update(problem_code="damaged")
    assert "1 problem" in listed(client)


def test_the_reason_of_staff_stands_in_the_list(client: Client, shop: Shop) -> None:
    at = clock.now()
    shop.brand.__class__.objects.filter(pk=shop.brand.pk).update(is_trusted=False)
    shop.brand.refresh_from_db()
    deal = make_deal(shop, at)
    ops.reject_deal(deal=deal, by=shop.actor.__class__.staff(shop.user.pk), reason="Say the size.", at=at)
    assert "Say the size." in listed(client)


@pytest.mark.parametrize("sort", ["newest", "waiting", "ending"])
def test_pages_follow_each_other_without_a_gap_or_repeat(client: Client, shop: Shop, sort: str) -> None:
    at = clock.now()
    for number in range(23):
        make_deal(shop, at - timedelta(minutes=number % 3), title=f"Deal {number}")
    first = client.get(f"/brand/deals/?sort={sort}")
    more = client.get(first.context["more_url"], headers={"HX-Request": "true"})
    titles = [row["deal"].title for page in (first, more) for row in page.context["rows"]]
    assert sorted(titles) == sorted(f"Deal {number}" for number in range(23))
    assert "<h1" not in more.content.decode()
    assert client.get("/brand/deals/?after=nonsense").status_code == 200


# ---- Moves


@pytest.mark.parametrize(
    ("verbs", "reached"),
    [(["pause"], DealState.PAUSED), (["pause", "resume"], DealState.LIVE), (["close"], DealState.CLOSED)],
)
def test_a_move_leads_back_to_the_list(client: Client, shop: Shop, verbs: list[str], reached: DealState) -> None:
    deal = make_deal(shop, clock.now())
    for verb in verbs:
        answer = client.post(f"/brand/deals/{deal.public_id}/{verb}/", {"next": "/brand/deals/?show=live"})
        assert answer.headers["Location"] == "/brand/deals/?show=live"
    deal.refresh_from_db()
    assert deal.state == reached


def test_never_leads_to_another_site(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    answer = client.post(f"/brand/deals/{deal.public_id}/pause/", {"next": "https://evil.example/brand/deals/"})
    assert answer.headers["Location"] == "/brand/deals/"


def test_closing_asks_first(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    apply(deal, make_maker(clock.now()), clock.now())
    page = client.get(f"/brand/deals/{deal.public_id}/close/")
    assert "1 person waits for your answer" in page.content.decode()
    deal.refresh_from_db()
    assert deal.state == DealState.LIVE


def test_throwing_a_draft_away_asks_first_and_leaves_the_list(client: Client, shop: Shop, draft: Deal) -> None:
    address = f"/brand/deals/{draft.public_id}/discard/"
    assert address in client.get("/brand/deals/?show=drafts").content.decode()
    assert address in client.get(f"/brand/deals/{draft.public_id}/edit/content/").content.decode()
    assert "No creator has seen it" in client.get(address).content.decode()
    draft.refresh_from_db()
    assert draft.state == DealState.DRAFT

    page = client.post(address, {"next": address}, follow=True)
    assert page.redirect_chain == [("/brand/deals/", 302)]
    assert "is thrown away" in page.content.decode()
    entry = TimelineEntry.objects.filter(object_type="deal", object_id=draft.pk).latest("id")
    assert (entry.move, entry.from_state, entry.to_state, entry.actor_user_id) == (
        "discard", DealState.DRAFT, DealState.CLOSED, shop.user.pk,
    )  # fmt: skip
    for tab in ("", "drafts", "ended"):
        assert f"/brand/deals/{draft.public_id}/" not in client.get(f"/brand/deals/?show={tab}").content.decode()
    assert {tab["label"]: tab["count"] for tab in client.get("/brand/deals/").context["tabs"]}["All"] == 1


def test_a_deal_that_was_published_is_not_thrown_away(client: Client, shop: Shop, draft: Deal) -> None:
    live = Deal.objects.exclude(pk=draft.pk).get()
    entries = TimelineEntry.objects.count()
    assert "never published" in client.get(f"/brand/deals/{live.public_id}/discard/").content.decode()
    client.post(f"/brand/deals/{live.public_id}/discard/")
    live.refresh_from_db()
    assert live.state == DealState.LIVE
    assert TimelineEntry.objects.count() == entries


def test_a_second_click_says_that_it_has_moved_on(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    client.post(f"/brand/deals/{deal.public_id}/pause/")
    entries = TimelineEntry.objects.count()
    page = client.post(f"/brand/deals/{deal.public_id}/pause/", follow=True)
    assert "it is now “paused”" in page.content.decode()
    assert TimelineEntry.objects.count() == entries


def test_a_copy_opens_in_the_wizard(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    answer = client.post(f"/brand/deals/{deal.public_id}/duplicate/")
    copy = Deal.objects.exclude(pk=deal.pk).get()
    assert answer.headers["Location"] == f"/brand/deals/{copy.public_id}/edit/product/"
    assert copy.state == DealState.DRAFT


def key_on(page: str) -> str:
    """The key of the button that duplicates, as the page has it."""
    found = re.search(r'name="key" value="([^"]+)"[^>]*/duplicate/', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("where", ["list", "pipeline"])
def test_duplicate_pressed_twice_makes_one_copy(client: Client, shop: Shop, where: str) -> None:
    deal = make_deal(shop, clock.now())
    here = "/brand/deals/" if where == "list" else f"/brand/deals/{deal.public_id}/"
    key = key_on(client.get(here).content.decode())
    address = f"/brand/deals/{deal.public_id}/duplicate/"

    first, again = client.post(address, {"key": key}), client.post(address, {"key": key}, follow=True)

    assert Deal.objects.count() == 2
    assert again.redirect_chain == [(first.headers["Location"], 302)]
    assert "the copy you made before" in again.content.decode()
    client.post(address, {"key": key_on(client.get(here).content.decode())})
    assert Deal.objects.count() == 3, "a page drawn afterwards makes another one"


def test_duplicate_sent_twice_at_once_ends_at_the_copy_of_the_first(
    client: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = make_deal(shop, clock.now())
    key, address = key_on(listed(client)), f"/brand/deals/{deal.public_id}/duplicate/"
    first = client.post(address, {"key": key})
    answers = iter([None])  # the second request looked before the first one was done
    monkeypatch.setattr(deals_web, "made_before", lambda *args: next(answers, Deal.objects.exclude(pk=deal.pk).get()))

    assert client.post(address, {"key": key}).headers["Location"] == first.headers["Location"]


def test_the_key_of_one_deal_copies_no_other_and_not_what_is_thrown_away(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    key, address = key_on(listed(client)), f"/brand/deals/{deal.public_id}/duplicate/"
    client.post(address, {"key": key})
    copy = Deal.objects.exclude(pk=deal.pk).get()
    client.post(f"/brand/deals/{copy.public_id}/duplicate/", {"key": key})
    assert Deal.objects.count() == 3
    ops.discard_deal(deal=copy, by=shop.actor, at=clock.now())

    client.post(address, {"key": key})

    assert Deal.objects.filter(state=DealState.DRAFT).count() == 2


def test_a_viewer_sees_and_may_not_move(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), title="Seen by all")
    viewer = make_user()
    Membership.objects.create(brand=shop.brand, user=viewer, role=Membership.Role.VIEWER, joined_at=clock.now())
    client.force_login(viewer)
    page = listed(client)
    assert "Seen by all" in page
    assert "/pause/" not in page
    for verb in ("pause", "close", "duplicate"):
        assert client.post(f"/brand/deals/{deal.public_id}/{verb}/").status_code == 403
    deal.refresh_from_db()
    assert deal.state == DealState.LIVE
    assert Deal.objects.count() == 1


def test_a_deal_of_somebody_else_does_not_exist(client: Client, shop: Shop) -> None:
    other = make_deal(make_shop(clock.now()), clock.now())
    for verb in ("pause", "close", "duplicate", "nonsense"):
        assert client.post(f"/brand/deals/{other.public_id}/{verb}/").status_code == 404
    assert client.get(f"/brand/deals/{other.public_id}/edit/content/").status_code == 404
    other.refresh_from_db()
    assert other.state == DealState.LIVE


@pytest.mark.parametrize(
    ("name", "words"),
    [("pause_deal", "Our team paused"), ("close_deal", "Our team closed"), ("take_down_deal", "Our team took")],
)
def test_a_brand_reads_why_our_team_stopped_its_deal(client: Client, shop: Shop, name: str, words: str) -> None:
    deal = make_deal(shop, clock.now(), title="Glow set")
    getattr(ops, name)(deal=deal, by=Actor.staff(shop.user.pk), reason="It is a copy <of another>", at=clock.now())
    page = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert words in page
    assert "It is a copy &lt;of another&gt;" in page


def test_a_brand_that_stopped_its_deal_itself_reads_nothing_of_our_team(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), title="Glow set")
    ops.pause_deal(deal=deal, by=shop.actor, at=clock.now())
    page = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "Our team paused" not in page
    assert "Nobody can apply until you resume it" in page


def test_what_our_team_wrote_stays_while_the_brand_mends_it(client: Client, shop: Shop) -> None:
    deal, at = make_deal(shop, clock.now()), clock.now()
    ops.pause_deal(deal=deal, by=Actor.staff(shop.user.pk), at=at, reason="Say what is in the box.")
    ops.update_deal(deal=deal, user=shop.user, changes={"summary": "A serum of 30 ml."}, at=at)
    assert "Say what is in the box." in client.get(f"/brand/deals/{deal.public_id}/").content.decode()


def test_a_copy_that_went_its_way_is_followed_by_one_other(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    key, address = key_on(listed(client)), f"/brand/deals/{deal.public_id}/duplicate/"
    client.post(address, {"key": key})
    ops.discard_deal(deal=Deal.objects.exclude(pk=deal.pk).get(), by=shop.actor, at=clock.now())
    for _ in range(3):
        client.post(address, {"key": key})
    assert Deal.objects.count() == 3


def test_nothing_waits_for_a_viewer(client: Client, shop: Shop) -> None:
    """Marigold says that it is one's own move; a viewer reads the same counts without it."""
    deal = make_deal(shop, clock.now())
    apply(deal, make_maker(clock.now()), clock.now())
    pages = ("/brand/deals/", f"/brand/deals/{deal.public_id}/")
    marks = ("pill--you", 'class="cnt"')
    own = client.get(pages[0]).content.decode()
    assert all(mark in own for mark in marks)
    client.force_login(as_viewer(shop))
    seen = [client.get(page).content.decode() for page in pages]
    assert "1 to answer" in seen[0]
    assert not [mark for mark in marks for page in seen if mark in page]


def test_tabs_count_what_the_search_finds(client: Client, shop: Shop) -> None:
    make_deal(shop, clock.now(), title="Oat soap")
    make_deal(shop, clock.now(), title="Glow serum")
    counts = {tab["label"]: tab["count"] for tab in client.get("/brand/deals/?q=oat").context["tabs"]}
    assert (counts["All"], counts["Live"]) == (1, 1)
    assert "Your first deal starts here" not in client.get("/brand/deals/?q=nothing").content.decode()
