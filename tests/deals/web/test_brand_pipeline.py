"""The pipeline as a browser without script sees it."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from barter.kernel import clock
from creators.models import Address, Creator, CreatorCapacity
from creators.operations import add_channel
from deals import operations as ops
from deals.models import Application, Deal
from deals.operations.clock import tick
from deals.pipeline import board
from deals.workflow import ApplicationState as A
from tests.deals.web.brand_world import as_viewer, nothing_changes
from tests.deals.web.creator.world import Maker, Shop, agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop(clock.now())


@pytest.fixture
def deal(shop: Shop) -> Deal:
    return make_deal(shop, clock.now())


def _queue(deal: Deal, names: list[str]) -> list[Application]:
    at = clock.now()
    return [apply(deal, make_maker(at, name), at - timedelta(hours=9 - number)) for number, name in enumerate(names)]


def _bulk(client: Client, deal: Deal, verb: str, rows: list[Application], **data: str) -> str:
    picks = {"pick": [row.public_id for row in rows], **data}
    return client.post(f"/brand/deals/{deal.public_id}/applicants/{verb}/", picks, follow=True).content.decode()


def test_accepts_as_many_as_there_are_places_and_names_the_others_with_the_reason(client: Client, shop: Shop) -> None:
    client.force_login(shop.user)
    deal = make_deal(shop, clock.now(), places=1)
    first, second, third = _queue(deal, ["Ada", "Bea", "Cleo"])
    page = _bulk(client, deal, "accept", [first, second, third], sure="1")
    assert "1 creator accepted." in page
    assert "2 could not be answered:" in page
    assert "Every place of this deal is taken (1 of 1)." in page
    states = list(Application.objects.order_by("submitted_at").values_list("state", flat=True))
    assert states[0] == A.ACCEPTED
    assert A.ACCEPTED not in states[1:]


def test_a_form_sent_twice_is_no_refusal(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    rows = _queue(deal, ["Ada"])
    _bulk(client, deal, "accept", rows)
    page = _bulk(client, deal, "accept", rows)
    assert "1 was answered before." in page
    assert "could not be answered" not in page


def test_declining_asks_for_the_reason_first(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    rows = _queue(deal, ["Ada", "Bea"])
    with nothing_changes():
        assert "Decline 2 creators?" in _bulk(client, deal, "decline", rows)
        assert "Kind words" in _bulk(client, deal, "decline", rows, note="Kind words")
        assert "Choose a reason." in _bulk(client, deal, "decline", rows, reason="")
    page = _bulk(client, deal, "decline", rows, reason="audience", note="Thank you both")
    assert "2 creators declined." in page
    tick(at=clock.now() + timedelta(minutes=11))
    assert set(Application.objects.values_list("state", "decline_reason")) == {(A.DECLINED, "audience")}


def test_the_short_list_takes_everybody_picked(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    assert "2 creators put on the short list." in _bulk(client, deal, "shortlist", _queue(deal, ["Ada", "Bea"]))
    assert set(Application.objects.values_list("state", flat=True)) == {A.SHORTLISTED}


def test_an_empty_pipeline_says_of_the_feed_only_what_is_so(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    address = f"/brand/deals/{deal.public_id}/"
    assert "Creators see this deal in their feed." in client.get(address).content.decode()
    for state in ("in_review", "paused"):
        Deal.objects.filter(pk=deal.pk).update(state=state)
        page = client.get(address).content.decode()
        assert "Nobody has applied yet" in page
        assert "in their feed" not in page


def test_nobody_picked_says_what_to_do(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    assert "Nobody was picked." in _bulk(client, deal, "accept", [])


def test_a_viewer_sees_the_pipeline_and_can_answer_nobody(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(as_viewer(shop))
    rows = _queue(deal, ["Ada"])
    page = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "Ada" in page
    assert "data-pick" not in page
    with nothing_changes():
        for verb in ("accept", "shortlist", "decline"):
            url = f"/brand/deals/{deal.public_id}/applicants/{verb}/"
            assert client.post(url, {"pick": rows[0].public_id, "reason": "other"}).status_code == 403


def test_another_brand_finds_nothing_and_cannot_pick_from_here(client: Client, shop: Shop, deal: Deal) -> None:
    other = make_shop(clock.now())
    client.force_login(other.user)
    rows, own = _queue(deal, ["Ada"]), make_deal(other, clock.now())
    with nothing_changes():
        assert client.get(f"/brand/deals/{deal.public_id}/").status_code == 404
        assert client.post(f"/brand/deals/{deal.public_id}/applicants/accept/").status_code == 404
        assert "Nobody was picked." in _bulk(client, own, "accept", rows)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=ada", {"Ada"}),
        ("country=NL", set()),
        ("platform=tiktok", set()),
        ("platform=instagram&followers=1000", {"Ada", "Bea"}),
        ("followers=5000", set()),
        ("waiting=3", {"Bea"}),
        ("late=1", set()),
        ("worked=1", set()),
        ("on_time=1", set()),
        ("platform=myspace&followers=abc&waiting=-1&sort=x", {"Ada", "Bea"}),
    ],
)
def test_filters_narrow_the_board(client: Client, shop: Shop, deal: Deal, query: str, shown: set[str]) -> None:
    client.force_login(shop.user)
    _, bea = _queue(deal, ["Ada", "Bea"])
    Application.objects.filter(pk=bea.pk).update(submitted_at=clock.now() - timedelta(days=4))
    page = client.get(f"/brand/deals/{deal.public_id}/?{query}").content.decode()
    assert {name for name in ("Ada", "Bea") if f"<bdi>{name}</bdi>" in page} == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("elina", ["Elīna Kalniņa"]), ("KALNINA eli", ["Elīna Kalniņa"]), ("Élina", ["Elīna Kalniņa"]), ("elina weber", []),
     ("lucja", ["Łucja Novák"]), ("novak", ["Łucja Novák"]), ("%", [])],
)  # fmt: skip
def test_a_name_is_found_without_its_accents_and_in_any_order(
    client: Client, shop: Shop, deal: Deal, typed: str, shown: list[str]
) -> None:
    client.force_login(shop.user)
    _queue(deal, ["Elīna Kalniņa", "Łucja Novák"])
    for path, more in ((f"/brand/deals/{deal.public_id}/", {}), ("/brand/creators/", {"show": "all"})):
        page = client.get(path, {"q": typed, **more}).content.decode()
        assert [name for name in ("Elīna Kalniņa", "Łucja Novák") if name in page] == shown


def test_late_shows_only_trades_whose_side_missed_its_date(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    late, _ = (
        ops.accept_application(application=row, by=shop.actor, at=clock.now()) for row in _queue(deal, ["Ada", "Bea"])
    )
    type(late).objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(days=1, hours=1))
    page = client.get(f"/brand/deals/{deal.public_id}/?late=1").content.decode()
    assert "Ada" in page
    assert "1 day late" in page
    assert "<bdi>Bea</bdi>" not in page


def test_a_column_loads_its_next_cards_and_counts_what_is_left(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    _queue(deal, [f"Maker {number:02}" for number in range(23)])
    board = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert board.count("<article") == 10
    assert "Show 10 more" in board
    following = board.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    fragment = client.get(following, headers={"HX-Request": "true"})
    assert fragment.content.decode().count("<article") == 10
    assert "Show 3 more" in fragment.content.decode()
    assert r"10 more in \u201cNew\u201d" in fragment.headers["HX-Trigger"]
    assert "Maker 09" not in fragment.content.decode()


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "WyIyMDI2LTAxLTAxIiwxXQ"])
def test_a_broken_cursor_is_a_page(client: Client, shop: Shop, deal: Deal, cursor: str) -> None:
    client.force_login(shop.user)
    _queue(deal, ["Ada"])
    assert client.get(f"/brand/deals/{deal.public_id}/?view=table&after={cursor}").status_code == 200
    assert client.get(f"/brand/applicants/?after={cursor}").status_code == 200
    assert client.get(f"/brand/problems/?after={cursor}").status_code == 200
    assert client.get(f"/brand/creators/?after={cursor}").status_code == 200


def test_no_page_of_the_pipeline_shows_an_address(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    row = _queue(deal, ["Ada", "Bea"])[0]
    trade = ops.accept_application(application=row, by=shop.actor, at=clock.now())
    pages = [f"/brand/deals/{deal.public_id}/", f"/brand/applications/{row.public_id}/", "/brand/applicants/"]
    pages += [f"/brand/collaborations/{trade.public_id}/", "/brand/creators/"]
    for url in pages:
        page = client.get(url).content.decode()
        assert "Tērbatas" not in page
        assert "LV-1011" not in page


def test_everybody_who_waits_stands_on_one_page(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    _queue(deal, ["Ada", "Bea"])
    _queue(make_deal(make_shop(clock.now()), clock.now()), ["Cleo"])
    page = client.get("/brand/applicants/").content.decode()
    assert "Ada" in page
    assert "Cleo" not in page


def test_a_creator_at_capacity_is_shown_as_such(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    at = clock.now()
    busy: Maker = make_maker(at, "Ada")
    row = apply(deal, busy, at)
    for _ in range(2):
        other = make_shop(at)
        ops.accept_application(application=apply(make_deal(other, at), busy, at), by=other.actor, at=at)
    assert "At capacity" in client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "Ada is at capacity" in client.get(f"/brand/applications/{row.public_id}/").content.decode()


def test_a_creator_who_told_no_town_is_found_and_shown_by_where_the_parcel_goes(
    client: Client, shop: Shop, deal: Deal
) -> None:
    client.force_login(shop.user)
    stranger = make_maker(clock.now(), "Ada")
    Creator.objects.filter(pk=stranger.creator.pk).update(city="", country="")
    stranger.creator.refresh_from_db()
    apply(deal, stranger, clock.now())
    url = f"/brand/deals/{deal.public_id}/"
    for query in ("", "?view=table", "?country=LV"):
        page = client.get(url + query).content.decode()
        assert "<bdi>Ada</bdi>" in page
        assert "Riga" in page
        assert '<option value="LV"' in page
    assert "<bdi>Ada</bdi>" not in client.get(f"{url}?country=EE").content.decode()


def _names(page: str) -> list[str]:
    return [part.split("</bdi>")[0] for part in page.split('rowlink"')[1:] for part in [part.split("<bdi>")[1]]]


def test_the_table_sorts_by_the_wait_in_each_stage_and_names_the_stage(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    ada, _, cleo, _ = _queue(deal, ["Ada", "Bea", "Cleo", "Dora"])
    for row, days in ((ada, 1), (cleo, 5)):
        trade = ops.accept_application(application=row, by=shop.actor, at=clock.now())
        type(trade).objects.filter(pk=trade.pk).update(state_since=clock.now() - timedelta(days=days))
    url = f"/brand/deals/{deal.public_id}/?view=table"
    page = client.get(url).content.decode()
    assert _names(page) == ["Bea", "Dora", "Cleo", "Ada"], "who waits for an answer first, then who waits for a parcel"
    assert "Time in its stage" in page
    to_ship = client.get(f"{url}&stage=to-ship").content.decode()
    assert "Time in “To ship”" in to_ship
    assert _names(to_ship) == ["Cleo", "Ada"]


def test_who_waits_a_week_is_who_waits_for_the_brand(client: Client, shop: Shop, deal: Deal) -> None:
    """Not who was answered, and not who films or has posted."""
    client.force_login(shop.user)
    names = ["New", "Told", "Leaving", "Shipped", "Unshipped", "Online"]
    rows = dict(zip(names, _queue(deal, names), strict=True))
    long_ago = clock.now() - timedelta(days=8)
    for name, state in (("Shipped", "shipped"), ("Unshipped", "to_ship"), ("Online", "live_hold")):
        trade = ops.accept_application(application=rows[name], by=shop.actor, at=clock.now())
        type(trade).objects.filter(pk=trade.pk).update(state=state, state_since=long_ago)
    ops.decline_application(application=rows["Told"], by=shop.actor, reason="other", at=clock.now())
    ops.decline_soon(deal=deal, applications=[rows["Leaving"]], by=shop.actor, reason="other", at=clock.now())
    Application.objects.filter(collaboration=None).update(submitted_at=long_ago)
    page = client.get(f"/brand/deals/{deal.public_id}/?view=table&waiting=7").content.decode()
    assert _names(page) == ["New", "Unshipped"]


def test_best_match_orders_by_facts_and_says_them(
    client: Client, shop: Shop, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(shop.user)
    names = ["New", "Timely", "Near", "Late", "Known"]
    rows = dict(zip(names, _queue(deal, names), strict=True))
    capacities = {"Timely": (9, 0), "Late": (1, 3)}
    for name, (on_time, late) in capacities.items():
        CreatorCapacity.objects.filter(pk=rows[name].creator_id).update(on_time_count=on_time, late_count=late)
    Address.objects.filter(pk=rows["Near"].address_id).update(country=shop.brand.country)
    earlier = ops.accept_application(
        application=apply(make_deal(shop, clock.now()), Maker(rows["Known"].creator, rows["Known"].creator.user), clock.now()),
        by=shop.actor, at=clock.now(),
    )  # fmt: skip
    type(earlier).objects.filter(pk=earlier.pk).update(state="completed")
    url = f"/brand/deals/{deal.public_id}/?view=table&stage=new&sort=best"
    page = client.get(url).content.decode()
    assert _names(page) == ["Timely", "Known", "Near", "New", "Late"]
    assert "Worked with you · Beauty" in page
    assert "Beauty · In your country" in page
    walked, following = [], url
    monkeypatch.setattr(board, "TABLE_ROWS", 2)
    while following and len(walked) < 9:
        page = client.get(following).content.decode()
        walked += _names(page)
        _, *more = page.split('quiet" href="')
        following = more[0].split('"')[0].replace("&amp;", "&") if more else ""
    assert walked == ["Timely", "Known", "Near", "New", "Late"], "a cursor neither repeats nor drops anybody"


def test_the_next_rows_join_the_table_so_that_what_is_selected_stays(
    client: Client, shop: Shop, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(shop.user)
    monkeypatch.setattr(board, "TABLE_ROWS", 2)
    _queue(deal, ["Ada", "Bea", "Cleo", "Dora", "Eve"])
    page = client.get(f"/brand/deals/{deal.public_id}/?view=table&stage=new&sort=newest").content.decode()
    following = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    answer = client.get(following, headers={"HX-Request": "true"})
    rows = answer.content.decode()
    assert _names(rows) == ["Cleo", "Bea"]
    assert "<table" not in rows
    assert "2 more in" in answer["HX-Trigger"]
    back = rows.split('class="rowlink" href="')[1].split('"')[0].split("?")[1].replace("&amp;", "&")
    assert _names(client.get(f"/brand/deals/{deal.public_id}/?{back}").content.decode()) == ["Cleo", "Bea"]


@pytest.mark.parametrize("view", ["", "&view=table"])
def test_a_card_names_the_channel_that_the_filters_found_somebody_by(
    client: Client, shop: Shop, deal: Deal, view: str
) -> None:
    client.force_login(shop.user)
    ada, bea = _queue(deal, ["Ada", "Bea"])
    for row, platform, followers in ((ada, "youtube", 31_000), (ada, "youtube", 900), (bea, "tiktok", 8_000)):
        channel = {"platform": platform, "handle": f"{platform}{row.pk}{followers}", "followers": followers}
        add_channel(creator=row.creator, at=clock.now(), **channel)
    url = f"/brand/deals/{deal.public_id}/?{view}"
    told = {
        "": ["4.2K on Instagram", "4.2K on Instagram"],
        "&platform=youtube": ["31K on YouTube · Beauty · 4.2K on Instagram"],
        "&followers=5000": ["31K on YouTube · Beauty · 4.2K on Instagram", "8K on TikTok · Beauty · 4.2K on Instagram"],
        "&platform=instagram": ["4.2K on Instagram", "4.2K on Instagram"],
    }
    for query, expected in told.items():
        page = client.get(url + query).content.decode()
        assert re.findall(r"[\dK.]+ on [^<]+", page) == expected, query


def test_ready_shows_only_whom_accepting_would_not_refuse(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    rows = dict(zip(names := ["Ada", "Busy", "Moved", "Paused", "Old", "Abroad"], _queue(deal, names), strict=True))
    CreatorCapacity.objects.filter(pk=rows["Busy"].creator_id).update(credits_held=F("credits_granted"))
    Address.objects.filter(pk=rows["Moved"].address_id).update(removed_at=clock.now())
    Creator.objects.filter(pk=rows["Paused"].creator_id).update(standing="paused")
    Application.objects.filter(pk=rows["Old"].pk).update(consented_hash="0" * 64)
    Address.objects.filter(pk=rows["Abroad"].address_id).update(country="PT")
    Deal.objects.filter(pk=deal.pk).update(countries=["LV"])
    page = client.get(f"/brand/deals/{deal.public_id}/?view=table&ready=1").content.decode()
    assert _names(page) == ["Ada"]


def test_undecided_leaves_out_whom_the_brand_has_made_up_its_mind_about(client: Client, shop: Shop, deal: Deal) -> None:
    client.force_login(shop.user)
    ada, bea, cleo, _dora = _queue(deal, ["Ada", "Bea", "Cleo", "Dora"])
    by, at = shop.actor, clock.now()
    ops.decide_later(deal=deal, applications=[ada], verdict="yes", by=by, at=at)
    ops.decide_later(deal=deal, applications=[bea], verdict="no", reason="not_a_fit", by=by, at=at)
    ops.accept_application(application=cleo, by=shop.actor, at=clock.now())
    page = client.get(f"/brand/deals/{deal.public_id}/?view=table&undecided=1").content.decode()
    assert _names(page) == ["Dora"]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("parcel", ["New", "To ship", "On its way", "Filming", "To review", "Approved"]),
        ("voucher", ["New", "Voucher sent", "Filming", "To review", "Approved"]),
        ("visit", ["New", "Visits", "Filming", "To review", "Approved"]),
    ],
)
def test_columns_say_what_happens_in_this_kind_of_deal(client: Client, kind: str, titles: list[str]) -> None:
    at = clock.now()
    shop = make_shop(at)
    deal = make_deal(shop, at, kind=kind)
    agree(deal, make_maker(at), shop, at)
    client.force_login(shop.user)
    board = client.get(f"/brand/deals/{deal.public_id}/")
    assert [column["title"] for column in board.context["columns"]] == titles
    assert ("To ship" in board.content.decode()) is (kind == "parcel")
    assert board.context["columns"][1]["count"] == 1
    assert board.context["columns"][1]["cards"][0]["foot_icon"] == ("parcel" if kind == "parcel" else "calendar")
    table = client.get(f"/brand/deals/{deal.public_id}/?view=table&stage={board.context['columns'][1]['stage'].slug}")
    assert table.context["stage_title"] == titles[1]
    assert [row["stage"] for row in table.context["rows"]] == [titles[1]]
