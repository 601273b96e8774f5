"""What the tests of the brand's pages share."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from barter.kernel import clock
from barter.kernel.models import Message, TimelineEntry
from brands.models import Membership, Product
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
from tests.statements import every_row

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


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = every_row(_MODELS)
    yield
    assert every_row(_MODELS) == before
