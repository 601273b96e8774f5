"""Who may do what with deals and applications."""

import pytest
from django.contrib.auth.models import AnonymousUser

from barter.kernel.actors import Side
from deals import operations as ops
from deals import permissions
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
    rows = list(Application.objects.select_related("deal", "creator").filter(pk__in=[row.pk for row in rows]))
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
