"""Each decision asks, calls one operation, and is written down; a refusal changes nothing and says why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import MODERATOR, SUPPORT
from barter.kernel import policy
from barter.kernel.models import Message, Policy, TimelineEntry
from barter.kernel.operations import fill_policies
from brands.models import Brand
from creators.models import Creator
from creators.operations import AddressData, add_address, add_channel
from deals import operations as ops
from deals.models import Collaboration, Deal
from deals.workflow import CollaborationState
from shipping.models import AddressAccess
from shipping.operations import open_shipment
from tests.admin.conftest import act, last_move, sign_in
from tests.deals.trades import trade_in
from tests.world import World


def waiting_deal(world: World, title: str = "A serum for a clip") -> Deal:
    Brand.objects.filter(pk=world.brand.pk).update(is_trusted=False)
    world.brand.refresh_from_db()
    return ops.submit_deal(deal=world.draft(title=title), by=world.by_brand, at=world.now)


def test_a_deal_is_approved_once_and_written_down(world: World, moderator: Client) -> None:
    deal = waiting_deal(world)
    path = reverse("admin:deals_deal_approve", args=[deal.pk])
    assert "It goes live at once" in moderator.get(path).content.decode()
    assert Deal.objects.get().state == Deal.State.IN_REVIEW
    assert "Approve: done." in act(moderator, deal, "approve")
    deal.refresh_from_db()
    assert deal.state == Deal.State.LIVE
    assert (last_move(deal).move, last_move(deal).actor_side) == ("approve", "staff")
    log = LogEntry.objects.get()
    assert (log.user.name, log.change_message, log.object_id) == ("Moritz", "Approve", str(deal.pk))


def test_the_second_of_two_approvals_reads_who_was_faster(
    world: World, moderator: Client, person: Callable[..., User]
) -> None:
    deal = waiting_deal(world)
    act(moderator, deal, "approve")
    with world.nothing_changes():
        page = act(sign_in(person(MODERATOR, "Mona")), deal, "approve")
    assert "This has moved on" in page
    assert "Our team did “approve”" in page
    assert LogEntry.objects.count() == 1


def test_a_rejection_needs_a_reason_that_the_brand_reads(world: World, moderator: Client) -> None:
    deal = waiting_deal(world)
    with world.nothing_changes():
        assert "Fill this in" in act(moderator, deal, "reject", reason=" ")
    act(moderator, deal, "reject", reason="Say what the serum is for.")
    deal.refresh_from_db()
    assert (deal.state, deal.rejection_reason) == (Deal.State.REJECTED, "Say what the serum is for.")
    assert LogEntry.objects.get().change_message == "Reject: Say what the serum is for."


def test_a_deal_is_paused_resumed_closed_and_taken_down(world: World, moderator: Client) -> None:
    deal, other = world.new_deal(), world.new_deal()
    for name, state in (("pause", "paused"), ("resume", "live"), ("close", "closed")):
        act(moderator, deal, name, **({} if name == "resume" else {"reason": f"{name} it"}))
        deal.refresh_from_db()
        assert deal.state == state
        assert last_move(deal).reason == ("" if name == "resume" else f"{name} it")
    act(moderator, other, "take_down", reason="Counterfeit")
    other.refresh_from_db()
    assert other.state == Deal.State.TAKEN_DOWN
    assert last_move(other).reason == "Counterfeit"


def test_only_possible_decisions_are_offered(world: World, moderator: Client) -> None:
    page = moderator.get(reverse("admin:deals_deal_change", args=[waiting_deal(world).pk])).content.decode()
    assert "/approve/" in page
    assert "/resume/" not in page


def test_many_deals_are_approved_after_a_preview_and_refusals_are_named(world: World, moderator: Client) -> None:
    deals = [waiting_deal(world, "First"), waiting_deal(world, "Second"), world.draft(title="Third")]
    path = reverse("admin:deals_deal_changelist")
    chosen = {"action": "approve_many", "_selected_action": [deal.pk for deal in deals]}
    with world.nothing_changes():
        page = moderator.post(path, chosen).content.decode()
    assert "Approve: 2 of 3" in page
    assert "Nothing: not possible from here" in page
    page = moderator.post(path, chosen | {"confirmed": "1"}, follow=True).content.decode()
    assert "Approve: 2 done." in page
    assert "Third: This has moved on" in page
    assert sorted(Deal.objects.values_list("state", flat=True)) == ["draft", "live", "live"]
    assert LogEntry.objects.count() == 2


def test_many_rejections_ask_for_one_reason(world: World, moderator: Client) -> None:
    deal = waiting_deal(world)
    path = reverse("admin:deals_deal_changelist")
    chosen = {"action": "reject_many", "_selected_action": [deal.pk], "confirmed": "1"}
    with world.nothing_changes():
        assert "Fill this in" in moderator.post(path, chosen).content.decode()
    moderator.post(path, chosen | {"reason": "Too thin"})
    assert Deal.objects.get().rejection_reason == "Too thin"


def test_support_reads_and_decides_nothing(world: World, support: Client) -> None:
    deal = waiting_deal(world)
    assert support.get("/admin/").status_code == 200
    page = support.get(reverse("admin:deals_deal_change", args=[deal.pk])).content.decode()
    assert "/approve/" not in page
    with world.nothing_changes():
        assert support.post(reverse("admin:deals_deal_approve", args=[deal.pk])).status_code == 403
        chosen = {"action": "approve_many", "_selected_action": [deal.pk], "confirmed": "1"}
        support.post(reverse("admin:deals_deal_changelist"), chosen)
        assert (
            support.post(reverse("admin:brands_brand_suspend", args=[world.brand.pk]), {"reason": "x"}).status_code
            == 403
        )
    fill_policies()
    assert support.post(reverse("admin:kernel_policy_change", args=[Policy.objects.first().pk])).status_code == 403  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["creator", "owner", "outsider", "nobody", "staff without a role"])
def test_nobody_else_comes_in(world: World, who: str) -> None:
    people = {
        "creator": world.creator.user,
        "owner": world.owner,
        "outsider": world.outsider,
        "staff without a role": world.staff,
    }
    client = sign_in(people[who]) if who in people else Client()
    deal = waiting_deal(world)
    with world.nothing_changes():
        for path in (
            "/admin/deals/deal/",
            f"/admin/deals/deal/{deal.pk}/change/",
            f"/admin/deals/deal/{deal.pk}/approve/",
        ):
            assert client.get(path).status_code in {302, 403}, path
            assert client.post(path).status_code in {302, 403}, path
        found = client.get("/admin/search/", {"s": "serum"})
        assert found.status_code in {302, 403} or "A serum for a clip" not in found.content.decode()


def test_brands_are_verified_suspended_and_lifted(world: World, moderator: Client) -> None:
    for name, answers in (
        ("verify", {}),
        ("suspend", {"reason": "Fake shop"}),
        ("reinstate", {"reason": "Cleared"}),
        ("unverify", {"reason": "Not their firm"}),
    ):
        assert ": done." in act(moderator, world.brand, name, **answers)
    world.brand.refresh_from_db()
    assert (world.brand.standing, world.brand.verified_at is not None) == (Brand.Standing.GOOD, False)
    moves = TimelineEntry.objects.filter(object_type="brand", actor_side="staff").order_by("id")
    assert [(row.move, row.reason) for row in moves] == [
        ("verify", ""),
        ("suspend", "Fake shop"),
        ("reinstate", "Cleared"),
        ("unverify", "Not their firm"),
    ]


def test_creators_are_verified_paused_lifted_and_closed(world: World, moderator: Client) -> None:
    for name, answers in (
        ("verify", {}),
        ("pause_creator", {"reason": "Two no-shows"}),
        ("resume", {"reason": "It was the carrier"}),
        ("unverify", {"reason": "A borrowed passport"}),
        ("verify", {}),
        ("close", {"reason": "Third"}),
    ):
        act(moderator, world.creator, {"pause_creator": "pause"}.get(name, name), **answers)
    world.creator.refresh_from_db()
    assert (world.creator.is_verified, world.creator.standing) == (True, Creator.Standing.CLOSED)
    assert LogEntry.objects.count() == 6
    moves = TimelineEntry.objects.filter(object_type="creator", move__in=("resume", "unverify"))
    assert set(moves.values_list("reason", flat=True)) == {"It was the carrier", "A borrowed passport"}


def test_a_stuck_message_is_tried_again(root: Client, world: World) -> None:
    world.new_deal()
    message = Message.objects.order_by("id")[0]
    Message.objects.filter(pk=message.pk).update(dead_at=timezone.now(), attempts=12, error="KeyError")
    act(root, message, "retry")
    message.refresh_from_db()
    assert (message.dead_at, message.attempts) == (None, 0)
    Message.objects.filter(pk=message.pk).update(done_at=timezone.now())
    assert "This has moved on" in act(root, message, "retry")


def test_a_setting_is_changed_with_a_trace_and_only_by_superusers(root: Client, moderator: Client) -> None:
    root.get("/admin/kernel/policy/")
    row = Policy.objects.get(name="application_answer_days")
    assert moderator.post(reverse("admin:kernel_policy_change", args=[row.pk]), {"value": "1"}).status_code == 403
    path = f"/admin/kernel/policy/{row.pk}/change-the-value/"
    assert moderator.post(path, {"value": "1"}).status_code == 403
    root.post(path, {"value": "9"})
    policy.forget()
    assert policy.value("application_answer_days") == 9
    assert last_move(row).reason == "7 became 9"
    root.post(f"/admin/kernel/policy/{row.pk}/back-to-the-default/")
    policy.forget()
    assert policy.value("application_answer_days") == 7


def test_an_address_is_opened_with_a_reason_and_logged(world: World, moderator: Client, support: Client) -> None:
    shipment = open_shipment(collaboration=world.trade(), at=world.now)
    assert shipment is not None
    path = reverse("admin:shipping_shipment_read_address", args=[shipment.pk])
    for page in ("changelist", "change"):
        arguments = [shipment.pk] if page == "change" else []
        shown = moderator.get(reverse(f"admin:shipping_shipment_{page}", args=arguments)).content.decode()
        assert "Kade 1" not in shown
    assert "Kade 1" not in moderator.get(path).content.decode()
    assert "Kade 1" not in moderator.post(path, {"reason": ""}).content.decode()
    assert AddressAccess.objects.count() == 0
    assert support.post(path, {"reason": "Curious"}).status_code == 403
    answer = moderator.post(path, {"reason": "The carrier asks for the house number"})
    assert "Kade 1" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    access = AddressAccess.objects.get()
    assert (access.via, access.viewer.name) == ("staff", "Moritz")
    assert last_move(shipment).reason == "The carrier asks for the house number"
    assert "Kade 1" not in str(list(LogEntry.objects.values_list()))


def test_an_address_stays_closed_outside_of_its_window(world: World, moderator: Client) -> None:
    trade = world.trade()
    shipment = open_shipment(collaboration=trade, at=world.now)
    assert shipment is not None
    ops.cancel_by_staff(collaboration=trade, by=world.by_staff, reason="Fire", at=world.now)
    path = reverse("admin:shipping_shipment_read_address", args=[shipment.pk])
    assert "Kade 1" not in moderator.post(path, {"reason": "Curious"}, follow=True).content.decode()
    assert AddressAccess.objects.count() == 0


def test_roles_are_given_by_superusers_and_never_to_oneself(root: Client, moderator: Client, world: World) -> None:
    path = reverse("admin:accounts_user_set_role", args=[world.outsider.pk])
    assert moderator.post(path, {"role": MODERATOR}).status_code == 403
    world.outsider.refresh_from_db()
    assert not world.outsider.is_staff
    root.post(path, {"role": SUPPORT})
    world.outsider.refresh_from_db()
    assert (world.outsider.is_staff, world.outsider.groups.get().name) == (True, SUPPORT)
    own = User.objects.get(name="Rita")
    assert "Nobody decides about the own account" in act(root, own, "set_role", role=SUPPORT)
    own.refresh_from_db()
    assert own.is_superuser


def test_an_account_is_closed_and_reopened(moderator: Client, world: World) -> None:
    client = sign_in(world.outsider)
    assert "Close the account: done." in act(moderator, world.outsider, "close", reason="Stolen")
    assert not client.get("/design/").wsgi_request.user.is_authenticated
    act(moderator, world.outsider, "reopen", reason="Found again")
    world.outsider.refresh_from_db()
    assert world.outsider.is_active
    assert TimelineEntry.objects.filter(object_type="user").count() == 2


def test_an_export_holds_no_formula(world: World, moderator: Client) -> None:
    world.draft(title="=HYPERLINK(1)")
    chosen = {"action": "export_csv", "_selected_action": [Deal.objects.get().pk]}
    answer = moderator.post(reverse("admin:deals_deal_changelist"), chosen)
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert LogEntry.objects.get().change_message == "Exported 1 deals"


def test_the_start_page_counts_what_waits_with_the_oldest_wait(world: World, moderator: Client) -> None:
    waiting_deal(world)
    trade = trade_in(CollaborationState.ON_HOLD, at=timezone.now() - timedelta(days=2))
    page = moderator.get("/admin/").content.decode()
    assert "Deals to check" in page
    assert "late" in page
    assert reverse("admin:deals_deal_changelist") + "?state__exact=in_review" in page
    listed = moderator.get("/admin/deals/collaboration/?state__exact=on_hold").content.decode()
    assert str(trade.collaboration.creator) in listed
    assert Collaboration.objects.filter(state="on_hold").count() == 1


def test_staff_verify_a_channel_and_a_phone_and_the_creator_gets_credits(world: World, moderator: Client) -> None:
    creator = world.creator
    data = AddressData(name="A", line1="B 1", city="Berlin", postcode="10115", country="DE", phone="+49 30 555 0101")
    add_address(creator=creator, data=data, at=timezone.now(), is_default=True)
    channel = add_channel(creator=creator, platform="tiktok", handle="mila.makes", at=timezone.now())
    before = creator.capacity.credits_granted
    assert ": done." in act(moderator, creator, "verify_phone")
    assert ": done." in act(moderator, channel, "verify")
    creator.capacity.refresh_from_db()
    assert creator.capacity.credits_granted == max(before, min(before + 3, 5))
    moves = TimelineEntry.objects.filter(object_type="creator", object_id=creator.pk).order_by("id")
    assert {"verify_phone", "verify_channel", "earn_credits"} <= {row.move for row in moves}
    assert not LogEntry.objects.filter(change_message__contains="555").exists()
    assert "Fill this in" in act(moderator, creator, "unverify_phone", reason="")
    assert ": done." in act(moderator, creator, "unverify_phone", reason="A stranger answered")
    assert ": done." in act(moderator, channel, "unverify", reason="A fan page")
    page = moderator.get(reverse("admin:creators_creator_change", args=[creator.pk])).content.decode()
    assert "/verify-phone/" in page
    assert "/take-back-phone-verification/" not in page


def test_a_setting_has_a_button_that_leads_to_its_question(root: Client) -> None:
    fill_policies()
    row = Policy.objects.get(name="application_answer_days")
    page = root.get(reverse("admin:kernel_policy_change", args=[row.pk])).content.decode()
    assert f"/admin/kernel/policy/{row.pk}/change-the-value/" in page


def test_no_button_hides_behind_a_page_of_the_admin() -> None:
    """A decision called like a page of the admin would get that page's address."""
    taken = {"add", "autocomplete", "change", "changelist", "delete", "history"}
    named = {(str(kind._meta), name) for kind, page in admin.site._registry.items() for name in page.actions_detail}
    assert not [one for one in named if one[1] in taken]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("credits_start", "40000"),  # no counter of a creator holds it: nobody could join
        ("upload_expires_minutes", "20000"),  # no storage signs an address for longer than a week
        ("upload_expires_minutes", "0"),
        ("review_business_days", "0"),  # would approve whatever is handed in
        ("dispute_appeal_days", "4000"),
        ("revision_rounds", "3"),  # the table of trades holds two at most
    ],
)
def test_a_setting_refuses_what_would_break_the_product(root: Client, name: str, value: str) -> None:
    fill_policies()
    row = Policy.objects.get(name=name)
    page = root.post(f"/admin/kernel/policy/{row.pk}/change-the-value/", {"value": value}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.value == policy.DEFAULTS[name]
    assert "This setting goes from" in page


def test_every_default_is_within_its_own_limits() -> None:
    for name, value in policy.DEFAULTS.items():
        least, most = policy.limits(name)
        assert least <= value <= most, name


def test_a_refused_answer_keeps_what_was_written(root: Client) -> None:
    fill_policies()
    row = Policy.objects.get(name="credits_start")
    page = root.post(f"/admin/kernel/policy/{row.pk}/change-the-value/", {"value": "40000"})
    assert page.status_code == 200  # the question again, with the reason above it
    assert 'value="40000"' in page.content.decode()
    assert "This setting goes from 0 to 1,000" in page.content.decode()
