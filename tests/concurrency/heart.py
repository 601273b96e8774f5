"""What the races of the heart have in common."""

from typing import Any

from barter.kernel.errors import BarterError
from deals import operations as ops
from deals.models import Application, Deal
from tests.concurrency.racing import Act, refusals
from tests.guarantees import walk
from tests.world import NOW, World

ROUNDS = 100


def accept(world: World, application: Application) -> Act:
    return lambda: ops.accept_application(application=application, by=world.by_brand, at=NOW)


def copies(world: World, count: int, **changes: Any) -> list[Deal]:
    """Many live deals, quickly."""
    first = world.new_deal(**changes)
    rest = [ops.duplicate_deal(deal=first, user=world.owner, at=NOW) for _ in range(count - 1)]
    return [first, *(ops.submit_deal(deal=deal, by=world.by_brand, at=NOW) for deal in rest)]


def broken_invariants() -> list[str]:
    """After everything that was announced has had its effects; of the heart alone."""
    return walk.broken_invariants(leave_out=walk.OF_OTHER_APPLICATIONS)


def insist_on_one_winner(results: list[tuple[Any, ...]], refusal: type[BarterError]) -> None:
    for result in results:
        lost = refusals(result)
        assert len(lost) == 1, result
        assert isinstance(lost[0], refusal), result
        assert lost[0].status == 409
