"""Insights: what a period's trades say, counted from the timeline, and the same as files."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from barter.kernel import clock
from content.models import Asset, Licence
from deals import operations as ops
from deals.models import Collaboration, Deal
from deals.operations.clock import tick
from deals.queries_insights import Asked, Ratio, costs, files_by_week, funnel, punctuality, stays
from deals.web.brand import charts
from tests.deals.web.brand_world import as_viewer
from tests.deals.web.creator.world import Maker, Shop, agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
PAGE = "/brand/insights/"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def asked(shop: Shop, deal: Deal | None = None, days: int = 90) -> Asked:
    at = clock.now()
    return Asked(brand_pk=shop.brand.pk, since=at - days * DAY, until=at, deal_pk=deal and deal.pk)


def run(deal: Deal, shop: Shop, at: datetime, *, films: int = 4, maker: Maker | None = None) -> Collaboration:
    """Answered after 12 hours, shipped after 1 day, 2 days under way, filmed in `films` days, approved after 6 hours."""
    maker = maker or make_maker(at)
    application = apply(deal, maker, at)
    row = ops.accept_application(application=application, by=shop.actor, at=(at := at + 12 * HOUR))
    ops.mark_shipped(collaboration=row, by=shop.actor, at=(at := at + DAY))
    ops.confirm_delivery(collaboration=row, by=maker.actor, at=(at := at + 2 * DAY))
    ops.submit_content(collaboration=row, by=maker.actor, at=(at := at + films * DAY))
    return ops.approve_content(collaboration=row, by=shop.actor, at=at + 6 * HOUR)


def licensed(row: Collaboration, at: datetime) -> None:
    asset = Asset.objects.create(
        creator=row.creator, collaboration=row, state="ready", kind="photo", file_name="a.jpg", content_type="image/jpeg",
        size_bytes=1, upload_key=f"originals/{uuid4()}", original_key="kept/a", sha256="ab" * 32, created_at=at, expires_at=at,
    )  # fmt: skip
    licence = Licence(
        asset=asset, collaboration=row, brand=row.brand, creator=row.creator, code=uuid4().hex[:20], terms_hash="", file_sha256="",
        scope={}, territory="worldwide", starts_at=at, ends_at=at + 365 * DAY,
    )  # fmt: skip
    licence.enter(Licence.State.ACTIVE, at)
    licence.save(force_insert=True)


def test_counts_how_far_applications_came_and_how_long_each_stage_took(client: Client, shop: Shop) -> None:
    at = clock.now() - 20 * DAY
    deal = make_deal(shop, at)
    for films in (2, 4, 6):
        licensed(run(deal, shop, at, films=films), at + 12 * DAY)
    agree(deal, make_maker(at), shop, at)
    ops.decline_application(application=apply(deal, make_maker(at), at), by=shop.actor, reason="quality", at=at + DAY)
    ops.invite_creator(deal=deal, creator=make_maker(at).creator, by=shop.actor, at=at)

    counted = funnel(asked(shop))
    assert (counted.applied, counted.accepted, counted.shipped, counted.approved, counted.completed) == (5, 4, 3, 3, 3)
    found = stays(asked(shop))
    took = {name: (one.count, round(one.median_days, 2)) for name, one in found.items()}
    assert took == {
        "answer": (5, 0.5), "ship": (3, 1.0), "way": (3, 2.0), "make": (3, 4.0), "review": (3, 0.25), "content": (3, 7.0),
    }  # fmt: skip
    assert round(found["make"].most_days, 1) == 5.6
    on_time = punctuality(asked(shop), found)
    assert (on_time.shipping, on_time.reviewing, on_time.creators) == (Ratio(3, 3), Ratio(3, 3), Ratio(3, 3))
    assert sum(count for _week, count in files_by_week(asked(shop))) == 3
    (cost,) = costs(asked(shop))
    assert (cost.currency, cost.trades, cost.given_minor, cost.per_file_minor) == ("EUR", 3, 3 * 6800, 6800)

    page = client.get(PAGE).content.decode()
    assert 'role="img" aria-label="How far the applications came. Applied: 5 (100%); Accepted: 4 (80%)' in page
    assert page.count("See numbers") == 4


def test_a_parcel_that_never_left_and_a_review_left_to_silence_count_as_late(shop: Shop) -> None:
    at = clock.now() - 60 * DAY
    maker, deal = make_maker(at), make_deal(shop, at)
    agree(deal, make_maker(at), shop, at)
    row = agree(deal, maker, shop, at)
    ops.mark_shipped(collaboration=row, by=shop.actor, at=at + DAY)
    ops.confirm_delivery(collaboration=row, by=maker.actor, at=at + 2 * DAY)
    ops.submit_content(collaboration=row, by=maker.actor, at=at + 3 * DAY)
    for days in (4, 8, 9, 20, 24, 40):
        tick(at=at + days * DAY)
    on_time = punctuality(asked(shop), stays(asked(shop)))
    assert (on_time.shipping, on_time.reviewing, on_time.creators) == (Ratio(1, 2), Ratio(0, 1), Ratio(1, 1))


def test_a_period_and_a_deal_leave_out_what_is_not_theirs(client: Client, shop: Shop) -> None:
    at = clock.now()
    old, new = make_deal(shop, at - 50 * DAY), make_deal(shop, at - 9 * DAY)
    run(old, shop, at - 50 * DAY)
    apply(new, make_maker(at), at - 9 * DAY)
    rival = make_shop(at)
    run(make_deal(rival, at - 20 * DAY), rival, at - 20 * DAY)
    assert funnel(asked(shop)).applied == 2
    assert (funnel(asked(shop, days=30)).applied, stays(asked(shop, days=30))) == (1, {})
    assert (funnel(asked(shop, old)).completed, funnel(asked(shop, new)).completed, costs(asked(shop, new))) == (
        1,
        0,
        [],
    )
    foreign = make_deal(rival, at)
    for address in (PAGE, f"{PAGE}funnel.csv"):
        assert client.get(f"{address}?deal={foreign.public_id}").status_code == 404
        assert client.get(f"{address}?deal=nonsense&days=7").status_code == 404
    assert client.get(f"{PAGE}?days=7").context["days"] == 90
    assert client.get(f"{PAGE}secrets.csv").status_code == 404


def test_a_new_brand_reads_what_will_stand_here(client: Client, shop: Shop) -> None:
    page = client.get(PAGE).content.decode()
    assert "Nothing to count yet" in page
    assert "Export" not in page
    make_deal(shop, clock.now())
    assert "Nothing in this period" in client.get(PAGE).content.decode()


def test_every_table_is_a_file_that_anybody_of_the_team_may_take(client: Client, shop: Shop) -> None:
    at = clock.now() - 20 * DAY
    licensed(run(make_deal(shop, at), shop, at), at + 8 * DAY)
    client.force_login(as_viewer(shop))
    files = {name: client.get(f"{PAGE}{name}.csv?days=30") for name in ("funnel", "days", "on-time", "files", "cost")}
    assert {answer.headers["Content-Type"] for answer in files.values()} == {"text/csv; charset=utf-8"}
    read = {name: answer.getvalue().decode() for name, answer in files.items()}
    assert all(text.startswith("\ufeff") for text in read.values())
    assert "Step,Applications,Per cent of applications" in read["funnel"]  # who applied twice counts twice
    assert "Applied,1,100" in read["funnel"]
    assert "You ship,1,1.0,1.0" in read["days"]
    assert "EUR,1,68.00,1,68.00" in read["cost"]


def test_a_long_name_has_its_value_on_a_line_of_its_own() -> None:
    def lines(name: str) -> set[str]:
        drawn = str(charts.lying_bars([charts.Group(name, [charts.Bar(1, "9 of 9 (100%)")])], label=""))
        return set(re.findall(r'<text [^>]*?y="([\d.]+)"', drawn))

    assert len(lines("You shipped")) == 1
    assert len(lines("Creator che hanno consegnato in tempo")) == 2
