"""A list of 20 costs what a list of 2 costs."""

from typing import Any

from django.db import connection
from django.utils import timezone

from brands.models import Membership
from brands.operations import invite_member
from creators.operations import AddressData, add_address, add_channel
from deals import operations
from deals.models import Deal
from shipping.operations import open_shipment
from tests.api.calls import V1, api
from tests.world import World

_HOME = AddressData(name="Mila", line1="Kade 9", city="Utrecht", country="NL", postcode="3511 AB")


_BUDGETS = {
    "deals/": 1,
    "deals/?mine=true": 5,
    "deals/?saved=true": 6,
    "deals/{deal}/applications/": 5,
    "applications/": 3,
    "applications/?expand=deal": 5,
    "collaborations/": 6,
    "collaborations/?expand=deal": 8,
    "shipments/": 3,
    "products/": 4,
    "addresses/": 1,
    "channels/": 1,
    "brands/{brand}/members/": 3,
    "brands/{brand}/invitations/": 3,
    "me/": 4,
}


def test_a_list_of_20_costs_what_a_list_of_2_costs(world: World) -> None:
    world.limit(slots_max=100, slots_wanted=100)
    deal = world.new_deal(places=50)
    counts = []
    for rows in (2, 18):
        _fill(world, deal, rows)
        counts.append({path: _cost(world, deal, path) for path in _BUDGETS})
    assert counts[0] == counts[1]
    assert {path: count for path, count in counts[1].items() if count > _BUDGETS[path]} == {}


def _cost(world: World, deal: Deal, path: str) -> int:
    user = world.creator.user if path.split("/")[0] in {"addresses", "channels"} or "saved" in path else world.owner
    client = api(type(user).objects.get(pk=user.pk))
    with _Statements() as statements:
        answer = client.get(f"{V1}/{path.format(deal=deal.public_id, brand=world.brand.public_id)}")
    assert answer.status_code == 200
    return len(statements)


def _fill(world: World, deal: Deal, rows: int) -> None:
    for number in range(rows):
        creator = world.another_creator()
        open_shipment(collaboration=world.accept(world.apply(deal, creator)), at=world.now)
        saved = world.new_deal(places=1)
        world.apply(saved, creator)
        operations.save_deal(deal=saved, creator=world.creator, at=world.now)
        world.another_product()
        name, who = f"{rows}-{number}", world.user("m")
        Membership.objects.create(brand=world.brand, user=who, role=Membership.Role.VIEWER, joined_at=world.now)
        invite_member(brand=world.brand, email=f"i{name}@example.com", role="viewer", by=world.owner, at=timezone.now())
        if number < 5:
            add_channel(creator=world.creator, platform="blog", handle=f"b{name}", at=world.now)
            add_address(creator=world.creator, data=_HOME, at=world.now) if number < 3 else None


class _Statements:
    """The statements of this connection, without savepoints and what is read once in ten seconds."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        self.context = connection.execute_wrapper(self._note)
        self.context.__enter__()
        return self.found

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")) and "kernel_p" not in sql:
            self.found.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *args: Any) -> None:
        self.context.__exit__(*args)
