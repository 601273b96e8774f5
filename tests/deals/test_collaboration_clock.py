"""What happens to a trade when nobody acts (product.md, section 3)."""

from datetime import date, datetime

import pytest

from barter.kernel.actors import Actor
from barter.kernel.invariants import all_checks, run
from barter.kernel.models import Message, TimelineEntry
from brands.models import Brand, BrandCapacity, Variant
from creators.models import CreatorCapacity
from deals import operations
from deals.errors import VisitDateNotPossible
from deals.models import Collaboration, DealPlaces, Fault
from deals.operations.clock import tick
from deals.workflow import CollaborationState
from tests.deals.trades import DAY, HOUR, MONDAY, Trade, make_trade, trade_in

pytestmark = pytest.mark.django_db
C = CollaborationState


def timeline(trade: Trade) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="collaboration", object_id=trade.collaboration.pk)
    return list(rows.order_by("id").values_list("move", flat=True))


def times(trade: Trade) -> list[object]:
    rows = TimelineEntry.objects.filter(object_type="collaboration", object_id=trade.collaboration.pk)
    return list(rows.order_by("id").values_list("at", flat=True))


def reminders() -> list[tuple[str, int]]:
    rows = Message.objects.filter(name="deals.clock_reminder", payload__object_type="collaboration").order_by("id")
    return [(row.payload["ball"], row.payload["hours_left"]) for row in rows]


def assert_invariants() -> None:
    """All but the parcels': these trades are moved without any; tests/shipping keeps what is true of them."""
    checks = [check for check in all_checks() if not check.name.startswith("shipments:")]
    broken = [(result.check.name, result.examples) for result in map(run, checks) if result.violations]
    assert broken == []


def capacity(trade: Trade) -> tuple[int, int, int, int, int]:
    """credits held and lost, slots used, places taken, stock reserved"""
    row = trade.collaboration
    creator = CreatorCapacity.objects.get(pk=row.creator_id)
    brand = BrandCapacity.objects.get(pk=row.brand_id)
    stock = Variant.objects.get(pk=row.variant_id).stock_reserved
    places = DealPlaces.objects.get(pk=row.deal_id).taken
    return creator.credits_held, creator.credits_lost, brand.slots_used, places, stock


# ---- Shipping


def test_a_brand_that_never_ships_is_reminded_then_late_then_over() -> None:
    trade = make_trade()
    trade.tick(hours=25)
    trade.tick(hours=24)
    assert reminders() == [("brand", 47), ("brand", 23)]
    assert trade.tick(hours=24).late_at == MONDAY + 3 * DAY
    assert trade.collaboration.shipped_late
    assert trade.collaboration.wake_at == MONDAY + 14 * DAY  # ten business days
    trade.tick(days=11)
    assert timeline(trade) == ["agree", "mark_late", "give_up_shipping"]
    assert trade.collaboration.state == C.NO_SHIP
    assert capacity(trade) == (0, 0, 0, 0, 0)
    assert set(Fault.objects.values_list("side", "kind")) == {("brand", "late_shipping"), ("brand", "no_ship")}
    assert BrandCapacity.objects.get().no_ship_count == 1
    assert Brand.objects.get().standing == Brand.Standing.WATCHED
    assert_invariants()


def test_a_creator_may_leave_only_once_shipping_is_late() -> None:
    trade = make_trade()
    with pytest.raises(Exception, match="still has time"):
        trade.do("leave_late", "creator")
    trade.tick(days=4)
    trade.do("leave_late", "creator")
    assert trade.collaboration.state == C.CANCELLED_NO_FAULT
    assert capacity(trade) == (0, 0, 0, 0, 0)
    assert_invariants()


def test_a_parcel_is_asked_for_and_then_lost() -> None:
    trade = trade_in(C.SHIPPED)
    shipped_at = trade.now
    assert trade.collaboration.due_at == shipped_at + 8 * DAY
    trade.tick(days=8)
    assert timeline(trade)[-1] == "ask_for_parcel"
    assert trade.collaboration.wake_at == shipped_at + 30 * DAY
    trade.tick(days=22)
    assert (trade.collaboration.state, trade.collaboration.problem_code) == (C.ON_HOLD, "lost")
    assert trade.collaboration.ball == "brand"
    trade.tick(days=5)
    assert trade.collaboration.state == C.CANCELLED_NO_FAULT
    assert capacity(trade) == (0, 0, 0, 0, 0)
    assert Variant.objects.get(pk=trade.collaboration.variant_id).stock_on_hand == 4  # it left the house
    assert_invariants()


def test_a_parcel_across_a_border_has_21_days() -> None:
    trade = trade_in(C.SHIPPED, cross_border=True)
    assert trade.collaboration.due_at == trade.now + 21 * DAY


def test_a_lost_parcel_that_turns_up_is_delivered() -> None:
    trade = trade_in(C.SHIPPED)
    trade.tick(days=30)
    trade.do("mark_delivered", "carrier")
    assert (trade.collaboration.state, trade.collaboration.problem_code, trade.collaboration.held_from) == (
        C.DELIVERED, "", "",
    )  # fmt: skip
    assert_invariants()


def test_a_damaged_parcel_can_not_be_delivered_again_by_a_late_scan() -> None:
    trade = trade_in(C.ON_HOLD)
    with pytest.raises(Exception, match="moved on"):
        trade.do("mark_delivered", "carrier")


def test_another_parcel_reserves_another_item() -> None:
    trade = trade_in(C.ON_HOLD)
    assert capacity(trade)[4] == 0
    trade.do("send_again", "brand")
    assert (trade.collaboration.state, trade.collaboration.stock_held) == (C.TO_SHIP, True)
    assert capacity(trade)[4] == 1
    trade.do("mark_shipped", "brand")
    assert Variant.objects.get(pk=trade.collaboration.variant_id).stock_on_hand == 3
    assert BrandCapacity.objects.get(pk=trade.collaboration.brand_id).shipped_count == 1
    assert_invariants()


def test_a_returned_parcel_goes_out_again_without_a_new_item() -> None:
    trade = trade_in(C.SHIPPED)
    trade.do("mark_returned", "carrier")
    trade.do("send_again", "brand")
    assert capacity(trade)[4] == 0
    trade.do("mark_shipped", "brand")
    assert trade.collaboration.state == C.SHIPPED
    assert_invariants()


# ---- The content clock


def test_the_content_clock_starts_at_the_delivery_and_not_at_the_confirmation() -> None:
    trade = trade_in(C.SHIPPED)
    scanned = trade.now + HOUR
    trade.do("mark_delivered", "carrier", delivered_at=scanned)
    trade.later(days=2)
    trade.do("confirm_delivery", "creator")
    assert trade.collaboration.due_at == scanned + 14 * DAY


def test_the_content_clock_starts_at_the_confirmation_when_there_is_no_scan() -> None:
    trade = trade_in(C.SHIPPED)
    trade.later(days=3)
    trade.do("confirm_delivery", "creator")
    assert trade.collaboration.delivered_at == trade.now
    assert trade.collaboration.due_at == trade.now + 14 * DAY


def test_a_delivery_nobody_confirms_counts_as_received() -> None:
    trade = trade_in(C.DELIVERED)
    delivered = trade.now
    trade.tick(days=3)
    assert trade.collaboration.state == C.CREATING
    assert trade.collaboration.due_at == delivered + 14 * DAY


def test_a_reported_problem_stops_the_clock_and_gives_the_time_back() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    trade.do("report_problem", "creator", code="wrong_item", note="It is blue")
    assert trade.collaboration.ball == "brand"
    trade.later(days=4)
    trade.do("solve_problem", "creator")
    assert trade.collaboration.state == C.CREATING
    assert trade.collaboration.due_at == due + 4 * DAY + HOUR
    assert trade.collaboration.held_clock == {}


def test_time_a_problem_took_before_the_confirmation_does_not_count_either() -> None:
    trade = trade_in(C.DELIVERED)
    delivered = trade.now
    trade.do("report_problem", "creator", code="incomplete", note="")
    trade.later(days=3, hours=23)
    trade.do("solve_problem", "creator")
    trade.do("confirm_delivery", "creator")
    assert trade.collaboration.due_at == delivered + 18 * DAY


def test_a_wrong_address_is_the_creators_to_cure() -> None:
    trade = trade_in(C.SHIPPED)
    trade.do("report_problem", "creator", code="address", note="")
    assert trade.collaboration.ball == "creator"


def test_a_creator_who_never_delivers_is_late_then_gone_and_loses_the_credit() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    assert due is not None
    trade.now = due
    trade.tick(hours=0)
    assert (trade.collaboration.late_at, trade.collaboration.wake_at) == (due, due + 7 * DAY)
    assert capacity(trade)[0] == 1
    trade.tick(days=7)
    assert trade.collaboration.state == C.NO_SHOW
    assert capacity(trade) == (0, 1, 0, 0, 0)
    assert set(Fault.objects.values_list("side", "kind")) == {("creator", "late_content"), ("creator", "no_show")}
    assert_invariants()


def test_one_extension_of_seven_days_and_only_before_the_end() -> None:
    trade = trade_in(C.CREATING)
    due = trade.collaboration.due_at
    assert due is not None
    trade.do("extend_deadline", "creator")
    assert trade.collaboration.due_at == due + 7 * DAY
    with pytest.raises(Exception, match="already extended"):
        trade.do("extend_deadline", "creator")
    late = trade_in(C.CREATING)
    late.tick(days=15)
    with pytest.raises(Exception, match="has passed"):
        late.do("extend_deadline", "creator")


def test_a_third_round_of_changes_is_refused() -> None:
    trade = trade_in(C.IN_REVIEW)
    for _ in range(2):
        trade.do("request_changes", "brand")
        trade.do("submit_content", "creator")
    with pytest.raises(Exception, match="Both rounds"):
        trade.do("request_changes", "brand")
    assert (trade.collaboration.state, trade.collaboration.revision_rounds_used) == (C.IN_REVIEW, 2)
    assert BrandCapacity.objects.get().reviewed_count == 2


def test_silence_of_the_brand_approves_and_is_counted() -> None:
    trade = trade_in(C.IN_REVIEW)
    trade.tick(days=5)
    assert (trade.collaboration.state, trade.collaboration.approved_silently) == (C.APPROVED, True)
    brand = BrandCapacity.objects.get()
    assert (brand.reviewed_count, brand.silent_approval_count) == (1, 1)


def test_content_only_is_completed_by_the_approval_with_two_timeline_rows() -> None:
    trade = trade_in(C.IN_REVIEW, must_post=False)
    trade.do("approve_content", "brand")
    assert timeline(trade)[-2:] == ["approve", "complete"]
    assert trade.collaboration.state == C.COMPLETED
    assert capacity(trade) == (0, 0, 0, 1, 0)
    creator = CreatorCapacity.objects.get()
    assert (creator.credits_granted, creator.completed_count, creator.on_time_count) == (3, 1, 1)
    assert creator.open_applications_max == 10
    assert_invariants()


def test_content_only_is_completed_by_silence_too() -> None:
    trade = trade_in(C.IN_REVIEW, must_post=False)
    trade.tick(days=5)
    assert (trade.collaboration.state, trade.collaboration.approved_silently) == (C.COMPLETED, True)
    assert_invariants()


def test_a_visit_that_is_missed_is_a_no_show() -> None:
    trade = trade_in(C.BOOKED)
    day = (trade.now + 5 * DAY).date()
    trade.do("book_visit", "creator", visit_date=day)
    assert trade.collaboration.due_at is not None
    assert trade.collaboration.due_at.date() == day
    trade.tick(days=6)
    assert trade.collaboration.state == C.BOOKED  # two days to say that it took place, or to choose another
    assert timeline(trade)[-1] == "ask_for_visit"
    trade.tick(days=2)
    assert trade.collaboration.state == C.NO_SHOW
    assert capacity(trade) == (0, 1, 0, 0, 0)
    assert_invariants()


def test_a_visit_that_took_place_is_said_the_day_after() -> None:
    trade = trade_in(C.BOOKED)
    trade.do("book_visit", "creator", visit_date=(trade.now + 5 * DAY).date())
    trade.tick(days=6)
    trade.do("check_in", "creator")
    assert trade.collaboration.state == C.CHECKED_IN
    assert_invariants()


def test_a_visit_without_a_day_ends_when_its_time_is_over() -> None:
    trade = trade_in(C.BOOKED)
    trade.tick(days=29)
    assert trade.collaboration.state == C.NO_SHOW
    assert timeline(trade)[-1] == "miss_visit"


@pytest.mark.parametrize(
    ("zone", "at", "first", "ends"),
    [
        ("America/Los_Angeles", "2026-03-05T03:00", "2026-03-04", "2026-03-05T07:59:59"),
        ("Europe/Riga", "2026-03-04T23:00", "2026-03-05", "2026-03-05T21:59:59"),
        ("UTC", "2026-03-04T23:00", "2026-03-04", "2026-03-04T23:59:59"),
    ],
)
def test_a_visit_is_booked_on_the_creators_own_days(zone: str, at: str, first: str, ends: str) -> None:
    trade, now, day = trade_in(C.BOOKED), datetime.fromisoformat(f"{at}+00:00"), date.fromisoformat(first)
    trade.collaboration.creator.user.__class__.objects.update(time_zone=zone)
    by = Actor.creator(trade.collaboration.creator.user_id)
    with pytest.raises(VisitDateNotPossible):
        operations.book_visit(collaboration=trade.collaboration, by=by, visit_date=day - DAY, at=now)
    assert Collaboration.objects.get().visit_date is None

    row = operations.book_visit(collaboration=trade.collaboration, by=by, visit_date=day, at=now)

    assert (row.visit_date, row.due_at) == (day, datetime.fromisoformat(f"{ends}+00:00"))


def test_a_voucher_starts_the_content_clock_when_it_is_received() -> None:
    trade = trade_in(C.VOUCHER_SENT)
    trade.later(days=1)
    trade.do("confirm_delivery", "creator")
    assert trade.collaboration.due_at == trade.now + 14 * DAY
    assert Variant.objects.get(pk=trade.collaboration.variant_id).stock_on_hand == 4
    assert_invariants()


# ---- The clock task


def test_running_it_twice_changes_nothing() -> None:
    trade = trade_in(C.CREATING)
    trade.tick(days=15)
    before = (trade.collaboration.late_at, len(timeline(trade)), Message.objects.count())
    for _ in range(3):
        assert tick(at=trade.now) == 0
    trade.fresh()
    assert (trade.collaboration.late_at, len(timeline(trade)), Message.objects.count()) == before


def test_far_too_late_it_makes_the_defaults_one_after_another_each_with_its_time() -> None:
    trade = make_trade()
    trade.tick(days=60)
    assert timeline(trade) == ["agree", "mark_late", "give_up_shipping"]
    assert times(trade) == [MONDAY, MONDAY + 3 * DAY, MONDAY + 14 * DAY]
    assert reminders() == []
    delivered = trade_in(C.DELIVERED)
    at = delivered.now
    delivered.tick(days=60)
    assert timeline(delivered)[-3:] == ["take_as_received", "mark_late", "give_up_content"]
    assert times(delivered)[-3:] == [at + 3 * DAY, at + 14 * DAY, at + 21 * DAY]
    assert_invariants()


def test_nobody_loses_time_to_an_outage_of_the_clock_task() -> None:
    trade = trade_in(C.IN_REVIEW)
    trade.tick(days=60)
    assert trade.collaboration.state == C.APPROVED
    assert trade.collaboration.approved_at < trade.now - 50 * DAY  # type: ignore[operator]
    assert trade.collaboration.due_at == trade.now + 5 * DAY


def test_a_row_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, other = trade_in(C.CREATING), trade_in(C.CREATING)
    real = Collaboration.stay_late

    def fail(self: Collaboration, late_at: object) -> None:
        if self.pk == broken.collaboration.pk:
            raise RuntimeError("broken row")
        real(self, late_at)  # type: ignore[arg-type]

    monkeypatch.setattr(Collaboration, "stay_late", fail)
    tick(at=other.now + 15 * DAY)
    assert other.fresh().late_at is not None
    assert broken.fresh().late_at is None
