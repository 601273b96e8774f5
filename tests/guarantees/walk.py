"""A trade walked with all applications at work: parcels, files, notifications and mails, not the heart alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from barter.kernel import clock
from barter.kernel.invariants import all_checks, run
from barter.kernel.outbox.relay import drain
from barter.switchboard import HANDLERS
from brands.models import Variant
from content import operations as content
from content.models import Asset, Submission
from content.operations.notes import NewNote
from creators.models import Creator, CreatorCapacity
from deals import operations as deals
from deals.models import Collaboration, Deal
from shipping import operations as shipping
from shipping.carriers.port import Scan
from shipping.models import Shipment
from tests.content.conftest import ready_asset
from tests.world import World, build

# Everybody who reacts, but for the inbox, which only tells: races are about what is done.
WORKING = {
    event: [handler for handler in handlers if not handler.__module__.startswith("inbox")]
    for event, handlers in HANDLERS.items()
}
# Invariants that need other applications than the heart: races of the heart alone leave them out.
OF_OTHER_APPLICATIONS = ("shipments:", "addresses:", "content:", "carriers:")


def broken_invariants(*, leave_out: Sequence[str] = ()) -> list[str]:
    """Names of the checks that fail after everything that was announced has had its effects."""
    drain()
    results = (run(check) for check in all_checks() if not check.name.startswith(tuple(leave_out)))
    return [f"{result.check.name}: {result.examples}" for result in results if result.violations]


def build_rich() -> World:
    """The common world at the present time, where nothing is scarce."""
    world = build()
    world.now = clock.now()
    CreatorCapacity.objects.update(credits_granted=1_000, open_applications_max=1_000)
    world.limit(slots_max=1_000, slots_wanted=1_000)
    Variant.objects.update(stock_on_hand=1_000)
    return world


def copies(world: World, count: int, **changes: Any) -> list[Deal]:
    """Many live deals, quickly."""
    first = world.new_deal(**changes)
    rest = [deals.duplicate_deal(deal=first, user=world.owner, at=world.now) for _ in range(count - 1)]
    return [first, *(deals.submit_deal(deal=deal, by=world.by_brand, at=world.now) for deal in rest)]


@dataclass
class Walk:
    """One trade. Every step is made by the operation a person's door would call, at `world.now`."""

    world: World
    row: Collaboration

    @property
    def by_creator(self) -> Any:
        return self.world.by_creator(self.row.creator)

    def fresh(self) -> Collaboration:
        self.row = Collaboration.objects.select_related("creator__user", "application", "deal").get(pk=self.row.pk)
        return self.row

    def ship(self) -> Shipment:
        shipment = shipping.open_shipment(collaboration=self.row, at=self.world.now)
        assert shipment is not None
        number = f"SIM{uuid4().int % 10**12:012}"
        return shipping.enter_tracking(
            shipment=shipment, by=self.world.by_brand, carrier="simulated", tracking_number=number, at=self.world.now
        )

    def arrive(self) -> None:
        shipment = self.ship()
        scan = Scan(
            event_id=uuid4().hex, tracking_number=shipment.tracking_number, state="delivered", code="D",
            at=self.world.now + timedelta(seconds=1), description="", place="",
        )  # fmt: skip
        shipping.record_tracking_events(
            shipment=shipment, scans=[scan], source="push", at=self.world.now + timedelta(seconds=2)
        )

    def start(self) -> None:
        self.arrive()
        deals.confirm_delivery(collaboration=self.row, by=self.by_creator, at=self.world.now)

    def file(self, kind: str = "photo") -> Asset:
        return ready_asset(SimpleNamespace(creator=self.row.creator, collaboration=self.row), kind=kind)  # type: ignore[arg-type]

    def submit(self, caption: str = "#ad") -> Submission:
        return content.submit(
            collaboration=self.row, assets=[self.file()], caption=caption, by=self.by_creator, at=self.world.now
        )

    def deliver(self) -> Submission:
        self.start()
        return self.submit()

    def ask_for_changes(self, submission: Submission, text: str = "Closer, please") -> Submission:
        item = self.row.deal.brief_items.first()
        assert item is not None
        return content.request_changes(
            submission=submission,
            notes=[NewNote(text=text, brief_item=item)],
            by=self.world.by_brand,
            at=self.world.now,
        )

    def approve(self, submission: Submission) -> Submission:
        return content.approve(submission=submission, by=self.world.by_brand, at=self.world.now)


def begin(world: World, deal: Deal | None = None, creator: Creator | None = None) -> Walk:
    """An agreement that was just made."""
    walk = Walk(world, world.trade(deal, creator))
    walk.fresh()
    return walk
