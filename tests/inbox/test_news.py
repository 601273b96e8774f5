"""Every event that needs somebody reaches them, once, in whole sentences; all others stand on a list with a reason."""

import inspect
import string
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from barter.kernel.models import Message
from barter.kernel.moves import Event
from barter.kernel.outbox import relay
from barter.kernel.outbox.relay import Delivery
from barter.switchboard import HANDLERS
from brands.operations import reinstate_brand, suspend_brand
from content.workflow import LICENCE, SUBMISSION, TAKE_DOWN
from creators.operations import pause_creator
from deals import operations as ops
from deals.models import Application, Collaboration, Fault
from deals.operations.clock import tick
from deals.workflow import APPLICATION, COLLABORATION, DEAL, DISPUTE, REVIEW
from inbox import routes
from inbox.handlers import on_applicants_left
from inbox.kinds import KINDS, TOPICS
from inbox.models import Mail, Notification
from inbox.targets import target_url
from inbox.words import words_of
from shipping.models import Shipment
from shipping.workflow import SHIPMENT
from tests.inbox.conftest import told
from tests.world import World

APPS = ("accounts", "creators", "brands", "deals", "shipping", "content", "inbox")
# event -> (its routes, every move it can name)
MOVES: dict[str, tuple[Mapping[str, Any], set[str]]] = {
    "deals.deal_moved": (routes.DEAL, set(DEAL.moves)),
    "deals.application_moved": (routes.APPLICATION, {*APPLICATION.moves, "apply", "invite"}),
    "deals.collaboration_moved": (routes.COLLABORATION, set(COLLABORATION.moves)),
    "deals.dispute_moved": (routes.DISPUTE, {*DISPUTE.moves, "open"}),
    "deals.review_moved": (routes.REVIEW, {*REVIEW.moves, "open"}),
    "deals.fault_moved": (routes.FAULT, set(Fault.State) - {"standing"}),
    "shipping.shipment_moved": (routes.SHIPMENT, {*SHIPMENT.moves, "open", "set_address"}),
    "content.submission_moved": (routes.SUBMISSION, set(SUBMISSION.moves)),
    "content.asset_moved": (
        routes.ASSET,
        {
            "arrive",
            "make_ready",
            "reject",
            "expire",
            "discard",
            "use_again",
            "clean_preview",
            "caption",
            "remove_captions",
        },
    ),
    "content.licence_moved": (routes.LICENCE, {*LICENCE.moves, "grant", "begin"}),
    "content.take_down_moved": (routes.TAKE_DOWN, {*TAKE_DOWN.moves, "ask"}),
    "brands.brand_moved": (
        routes.BRAND,
        {
            "join",
            "verify",
            "unverify",
            "trust",
            "distrust",
            "watch",
            "limit",
            "suspend",
            "reinstate",
            "withhold_slots",
            "return_slots",
        },
    ),
    "accounts.export_moved": (routes.EXPORT, {"ready", "fail"}),
    "brands.team_changed": (routes.TEAM, {"join", "leave", "remove", "change_role"}),
    "creators.creator_moved": (
        routes.CREATOR,
        {
            "join",
            "verify",
            "verify_channel",
            "verify_phone",
            "unverify",
            "unverify_channel",
            "unverify_phone",
            "earn_credits",
            "pause",
            "resume",
            "close",
        },
    ),
}


def events() -> Iterator[type[Event]]:
    for app in APPS:
        try:
            module = import_module(f"{app}.events")
        except ModuleNotFoundError:
            continue
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Event) and found is not Event:
                yield found


def test_every_event_is_told_by_the_inbox_or_stands_on_the_list_of_quiet_ones() -> None:
    handled = {name for name, handlers in HANDLERS.items() if any(h.__module__.startswith("inbox.") for h in handlers)}
    wholly_quiet = {name for name, moves in routes.QUIET.items() if "*" in moves}
    assert {event.name for event in events()} <= handled | wholly_quiet
    assert not handled & wholly_quiet


@pytest.mark.parametrize("event", sorted(MOVES))
def test_every_move_is_told_or_quiet_for_a_reason(event: str) -> None:
    table, moves = MOVES[event]
    quiet = routes.QUIET.get(event, {})
    assert set(table) | set(quiet) == moves
    assert not set(table) & set(quiet)
    assert all(quiet.values())


def test_the_table_of_renewals_parcels_knows_only_moves_there_are() -> None:
    assert set(routes.RENEWAL_PARCEL) <= {*SHIPMENT.moves, "open"}


def test_events_with_moves_are_all_in_this_table() -> None:
    with_moves = {event.name for event in events() if {"move", "state"} & set(event.__dataclass_fields__)}
    wholly_quiet = {name for name, moves in routes.QUIET.items() if "*" in moves}
    assert with_moves - set(MOVES) - wholly_quiet == {"deals.collaboration_ended", "deals.clock_reminder"}


def test_every_kind_of_every_route_has_words_and_every_row_of_words_is_used() -> None:
    tables = [*(table for table, _ in MOVES.values()), routes.RENEWAL_PARCEL]
    used = {kind for table in tables for kinds in table.values() for kind in kinds}
    used |= {kind for kinds in routes.REMINDERS.values() for kind in kinds} | set(routes.FOLLOW_UP.values())
    spoken = {name for name in KINDS if name not in used}
    assert used <= set(KINDS)
    by_name = {f"{base}_{side}" for side in ("creator", "brand") for base in (
        "completed", "ended", "fault", "review_reminder", "dispute_waiting", "message",
    )}  # fmt: skip
    assert spoken == by_name | {"address_read", "search_found"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_words_of_a_kind_are_whole_and_plain(name: str) -> None:
    kind = KINDS[name]
    places = {
        "deal",
        "brand",
        "creator",
        "by",
        "day",
        "why",
        "fault",
        "version",
        "round",
        "days",
        "more",
        "count",
        "others",
        "person",
        "role",
        "search",
        "contents",
        "file",
    }
    told = " ".join([kind.subject, kind.lead, kind.action, kind.many])
    assert {field for _, field, _, _ in string.Formatter().parse(told) if field} <= places
    assert not set("!") & set(told)
    for word in ("slot", "asset", "deliverable", "collab ", "leverage", "feedback", "opportunity"):
        assert word not in told.lower()
    assert kind.topic in TOPICS
    assert target_url(name, _id_for(kind.page)).startswith("/")


def _id_for(page: str) -> str:
    tail = "0199p4x8c7f3mv5q2r1t6y9kdd"
    prefix = {"pipeline": "deal", "search": "srch", "applicant": "app", "application": "app", "thread": "app",
              "take_down": "tkd"}.get(page, "col")  # fmt: skip
    return f"{prefix}_{tail}"


def test_a_place_without_a_value_closes_up() -> None:
    line = Notification(kind="application_received", params={"creator": "Mila", "deal": "Serum"}, at=None)
    words = words_of(line, World.__dataclass_fields__["now"].default)
    assert words.lead == "Answer, or the application ends by itself."


def test_a_trade_tells_each_side_its_next_step(world: World) -> None:
    trade = world.trade()
    world.settle()
    assert told(world.owner) == ["application_received", "to_ship"]
    assert told(world.creator.user) == ["accepted"]
    assert told(world.viewer) == []
    ops.mark_shipped(collaboration=trade, by=world.by_brand, at=world.later(hours=1))
    ops.mark_delivered(collaboration=trade, by=world.by_system, at=world.later(days=2))
    ops.confirm_delivery(collaboration=trade, by=world.by_creator(), at=world.later(hours=1))
    ops.submit_content(collaboration=trade, by=world.by_creator(), at=world.later(days=3))
    ops.request_changes(collaboration=trade, by=world.by_brand, at=world.later(hours=1))
    world.settle()
    assert told(world.creator.user) == ["accepted", "shipped", "delivered", "film", "changes_requested"]
    assert told(world.owner)[2:] == ["delivered_brand", "received", "to_review"]
    line = Notification.objects.get(kind="changes_requested")
    words = words_of(line, world.now)
    assert words.subject == "Velda asks for changes"
    assert words.lead == "Upload version 2 by Thu 12 Mar." or words.lead.startswith("Upload version 2 by ")
    assert line.deal_id == trade.deal_id
    ops.submit_content(collaboration=trade, by=world.by_creator(), at=world.later(days=1))
    ops.request_changes(collaboration=trade, by=world.by_brand, at=world.later(hours=1))
    world.settle()
    leads = [words_of(line, world.now).lead for line in Notification.objects.filter(kind="changes_requested")]
    last = "This is the last round of changes."
    assert sorted(last in lead for lead in leads) == [False, True], leads


def test_who_said_yes_is_told_to_the_other(world: World) -> None:
    application = world.apply(world.new_deal())
    ops.make_offer(application=application, by=world.by_brand, proposal={"create_within_days": 21}, at=world.now)
    ops.accept_offer(application=application, by=world.by_creator(), at=world.later(hours=1))
    world.settle()
    assert told(world.creator.user) == ["offered"]
    assert told(world.owner)[-2:] == ["offer_accepted", "to_ship"]


def test_an_unanswered_offer_is_not_the_brands_fault(world: World) -> None:
    application = world.apply(world.new_deal())
    ops.make_offer(application=application, by=world.by_brand, proposal={"create_within_days": 21}, at=world.now)
    tick(at=world.later(days=3))
    world.settle()
    assert "offer_ended" in told(world.creator.user)
    assert "offer_unanswered" in told(world.owner)
    assert "application_expired" not in told(world.creator.user)


def test_many_applicants_are_one_line_and_one_mail(world: World) -> None:
    deal = world.new_deal(places=3)
    for number in range(4):
        world.apply(deal, world.another_creator(f"Person{number}"))
    world.settle()
    line = Notification.objects.get(user=world.owner, kind="application_received")
    assert line.count == 4
    assert words_of(line, world.now).subject == "Person3 and 3 more applied for A serum for a clip"
    assert Mail.objects.filter(kind="application_received").count() == 1


def test_an_event_carried_twice_is_told_once(world: World) -> None:
    world.apply(world.new_deal())
    world.settle()
    line = Notification.objects.get(kind="application_received")
    delivery = Delivery(line.source_uid, "deals.application_moved", {
        "application": Application.objects.get().public_id, "move": "apply", "state": "submitted",
    }, line.at)  # fmt: skip
    for handler in relay._handlers("deals.application_moved"):
        handler(delivery)
    assert Notification.objects.filter(kind="application_received").values_list("count", flat=True).get() == 1
    assert Mail.objects.filter(kind="application_received").count() == 1


def test_reminders_and_defaults_reach_both_sides(world: World) -> None:
    trade = world.trade()
    world.settle()
    for _ in range(40):
        tick(at=world.later(hours=12))
        world.settle()
    assert Collaboration.objects.get(pk=trade.pk).state == "no_ship"
    owner, creator = told(world.owner), told(world.creator.user)
    assert {"ship_waiting", "ship_late", "fault_brand", "ended_brand"} <= set(owner)
    assert {"ship_late_creator", "ended_creator"} <= set(creator)


def test_an_idle_deal_tells_everybody_who_waits(world: World) -> None:
    deal = world.new_deal()
    world.apply(deal)
    world.apply(deal, world.other_creator)
    world.settle()
    relay_deal_paused(world, deal.public_id)
    assert told(world.creator.user) == told(world.other_creator.user) == ["deal_paused"]
    assert "deal_paused_idle" in told(world.owner)


def test_many_applicants_are_told_in_batches_each_once_whatever_is_killed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.handlers.deals.TOLD_AT_ONCE", 2)
    deal = world.new_deal()
    people = [world.another_creator(f"C{number}") for number in range(5)]
    for creator in people:
        world.apply(deal, creator)
    world.settle()
    suspend_brand(brand=world.brand, by=world.by_staff, reason="A check", at=world.later(hours=1))

    def number_told() -> int:
        return Notification.objects.filter(kind="deal_paused").count()

    def told_by_batch() -> Iterator[int]:
        while relay.carry_one():
            yield number_told()

    steps = list(told_by_batch())
    assert sorted(set(steps)) == [0, 2, 4, 5]
    assert [told(creator.user).count("deal_paused") for creator in people] == [1] * 5
    last = Message.objects.filter(name="inbox.applicants_left").order_by("pk")[0]
    on_applicants_left(Delivery(last.uid, last.name, last.payload, last.at))  # the same batch once more
    assert number_told() == 5
    reinstate_brand(brand=world.brand, by=world.by_staff, reason="Checked", at=world.now)
    ops.resume_deal(deal=deal, by=world.by_brand, at=world.later(hours=1))
    Notification.objects.filter(kind="deal_paused").delete()
    on_applicants_left(Delivery(last.uid, last.name, last.payload, last.at))
    assert number_told() == 0  # it runs again, so nobody else hears that it does not


def relay_deal_paused(world: World, deal_id: str) -> None:
    from django.db import transaction

    from barter.kernel.moves import record
    from deals.events import DealMoved

    with transaction.atomic():
        record(DealMoved(deal=deal_id, move="pause_idle", state="paused"), at=world.now)
    world.settle()


def test_a_parcel_in_trouble_is_told_to_whom_it_concerns(world: World) -> None:
    from django.db import transaction

    from barter.kernel.moves import record
    from shipping.events import AddressRead, ShipmentMoved

    trade = world.trade()
    world.settle()
    ops.mark_shipped(collaboration=trade, by=world.by_brand, at=world.now)
    ids = {"shipment": Shipment.objects.get().public_id, "collaboration": trade.public_id}
    with transaction.atomic():
        for state in ("available_for_pickup", "attempt_failed", "exception", "in_transit"):
            move = ShipmentMoved(**ids, move=f"scan_{state}", from_state="in_transit", state=state)
            record(move, at=world.now)
        for _ in range(3):
            record(AddressRead(**ids, viewer=world.owner.public_id), at=world.now)
    world.settle()
    lines = told(world.creator.user)
    assert lines[1:] == ["shipped", "parcel_at_pickup", "parcel_missed", "parcel_held_creator", "address_read"]
    assert told(world.owner)[-1] == "parcel_held_brand"
    assert Notification.objects.get(kind="address_read").count == 3
    assert not Mail.objects.filter(kind="address_read").exists()


def test_a_dispute_is_told_step_by_step(world: World) -> None:
    trade = world.trade()
    dispute = ops.open_dispute(collaboration=trade, by=world.by_creator(), reason="It never came", at=world.now)
    ops.answer_dispute(dispute=dispute, by=world.by_brand, answer="It did", at=world.later(hours=2))
    ops.decide_dispute(dispute=dispute, by=world.by_staff, outcome="brand_fault", decision="So", at=world.later(days=1))
    ops.appeal_dispute(dispute=dispute, by=world.by_brand, at=world.later(hours=1))
    ops.decide_appeal(dispute=dispute, by=world.by_staff, outcome="no_fault", decision="Ok", at=world.later(hours=1))
    world.settle()
    assert [kind for kind in told(world.owner) if kind.startswith("dispute")] == [
        "dispute_opened_brand", "dispute_decided_brand", "dispute_final_brand",
    ]  # fmt: skip
    assert [kind for kind in told(world.creator.user) if kind.startswith("dispute")] == [
        "dispute_answered_creator", "dispute_decided_creator", "dispute_appealed_creator", "dispute_final_creator",
    ]  # fmt: skip
    assert "fault_lifted_brand" in told(world.owner)
    entry = Notification.objects.get(kind="fault_brand")
    assert words_of(entry, world.now).lead.endswith("Our team decided it.")  # and can't be objected to apart from that
    ends = Notification.objects.filter(kind__startswith="ended_")
    assert [line.params["why"] for line in ends] == ["Our team decided it."] * 2
    for line in Notification.objects.all():
        assert "It never came" not in str(line.params)


def test_a_date_that_is_over_is_not_told(world: World) -> None:
    trade = world.trade()
    ops.mark_shipped(collaboration=trade, by=world.by_brand, at=world.later(hours=1))
    ops.mark_delivered(collaboration=trade, by=world.by_system, at=world.later(days=2))
    ops.confirm_delivery(collaboration=trade, by=world.by_creator(), at=world.later(hours=1))
    world.settle()  # only now is anything carried
    assert "due_at" not in Notification.objects.get(kind="delivered").params
    assert Notification.objects.get(kind="film").at == world.now


@pytest.mark.parametrize("ours", [True, False])
def test_only_the_ladder_speaks_of_parcels_and_clips(world: World, ours: bool) -> None:
    by = world.by_staff if ours else world.by_system
    suspend_brand(brand=world.brand, by=by, reason="A fake shop", at=world.now)
    until = world.now + timedelta(days=30)
    pause_creator(creator=world.creator, by=by, until=until, reason="Stolen clips", at=world.now)
    world.settle()
    news = Notification.objects.filter(kind__in=["brand_suspended", "creator_paused"])
    leads = " ".join({words_of(one, world.now).lead for one in news})
    assert ("Parcels were not shipped." in leads, "ended without clips" in leads) == (not ours, not ours)
    assert leads.count("Our team decided it.") == (2 if ours else 0)
    assert "fake" not in leads
