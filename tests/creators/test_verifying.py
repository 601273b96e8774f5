"""A verified channel and phone bring credits: once, never more than the most, and only staff say so."""

from datetime import timedelta

import pytest

from barter.kernel.actors import Actor
from barter.kernel.errors import NotAllowed
from barter.kernel.invariants import run
from barter.kernel.models import Message, TimelineEntry
from creators.errors import ChannelChanged, NoPhone
from creators.invariants import CHECKS
from creators.models import Channel, Creator, CreatorCapacity
from creators.operations import (
    add_address,
    add_channel,
    grant_credit,
    open_address,
    remove_address,
    unverify_channel,
    unverify_creator,
    unverify_phone,
    update_address,
    update_channel,
    verify_channel,
    verify_creator,
    verify_phone,
)
from creators.queries import credits_of
from tests.creators import world
from tests.creators.world import AT, TURKU

pytestmark = pytest.mark.django_db
STAFF = Actor.staff(7)


def maker(phone: str = "+358 40 123 4567") -> tuple[Creator, Channel]:
    creator = world.creator()
    data = world.AddressData(
        name=TURKU.name, line1=TURKU.line1, city="Turku", postcode="20100", country="FI", phone=phone
    )
    add_address(creator=creator, data=data, at=AT)
    return creator, add_channel(creator=creator, platform="tiktok", handle="mila", at=AT)


def granted() -> int:
    return CreatorCapacity.objects.get().credits_granted


def moves() -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="creator").order_by("id")
    return [row.move for row in rows if row.move != "join"]


@pytest.mark.parametrize("phone_first", [True, False])
def test_the_second_of_channel_and_phone_brings_three_credits(phone_first: bool) -> None:
    creator, channel = maker()
    steps = [
        lambda: verify_phone(creator=creator, by=STAFF, at=AT),
        lambda: verify_channel(channel=channel, by=STAFF, at=AT),
    ]
    first, second = steps if phone_first else steps[::-1]

    first()
    assert granted() == 2
    second()

    assert granted() == 5
    assert sorted(moves()) == ["earn_credits", "verify_channel", "verify_phone"]
    sent = Message.objects.filter(name="creators.creator_moved").values_list("payload__move", flat=True)
    assert set(sent) == {"join", "earn_credits", "verify_channel", "verify_phone"}
    assert [run(check).violations for check in CHECKS] == [0] * len(CHECKS)


def test_they_come_once_whatever_is_verified_again() -> None:
    creator, channel = maker()
    for _ in range(2):
        verify_phone(creator=creator, by=STAFF, at=AT)
        verify_channel(channel=channel, by=STAFF, at=AT)
    CreatorCapacity.objects.update(credits_granted=2)
    second = add_channel(creator=creator, platform="youtube", handle="mila", at=AT)
    update_channel(channel=channel, changes={"handle": "mila2"}, at=AT)

    verify_channel(channel=second, by=STAFF, at=AT + timedelta(days=1))

    assert granted() == 2
    assert moves().count("earn_credits") == 1


@pytest.mark.parametrize(
    ("numbers", "after"),
    [
        ({"credits_granted": 3, "completed_count": 1, "on_time_count": 1}, 5),
        ({"credits_granted": 4, "completed_count": 10, "on_time_count": 9, "late_count": 1}, 7),
        ({"credits_granted": 6, "completed_count": 12, "on_time_count": 12}, 8),
        ({"credits_granted": 8, "completed_count": 12, "on_time_count": 12}, 8),
        ({"credits_granted": 6, "completed_count": 12, "on_time_count": 6, "late_count": 6}, 6),
    ],
)
def test_never_above_five_or_eight_for_the_trusted_and_never_less_than_before(
    numbers: dict[str, int], after: int
) -> None:
    creator, channel = maker()
    CreatorCapacity.objects.update(**numbers)
    verify_channel(channel=channel, by=STAFF, at=AT)
    verify_phone(creator=creator, by=STAFF, at=AT)

    assert granted() == after
    assert ("earn_credits" in moves()) == (after > numbers["credits_granted"])


def test_after_them_the_first_completion_brings_no_sixth() -> None:
    creator, channel = maker()
    verify_channel(channel=channel, by=STAFF, at=AT)
    verify_phone(creator=creator, by=STAFF, at=AT)

    assert not grant_credit(creator_id=creator.pk, up_to=5)
    assert granted() == 5


@pytest.mark.parametrize("by", [Actor.creator(1), Actor.brand(1), Actor.system()])
def test_only_staff_verify(by: Actor) -> None:
    creator, channel = maker()

    with pytest.raises(NotAllowed):
        verify_channel(channel=channel, by=by, at=AT)
    with pytest.raises(NotAllowed):
        verify_phone(creator=creator, by=by, at=AT)
    with pytest.raises(NotAllowed):
        unverify_channel(channel=channel, by=by, reason="x", at=AT)
    with pytest.raises(NotAllowed):
        unverify_phone(creator=creator, by=by, reason="x", at=AT)

    assert (granted(), moves(), Channel.objects.get().is_verified) == (2, [], False)


def test_taken_back_and_verified_again_brings_no_second_credits() -> None:
    creator, channel = maker()
    for _ in range(2):
        verify_phone(creator=creator, by=STAFF, at=AT)
        verify_channel(channel=channel, by=STAFF, at=AT)
        CreatorCapacity.objects.filter(credits_granted=5).update(credits_granted=4)  # room for one more
        for _ in range(2):
            unverify_phone(creator=creator, by=STAFF, reason="A stranger answered", at=AT)
            unverify_channel(channel=channel, by=STAFF, reason="A fan page", at=AT)
        assert not creator.addresses.get().is_phone_verified
        assert not Channel.objects.get().is_verified

    assert granted() == 4
    assert [moves().count(name) for name in ("earn_credits", "unverify_phone", "unverify_channel")] == [1, 2, 2]
    reasons = TimelineEntry.objects.filter(move__startswith="unverify").values_list("reason", flat=True)
    assert set(reasons) == {"A stranger answered", f"{channel}: A fan page"}
    assert [run(check).violations for check in CHECKS] == [0] * len(CHECKS)


def test_who_a_creator_is_can_be_taken_back_too() -> None:
    creator, _ = maker()
    verify_creator(creator=creator, by=STAFF, at=AT)

    for _ in range(2):
        unverify_creator(creator=creator, by=STAFF, reason="A borrowed passport", at=AT)

    assert not Creator.objects.get().is_verified
    assert moves() == ["verify", "unverify"]


def test_without_a_phone_there_is_nothing_to_verify() -> None:
    creator, _ = maker(phone="")

    with pytest.raises(NoPhone):
        verify_phone(creator=creator, by=STAFF, at=AT)

    assert moves() == []


def test_a_channel_that_was_renamed_meanwhile_is_not_verified() -> None:
    _, channel = maker()
    looked_at = Channel.objects.get()
    update_channel(channel=channel, changes={"handle": "somebody.else"}, at=AT)

    with pytest.raises(ChannelChanged):
        verify_channel(channel=looked_at, by=STAFF, at=AT)

    assert not Channel.objects.get().is_verified
    assert moves() == []


def test_another_phone_number_has_to_be_verified_again_another_street_not() -> None:
    creator, _ = maker()
    verify_phone(creator=creator, by=STAFF, at=AT)
    address = creator.addresses.get()
    there = open_address(address)

    update_address(address=address, data=world.AddressData(**{**_fields(there), "line1": "Linnankatu 1"}), at=AT)
    assert creator.addresses.get().is_phone_verified
    update_address(address=address, data=world.AddressData(**{**_fields(there), "phone": "+358 40 999 9999"}), at=AT)
    assert not creator.addresses.get().is_phone_verified
    verify_phone(creator=creator, by=STAFF, at=AT)
    remove_address(address=creator.addresses.get(), at=AT)
    assert not creator.addresses.get().is_phone_verified


def test_the_page_says_how_the_next_credit_is_earned() -> None:
    creator, channel = maker()
    assert credits_of(CreatorCapacity.objects.get()).words == (
        "Your first finished trade brings one more, a channel and a phone number our team verified bring up to 5."
    )
    verify_channel(channel=channel, by=STAFF, at=AT)
    verify_phone(creator=creator, by=STAFF, at=AT)
    assert credits_of(CreatorCapacity.objects.get()).words.startswith("10 finished trades")


def test_the_invariant_sees_who_was_forgotten() -> None:
    creator, channel = maker()
    verify_channel(channel=channel, by=STAFF, at=AT)
    verify_phone(creator=creator, by=STAFF, at=AT)
    CreatorCapacity.objects.update(verified_credits=False)

    assert [run(check).violations for check in CHECKS] == [0, 1, 0, 0]


def _fields(data: object) -> dict[str, str]:
    return {name: getattr(data, name) for name in ("name", "line1", "city", "country", "postcode", "phone", "label")}
