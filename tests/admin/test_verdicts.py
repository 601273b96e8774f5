"""Verdicts of staff: disputes, appeals, faults and reported problems, each with a reason that is kept."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barter.kernel.models import TimelineEntry
from deals import operations as ops
from deals.models import Dispute, Fault, LiveLink
from deals.models.collaboration import LOOKS_BEFORE_STAFF
from deals.workflow import CollaborationState
from tests.admin.conftest import act, last_move
from tests.deals.trades import trade_in


def test_a_dispute_and_its_appeal_are_decided(moderator: Client) -> None:
    trade = trade_in(CollaborationState.DISPUTED)
    dispute = Dispute.objects.get()
    assert "Select a valid choice" in act(moderator, dispute, "decide", outcome="both", decision="x")
    act(moderator, dispute, "decide", outcome="creator_fault", decision="The creator was asked twice.")
    dispute.refresh_from_db()
    assert (dispute.state, trade.fresh().state) == (Dispute.State.DECIDED, CollaborationState.CANCELLED_BY_CREATOR)
    ops.appeal_dispute(dispute=dispute, by=trade.by_creator, at=timezone.now())
    act(moderator, dispute, "decide_appeal", outcome="no_fault", decision="The parcel came late.")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome) == (Dispute.State.FINAL, "no_fault")
    assert dispute.decided_by is not None
    assert dispute.decided_by.name == "Moritz"
    assert "This has moved on" in act(moderator, dispute, "decide", outcome="no_fault", decision="Again")


def test_a_verdict_waits_for_what_was_said_since_its_page_was_opened(moderator: Client) -> None:
    trade = trade_in(CollaborationState.DISPUTED)
    dispute = Dispute.objects.get()
    page = reverse("admin:deals_dispute_decide", args=[dispute.pk])
    opened = moderator.get(page).content.decode()
    assert "none yet" in opened
    assert 'name="seen_state" value="open"' in opened
    ops.answer_dispute(dispute=dispute, by=trade.by_creator, answer="It <left> on time", at=timezone.now())
    verdict = {"outcome": "brand_fault", "decision": "Nothing came."}
    again = act(moderator, dispute, "decide", **verdict, seen_state="open")
    assert "Read what is new below" in again
    assert "Nothing came." in again
    assert "It &lt;left&gt; on time" in again
    dispute.refresh_from_db()
    assert dispute.state == Dispute.State.ANSWERED
    now = re.search(r'name="seen_state" value="(\w+)"', again)
    assert now is not None
    act(moderator, dispute, "decide", **verdict, seen_state=now[1])
    dispute.refresh_from_db()
    assert dispute.state == Dispute.State.DECIDED
    assert "answered" not in LogEntry.objects.latest("pk").change_message


@pytest.mark.parametrize(("lift", "state"), [("yes", Fault.State.LIFTED), ("no", Fault.State.UPHELD)])
def test_a_fault_is_settled(moderator: Client, lift: str, state: str) -> None:
    trade_in(CollaborationState.CANCELLED_BY_BRAND)
    fault = Fault.objects.get()
    with_nothing = act(moderator, fault, "settle", lift=lift, reason="")
    assert "Fill this in" in with_nothing
    assert "checked" in with_nothing  # the choice stays
    act(moderator, fault, "settle", lift=lift, reason="A strike of the carriers")
    fault.refresh_from_db()
    assert fault.state == state
    assert (last_move(fault).reason, last_move(fault).to_state) == ("A strike of the carriers", state)
    words = "Lifted: it was not theirs" if lift == "yes" else "Upheld: it stays"
    assert LogEntry.objects.get().change_message == f"Settle: {words}; A strike of the carriers"
    assert (
        "A strike of the carriers"
        in moderator.get(reverse("admin:deals_fault_change", args=[fault.pk])).content.decode()
    )


def test_a_post_that_nobody_could_look_at_waits_for_staff_who_say_what_they_see(moderator: Client) -> None:
    trade = trade_in(CollaborationState.POSTED)
    LiveLink.objects.update(failures=LOOKS_BEFORE_STAFF, state=LiveLink.State.UNCHECKED)
    cache.clear()
    assert "Posts to look at" in moderator.get("/admin/").content.decode()
    listed = reverse("admin:deals_livelink_changelist") + "?unseen=1"
    link = LiveLink.objects.get()
    assert link.url in moderator.get(listed).content.decode()
    assert "Select a valid choice" in act(moderator, link, "seen", found="unchecked")
    act(moderator, link, "seen", found="no_disclosure")
    assert trade.fresh().state == CollaborationState.APPROVED
    assert last_move(trade.collaboration).reason == "no_disclosure"
    assert link.url not in moderator.get(listed).content.decode()
    assert LogEntry.objects.get().change_message == "Say what you see: Disclosure missing"


def test_a_trade_is_cancelled_and_a_problem_settled(moderator: Client) -> None:
    held = trade_in(CollaborationState.ON_HOLD)
    act(moderator, held.collaboration, "solve_problem")
    assert held.fresh().state == CollaborationState.ON_HOLD
    act(moderator, held.collaboration, "solve_problem", reason="The creator found it")
    assert held.fresh().state == CollaborationState.DELIVERED
    assert last_move(held.collaboration).reason == "The creator found it"
    act(moderator, held.collaboration, "cancel", reason="Both asked us")
    assert held.fresh().state == CollaborationState.CANCELLED_NO_FAULT
    assert last_move(held.collaboration).reason == "Both asked us"


def test_a_problem_that_cannot_be_solved_is_ended_with_a_reason(moderator: Client) -> None:
    trade = trade_in(CollaborationState.ON_HOLD)
    act(moderator, trade.collaboration, "cancel_held", reason="The factory burnt down")
    assert trade.fresh().state == CollaborationState.CANCELLED_NO_FAULT
    entries = TimelineEntry.objects.filter(object_type="collaboration", move="cancel_held")
    assert entries.get().reason == "The factory burnt down"


@pytest.mark.parametrize("first", Dispute.Outcome.values)
def test_an_appeal_offers_what_it_can_still_decide_and_nothing_else(moderator: Client, first: str) -> None:
    trade = trade_in(CollaborationState.DISPUTED)
    dispute = Dispute.objects.get()
    act(moderator, dispute, "decide", outcome=first, decision="As it looks")
    ops.appeal_dispute(dispute=dispute, by=trade.by_creator, at=timezone.now())
    page = moderator.get(reverse("admin:deals_dispute_decide_appeal", args=[dispute.pk])).content.decode()
    offered = {value for value in Dispute.Outcome.values if f'value="{value}"' in page}
    assert "Fill this in" in act(
        moderator, dispute, "decide_appeal", outcome="", decision="Again"
    )  # none is chosen for them
    assert offered == {first, "no_fault", "brand_fault", "creator_fault"}
    refused = ({"resume", "complete"} - offered).pop()
    assert "Select a valid choice" in act(moderator, dispute, "decide_appeal", outcome=refused, decision="Again")
    for outcome in sorted(offered):
        with transaction.atomic():
            assert "Decide the appeal: done." in act(
                moderator, dispute, "decide_appeal", outcome=outcome, decision="Again"
            )
            transaction.set_rollback(True)
