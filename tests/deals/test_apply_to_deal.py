"""A creator asks for a place."""

from datetime import timedelta

import pytest

from barter.kernel.errors import Invalid, NotAllowed, NotFound
from barter.kernel.ids import PublicIdDefault
from barter.kernel.models import Message, TimelineEntry
from brands.models import Brand, Membership, Variant
from brands.operations import VariantData, set_variants
from creators.models import Creator, CreatorCapacity
from creators.operations import AddressData, add_address, add_channel
from deals import operations as ops
from deals.errors import (
    AddressMissing,
    AlreadyApplied,
    AlreadyTrading,
    CreatorPaused,
    DealIsNotOpen,
    NotEligible,
    OtherTermsNow,
    OutOfStock,
    OwnDeal,
    TooManyOpenApplications,
)
from deals.models import Application
from deals.workflow import ApplicationState
from tests.statements import own_statements
from tests.world import DAY, NOW, World


def test_is_submitted_with_address_variant_and_channel_filled_in(world: World) -> None:
    deal = world.new_deal()

    application = world.apply(deal, pitch="  I film in daylight. ")

    stored = Application.objects.get(pk=application.pk)
    assert stored.state == ApplicationState.SUBMITTED
    assert stored.pitch == "I film in daylight."
    assert stored.address == world.creator.addresses.get()
    assert stored.variant == world.product.variants.get()
    assert stored.channel == world.creator.channels.get()
    assert stored.consented_hash == deal.terms_hash
    assert stored.due_at == NOW + 7 * DAY
    assert stored.wake_at == NOW + 3 * DAY
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 1


def test_tells_the_timeline_and_the_outbox(world: World) -> None:
    application = world.apply(world.new_deal())

    entry = TimelineEntry.objects.get(object_type="application", object_id=application.pk)
    assert (entry.move, entry.to_state, entry.actor_user_id) == ("apply", "submitted", world.creator.user_id)
    message = Message.objects.get(name="deals.application_moved")
    assert message.payload["application"] == application.public_id


@pytest.mark.parametrize("extra_channels", [0, 8])
def test_costs_three_statements_whatever_the_creator_has(world: World, extra_channels: int) -> None:
    deal = world.new_deal()
    for number in range(extra_channels):
        add_channel(creator=world.creator, platform="blog", handle=f"blog{number}", at=NOW)
    world.apply(world.new_deal())  # fills the cache of policies

    with own_statements() as own:
        context = ops.load_apply_context(deal_id=deal.public_id, user_id=world.creator.user_id)
        ops.apply_to_deal(deal=context.deal, creator=context.creator, at=NOW, context=context)

    assert len(own) == 3, own


def test_takes_the_first_variant_in_stock(world: World) -> None:
    variants = [
        VariantData(title="Small", fmv_minor=3_000, stock=0),
        VariantData(title="Large", fmv_minor=6_000, stock=4),
    ]
    set_variants(product=world.product, variants=variants, at=NOW)

    assert world.apply(world.new_deal()).variant.title == "Large"


def test_takes_chosen_objects_and_their_public_ids(world: World) -> None:
    address = AddressData(name="Mila", line1="Werk 2", city="Amsterdam", country="NL", postcode="1011 AB")
    other = add_address(creator=world.creator, data=address, at=NOW)
    channel = add_channel(creator=world.creator, platform="youtube", handle="mila", at=NOW)
    variant = world.product.variants.get()

    application = world.apply(world.new_deal(), address=other, channel=channel.public_id, variant=variant.public_id)

    assert (application.address, application.channel, application.variant) == (other, channel, variant)


@pytest.mark.parametrize("name", ["address", "channel", "variant"])
def test_refuses_what_belongs_to_somebody_else(world: World, name: str) -> None:
    deal = world.new_deal()
    foreign = {
        "address": world.other_creator.addresses.get(),
        "channel": world.other_creator.channels.get(),
        "variant": world.another_product().variants.get(),
    }
    with world.nothing_changes(), pytest.raises(Invalid) as refusal:
        world.apply(deal, **{name: foreign[name]})
    assert refusal.value.field == name


def test_waits_in_line_when_the_deal_is_full(world: World) -> None:
    deal = world.new_deal(places=1)
    world.trade(deal, world.other_creator)

    application = world.apply(deal)

    stored = Application.objects.get(pk=application.pk)
    assert application.state == stored.state == ApplicationState.WAITLISTED
    assert stored.due_at == NOW + 60 * DAY
    assert stored.wake_at == NOW + 60 * DAY


def test_prefers_an_address_and_a_channel_that_fit(world: World) -> None:
    address = AddressData(name="Mila", line1="Hof 2", city="Berlin", country="DE", postcode="10115")
    german = add_address(creator=world.creator, data=address, at=NOW)
    channel = add_channel(creator=world.creator, platform="instagram", handle="mila", at=NOW, followers=900)

    application = world.apply(world.new_deal(countries=["DE"], platforms=["instagram"]))

    assert (application.address, application.channel) == (german, channel)


# ---- Refusals change nothing


def test_refuses_a_second_open_application(world: World) -> None:
    deal = world.new_deal()
    world.apply(deal)
    with world.nothing_changes(), pytest.raises(AlreadyApplied):
        world.apply(deal)


def test_points_an_invited_creator_to_the_invitation(world: World) -> None:
    deal = world.new_deal()
    ops.invite_creator(deal=deal, creator=world.creator, by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(AlreadyApplied, match="accept the invitation"):
        world.apply(deal)


def test_refuses_while_a_trade_of_the_same_deal_runs(world: World) -> None:
    deal = world.new_deal()
    world.trade(deal)
    with world.nothing_changes(), pytest.raises(AlreadyTrading):
        world.apply(deal)


def test_can_apply_again_after_withdrawing(world: World) -> None:
    deal = world.new_deal()
    first = world.apply(deal)
    ops.withdraw_application(application=first, by=world.by_creator(), at=NOW)
    assert world.apply(deal).pk != first.pk


def test_refuses_beyond_the_cap_and_says_how_many(world: World) -> None:
    world.grant(world.creator, open_applications_max=1)
    world.apply(world.new_deal())
    deal = world.new_deal()
    with world.nothing_changes(), pytest.raises(TooManyOpenApplications, match="1 open applications"):
        world.apply(deal)


def test_refuses_a_deal_that_was_closed_meanwhile(world: World) -> None:
    deal = world.new_deal()
    context = ops.load_apply_context(deal_id=deal.public_id, user_id=world.creator.user_id)
    ops.close_deal(deal=deal, by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(DealIsNotOpen, match="closed"):
        ops.apply_to_deal(deal=deal, creator=world.creator, at=NOW, context=context)


def test_refuses_a_paused_deal(world: World) -> None:
    deal = ops.pause_deal(deal=world.new_deal(), by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(DealIsNotOpen, match="paused"):
        world.apply(deal)


def test_does_not_know_a_draft(world: World) -> None:
    deal = world.draft()
    with world.nothing_changes(), pytest.raises(NotFound):
        world.apply(deal)


def test_does_not_know_an_unknown_or_malformed_id(world: World) -> None:
    for deal_id in (PublicIdDefault("deal")(), "deal_1", world.creator.public_id):
        with pytest.raises(NotFound):
            ops.load_apply_context(deal_id=deal_id, user_id=world.creator.user_id)


def test_is_for_creators_only(world: World) -> None:
    with pytest.raises(NotAllowed):
        ops.load_apply_context(deal_id=world.new_deal().public_id, user_id=world.outsider.pk)


def test_explains_why_somebody_is_not_eligible(world: World) -> None:
    deal = world.new_deal(countries=["DE", "AT"], platforms=["youtube"], languages=["fr"])
    with world.nothing_changes(), pytest.raises(NotEligible) as refusal:
        world.apply(deal)
    assert {reason.code for reason in refusal.value.reasons if not reason.met} == {"country", "platform", "language"}
    assert "ships to Austria and Germany only" in refusal.value.detail


def test_refuses_too_few_followers(world: World) -> None:
    deal = world.new_deal(min_followers=10_000)
    with world.nothing_changes(), pytest.raises(NotEligible, match="needs 10,000 followers, you have 4,200"):
        world.apply(deal)


def test_asks_for_an_address_when_a_parcel_comes(world: World) -> None:
    deal = world.new_deal()
    world.creator.addresses.update(removed_at=NOW, is_default=False)
    with world.nothing_changes(), pytest.raises(AddressMissing):
        world.apply(deal)


def test_needs_no_address_for_a_voucher(world: World) -> None:
    deal = world.new_deal(product=world.another_product(kind="voucher"))
    world.creator.addresses.update(removed_at=NOW, is_default=False)
    assert world.apply(deal).address_id is None


def test_refuses_a_chosen_variant_that_is_out_of_stock(world: World) -> None:
    deal = world.new_deal()
    variant = world.product.variants.get()
    Variant.objects.update(stock_on_hand=0)
    with world.nothing_changes(), pytest.raises(OutOfStock, match="30 ml"):
        world.apply(deal, variant=variant)


@pytest.mark.parametrize(
    ("standing", "until", "is_refused"),
    [
        (Creator.Standing.PAUSED, NOW + timedelta(days=1), True),
        (Creator.Standing.PAUSED, NOW, False),
        (Creator.Standing.PAUSED, None, True),
        (Creator.Standing.CLOSED, None, True),
        (Creator.Standing.GOOD, None, False),
    ],
)
def test_refuses_paused_and_closed_creators(world: World, standing: str, until: object, is_refused: bool) -> None:
    deal = world.new_deal()
    Creator.objects.filter(pk=world.creator.pk).update(standing=standing, paused_until=until)
    if not is_refused:
        assert world.apply(deal).pk
        return
    with world.nothing_changes(), pytest.raises(CreatorPaused):
        world.apply(deal)


def test_refuses_deals_of_a_suspended_brand(world: World) -> None:
    deal = world.new_deal()
    Brand.objects.update(standing=Brand.Standing.SUSPENDED)
    with world.nothing_changes(), pytest.raises(NotEligible):
        world.apply(deal)


def test_refuses_terms_that_are_not_those_that_were_read(world: World) -> None:
    deal = world.new_deal()
    read = deal.terms_hash
    deal = ops.update_deal(deal=deal, user=world.owner, changes={"licence_paid_ads_months": 24}, at=NOW)
    with world.nothing_changes(), pytest.raises(OtherTermsNow):
        world.apply(deal, seen_hash=read)
    assert world.apply(deal, seen_hash=deal.terms_hash).consented_hash == deal.terms_hash


def test_refuses_a_pitch_that_is_too_long(world: World) -> None:
    deal = world.new_deal()
    with world.nothing_changes(), pytest.raises(Invalid):
        world.apply(deal, pitch="x" * 1001)


def test_refuses_a_deal_of_the_creators_own_brand_and_changes_nothing(world: World) -> None:
    deal = world.new_deal()
    Membership.objects.create(brand=world.brand, user=world.creator.user, role=Membership.Role.VIEWER, joined_at=NOW)

    with pytest.raises(OwnDeal):
        world.apply(deal)

    assert not Application.objects.exists()
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0
