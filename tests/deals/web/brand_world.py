"""What the tests of the brand's pages share."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from barter.kernel import clock
from barter.kernel.models import Message, TimelineEntry
from brands.models import Membership, Product
from creators.models import Creator, CreatorCapacity
from deals.models import (
    Application,
    BriefItem,
    Collaboration,
    Deal,
    DealPlaces,
    Deliverable,
    Dispute,
    Fault,
    Review,
    Terms,
)
from tests.deals.web.creator.world import Shop, make_user

_MODELS = [
    Application, BriefItem, Collaboration, Deal, DealPlaces, Deliverable, Dispute, Fault, Message, Product, Review, Terms,
    TimelineEntry,
]  # fmt: skip


def as_viewer(shop: Shop) -> User:
    """A member of the brand who may look only."""
    user = make_user()
    Membership.objects.create(brand=shop.brand, user=user, role=Membership.Role.VIEWER, joined_at=clock.now())
    return user


def another_member(shop: Shop, name: str) -> User:
    """A manager of the brand."""
    user = make_user()
    User.objects.filter(pk=user.pk).update(name=name)
    Membership.objects.create(brand=shop.brand, user=user, role=Membership.Role.MANAGER, joined_at=clock.now())
    return User.objects.get(pk=user.pk)


def crowd(deal: Deal, size: int) -> list[Application]:
    """Many more applicants, written past the operations: copies of the first one's address and channel."""
    at, first = clock.now(), Application.objects.filter(deal=deal).earliest("pk")
    names = [f"crowd{number}" for number in range(size)]
    users = User.objects.bulk_create([User(email=f"{name}@example.com") for name in names])
    makers = Creator.objects.bulk_create(
        [Creator(user=user, display_name=name, handle=name, country="LV", niches=["beauty"], created_at=at)
         for user, name in zip(users, names, strict=True)]
    )  # fmt: skip
    CreatorCapacity.objects.bulk_create([CreatorCapacity(creator=maker, open_applications=1) for maker in makers])
    kept = {"address_id": first.address_id, "channel_id": first.channel_id, "consented_hash": first.consented_hash}
    rows = [Application(deal=deal, creator=maker, submitted_at=at, **kept) for maker in makers]
    for row in rows:
        row.enter(Application.State.SUBMITTED, at)
    return Application.objects.bulk_create(rows)


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = _snapshot()
    yield
    assert _snapshot() == before


def _snapshot() -> dict[str, list[tuple[object, ...]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in _MODELS}
