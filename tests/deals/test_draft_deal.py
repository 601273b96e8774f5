"""A brand writes a deal, hands it in, and changes it while it runs."""

from typing import Any

import pytest

from barter.kernel.errors import Invalid, WrongState
from brands.models import Brand
from brands.operations import create_brand
from deals import operations as ops
from deals.brief import value_meter
from deals.errors import BrandIsSuspended, BriefRefused, DealIsIncomplete, DealIsRunning, PlacesBelowTaken, ValueRefused
from deals.models import Application, BriefItem, Deal, SavedDeal
from deals.workflow import DealState
from tests.world import BRIEF, NOW, REEL, World


def _update(world: World, deal: Deal, **changes: Any) -> Deal:
    return ops.update_deal(deal=deal, user=world.owner, changes=changes, at=NOW)


def test_begins_as_a_draft_with_one_place(world: World) -> None:
    deal = ops.create_deal(brand=world.brand, user=world.owner, at=NOW)
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.state, stored.places.total, stored.ball) == (DealState.DRAFT, 1, "brand")


def test_names_everything_that_is_missing(world: World) -> None:
    deal = ops.create_deal(brand=world.brand, user=world.owner, at=NOW)
    with world.nothing_changes(), pytest.raises(DealIsIncomplete) as refusal:
        ops.submit_deal(deal=deal, by=world.by_brand, at=NOW)
    assert [field for field, _ in refusal.value.missing] == [
        "title", "category", "product", "deliverables", "brief_items",
    ]  # fmt: skip


def test_a_trusted_brands_deal_is_live_at_once(world: World) -> None:
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    assert (deal.state, deal.published_at) == (DealState.LIVE, NOW)
    assert len(deal.terms_hash) == 64
    assert deal.card["product"] == "Night serum"
    assert "velda" in deal.search_text
    assert "serum" in deal.search_text


@pytest.mark.parametrize("columns", [{"is_trusted": False}, {"is_trusted": True, "standing": Brand.Standing.WATCHED}])
def test_staff_look_first_at_deals_of_others(world: World, columns: dict[str, Any]) -> None:
    Brand.objects.update(**columns)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    assert (deal.state, deal.ball) == (DealState.IN_REVIEW, "staff")

    assert ops.approve_deal(deal=deal, by=world.by_staff, at=NOW).state == DealState.LIVE


def test_a_suspended_brand_can_start_nothing(world: World) -> None:
    draft = world.draft()
    Brand.objects.update(standing=Brand.Standing.SUSPENDED)
    world.brand.refresh_from_db()
    with world.nothing_changes(), pytest.raises(BrandIsSuspended):
        ops.submit_deal(deal=draft, by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(BrandIsSuspended):
        ops.create_deal(brand=world.brand, user=world.owner, at=NOW)


def test_a_rejected_deal_says_why_and_can_be_handed_in_again(world: World) -> None:
    Brand.objects.update(is_trusted=False)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    deal = ops.reject_deal(deal=deal, by=world.by_staff, reason="The picture is blurred.", at=NOW)
    assert (deal.state, deal.rejection_reason) == (DealState.REJECTED, "The picture is blurred.")

    deal = ops.submit_deal(deal=_update(world, deal, title="New picture"), by=world.by_brand, at=NOW)
    assert (deal.state, deal.rejection_reason) == (DealState.IN_REVIEW, "")


def test_a_rejection_needs_a_reason(world: World) -> None:
    Brand.objects.update(is_trusted=False)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(ValueRefused):
        ops.reject_deal(deal=deal, by=world.by_staff, reason="  ", at=NOW)


def test_can_not_be_changed_while_staff_look_at_it(world: World) -> None:
    Brand.objects.update(is_trusted=False)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(WrongState):
        _update(world, deal, title="Other")
    assert _update(world, ops.take_back_deal(deal=deal, by=world.by_brand, at=NOW), title="Other").title == "Other"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("create_within_days", 4), ("create_within_days", 29), ("live_days", 6), ("live_days", 91),
        ("ship_within_days", 0), ("min_followers", -1), ("licence_months", 0), ("licence_months", "many"),
        ("title", "x" * 121), ("category", "weapons"), ("countries", ["NLD"]), ("platforms", ["myspace"]),
        ("languages", ["english"]), ("end_date", "2026-03-01"), ("end_date", "soon"), ("places", 0), ("places", True),
        ("product", "prod_00000000000000000000000000"), ("state", "live"), ("terms_hash", "x"), ("brand", 1),
        ("brief_items", [{"kind": "wish", "text": "x"}]), ("brief_items", [{"kind": "dont", "text": " "}]),
        ("brief_items", [{"kind": "dont", "text": "x" * 201}]), ("brief_items", [*BRIEF * 11]),
        ("deliverables", [{**REEL, "kind": "song"}]), ("deliverables", [{**REEL, "count": 0}]),
        ("deliverables", [{**REEL, "max_seconds": 5}]), ("deliverables", [{**REEL, "price": 5}]),
    ],
)  # fmt: skip
def test_refuses_a_value_and_changes_nothing(world: World, name: str, value: Any) -> None:
    deal = world.draft()
    with world.nothing_changes(), pytest.raises(Invalid) as refusal:
        _update(world, deal, **{"summary": "Changed before", name: value})
    assert refusal.value.field == name
    assert refusal.value.detail


def test_refuses_somebody_elses_product(world: World) -> None:
    other = create_brand(user=world.outsider, name="Kinsel", at=NOW)
    foreign = world.another_product(brand=other)
    deal = world.draft()
    for value in (foreign, foreign.public_id):
        with world.nothing_changes(), pytest.raises(ValueRefused):
            _update(world, deal, product=value)


def test_a_published_deal_gets_a_new_version_of_its_terms(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)
    old_hash, old_lines = deal.terms_hash, set(deal.brief_items.values_list("pk", flat=True))

    deal = _update(world, deal, brief_items=[*BRIEF, {"kind": "hashtag", "text": "#nightserum"}])

    assert deal.brief_version == 2
    assert deal.terms_hash != old_hash
    assert old_lines < set(BriefItem.objects.filter(deal=deal).values_list("pk", flat=True))
    assert [line["text"] for line in deal.terms["brief"]] == [line["text"] for line in BRIEF] + ["#nightserum"]
    assert Application.objects.get(pk=application.pk).consented_hash == old_hash


def test_the_same_brief_again_is_no_new_version(world: World) -> None:
    deal = world.new_deal()
    changed = _update(world, deal, brief_items=BRIEF, title="A better title")
    assert (changed.brief_version, changed.terms_hash) == (1, deal.terms_hash)


def test_a_published_deal_keeps_its_product(world: World) -> None:
    deal = world.new_deal()
    with world.nothing_changes(), pytest.raises(DealIsRunning):
        _update(world, deal, product=world.product)


def test_a_published_brief_keeps_its_disclosure(world: World) -> None:
    deal = world.new_deal()
    with world.nothing_changes(), pytest.raises(BriefRefused):
        _update(world, deal, brief_items=BRIEF[:2])


def test_places_never_go_below_those_taken_and_offered(world: World) -> None:
    deal = world.new_deal(places=3)
    world.trade(deal)
    ops.make_offer(application=world.apply(deal, world.other_creator), by=world.by_brand, proposal={}, at=NOW)
    with world.nothing_changes(), pytest.raises(PlacesBelowTaken, match="2 places"):
        _update(world, deal, places=1)
    assert _update(world, deal, places=2).state == DealState.LIVE


def test_a_copy_is_a_draft_with_the_same_words(world: World) -> None:
    deal = world.new_deal(end_date="2026-04-01")
    copy = ops.duplicate_deal(deal=deal, user=world.owner, at=NOW)

    stored = Deal.objects.get(pk=copy.pk)
    assert (stored.state, stored.title, stored.end_date) == (DealState.DRAFT, deal.title, None)
    assert (stored.places.total, stored.places.taken) == (3, 0)
    assert [line.text for line in stored.brief_items.all()] == [line["text"] for line in BRIEF]
    assert stored.deliverables.count() == 1
    assert stored.public_id != deal.public_id
    assert ops.submit_deal(deal=stored, by=world.by_brand, at=NOW).state == DealState.LIVE


def test_a_copy_carries_only_the_brief_in_force(world: World) -> None:
    deal = _update(world, world.new_deal(), brief_items=BRIEF[2:])
    assert ops.duplicate_deal(deal=deal, user=world.owner, at=NOW).brief_items.count() == 1


def test_a_deal_is_saved_once(world: World) -> None:
    deal = world.new_deal()
    for _ in range(2):
        ops.save_deal(deal=deal, creator=world.creator, at=NOW)
    assert SavedDeal.objects.count() == 1
    for _ in range(2):
        ops.unsave_deal(deal=deal, creator=world.creator)
    assert not SavedDeal.objects.exists()


def is_low(deal: Deal) -> bool:
    meter = value_meter(deal)
    assert meter is not None
    return meter.low


def test_the_value_meter_warns_below_the_effort(world: World) -> None:
    assert not is_low(world.draft())
    assert is_low(world.draft(deliverables=[{**REEL, "count": 9}]))


@pytest.mark.parametrize(
    ("currency", "little", "enough"),
    [("EUR", 2_900, 3_100), ("SEK", 30_000, 36_000), ("JPY", 4_000, 6_000), ("KWD", 9_000, 12_000)],
)
def test_the_value_meter_compares_in_the_currency_of_the_deal(
    world: World, currency: str, little: int, enough: int
) -> None:
    """300 SEK, 4,000 JPY and 9 KWD are less than EUR 30, whatever their minor units are."""
    deal = world.draft()
    deal.currency = currency
    for worth, low in ((little, True), (enough, False)):
        deal.fmv_minor = worth
        assert is_low(deal) is low


def test_the_value_meter_says_nothing_of_a_currency_it_has_no_rate_for(world: World) -> None:
    deal = world.draft()
    deal.currency = "XAU"
    assert value_meter(deal) is None


def test_a_title_is_one_line_that_turns_no_other_around(world: World) -> None:
    deal = world.draft(title=" A serum\n\u202efor a\u200b clip ")
    assert deal.title == "A serum for a clip"
