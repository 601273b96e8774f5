"""What the races of the heart have in common."""

from typing import Any

from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry
from deals import operations as ops
from deals.models import Application, Deal
from tests.concurrency.racing import Act, refusals
from tests.guarantees import walk
from tests.many import multiply
from tests.world import NOW, World

ROUNDS = 40
OF_THE_SCARCE = 100  # place, item, credit


def accept(world: World, application: Application) -> Act:
    return lambda: ops.accept_application(application=application, by=world.by_brand, at=NOW)


def copies(world: World, count: int, **changes: Any) -> list[Deal]:
    """Many live deals, quickly: one made by its operations, and copies of it with their timelines."""
    first = world.new_deal(**changes)
    multiply(first, count - 1)
    rest = list(Deal.objects.filter(pk__gt=first.pk).order_by("pk"))
    lived = list(TimelineEntry.objects.filter(object_type="deal", object_id=first.pk).order_by("pk").values())
    TimelineEntry.objects.bulk_create(
        TimelineEntry(**{**entry, "id": None, "object_id": deal.pk}) for deal in rest for entry in lived
    )
    return [first, *rest]


def broken_invariants() -> list[str]:
    """After everything that was announced has had its effects; of the heart alone."""
    return walk.broken_invariants(leave_out=walk.OF_OTHER_APPLICATIONS)


def insist_on_one_winner(results: list[tuple[Any, ...]], refusal: type[BarterError]) -> None:
    for result in results:
        lost = refusals(result)
        assert len(lost) == 1, result
        assert isinstance(lost[0], refusal), result
        assert lost[0].status == 409
