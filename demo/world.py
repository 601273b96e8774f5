"""Build the demo world: the same from the same seed, through the same operations as users.

40 brands, over 400 creators, 120 deals, 600 trades, at least one object in every state of every life cycle, and the
hard cases: a deal with 500 applicants, a returned parcel, a silent approval, a creator with strikes, an empty brand,
names that are long, right-to-left or hold emoji.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError
from brands.models import Product
from creators.models import Creator
from deals import operations as deals
from deals.models import Application, Collaboration, Deal
from deals.workflow import CollaborationState as C
from deals.workflow import DealState
from demo import trades
from demo.files import MEDIA, Files
from demo.names import BRIEFS, MESSAGES, PITCHES
from demo.people import House, People
from demo.trades import ARRIVES, GOES_WRONG, ON_THE_WAY, Trade, age_of
from inbox.operations import send_message

HOT = 6  # the deal with 500 applicants
UNPUBLISHED = 14  # drafts, deals being checked, rejected ones
_SIDES = {"creator": Side.CREATOR, "brand": Side.BRAND}
BRANDS, CREATORS, DEALS, TRADES, HOT_APPLICANTS = 40, 520, 120, 600, 500
# How many trades stand in which state; completed ones fill up to TRADES.
WANTED: dict[str, int] = {
    C.TO_SHIP: 36, C.SHIPPED: 44, C.DELIVERED: 18, C.CREATING: 56, C.IN_REVIEW: 34, C.CHANGES_REQUESTED: 14,
    C.APPROVED: 16, C.POSTED: 4, C.LIVE_HOLD: 26, C.VOUCHER_SENT: 4, C.BOOKED: 4, C.CHECKED_IN: 3, C.ON_HOLD: 7,
    C.DISPUTED: 7, C.CANCELLED_MUTUAL: 4, C.CANCELLED_BY_BRAND: 4, C.CANCELLED_BY_CREATOR: 4, C.CANCELLED_NO_FAULT: 4,
    C.NO_SHIP: 4, C.NO_SHOW: 8, C.HONEST_EXIT: 4,
}  # fmt: skip
# What brand@example.com and creator@example.com find: every stage of the board, every next step.
VELDA_FIRST = [C.TO_SHIP] * 4 + [C.SHIPPED] * 5 + [C.CREATING] * 6 + [C.IN_REVIEW] * 3 + [C.CHANGES_REQUESTED] * 2


class World:
    """One build. `log` tells how far it is."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.rng = random.Random(seed)
        self.now = now.replace(minute=0, second=0, microsecond=0)
        self.people = People(self.rng, self.now)
        self.files = Files()
        self.pictures: list[dict[str, Any]] = json.loads((MEDIA / "manifest.json").read_text())["products"]
        self.avatars = len(list((MEDIA / "avatars").glob("*.svg")))
        self.houses: list[House] = []
        self.creators: list[Creator] = []
        self.deals: list[Deal] = []
        self._number = 0

    def build(self) -> Iterator[str]:
        staff = self.people.staff()
        self.staff = Actor.staff(staff.pk)
        trades.STAFF[:] = [self.staff]
        self.houses = [self.people.house(number, self.pictures[number], self.staff) for number in range(BRANDS)]
        yield f"{len(self.houses)} brands"
        self.creators = [self.people.creator(number, self.avatars) for number in range(CREATORS)]
        yield f"{len(self.creators)} creators"
        self._make_deals()
        yield f"{len(self.deals)} deals"
        self._make_trades()
        yield f"{Collaboration.objects.count()} trades"
        self._make_applicants()
        self._end_deals()
        yield f"{Application.objects.count()} applications"
        yield f"{self.files.put()} files"

    # ---- deals

    def _make_deals(self) -> None:
        selling = [house for house in self.houses if house.product is not None]
        for number in range(DEALS):
            house = selling[number % len(selling)]
            picture = self.pictures[self.houses.index(house)]
            kind = {
                50: Product.Kind.VOUCHER,
                51: Product.Kind.VISIT,
                90: Product.Kind.VOUCHER,
                91: Product.Kind.VISIT,
            }.get(number)
            product = house.product
            if kind is not None:
                title = "Dinner for two" if kind == Product.Kind.VISIT else f"{house.brand.name} gift card"
                product = self.people.extra_product(house, kind, title, picture)
            self.deals.append(self._deal(number, house, picture, product))

    def _deal(self, number: int, house: House, picture: dict[str, Any], product: Product | None) -> Deal:
        at = self.now - timedelta(days=130 if number < DEALS * 2 // 3 else self.rng.uniform(1, 12))
        deal = deals.create_deal(brand=house.brand, user=house.owner, at=at)
        show, say, dont = BRIEFS[picture["category"]]
        must_post = number % 3 != 0
        rounds = ("", ", second round", " for autumn")
        works = [{"kind": "video", "platform": "tiktok" if must_post else "", "count": 1, "min_seconds": 15,
                  "max_seconds": 60, "ratio": "9:16"}]  # fmt: skip
        if number % 2 == 0:
            works.append({"kind": "photo", "count": 3})
        title = product.title if product and product.kind != Product.Kind.PARCEL else picture["title"]
        changes: dict[str, Any] = {
            "product": product,
            "title": f"{title}{rounds[number // len(self.houses) % 3]}"[:120],
            "summary": f"{picture['alt']}. Show it the way you would show a friend.",
            "category": picture["category"],
            "places": 400 if number == HOT else self.rng.randrange(14, 40),
            "must_post": must_post,
            "countries": ["DE", "AT"] if number % 17 == 16 else [],
            "licence_paid_ads_months": 6 if number % 4 == 0 else 0,
            "licence_edits": number % 4 == 0,
            "brief_items": [
                {"kind": "must_show", "text": show},
                {"kind": "must_say", "text": say},
                {"kind": "dont", "text": dont},
                {"kind": "disclosure", "text": "Mark the post as advertising"},
            ],
            "deliverables": works,
        }
        deals.update_deal(deal=deal, user=house.owner, changes=changes, at=at)
        if number >= DEALS - UNPUBLISHED:
            return self._unpublished(deal, house, number, at)
        deals.submit_deal(deal=deal, by=house.actor, at=at)
        deal.refresh_from_db()
        if deal.state == DealState.IN_REVIEW:
            deals.approve_deal(deal=deal, by=self.staff, at=at + timedelta(hours=5))
            deal.refresh_from_db()
        return deal

    def _unpublished(self, deal: Deal, house: House, number: int, at: datetime) -> Deal:
        """Drafts, deals being checked, rejected ones and one that was taken down."""
        stage = number % 4
        if stage and not house.brand.is_trusted:
            deals.submit_deal(deal=deal, by=house.actor, at=self.now - timedelta(hours=5 + number % 9))
            if stage == 2:
                deals.reject_deal(deal=deal, by=self.staff, reason="The photo shows another product.", at=self.now)
            if stage == 3:
                deals.approve_deal(deal=deal, by=self.staff, at=self.now - timedelta(hours=4))
                deals.take_down_deal(deal=deal, by=self.staff, reason="Not allowed in this category.", at=self.now)
        deal.refresh_from_db()
        return deal

    # ---- trades

    def _make_trades(self) -> None:
        targets = [state for state, count in WANTED.items() for _ in range(count)]
        completed = [str(C.COMPLETED)] * (TRADES - len(targets))
        self.rng.shuffle(targets)
        ended_first = sorted(targets, key=lambda state: state not in {C.NO_SHOW, C.CANCELLED_MUTUAL})
        for target in [*completed, *VELDA_FIRST, *ended_first]:
            self._trade(target)
            if self._number >= TRADES:
                break

    def _trade(self, target: str) -> None:
        """Find a deal and a creator that fit, apply and play. What a rule refuses is tried with the next creator."""
        for _ in range(25):
            deal, creator = self._pair(target)
            script, age = self._story(target)
            agreed_at = self.now - age
            try:
                application = deals.apply_to_deal(
                    deal=deal,
                    creator=creator,
                    at=agreed_at - timedelta(hours=self.rng.uniform(3, 60)),
                    pitch=self.rng.choice(PITCHES),
                )
            except BarterError:
                continue
            trade = self._play(application, deal, creator, script)
            try:
                trade.play(target, agreed_at)
            except BarterError as refusal:
                if Collaboration.objects.filter(application=application).exists():
                    raise
                del refusal
                deals.withdraw_application(application=application, by=trade.creator, at=agreed_at)
                continue
            self._number += 1
            return
        raise RuntimeError(f"no deal and creator found for a trade in {target}")

    def _story(self, target: str) -> tuple[str, timedelta]:
        """The script of the parcel, if it has one, and how long ago the agreement was."""
        stories = {C.SHIPPED: ON_THE_WAY, C.ON_HOLD: GOES_WRONG}.get(C(target))
        if stories and self._number % 3 == 0:
            script, days = stories[self._number // 3 % len(stories)]
            return script, timedelta(days=days)
        script = ARRIVES[self._number // 9 % len(ARRIVES)] if target == C.COMPLETED and self._number % 9 == 0 else ""
        return script, age_of(target, self.rng)

    def _play(self, application: Application, deal: Deal, creator: Creator, script: str) -> Trade:
        house = next(house for house in self.houses if house.brand.pk == deal.brand_id)
        return Trade(application, house, creator.user_id, self.rng, self.files, self.now, self._number, script)

    def _pair(self, target: str) -> tuple[Deal, Creator]:
        kind = {C.VOUCHER_SENT: "voucher", C.BOOKED: "visit", C.CHECKED_IN: "visit"}.get(C(target), "parcel")
        posting = C(target) in {C.APPROVED, C.POSTED, C.LIVE_HOLD}
        open_deals = [
            deal
            for deal in self.deals[: DEALS * 2 // 3]
            if deal.state == DealState.LIVE and deal.card["kind"] == kind and (deal.must_post or not posting)
        ]
        is_velda = self._number % 12 == 0 and kind == "parcel"
        velda = [deal for deal in open_deals if deal.brand_id == self.houses[0].brand.pk]
        creators = self.creators[:1] if self._number % 40 == 0 else self.creators
        return self.rng.choice(velda if is_velda and velda else open_deals), self.rng.choice(creators)

    # ---- applicants

    def _make_applicants(self) -> None:
        """Open applications: 500 for one deal, some for others; a few shortlisted, offered, countered, declined, invited."""
        hot = self.deals[HOT]
        for creator in self.creators[2:]:
            if hot.applications.count() >= HOT_APPLICANTS:
                break
            self._apply(hot, creator)
        fresh = [deal for deal in self.deals if deal.state == DealState.LIVE and deal.pk != hot.pk]
        velda = [deal for deal in fresh if deal.brand_id == self.houses[0].brand.pk]
        answered: list[Application] = []
        for number in range(220):
            deal = velda[0] if number < 14 and velda else self.rng.choice(fresh)
            application = self._apply(deal, self.rng.choice(self.creators))
            if application is not None:
                answered.append(application)
        self._answer(answered)

    def _apply(self, deal: Deal, creator: Creator) -> Application | None:
        at = self.now - timedelta(hours=self.rng.uniform(1, 80))
        try:
            return deals.apply_to_deal(deal=deal, creator=creator, at=at, pitch=self.rng.choice(PITCHES))
        except BarterError:
            return None

    def _answer(self, applications: list[Application]) -> None:
        brands = {house.brand.pk: house for house in self.houses}
        for number, application in enumerate(applications):
            house, at = brands[application.deal.brand_id], self.now - timedelta(minutes=50 + number)
            creator = Actor.creator(application.creator.user_id)
            match number % 12:
                case 1:
                    deals.shortlist_application(application=application, by=house.actor, at=at)
                case 3:
                    deals.decline_application(application=application, by=house.actor, reason="not_a_fit", at=at)
                case 5:
                    deals.make_offer(
                        application=application, by=house.actor, proposal={"create_within_days": 10}, at=at
                    )
                    if number % 24 == 5:
                        application.refresh_from_db()
                        deals.counter_offer(
                            application=application,
                            by=creator,
                            proposal={"create_within_days": 20},
                            at=at + timedelta(minutes=20),
                        )
                case 7:
                    deals.withdraw_application(application=application, by=creator, at=at)
                case 9:
                    self._talk(application, house, at)
                case _:
                    continue
        for number, creator in enumerate(self.creators[60:66]):
            deal = [deal for deal in self.deals if deal.state == DealState.LIVE][number * 3]
            try:
                deals.invite_creator(
                    deal=deal, creator=creator, by=brands[deal.brand_id].actor, at=self.now - timedelta(hours=9)
                )
            except BarterError:
                continue

    def _talk(self, application: Application, house: House, at: datetime) -> None:
        for minutes, (side, text) in enumerate(MESSAGES):
            author = application.creator.user if side == "creator" else house.owner
            send_message(
                application=application,
                author=author,
                side=_SIDES[side],
                text=text,
                at=at + timedelta(minutes=10 * minutes),
            )

    # ---- ends of deals

    def _end_deals(self) -> None:
        """Full, paused, closed and expired deals; the last applications of some wait on their lists."""
        brands = {house.brand.pk: house for house in self.houses}
        old = [deal for deal in self.deals[1 : DEALS * 2 // 3] if deal.pk != self.deals[HOT].pk]
        for number, deal in enumerate(old):
            deal.refresh_from_db()
            if deal.state != DealState.LIVE or deal.brand_id == self.houses[0].brand.pk:
                continue
            house = brands[deal.brand_id]
            if number % 9 == 1:
                deals.update_deal(
                    deal=deal, user=house.owner, changes={"places": max(1, deal.places.taken)}, at=self.now
                )
            elif number % 9 == 3:
                deals.pause_deal(deal=deal, by=house.actor, at=self.now)
            elif number % 9 == 5:
                deals.close_deal(deal=deal, by=house.actor, at=self.now)
