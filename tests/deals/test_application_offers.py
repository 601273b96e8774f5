"""Offers and counter-offers: changed terms that the other side must accept."""

from typing import Any

import pytest

from barter.kernel.canonical import sha256_of
from brands.models import Brand, BrandCapacity, Variant
from brands.operations import VariantData, set_variants
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.errors import (
    BrandIsSuspended,
    DealIsFull,
    DealIsNotOpen,
    OfferIsOld,
    OtherTermsNow,
    PlacesAreOffered,
    ProposalRefused,
    TermsChanged,
    ValueRefused,
)
from deals.models import Application, Terms
from deals.workflow import ApplicationState
from tests.world import DAY, NOW, World

A = ApplicationState


def _offer(world: World, application: Application, **proposal: Any) -> Application:
    return ops.make_offer(application=application, by=world.by_brand, proposal=proposal, at=world.now)


def test_an_offer_waits_two_days_for_the_creator(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()), create_within_days=21)
    assert (application.state, application.ball, application.due_at) == (A.OFFERED, "creator", NOW + 2 * DAY)
    assert BrandCapacity.objects.get(pk=world.brand.pk).answered_count == 1


def test_a_suspended_brand_offers_nothing_that_nobody_could_accept(world: World) -> None:
    application = world.apply(world.new_deal())
    Brand.objects.filter(pk=world.brand.pk).update(standing=Brand.Standing.SUSPENDED)
    with world.nothing_changes(), pytest.raises(BrandIsSuspended):
        _offer(world, Application.objects.get(pk=application.pk), create_within_days=21)


def test_agreed_terms_are_the_deals_with_the_changes(world: World) -> None:
    deal = world.new_deal()
    licence = {"paid_ads_months": 3, "months": 24, "credit": False}
    application = _offer(world, world.apply(deal), create_within_days=21, licence=licence, note="With a tripod.")

    collaboration = ops.accept_offer(application=application, by=world.by_creator(), at=NOW)

    terms = Terms.objects.get(collaboration=collaboration)
    assert collaboration.create_within_days == terms.body["create_within_days"] == 21
    assert terms.body["licence"] == {**deal.terms["licence"], **licence}
    assert terms.body["note"] == "With a tripod."
    assert terms.body["brief"] == deal.terms["brief"]
    assert terms.sha256 == sha256_of(terms.body) != deal.terms_hash
    assert terms.proposed_by == "brand"


def test_a_counter_hands_the_ball_back(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()), create_within_days=7)

    application = ops.counter_offer(
        application=application, by=world.by_creator(), proposal={"create_within_days": 14}, at=NOW
    )
    assert (application.state, application.ball) == (A.COUNTERED, "brand")
    collaboration = ops.accept_counter(application=application, by=world.by_brand, at=NOW)

    assert collaboration.create_within_days == 14
    assert Terms.objects.get().proposed_by == "creator"


def test_a_counter_can_be_answered_by_another_offer(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()), create_within_days=7)
    application = ops.counter_offer(
        application=application, by=world.by_creator(), proposal={"create_within_days": 20}, at=NOW
    )
    application = _offer(world, application, create_within_days=10)
    assert ops.accept_offer(application=application, by=world.by_creator(), at=NOW).create_within_days == 10
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_another_variant_can_be_offered(world: World) -> None:
    variants = [
        VariantData(title="Small", fmv_minor=3_000, stock=5),
        VariantData(title="Large", fmv_minor=6_000, stock=5),
    ]
    set_variants(product=world.product, variants=variants, at=NOW)
    large = Variant.objects.get(title="Large")
    application = _offer(world, world.apply(world.new_deal()), variant=large.public_id)

    collaboration = ops.accept_offer(application=application, by=world.by_creator(), at=NOW)

    large.refresh_from_db()
    assert (collaboration.variant, large.stock_reserved) == (large, 1)


def test_changed_terms_of_a_deal_are_offered_to_who_applied_before(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)
    deal = ops.update_deal(deal=deal, user=world.owner, changes={"live_days": 60}, at=NOW)
    with pytest.raises(TermsChanged):
        world.accept(application)

    collaboration = ops.accept_offer(application=_offer(world, application), by=world.by_creator(), at=NOW)

    assert collaboration.live_days == 60
    assert Terms.objects.get().sha256 == deal.terms_hash


def test_an_offer_never_hides_a_later_change_of_the_deal(world: World) -> None:
    deal = world.new_deal()
    application = _offer(world, world.apply(deal), create_within_days=7)
    ops.update_deal(deal=deal, user=world.owner, changes={"live_days": 60}, at=NOW)
    with world.nothing_changes(), pytest.raises(OfferIsOld):
        ops.accept_offer(application=application, by=world.by_creator(), at=NOW)


def test_a_yes_to_an_offer_is_one_to_the_offer_that_was_read(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()), create_within_days=21)
    read = application.consented_hash
    ops.counter_offer(application=application, by=world.by_creator(), proposal={"live_days": 7}, at=NOW)
    another = _offer(world, application, licence={"months": 120, "paid_ads_months": 120})
    with world.nothing_changes(), pytest.raises(OtherTermsNow):
        ops.accept_offer(application=application, by=world.by_creator(), at=NOW, seen_hash=read)

    ops.accept_offer(application=application, by=world.by_creator(), at=NOW, seen_hash=another.consented_hash)
    assert Terms.objects.get().body["licence"]["months"] == 120


def test_a_yes_to_a_counter_offer_is_one_to_what_was_read(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()), create_within_days=21)
    ops.counter_offer(application=application, by=world.by_creator(), proposal={"live_days": 7}, at=NOW)
    with world.nothing_changes(), pytest.raises(OtherTermsNow):
        ops.accept_counter(application=application, by=world.by_brand, at=NOW, seen_hash="another")


def test_a_yes_to_an_invitation_is_one_to_the_terms_that_were_read(world: World) -> None:
    deal = world.new_deal()
    invitation = ops.invite_creator(deal=deal, creator=world.creator, by=world.by_brand, at=NOW)
    read = deal.terms_hash
    deal = ops.update_deal(deal=deal, user=world.owner, changes={"licence_paid_ads_months": 24}, at=NOW)
    with world.nothing_changes(), pytest.raises(OtherTermsNow):
        ops.accept_invitation(application=invitation, by=world.by_creator(), at=NOW, seen_hash=read)

    ops.accept_invitation(application=invitation, by=world.by_creator(), at=NOW, seen_hash=deal.terms_hash)


@pytest.mark.parametrize(
    ("proposal", "field"),
    [
        ({"create_within_days": 4}, "create_within_days"),
        ({"create_within_days": 29}, "create_within_days"),
        ({"create_within_days": "14"}, "create_within_days"),
        ({"create_within_days": True}, "create_within_days"),
        ({"live_days": 91}, "live_days"),
        ({"licence": {"months": 0}}, "licence.months"),
        ({"licence": {"months": 1.5}}, "licence.months"),
        ({"licence": {"edits": "yes"}}, "licence.edits"),
        ({"licence": {"territory": " "}}, "licence.territory"),
        ({"licence": {"owner": True}}, "licence"),
        ({"licence": 12}, "licence"),
        ({"variant": "var_00000000000000000000000000"}, "variant"),
        ({"variant": 1}, "variant"),
        ({"note": "x" * 501}, "note"),
        ({"fmv": {"amount_minor": 1}}, "fmv"),
        ({"brief": []}, "brief"),
    ],
)
def test_refuses_a_proposal_that_is_not_one(world: World, proposal: dict[str, Any], field: str) -> None:
    application = world.apply(world.new_deal())
    with world.nothing_changes(), pytest.raises(ProposalRefused) as refusal:
        _offer(world, application, **proposal)
    assert refusal.value.field == field


def test_a_counter_says_what_should_change(world: World) -> None:
    application = _offer(world, world.apply(world.new_deal()))
    with world.nothing_changes(), pytest.raises(ProposalRefused):
        ops.counter_offer(application=application, by=world.by_creator(), proposal={}, at=NOW)


def test_never_more_offers_than_places(world: World) -> None:
    deal = world.new_deal(places=1)
    _offer(world, world.apply(deal))
    other = world.apply(deal, world.other_creator)
    with world.nothing_changes(), pytest.raises(PlacesAreOffered):
        _offer(world, other)


def test_a_full_deal_has_nothing_to_offer(world: World) -> None:
    deal = world.new_deal(places=1)
    world.trade(deal)
    waiting = world.apply(deal, world.other_creator)
    with world.nothing_changes(), pytest.raises(DealIsFull):
        _offer(world, waiting)


def test_a_deal_that_is_over_has_nothing_to_offer(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)
    ops.close_deal(deal=deal, by=world.by_brand, at=NOW)
    with world.nothing_changes(), pytest.raises(DealIsNotOpen):
        _offer(world, application)


# ---- Invitations and answers


def test_an_invitation_does_not_count_against_the_creator(world: World) -> None:
    world.grant(world.creator, open_applications_max=0)
    row = ops.invite_creator(deal=world.new_deal(), creator=world.creator, by=world.by_brand, at=NOW)
    assert (row.state, row.ball, row.due_at) == (A.INVITED, "creator", NOW + 7 * DAY)
    assert Application.objects.get(pk=row.pk).state == A.INVITED


def test_an_accepted_invitation_is_the_agreement(world: World) -> None:
    deal = world.new_deal()
    row = ops.invite_creator(deal=deal, creator=world.creator, by=world.by_brand, at=NOW)

    collaboration = ops.accept_invitation(application=row, by=world.by_creator(), at=NOW)

    row.refresh_from_db()
    assert row.address == world.creator.addresses.get()
    assert collaboration.variant == world.product.variants.get()
    assert Terms.objects.get().sha256 == deal.terms_hash
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_a_decline_gives_a_reason_and_a_note(world: World) -> None:
    application = world.apply(world.new_deal())
    ops.decline_application(application=application, by=world.by_brand, reason="audience", note=" Later! ", at=NOW)
    application.refresh_from_db()
    assert (application.state, application.decline_reason, application.decline_note) == (
        A.DECLINED, "audience", "Later!",
    )  # fmt: skip


def test_a_decline_takes_known_reasons_only(world: World) -> None:
    application = world.apply(world.new_deal())
    with world.nothing_changes(), pytest.raises(ValueRefused):
        ops.decline_application(application=application, by=world.by_brand, reason="ugly", at=NOW)
