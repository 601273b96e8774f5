"""The life of one trade up to a wanted state, through the operations a creator, a brand, a carrier and staff would use."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from barter.kernel.actors import Actor
from content import operations as content
from content.operations.notes import NewNote
from deals import operations as deals
from deals.models import Application, Collaboration, Dispute, LiveLink
from deals.operations.posting import watch_live
from deals.workflow import CollaborationState as C
from demo.files import Files
from demo.people import House, tiktok_of
from shipping import operations as shipping
from shipping.carriers.scripts import scans_until

# how long ago the agreement was, in days, so that the clock of the wanted state still runs
AGE_DAYS: dict[str, tuple[float, float]] = {
    C.TO_SHIP: (0.1, 1.8),
    C.SHIPPED: (1.0, 2.0),
    C.DELIVERED: (3.0, 4.5),
    C.CREATING: (4, 14),
    C.IN_REVIEW: (6.3, 6.5),
    C.CHANGES_REQUESTED: (7.1, 7.6),
    C.APPROVED: (7.6, 9),
    C.POSTED: (8, 9),
    C.LIVE_HOLD: (10, 36),
    C.VOUCHER_SENT: (0.2, 2),
    C.BOOKED: (1, 12),
    C.CHECKED_IN: (2.2, 4),
    C.ON_HOLD: (3.5, 6),
    C.DISPUTED: (5, 7),
    C.NO_SHIP: (18, 40),
    C.NO_SHOW: (28, 40),
}
_DEFAULT_AGE = (20.0, 40.0)
# Parcels with a story: the script of the simulated carrier and how long ago the agreement was, in days.
ON_THE_WAY = (
    ("LATE", 6.0),
    ("DELIVERED", 2.05),
    ("ATTEMPT", 2.6),
    ("CUSTOMS", 3.0),
    ("PICKUP", 2.6),
    ("SILENT", 12.0),
    ("SILENT", 33.0),
)
GOES_WRONG = (("RETURNED", 6.0), ("LOST", 11.0))
ARRIVES = ("LATE", "ATTEMPT", "CUSTOMS", "PICKUP")


@dataclass(slots=True)
class Trade:
    """One application of one creator at one house, and what becomes of it."""

    application: Application
    house: House
    creator_user_id: int
    rng: random.Random
    files: Files
    now: datetime
    number: int
    script: str = ""

    @property
    def creator(self) -> Actor:
        return Actor.creator(self.creator_user_id)

    @property
    def brand(self) -> Actor:
        return self.house.actor

    def play(self, target: str, agreed_at: datetime) -> Collaboration:
        """Accept at `agreed_at`, then go on until `target`."""
        collaboration = deals.accept_application(application=self.application, by=self.brand, at=agreed_at)
        _PLAYS.get(C(target), _main_line)(self, collaboration, C(target), agreed_at)
        collaboration.refresh_from_db()
        return collaboration

    # ---- steps of the main line; each returns when it happened

    def ship(self, collaboration: Collaboration, at: datetime) -> datetime:
        shipped_at = at + timedelta(hours=4 if self.script else self.rng.uniform(3, 22))
        number = f"SIM{self.number:08d}{self.script}"
        shipping.ship_parcel(
            collaboration=collaboration, by=self.brand, tracking_number=number, carrier="simulated", at=shipped_at
        )
        parcel = collaboration.shipments.latest("id")
        shipping.read_address(shipment=parcel, user=self.house.owner, via="page", at=shipped_at)
        return shipped_at

    def travel(self, collaboration: Collaboration, shipped_at: datetime, until: datetime) -> datetime:
        """Every scan up to `until`, as polling would have found them."""
        shipment = collaboration.shipments.latest("id")
        scans = scans_until(shipment.tracking_number, shipped_at=shipped_at, now=until)
        if not scans:
            return until
        at = max(scan.at for scan in scans) + timedelta(minutes=4)
        shipping.record_tracking_events(shipment=shipment, scans=scans, source="poll", at=at)
        return at

    def receive(self, collaboration: Collaboration, at: datetime) -> datetime:
        received_at = at + timedelta(hours=self.rng.uniform(1, 9))
        deals.confirm_delivery(collaboration=collaboration, by=self.creator, at=received_at)
        return received_at

    def submit(self, collaboration: Collaboration, at: datetime) -> datetime:
        submitted_at = at + timedelta(hours=self.rng.uniform(20, 70))
        assets = self.files.take(collaboration, self.rng, submitted_at - timedelta(minutes=20))
        caption = "A week with it, in my own words. #ad"
        content.submit(collaboration=collaboration, assets=assets, caption=caption, by=self.creator, at=submitted_at)
        return submitted_at

    def ask_for_changes(self, collaboration: Collaboration, at: datetime) -> datetime:
        asked_at = at + timedelta(hours=self.rng.uniform(2, 20))
        submission = collaboration.submissions.latest("version")
        items = list(collaboration.deal.brief_items.all())
        clip = submission.assets.first()
        notes = [
            NewNote(
                text="Label is cut off at the top. Start a little wider?", brief_item=items[0], asset=clip, at_ms=1200
            ),
            NewNote(text="Love this close-up. Hold it one second longer.", asset=clip, at_ms=2600, must_change=False),
        ]
        content.request_changes(submission=submission, notes=notes, by=self.brand, at=asked_at)
        return asked_at

    def approve(self, collaboration: Collaboration, at: datetime) -> datetime:
        approved_at = at + timedelta(hours=self.rng.uniform(2, 30))
        submission = collaboration.submissions.latest("version")
        content.approve(submission=submission, by=self.brand, at=approved_at)
        return approved_at

    def post(self, collaboration: Collaboration, at: datetime) -> tuple[LiveLink, datetime]:
        posted_at = min(at + timedelta(hours=self.rng.uniform(2, 40)), self.now - timedelta(minutes=20))
        url = f"https://www.tiktok.com/@{tiktok_of(collaboration.creator)}/video/73{self.number:017d}"
        link = deals.add_live_link(
            collaboration=collaboration, by=self.creator, platform="tiktok", url=url, at=posted_at
        )
        return link, posted_at

    def look(self, link: LiveLink, posted_at: datetime) -> datetime:
        """Both checks of a new post: at once and an hour later."""
        for minutes in (1, 62):
            link.refresh_from_db()
            deals.record_live_check(link=link, result=LiveLink.State.LIVE, at=posted_at + timedelta(minutes=minutes))
        return posted_at + timedelta(minutes=62)


def _main_line(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    if target in {C.TO_SHIP, C.VOUCHER_SENT, C.BOOKED}:
        return
    at = _get_product(trade, row, target, at)
    if target in {C.SHIPPED, C.DELIVERED, C.CHECKED_IN}:
        return
    at = trade.receive(row, at)
    if target == C.CREATING:
        return
    at = trade.submit(row, at)
    if target == C.IN_REVIEW:
        return
    if target == C.CHANGES_REQUESTED or trade.rng.random() < 0.2:
        at = trade.ask_for_changes(row, at)
        if target == C.CHANGES_REQUESTED:
            return
        at = trade.submit(row, at)
    at = trade.approve(row, at)
    if target == C.APPROVED or not row.must_post:
        _review(trade, row, at)
        return
    link, at = trade.post(row, trade.now if target == C.POSTED else at)  # both checks are over within hours
    if target == C.POSTED:
        return
    at = trade.look(link, at)
    # how a held post completes is the clock's work: the last tick of the build does it
    if target == C.COMPLETED:
        _finish(trade, row, link, at)


def _get_product(trade: Trade, row: Collaboration, target: C, at: datetime) -> datetime:
    if row.exchange == Collaboration.Exchange.VOUCHER:
        return at
    if row.exchange == Collaboration.Exchange.VISIT:
        day = (at + timedelta(days=2)).date()
        deals.book_visit(collaboration=row, by=trade.creator, visit_date=day, at=at + timedelta(hours=1))
        visited_at = at + timedelta(days=2, hours=2)
        deals.check_in(collaboration=row, by=trade.brand, at=visited_at)
        return visited_at
    shipped_at = trade.ship(row, at)
    until = trade.now if target == C.SHIPPED else shipped_at + timedelta(days=14)
    return trade.travel(row, shipped_at, min(until, trade.now))


def _finish(trade: Trade, row: Collaboration, link: LiveLink, at: datetime) -> None:
    """The checks while the post must stay up, and its completion, at the times the clock would have made them."""
    for _ in range(12):
        row.refresh_from_db()
        moment = row.wake_at
        if row.state != C.LIVE_HOLD or moment is None or moment > trade.now:
            break
        with transaction.atomic():
            watch_live(Collaboration.objects.select_for_update(of=("self",)).get(pk=row.pk), at=moment)
        link.refresh_from_db()
        if link.check_at is not None:
            deals.record_live_check(link=link, result=LiveLink.State.LIVE, at=moment + timedelta(minutes=1))
    row.refresh_from_db()
    _review(trade, row, row.ended_at or at)


def _review(trade: Trade, row: Collaboration, at: datetime) -> None:
    row.refresh_from_db()
    if row.state != C.COMPLETED or at + timedelta(days=2) > trade.now:
        return
    words = {5: "Quick, kind and exactly as agreed.", 4: "All good, one small delay.", 3: "Fine in the end."}
    hours = sorted(trade.rng.uniform(1, 40) for _ in range(2))
    for side, chance, later in zip((trade.creator, trade.brand), (0.8, 0.7), hours, strict=True):
        if trade.rng.random() < chance:
            stars = trade.rng.choice((5, 5, 5, 4, 4, 3))
            deals.write_review(
                collaboration=row,
                by=side,
                stars=stars,
                public_text=words[stars],
                would_again=stars > 3,
                at=at + timedelta(hours=later),
            )


def _hold(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    at = _get_product(trade, row, C.DELIVERED, at)
    if trade.script:  # returned or lost: the carrier has put it on hold already
        return
    deals.report_problem(
        collaboration=row, by=trade.creator, code="damaged", note="The jar is broken.", at=at + timedelta(hours=2)
    )


def _dispute(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    at = _get_product(trade, row, C.DELIVERED, at)
    stage = trade.number // 2 % 6
    opened_at = at + timedelta(hours=5)
    if stage == 0:  # still unanswered
        opened_at = max(opened_at, trade.now - timedelta(days=1))
    dispute: Dispute = deals.open_dispute(
        collaboration=row, by=trade.creator, reason="The parcel held another product than agreed.", at=opened_at
    )
    if stage >= 1:
        deals.answer_dispute(
            dispute=dispute, by=trade.brand, answer="We packed the right one.", at=opened_at + timedelta(hours=9)
        )
    if stage >= 3:
        deals.decide_dispute(
            dispute=dispute,
            by=STAFF[0],
            outcome="no_fault",
            decision="Neither side could know.",
            at=opened_at + timedelta(days=1),
        )
    if stage >= 4:
        deals.appeal_dispute(
            dispute=dispute,
            by=trade.creator,
            reason="There is a photo of the parcel.",
            at=opened_at + timedelta(days=2),
        )
    if stage == 5:
        deals.decide_appeal(
            dispute=dispute,
            by=STAFF[0],
            outcome="no_fault",
            decision="The photo shows another parcel.",
            at=opened_at + timedelta(days=3),
        )


def _cancel_as(side: str) -> "Callable[[Trade, Collaboration, C, datetime], None]":
    def play(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
        by = trade.brand if side == "brand" else trade.creator
        deals.cancel_collaboration(collaboration=row, by=by, reason="Plans changed.", at=at + timedelta(hours=5))

    return play


def _agree_to_end(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    deals.propose_cancel(collaboration=row, by=trade.brand, at=at + timedelta(hours=4))
    deals.agree_cancel(collaboration=row, by=trade.creator, at=at + timedelta(hours=9))


def _exit(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    at = trade.receive(row, _get_product(trade, row, C.CREATING, at))
    deals.exit_honestly(
        collaboration=row, by=trade.creator, at=at + timedelta(days=1), reason="I can't film this month."
    )


def _cancel_held(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    _hold(trade, row, C.ON_HOLD, at)
    deals.cancel_by_staff(collaboration=row, by=STAFF[0], reason="No second jar is left.", at=at + timedelta(days=8))


def _leave_to_clock(trade: Trade, row: Collaboration, target: C, at: datetime) -> None:
    """Nobody ships, or nobody films: the clock ends it."""
    if target == C.NO_SHOW:
        trade.receive(row, _get_product(trade, row, C.CREATING, at))


STAFF: list[Actor] = []  # filled by the build: who decides disputes

_PLAYS: dict[C, Callable[[Trade, Collaboration, C, datetime], None]] = {
    C.ON_HOLD: _hold,
    C.DISPUTED: _dispute,
    C.CANCELLED_BY_BRAND: _cancel_as("brand"),
    C.CANCELLED_BY_CREATOR: _cancel_as("creator"),
    C.CANCELLED_MUTUAL: _agree_to_end,
    C.CANCELLED_NO_FAULT: _cancel_held,
    C.HONEST_EXIT: _exit,
    C.NO_SHIP: _leave_to_clock,
    C.NO_SHOW: _leave_to_clock,
}


def age_of(target: str, rng: random.Random, *, must_post: bool, oldest: timedelta) -> timedelta:
    """How long ago a trade in this state was agreed."""
    if target == C.COMPLETED:  # a post has to stay up for a month
        return timedelta(days=rng.uniform(44 if must_post else 11, max(oldest.days, 45)))
    return timedelta(days=rng.uniform(*AGE_DAYS.get(C(target), _DEFAULT_AGE)))
