"""Build the demo world: the same from the same seed, through the same operations as users.

40 brands, over 400 creators, 120 deals, 600 trades, at least one object in every state of every life cycle, and the hard
cases: 500 applicants, a returned parcel, a silent approval, strikes, an empty brand, long and right-to-left names, emoji.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any

from django.utils import timezone

from accounts.models import User
from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from brands.models import Product
from content.models import CleanPreview
from creators.models import Creator
from deals import operations as deals
from deals.models import Application, Collaboration, Deal
from deals.operations.capacity import places_of
from deals.operations.clock import tick
from deals.workflow import CollaborationState as C
from deals.workflow import DealState
from demo import ends, tours, trades
from demo.files import MEDIA, Files
from demo.names import BRIEFS, PITCHES
from demo.people import STAFF_EMAIL, House, People, decide, talk
from demo.trades import ARRIVES, GOES_WRONG, ON_THE_WAY, Trade, age_of

SHARES = 2  # the world is built by this many processes, each with its own houses, creators and deals
HOT = 40  # the deal with 500 applicants, of brand@example.com
HOT_PLACES = 400
OLD_DEALS = 80  # these have run for weeks, some have run out; the others are new
STRUCK = 34  # this creator has two strikes
UNPUBLISHED = 14  # drafts, deals being checked, rejected ones
BRANDS, CREATORS, DEALS, TRADES, HOT_APPLICANTS = 40, 520, 120, 600, 500
# How many trades are played to which state; completed ones fill up to TRADES.
WANTED: dict[str, int] = {
    C.TO_SHIP: 70, C.SHIPPED: 100, C.DELIVERED: 34, C.CREATING: 120, C.IN_REVIEW: 46, C.CHANGES_REQUESTED: 16,
    C.APPROVED: 12, C.POSTED: 4, C.LIVE_HOLD: 20, C.VOUCHER_SENT: 4, C.BOOKED: 4, C.CHECKED_IN: 4, C.ON_HOLD: 8,
    C.DISPUTED: 12, C.CANCELLED_MUTUAL: 4, C.CANCELLED_BY_BRAND: 4, C.CANCELLED_BY_CREATOR: 4, C.CANCELLED_NO_FAULT: 4,
    C.NO_SHIP: 4, C.NO_SHOW: 8, C.HONEST_EXIT: 4,
}  # fmt: skip
# Only these are played in one share: its deals give what they need.
_SHARE_OF = {C.VOUCHER_SENT: 0, C.BOOKED: 1, C.CHECKED_IN: 1}
# What brand@example.com finds: every stage of the board, every next step.
HOT_STAGES: list[str] = [
    *[C.TO_SHIP] * 4, *[C.SHIPPED] * 5, C.DELIVERED, *[C.CREATING] * 6, *[C.IN_REVIEW] * 3, *[C.CHANGES_REQUESTED] * 2,
    C.APPROVED, C.POSTED, *[C.LIVE_HOLD] * 3, *[C.COMPLETED] * 4, C.ON_HOLD, C.DISPUTED,
]  # fmt: skip
_DISPUTE_STAGES = 6  # how far a dispute is, by the number of its trade; the first is unanswered


class Share:
    """One process's part of the world: its own houses, creators, deals and trades, so that no two wait for each other."""

    def __init__(self, index: int, seed: int, now: datetime) -> None:
        self.index = index
        self.rng = random.Random(seed * 1000 + index)
        self.now = now
        self.people = People(self.rng, self.now)
        self.files = Files()
        self.pictures: list[dict[str, Any]] = json.loads((MEDIA / "manifest.json").read_text())["products"]
        self.avatars = len(list((MEDIA / "avatars").glob("*.svg")))
        self.staff = Actor.staff(User.objects.get(email=STAFF_EMAIL).pk)
        self.houses: list[House] = []
        self.creators: list[Creator] = []
        self.deals: list[Deal] = []
        self._number = index
        self._stages = cycle(range(_DISPUTE_STAGES))
        self._told: dict[str, Iterator[int]] = defaultdict(count)
        self.hot_brand_id = 0

    def build(self) -> Iterator[str]:
        trades.STAFF[:] = [self.staff]
        self.houses = [self.people.house(n, self.pictures[n], self.staff) for n in self._own(BRANDS)]
        yield "brands"
        self.creators = [self.people.creator(number, self.avatars) for number in self._own(CREATORS)]
        yield "creators"
        self._make_deals()
        yield "deals"
        self._make_trades()
        yield "trades"
        self._make_applicants()
        self._end_deals()
        yield "applications"
        self.files.put()
        CleanPreview.objects.filter(asset__creator__in=self.creators).update(  # the demo's previews never had our mark
            state=CleanPreview.State.CLEARED, process_at=None, ended_at=timezone.now()
        )
        ends.leave_files_on_their_way(self)
        ends.leave_proposals_and_failed_posts(self)
        ends.show_clips(self)
        yield "files"

    def hot_applicants(self) -> None:
        """Everybody of this share applies to the deal everybody wants; the others' deal may belong to another share."""
        hot = Deal.objects.get(places__total=HOT_PLACES)
        for creator in self.creators[2:]:
            if hot.applications.count() >= HOT_APPLICANTS:
                break
            self.apply(hot, creator)

    def catch_up(self) -> None:
        """What ran out while the world was built. The worker carries the messages of all this as soon as it runs."""
        if self.index == 0:
            tick(at=clock.now())
            for leave in ends.LAST:
                leave(self)
        if self.index == SHARES - 1:
            ends.end_licences(self)

    def _own(self, count: int) -> range:
        return range(self.index, count, SHARES)

    # ---- deals

    def _make_deals(self) -> None:
        selling = [house for house in self.houses if house.product is not None]
        for turn, number in enumerate(self._own(DEALS)):
            house = selling[turn % len(selling)]
            picture = next(picture for picture in self.pictures if picture["brand"] == house.brand.name)
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
            self.deals.append(self._deal(number, turn // len(selling), house, picture, product))

    def _deal(self, number: int, turn: int, house: House, picture: dict[str, Any], product: Product | None) -> Deal:
        age = (130 if number % 5 == 4 else 46) if number < OLD_DEALS else self.rng.uniform(1, 12)
        at = self.now - timedelta(days=age)
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
            "title": f"{title}{rounds[turn % 3]}"[:120],
            "summary": f"{picture['alt']}. Show it the way you would show a friend.",
            "category": picture["category"],
            "places": HOT_PLACES if number == HOT else self.rng.randrange(14, 40),
            "must_post": must_post,
            # short rights show how a licence warns and ends
            "licence_months": {3: 1, 4: 3, 7: 2, 9: 3}.get(number % 10, 12),
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
        stage = number // SHARES % 4
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
        targets += [str(C.COMPLETED)] * (TRADES - len(targets) - len(HOT_STAGES) - tours.TRADES)
        own = [t for turn, t in enumerate(targets) if _SHARE_OF.get(C(t), turn % SHARES) == self.index]
        self.rng.shuffle(own)
        # what gives a credit back goes first: the others need it
        own.sort(key=lambda state: state not in {C.COMPLETED, C.NO_SHOW, C.CANCELLED_MUTUAL})
        if self.index == HOT % SHARES:
            self.hot_brand_id = self.houses[0].brand.pk
            for target in HOT_STAGES:
                self.play(target, self.deals[HOT // SHARES])
        if self.index == 0:
            tours.walk(self)
        for target in own:
            self.play(target)

    def play(self, target: str, only: Deal | None = None, creator: Creator | None = None) -> Collaboration:
        """Find a deal and a creator that fit, apply and play. What a rule refuses is tried with the next creator.

        With a `creator` the story is the plain one.
        """
        mine = creator
        if target == C.DISPUTED:  # still open for the logins, every stage in turn for the others
            stage = 0 if only or mine else next(self._stages)
            while self._number // 2 % _DISPUTE_STAGES != stage:
                self._number += SHARES
        for attempt in range(25):
            deal = only or self._deal_for(target)
            creator = mine or self._somebody(target, is_first=attempt == 0)
            script, age = self._story(target, deal, is_plain=mine is not None)
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
                row = trade.play(target, agreed_at)
            except BarterError:
                if Collaboration.objects.filter(application=application).exists():
                    raise
                deals.withdraw_application(application=application, by=trade.creator, at=agreed_at)
                continue
            self._number += SHARES
            return row
        raise RuntimeError(f"no deal and creator found for a trade in {target}")

    def _story(self, target: str, deal: Deal, *, is_plain: bool = False) -> tuple[str, timedelta]:
        """The script of the parcel, if it has one, and how long ago the agreement was."""
        stories = {C.SHIPPED: ON_THE_WAY, C.ON_HOLD: GOES_WRONG}.get(C(target))
        turn = self._number // SHARES
        told = next(self._told[target]) if stories and not is_plain else 1
        if stories and told % 2 == 0:
            script, days = stories[told // 2 % len(stories)]
            return script, timedelta(days=days)
        script = ARRIVES[turn // 9 % len(ARRIVES)] if target == C.COMPLETED and turn % 9 == 0 else ""
        oldest = self.now - deal.created_at - timedelta(days=4)
        return script, min(age_of(target, self.rng, must_post=deal.must_post, oldest=oldest), oldest)

    def _play(self, application: Application, deal: Deal, creator: Creator, script: str) -> Trade:
        return Trade(
            application, self.house_of(deal), creator.user_id, self.rng, self.files, self.now, self._number, script
        )

    def house_of(self, deal: Deal) -> House:
        return next(house for house in self.houses if house.brand.pk == deal.brand_id)

    def _deal_for(self, target: str) -> Deal:
        kind = {C.VOUCHER_SENT: "voucher", C.BOOKED: "visit", C.CHECKED_IN: "visit"}.get(C(target), "parcel")
        posting = C(target) in {C.APPROVED, C.POSTED, C.LIVE_HOLD}
        open_deals = [
            deal
            for deal in self.deals[: OLD_DEALS // SHARES]
            if deal.state == DealState.LIVE
            and deal.card["kind"] == kind
            and (deal.must_post or not posting)
            and (target == C.COMPLETED or deal.brand_id != self.hot_brand_id)  # which needs room for more
            and not (target == C.COMPLETED and deal.must_post and deal.created_at > self.now - timedelta(days=100))
        ]
        return self.rng.choice(open_deals)

    def content_deal(self) -> Deal:
        """A live deal that asks for content only: the approval completes its trades."""
        old = self.deals[: OLD_DEALS // SHARES]
        return next(
            deal
            for deal in old
            if not deal.must_post
            and deal.state == DealState.LIVE
            and deal.card["kind"] == "parcel"
            and deal.brand_id == self.houses[0].brand.pk
        )

    def _somebody(self, target: str, *, is_first: bool) -> Creator:
        if is_first and target == C.NO_SHOW and self.index == STRUCK % SHARES:
            return self.creators[STRUCK // SHARES]
        return self.rng.choice([creator for creator in self.creators if creator.user.email not in tours.STAGES])

    # ---- applicants

    def _make_applicants(self) -> None:
        """Open applications; some shortlisted, offered, countered, declined, withdrawn, invited."""
        live = set(Deal.objects.filter(state=DealState.LIVE).values_list("pk", flat=True))  # trades filled some
        fresh = [deal for deal in self.deals if deal.pk in live and not self.is_hot(deal)]
        velda = [deal for deal in fresh if deal.brand_id == self.houses[0].brand.pk]
        answered: list[Application] = []
        for number in range(220 // SHARES):
            deal = velda[0] if self.index == 0 and number < 14 and velda else self.rng.choice(fresh)
            application = self.apply(deal, self.rng.choice(self.creators))
            if application is not None:
                answered.append(application)
        self._answer(answered)
        for deal in self.rng.sample(fresh, 6):  # nobody answers these: the clock ends them
            self.apply(deal, self.rng.choice(self.creators), timedelta(days=7, hours=9))

    def is_hot(self, deal: Deal) -> bool:
        return self.index == HOT % SHARES and deal.pk == self.deals[HOT // SHARES].pk

    def apply(self, deal: Deal, creator: Creator, age: timedelta | None = None) -> Application | None:
        at = self.now - (age or timedelta(hours=self.rng.uniform(1, 80)))
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
                case 5 if places_of(application.deal).free:
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
                case (2 | 6) as turn:
                    decide(application, house, at, "yes" if turn == 2 else "no")
                case 9:
                    talk(application, house, at)
                case _:
                    continue
        for number, creator in enumerate(self.creators[60:63]):
            deal = [deal for deal in self.deals if deal.state == DealState.LIVE][number * 3]
            at = self.now - timedelta(hours=9)
            with suppress(BarterError):
                deals.invite_creator(deal=deal, creator=creator, by=brands[deal.brand_id].actor, at=at)

    # ---- ends of deals

    def _end_deals(self) -> None:
        """Full, paused, closed and expired deals; the last applicants of full ones wait."""
        brands = {house.brand.pk: house for house in self.houses}
        old = [deal for deal in self.deals[1 : OLD_DEALS // SHARES] if not self.is_hot(deal)]
        for number, deal in enumerate(old):
            deal.refresh_from_db()
            if deal.state != DealState.LIVE or (self.index == 0 and deal.brand_id == self.houses[0].brand.pk):
                continue
            house = brands[deal.brand_id]
            if number % 9 == 1:
                places = places_of(deal)
                full = {"places": max(1, places.taken + places.offered)}
                deals.update_deal(deal=deal, user=house.owner, changes=full, at=self.now)
                for creator in self.rng.sample(self.creators, 3):
                    self.apply(deal, creator, timedelta())
            elif number % 9 == 3:
                deals.pause_deal(deal=deal, by=house.actor, at=self.now)
            elif number % 9 == 5:
                for creator in self.rng.sample(self.creators, 2):
                    self.apply(deal, creator)
                deals.close_deal(deal=deal, by=house.actor, at=self.now)
