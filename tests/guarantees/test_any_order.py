"""Verbs in any order, by anybody, at any time: every invariant holds after each, and a refusal has changed nothing.

One deal with one place or two, two creators, a brand, staff, the carrier and the clock. Most verbs come at a
wrong moment or from a wrong side; `go_on` makes the next good move, so that trades get far enough to be spoiled.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from barter.kernel import clockwork
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from barter.kernel.models import Message, TimelineEntry
from brands.operations import capacity as brand_capacity
from creators.models import Creator
from deals import operations as ops
from deals.models import Application, Collaboration, Dispute, Fault, LiveLink
from deals.operations.clock import tick
from deals.workflow import ApplicationState as A
from deals.workflow import CollaborationState as C
from tests.guarantees.walk import OF_OTHER_APPLICATIONS, broken_invariants
from tests.world import World, build

EXAMPLES, STEPS = 14, 20
WHICH, SIDES = (
    st.sampled_from([0, 1]),
    st.sampled_from(["own", "own", "own", "brand", "creator", "staff", "system", "carrier"]),
)

# Each verb with the side that may make it, and what it asks for.
DEAL: dict[str, tuple[str, dict[str, Any]]] = {
    "pause_deal": ("brand", {}),
    "resume_deal": ("brand", {}),
    "close_deal": ("brand", {}),
    "take_down_deal": ("staff", {"reason": "Not allowed here"}),
    "take_back_deal": ("brand", {}),
    "discard_deal": ("brand", {}),
}
APPLICATION: dict[str, tuple[str, dict[str, Any]]] = {
    "shortlist_application": ("brand", {}),
    "accept_application": ("brand", {}),
    "decline_application": ("brand", {"reason": "other"}),
    "withdraw_application": ("creator", {}),
    "make_offer": ("brand", {"proposal": {"create_within_days": 20}}),
    "counter_offer": ("creator", {"proposal": {"create_within_days": 25}}),
    "accept_offer": ("creator", {}),
    "decline_offer": ("creator", {}),
    "accept_counter": ("brand", {}),
    "accept_invitation": ("creator", {}),
    "decline_invitation": ("creator", {}),
}
LINK = {"platform": "instagram", "url": "https://www.instagram.com/reel/abc"}
REVIEW = {"stars": 4, "public_text": "Quick and kind", "would_again": True}
TRADE: dict[str, tuple[str, dict[str, Any]]] = {
    "mark_shipped": ("brand", {}),
    "mark_delivered": ("carrier", {}),
    "confirm_delivery": ("creator", {}),
    "mark_returned": ("carrier", {}),
    "mark_lost": ("carrier", {}),
    "report_problem": ("creator", {"code": "damaged", "note": "Broken"}),
    "solve_problem": ("creator", {}),
    "send_again": ("brand", {}),
    "submit_content": ("creator", {}),
    "request_changes": ("brand", {}),
    "approve_content": ("brand", {}),
    "extend_deadline": ("creator", {}),
    "add_live_link": ("creator", LINK),
    "restore_live": ("creator", {}),
    "leave_late": ("creator", {}),
    "cancel_collaboration": ("brand", {"reason": "Changed plans"}),
    "propose_cancel": ("brand", {}),
    "agree_cancel": ("creator", {}),
    "exit_honestly": ("creator", {}),
    "cancel_held": ("staff", {}),
    "cancel_by_staff": ("staff", {"reason": "Fraud"}),
    "propose_terms": ("brand", {"changes": {"live_days": 40}}),
    "answer_terms": ("creator", {"agree": True}),
    "open_dispute": ("creator", {"reason": "Nothing came"}),
    "write_review": ("creator", REVIEW),
}
# The next good move of each state; where it is missing, the clock has to make it.
NEXT = {
    C.TO_SHIP: "mark_shipped",
    C.SHIPPED: "mark_delivered",
    C.DELIVERED: "confirm_delivery",
    C.CREATING: "submit_content",
    C.IN_REVIEW: "approve_content",
    C.CHANGES_REQUESTED: "submit_content",
    C.APPROVED: "add_live_link",
    C.ON_HOLD: "solve_problem",
    C.COMPLETED: "write_review",
}

# What may go otherwise there, and what answers a proposal.
OTHERWISE = {
    C.TO_SHIP: [
        "propose_terms",
        "propose_cancel",
        "open_dispute",
        "cancel_collaboration",
        "exit_honestly",
        "leave_late",
    ],
    C.SHIPPED: ["report_problem", "mark_returned", "mark_lost", "confirm_delivery"],
    C.DELIVERED: ["report_problem", "open_dispute", "propose_cancel"],
    C.CREATING: ["extend_deadline", "propose_terms", "exit_honestly", "propose_cancel", "open_dispute"],
    C.IN_REVIEW: ["request_changes", "open_dispute", "cancel_by_staff"],
    C.CHANGES_REQUESTED: ["extend_deadline", "exit_honestly", "open_dispute"],
    C.APPROVED: ["propose_terms", "open_dispute", "propose_cancel"],
    C.ON_HOLD: ["send_again", "cancel_held", "open_dispute"],
    C.LIVE_HOLD: ["open_dispute", "propose_terms", "restore_live"],
}
ANSWERS = ["agree_cancel", "answer_terms"]


class AnyOrder(RuleBasedStateMachine):
    world: World  # set by the test
    made: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.start = self.world.now
        self.creators = [self.world.creator, self.world.other_creator]
        self.changed = False

    @initialize(places=st.sampled_from([1, 2]), steps=st.sampled_from([0, 2, 4, 6, 8, 10]))
    def begin(self, places: int, steps: int) -> None:
        self.deal = self.world.new_deal(places=places)
        for _ in range(steps):
            self.go_on(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.world.now = self.start

    # ---- Who and what

    def actor(self, side: str, creator: Creator) -> Actor:
        return {
            "brand": self.world.by_brand,
            "creator": self.world.by_creator(creator),
            "staff": self.world.by_staff,
            "carrier": Actor.carrier(),
            "system": Actor.system(),
        }[side]

    def application(self, creator: Creator) -> Application | None:
        return Application.objects.filter(deal=self.deal, creator=creator).order_by("-pk").first()

    def trade(self, creator: Creator) -> Collaboration | None:
        return Collaboration.objects.filter(deal=self.deal, creator=creator).order_by("-pk").first()

    def attempt(self, verb: Callable[..., Any], **arguments: Any) -> None:
        """A refusal is an answer, anything else a defect; and it has changed nothing."""
        before = self.world.snapshot()
        try:
            verb(**arguments, at=self.world.later(minutes=1))
        except BarterError:
            assert self.world.snapshot() == before, f"{verb.__name__} was refused, and changed something"
        else:
            self.changed = True
            self.made.append(verb.__name__)

    def do(self, table: dict[str, tuple[str, dict[str, Any]]], name: str, side: str, **on: Any) -> None:
        own, asks = table[name]
        creator = self.creators[0] if "deal" in on else next(iter(on.values())).creator
        self.attempt(getattr(ops, name), by=self.actor(own if side == "own" else side, creator), **on, **asks)

    # ---- The verbs

    @rule(which=WHICH)
    def apply(self, which: int) -> None:
        self.attempt(ops.apply_to_deal, deal=self.deal, creator=self.creators[which])

    @rule()
    def invite(self) -> None:
        self.attempt(ops.invite_creator, deal=self.deal, creator=self.creators[1], by=self.world.by_brand)

    @rule(name=st.sampled_from([*["pause_deal", "resume_deal"] * 3, *DEAL]), side=SIDES)
    def on_the_deal(self, name: str, side: str) -> None:
        self.do(DEAL, name, side, deal=self.deal)

    @rule(places=st.integers(1, 3), days=st.integers(7, 20))
    def change_the_deal(self, places: int, days: int) -> None:
        changes = {"places": places, "create_within_days": days}
        self.attempt(ops.update_deal, deal=self.deal, user=self.world.owner, changes=changes)

    @rule(name=st.sampled_from(sorted(APPLICATION)), which=WHICH, side=SIDES)
    def on_an_application(self, name: str, which: int, side: str) -> None:
        if row := self.application(self.creators[which]):
            self.do(APPLICATION, name, side, application=row)

    @rule(name=st.sampled_from(sorted(TRADE)), which=WHICH, side=SIDES)
    def on_a_trade(self, name: str, which: int, side: str) -> None:
        if row := self.trade(self.creators[which]):
            self.do(TRADE, name, side, collaboration=row)

    @rule(which=WHICH)
    def go_on(self, which: int) -> None:
        """Whatever brings this creator further."""
        creator = self.creators[which]
        row, trade = self.application(creator), self.trade(creator)
        if trade is not None and trade.ended_at is None and trade.state in NEXT:
            self.do(TRADE, NEXT[C(trade.state)], "own", collaboration=trade)
        elif row is None:
            self.apply(which)
        elif row.state in (A.SUBMITTED, A.SHORTLISTED):
            self.do(APPLICATION, "accept_application", "own", application=row)

    @rule(which=WHICH, turn=st.integers(0, 11))
    def go_otherwise(self, which: int, turn: int) -> None:
        trade = self.trade(self.creators[which])
        if trade is not None and trade.state in OTHERWISE:
            verbs = [*OTHERWISE[C(trade.state)], *ANSWERS]
            self.do(TRADE, verbs[turn % len(verbs)], "own", collaboration=trade)

    @rule(which=WHICH, result=st.sampled_from([LiveLink.State.LIVE, LiveLink.State.LIVE, *LiveLink.State]))
    def check_a_post(self, which: int, result: LiveLink.State) -> None:
        if link := LiveLink.objects.filter(collaboration=self.trade(self.creators[which])).first():
            self.attempt(ops.record_live_check, link=link, result=result)

    @rule(
        outcome=st.sampled_from(Dispute.Outcome.values),
        side=SIDES,
        step=st.sampled_from(["answer", "decide", "appeal", "last"]),
    )
    def about_a_dispute(self, outcome: str, side: str, step: str) -> None:
        row = Dispute.objects.filter(collaboration__deal=self.deal).select_related("collaboration__creator").first()
        if row is None:
            return
        creator = row.collaboration.creator
        verdict = {"outcome": outcome, "decision": "Read both sides"}
        verb, own, asks = {
            "answer": (ops.answer_dispute, "brand", {"answer": "It left on time"}),
            "decide": (ops.decide_dispute, "staff", verdict),
            "appeal": (ops.appeal_dispute, "brand", {"reason": "Look again"}),
            "last": (ops.decide_appeal, "staff", verdict),
        }[step]
        self.attempt(verb, dispute=row, by=self.actor(own if side == "own" else side, creator), **asks)

    @rule(side=SIDES, lift=st.booleans())
    def about_a_fault(self, side: str, lift: bool) -> None:
        for fault in Fault.objects.filter(collaboration__deal=self.deal).select_related("collaboration__creator")[:1]:
            by = self.actor(fault.side if side == "own" else side, fault.collaboration.creator)
            self.attempt(ops.appeal_fault, fault=fault, by=by, note="The strike")
            self.attempt(ops.settle_fault, fault=fault, by=self.world.by_staff, lift=lift)

    # ---- The clock

    @rule(hours=st.sampled_from([1, 5, 24, 49, 24 * 4, 24 * 8, 24 * 15, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        tick(at=self.world.later(hours=hours))
        self.changed = True

    @rule(hours=st.sampled_from([2, 30]))
    def time_passes_and_the_clock_task_is_late(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    # ---- What always holds

    @invariant()
    def nothing_is_broken(self) -> None:
        if not self.changed:
            return
        self.changed = False
        assert broken_invariants(leave_out=OF_OTHER_APPLICATIONS) == []
        assert not Message.objects.filter(done_at=None).exists(), "an effect failed"


@pytest.fixture
def world(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Due work that fails is logged and tried again; here it is a defect."""
    settings.SWITCHBOARD = "tests.world.HEART"

    def give_up(message: str, **more: Any) -> None:
        raise AssertionError(f"{message}: {more['extra']}")

    monkeypatch.setattr(clockwork.logger, "exception", give_up)
    return build()


def run(world: World, *phases: Phase) -> tuple[set[str], set[str]]:
    """The states that trades passed, and the verbs that did something."""
    seen: set[str] = set()
    made: list[str] = []

    class Machine(AnyOrder):
        def teardown(self) -> None:
            moves = TimelineEntry.objects.filter(object_type="collaboration")
            seen.update(moves.values_list("to_state", flat=True))
            super().teardown()

    Machine.world, Machine.made = world, made
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            phases=phases or (Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return seen, set(made)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whatever_is_done_in_whatever_order(world: World) -> None:
    seen, made = run(world)
    assert len(seen) > 7, f"the trades got nowhere: {seen}"
    assert len(made) > 12, f"few verbs were possible: {made}"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_control_a_trade_that_keeps_its_slot_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brand_capacity, "free_slot", lambda **_: None)
    with pytest.raises(AssertionError, match="slots: used"):
        run(world, Phase.generate)
