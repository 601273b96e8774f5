"""Who may do what with deals and applications."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from barter.kernel.actors import Side
from brands.models import Brand
from deals import operations as ops
from deals import permissions
from deals.errors import BrandIsSuspended
from deals.models import Application, Deal
from tests.statements import own_statements
from tests.world import NOW, World


def test_sides(world: World) -> None:
    application = world.apply(world.new_deal())
    expected = {
        world.owner: Side.BRAND,
        world.viewer: None,
        world.outsider: None,
        world.creator.user: Side.CREATOR,
        world.other_creator.user: None,
        world.staff: None,
    }
    for user, side in expected.items():
        assert permissions.side_of(application, user) == side
    assert permissions.side_of(application, AnonymousUser()) is None


def test_roles_are_read_once(world: World) -> None:
    rows = [world.apply(world.new_deal(), creator) for creator in (world.creator, world.other_creator)]
    rows = list(
        Application.objects.select_related("deal__brand", "creator", "pending").filter(pk__in=[row.pk for row in rows])
    )
    with own_statements() as own:
        for row in rows:
            permissions.available_actions(row, world.owner)
    assert len(own) == 1


def test_actions_of_a_deal(world: World) -> None:
    deal = world.new_deal()
    assert permissions.available_actions(deal, Side.BRAND) == ["update", "pause", "close", "duplicate", "invite"]
    assert permissions.available_actions(deal, world.viewer) == []
    assert permissions.available_actions(deal, world.outsider) == []
    assert permissions.available_actions(deal, world.creator.user) == ["apply", "save"]
    assert "take_down" in permissions.available_actions(deal, Side.STAFF)


def test_actions_of_an_application(world: World) -> None:
    application = world.apply(world.new_deal())
    assert permissions.available_actions(application, world.owner) == ["shortlist", "accept", "decline", "offer"]
    assert permissions.available_actions(application, world.creator.user) == ["withdraw"]
    assert permissions.available_actions(application, world.viewer) == []


def test_a_place_is_not_offered_where_none_is_left(world: World) -> None:
    deal = world.new_deal(places=1)
    waiting = world.apply(deal, world.other_creator)
    world.accept(world.apply(deal))
    fresh = Application.objects.select_related("deal").get(pk=waiting.pk)
    assert fresh.deal.state == Deal.State.FULL
    assert permissions.available_actions(fresh, Side.BRAND) == ["shortlist", "decline"]
    assert permissions.available_actions(fresh, Side.CREATOR) == ["withdraw"]


def test_a_suspended_brand_is_offered_nothing_it_would_be_refused(world: World) -> None:
    live, paused = world.new_deal(), world.new_deal()
    rows = [world.apply(live), world.apply(live, world.other_creator)]
    ops.make_offer(application=rows[1], by=world.by_brand, proposal={"live_days": 8}, at=NOW)
    ops.pause_deal(deal=paused, by=world.by_brand, at=NOW)
    Brand.objects.filter(pk=world.brand.pk).update(standing=Brand.Standing.SUSPENDED)

    def offered(obj: Any, side: Side) -> list[str]:
        known = type(obj).objects.select_related("brand" if isinstance(obj, Deal) else "deal__brand").get(pk=obj.pk)
        return permissions.available_actions(known, side)

    assert offered(live, Side.BRAND) == ["update", "pause", "close", "duplicate"]
    assert offered(paused, Side.BRAND) == ["update", "close", "duplicate"]
    assert offered(world.draft(), Side.BRAND) == ["update", "discard", "duplicate"]
    assert "resume" not in offered(paused, Side.STAFF)
    assert offered(rows[0], Side.BRAND) == ["shortlist", "decline"]
    assert offered(rows[1], Side.CREATOR) == ["counter", "decline_offer"]
    for refused in (
        lambda: ops.accept_application(application=rows[0], by=world.by_brand, at=NOW),
        lambda: ops.resume_deal(deal=paused, by=world.by_brand, at=NOW),
        lambda: ops.invite_creator(deal=live, creator=world.another_creator("Noor"), by=world.by_brand, at=NOW),
    ):
        with pytest.raises(BrandIsSuspended):
            refused()


def test_accept_is_not_offered_after_the_terms_changed(world: World) -> None:
    application = world.apply(world.new_deal())
    ops.update_deal(deal=application.deal, user=world.owner, changes={"live_days": 60}, at=NOW)
    fresh = Application.objects.select_related("deal").get(pk=application.pk)
    assert permissions.available_actions(fresh, Side.BRAND) == ["shortlist", "decline", "offer"]


@pytest.mark.parametrize("state", Deal.State)
def test_every_action_of_a_brand_is_a_move_it_may_make(world: World, state: str) -> None:
    deal = Deal(brand=world.brand, state=state)
    extra = {"update", "duplicate", "invite"}
    moves = set(permissions.deal_actions(deal, Side.BRAND)) - extra
    assert moves == set(Deal.machine.available(state, Side.BRAND))
