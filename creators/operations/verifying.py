"""What our team checked about a creator: that a channel is theirs, that they answer their phone. Both together earn credits.

Once: staff who take a verification back leave the credits, some of which may be at stake, and a second one brings no more.
"""

from datetime import datetime

from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from creators.errors import ChannelChanged, NoPhone
from creators.models import Address, Channel, Creator, CreatorCapacity
from creators.operations.capacity import grant_verified_credits
from creators.operations.profile import record_creator


def verify_channel(*, channel: Channel, by: Actor, at: datetime) -> Channel:
    """Staff saw that the channel belongs to this creator. Idempotent. Raises ChannelChanged when its name is another now.

    The timeline is the creator's; its reason names the channel.
    """
    _insist_on_staff(by)
    with transaction.atomic():
        capacity = _lock(channel.creator_id)
        # names what staff looked at: a name the creator changed meanwhile was not checked
        seen = Channel.objects.filter(pk=channel.pk, platform=channel.platform, handle=channel.handle)
        if seen.filter(is_verified=False).update(is_verified=True):
            record_creator(channel.creator, "verify_channel", by, at, reason=str(channel))
            _earn_credits(channel.creator, capacity, at)
        elif not seen.filter(is_verified=True).exists():
            raise ChannelChanged
    channel.is_verified = True
    return channel


def unverify_channel(*, channel: Channel, by: Actor, reason: str, at: datetime) -> Channel:
    """Staff were wrong about the channel. Idempotent. Credits stay: see above."""
    _insist_on_staff(by)
    with transaction.atomic():
        _lock(channel.creator_id)
        if Channel.objects.filter(pk=channel.pk, is_verified=True).update(is_verified=False):
            record_creator(channel.creator, "unverify_channel", by, at, reason=f"{channel}: {reason}")
    channel.is_verified = False
    return channel


def verify_phone(*, creator: Creator, by: Actor, at: datetime) -> Creator:
    """Staff reached the creator on the phone number of their default address. Idempotent. Raises NoPhone without one.

    How staff were convinced is theirs to say; the number itself stays in the vault and no page of ours shows it to them.
    """
    _insist_on_staff(by)
    with transaction.atomic():
        capacity = _lock(creator.pk)
        kept = Address.objects.filter(creator=creator).kept().filter(is_default=True)
        address = kept.select_for_update(no_key=True).first()
        if address is None or not address.sealed.get("phone"):
            raise NoPhone
        if not address.is_phone_verified:
            Address.objects.filter(pk=address.pk).update(is_phone_verified=True)
            record_creator(creator, "verify_phone", by, at)
            _earn_credits(creator, capacity, at)
    return creator


def unverify_phone(*, creator: Creator, by: Actor, reason: str, at: datetime) -> Creator:
    """Staff were wrong about the creator's phone, whichever address it stands in. Idempotent. Credits stay: see above."""
    _insist_on_staff(by)
    with transaction.atomic():
        _lock(creator.pk)
        kept = Address.objects.filter(creator=creator, is_phone_verified=True).kept()
        if kept.update(is_phone_verified=False):
            record_creator(creator, "unverify_phone", by, at, reason=reason)
    return creator


def has_verified_phone(creator: Creator) -> bool:
    return Address.objects.filter(creator=creator, is_phone_verified=True).kept().exists()


def _earn_credits(creator: Creator, capacity: CreatorCapacity, at: datetime) -> None:
    """Once, when the second of the two is verified."""
    if capacity.verified_credits or not has_verified_phone(creator):
        return
    if Channel.objects.filter(creator=creator, is_verified=True).exists():
        gained = grant_verified_credits(capacity=capacity)
        if gained:
            record_creator(
                creator, "earn_credits", Actor.system(), at, reason=f"{gained} for a verified channel and phone"
            )


def _lock(creator_id: int) -> CreatorCapacity:
    """One verification of a creator at a time: of two at once, one sees both. The counters come before other rows."""
    return CreatorCapacity.objects.select_for_update(no_key=True).get(pk=creator_id)


def _insist_on_staff(by: Actor) -> None:
    if by.side != Side.STAFF:
        raise NotAllowed
