"""What a brand's people hear of: their team, their deals, and where the brand stands with our team."""

import pytest

from accounts.models import User
from brands.models import Brand, Membership
from brands.operations import invite_member, reinstate_brand, remove_member, revoke_invitation, suspend_brand
from deals import operations as ops
from deals.errors import BrandIsSuspended
from deals.models import Deal
from inbox.models import Mail, Notification
from inbox.words import words_of
from tests.inbox.conftest import told
from tests.world import World


def colleague(world: World, name: str = "Mark Manager") -> User:
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.com", "barter-demo", name=name)
    Membership.objects.create(brand=world.brand, user=user, role=Membership.Role.MANAGER, joined_at=world.now)
    return user


def test_news_of_the_team_say_whether_somebody_left_or_was_taken_off(world: World) -> None:
    left, removed = colleague(world), colleague(world, "Rita Removed")
    remove_member(membership=left.memberships.get(), by=left, at=world.now)
    remove_member(membership=removed.memberships.get(), by=world.owner, at=world.now)
    world.settle()
    assert told(world.owner) == ["member_left", "member_taken_off"]
    assert (told(left), told(removed)) == ([], ["member_removed"])
    lines = [words_of(line, world.now).subject for line in Notification.objects.filter(user=world.owner).order_by("id")]
    assert lines == ["Mark Manager left Velda", "Rita Removed was taken off the team of Velda"]


def test_who_left_a_team_keeps_no_news_of_it_in_inbox_or_mail(world: World) -> None:
    leaver, other = colleague(world), colleague(world, "Otto Other")
    deal = world.new_deal()
    world.apply(deal)
    world.accept(world.apply(deal, world.other_creator))
    world.settle()
    assert "application_received" in told(leaver)
    before = told(world.owner), told(other), told(world.creator.user)
    assert Mail.objects.filter(user=leaver, state=Mail.State.WAITING).exists()
    assert Notification.objects.filter(user=world.other_creator.user, brand=world.brand).exists()

    remove_member(membership=leaver.memberships.get(), by=world.owner, at=world.now)
    world.settle()

    assert told(leaver) == ["member_removed"]
    assert set(Mail.objects.filter(user=leaver).values_list("kind", flat=True)) <= {"member_removed"}
    assert told(other)[: len(before[1])] == before[1]  # theirs stay
    assert told(world.owner)[: len(before[0])] == before[0]
    assert told(world.creator.user) == before[2]


def test_who_left_and_came_back_at_once_keeps_their_news(world: World) -> None:
    person = colleague(world)
    world.apply(world.new_deal())
    world.settle()
    before = told(person)
    remove_member(membership=person.memberships.get(), by=person, at=world.now)
    Membership.objects.create(brand=world.brand, user=person, role=Membership.Role.MANAGER, joined_at=world.now)
    world.settle()
    assert before
    assert told(person) == before


def test_who_publishes_a_deal_is_not_mailed_that_it_is_live(world: World) -> None:
    other = colleague(world)
    ops.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now)
    world.settle()
    assert told(world.owner) == []
    assert told(other) == ["deal_published"]
    assert words_of(Notification.objects.get(), world.now).subject == "Olga Owner published A serum for a clip"
    assert not Mail.objects.exists()


def test_a_deal_that_our_team_let_go_live_is_told_to_the_brand(world: World) -> None:
    Brand.objects.update(is_trusted=False)
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now)
    ops.approve_deal(deal=deal, by=world.by_staff, at=world.now)
    world.settle()
    assert told(world.owner) == ["deal_live"]
    assert Mail.objects.get().kind == "deal_live"


def test_an_invitation_to_a_team_is_one_mail_until_it_is_taken_back(world: World) -> None:
    invitation = invite_member(brand=world.brand, email="new@example.com", role="manager", by=world.owner, at=world.now)
    world.settle()
    mail = Mail.objects.get(kind="member_invited")
    assert (mail.invitation, mail.user) == (invitation, None)
    again = invite_member(brand=world.brand, email="two@example.com", role="viewer", by=world.owner, at=world.now)
    revoke_invitation(invitation=again, at=world.now)
    world.settle()
    assert Mail.objects.filter(kind="member_invited").count() == 1


def test_a_brands_standing_is_told_to_those_who_manage_it(world: World) -> None:
    suspend_brand(brand=world.brand, by=world.by_staff, reason="Three parcels", at=world.later(days=1))
    world.settle()
    assert told(world.owner)[-1] == "brand_suspended"
    assert told(world.viewer) == []
    assert "Three parcels" not in str(Notification.objects.get(kind="brand_suspended").params)


def test_deals_of_a_suspended_brand_are_paused_and_who_applied_is_told(world: World) -> None:
    live, closed = world.new_deal(), world.new_deal()
    world.apply(live)
    full = world.new_deal(places=1)
    ops.accept_application(application=world.apply(full), by=world.by_brand, at=world.now)
    ops.close_deal(deal=closed, by=world.by_brand, at=world.now)
    suspend_brand(brand=world.brand, by=world.by_staff, reason="Three parcels", at=world.later(days=1))
    for _ in range(2):
        world.settle()
    states = dict(Deal.objects.values_list("pk", "state"))
    assert [states[deal.pk] for deal in (live, full, closed)] == ["paused", "paused", "closed"]
    assert told(world.creator.user).count("deal_paused") == 1
    assert "deal_paused" not in told(world.owner)
    with pytest.raises(BrandIsSuspended):
        ops.resume_deal(deal=live, by=world.by_brand, at=world.now)
    reinstate_brand(brand=world.brand, by=world.by_staff, reason="Sent at last", at=world.later(days=1))
    assert ops.resume_deal(deal=live, by=world.by_brand, at=world.now).state == "live"
    assert ops.resume_deal(deal=full, by=world.by_brand, at=world.now).state == "full"
    world.settle()


def test_a_brand_is_told_what_our_team_did_to_its_deal_and_not_what_it_did_itself(world: World) -> None:
    ours, theirs = world.new_deal(), world.new_deal()
    for deal, by in ((ours, world.by_staff), (theirs, world.by_brand)):
        ops.pause_deal(deal=deal, by=by, reason="We look into it", at=world.later(hours=1))
        ops.close_deal(deal=deal, by=by, reason="It was a copy", at=world.later(hours=1))
    world.settle()
    assert [kind for kind in told(world.owner) if "team" in kind] == ["deal_paused_by_team", "deal_closed_by_team"]
