"""One member puts creators on a list while another deletes it: the list is gone, and nobody meets an error of ours."""

import pytest

from barter.kernel.errors import NotFound
from brands.models import CreatorList, CreatorListEntry
from brands.operations import add_to_list, create_list, delete_list
from tests.concurrency.racing import Act, race_rounds
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 12


def test_a_list_that_is_deleted_while_creators_are_put_on_it_is_gone(world: World) -> None:
    lists = [create_list(brand=world.brand, name=f"List {number}", at=NOW) for number in range(ROUNDS)]
    wanted = [world.creator.pk, world.other_creator.pk]

    def add(row: CreatorList) -> Act:
        return lambda: add_to_list(creator_list=row, creator_ids=wanted, at=NOW)

    def delete(row: CreatorList) -> Act:
        return lambda: delete_list(creator_list=row)

    results = race_rounds([(add(row), delete(row)) for row in lists])

    assert {type(deleted) for _added, deleted in results} == {type(None)}
    assert all(added == 2 or isinstance(added, NotFound) for added, _deleted in results)
    assert not CreatorList.objects.exists()
    assert not CreatorListEntry.objects.exists()
