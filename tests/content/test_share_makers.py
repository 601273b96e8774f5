"""A share link lives no longer than the right of the member who made it."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.operations import close_account, reopen_account
from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.models import TimelineEntry
from barter.kernel.outbox.relay import drain
from brands.models import Membership
from brands.operations import team
from brands.personal import PART
from content import operations
from content.models import Licence
from tests.api.calls import api
from tests.content.conftest import Trade
from tests.content.shelves import licensed
from tests.content.test_library import client_of
from tests.content.test_shares import DAY, V1, end, made, page_of, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(trade: Trade) -> list[Licence]:
    at = clock.now() - DAY
    return [licensed(trade, at=at), licensed(trade, kind="photo", at=at)]


def _left(owner: User, member: Membership) -> None:
    assert owner.pk != member.user_id
    team.remove_member(membership=member, by=owner, at=clock.now())


def _demoted(_owner: User, member: Membership) -> None:
    team.change_role(membership=member, role=Membership.Role.VIEWER, at=clock.now())


def _erased(_owner: User, member: Membership) -> None:
    with transaction.atomic():
        PART.erase(member.user_id, clock.now())


LEAVES = {
    "left": (_left, "maker_left", "left"),
    "demoted": (_demoted, "maker_demoted", "can only look now"),
    "erased": (_erased, "maker_left", "left"),
}


@pytest.mark.parametrize("how", LEAVES)
def test_links_end_with_the_member_who_made_them(trade: Trade, files: list[Licence], how: str) -> None:
    """Seen to fail: they worked on for up to 90 days."""
    go, because, words = LEAVES[how]
    user = User.objects.create_user("mara@example.com", "x", name="Mara", started_as="brand")
    member = Membership.objects.create(brand=trade.brand, user=user, role="manager", joined_at=clock.now())
    theirs, secret = operations.make_share(
        brand=trade.brand, user=user, licences=files, name="Agency", days=90, may_download=True, at=clock.now()
    )
    by_hand, _gone = operations.make_share(
        brand=trade.brand, user=user, licences=files, name="Old", days=90, may_download=True, at=clock.now()
    )
    end(by_hand)
    other, still = made(trade, *files)
    assert Client().get(page_of(secret)).status_code == 200
    go(trade.owner, member)
    assert Client().get(page_of(secret)).status_code == 404, "at once, before anything is delivered"
    drain()
    theirs.refresh_from_db()
    assert theirs.ended_at is not None
    entry = TimelineEntry.objects.get(object_type="sharelink", object_id=theirs.pk, to_state="ended")
    assert (entry.actor_side, entry.move) == ("system", f"end_as_{because}")
    assert (Client().get(page_of(still)).status_code, take(secret, files[0]).status_code) == (200, 404)
    told = {row["id"]: row["ended_because"] for row in api(trade.owner).get(V1).json()["data"]}
    assert told == {theirs.public_id: because, by_hand.public_id: "asked", other.public_id: None}
    page = client_of(trade.owner).get(reverse("brand_shares")).content.decode()
    assert page.count(f"Ended: <bdi>{user}</bdi> {words}") == 1 or how == "erased"
    assert page.count(f"</bdi> {words}</span>") == 1
    _back, _new = Membership.objects.update_or_create(
        brand=trade.brand, user=user, defaults={"role": "owner", "joined_at": clock.now()}
    )
    assert Client().get(page_of(secret)).status_code == 404, "who comes back makes new ones"


def test_a_link_shows_nothing_while_its_makers_account_is_closed(trade: Trade, files: list[Licence]) -> None:
    """Seen to fail: originals went on leaving by the links of an account that staff had closed."""
    _share, secret = made(trade, *files)
    by = Actor.staff(User.objects.create_superuser("staff@example.com", "x", started_as="staff").pk)
    close_account(user=trade.owner, by=by, reason="Stolen", at=clock.now())
    assert (Client().get(page_of(secret)).status_code, take(secret, files[0]).status_code) == (404, 404)
    reopen_account(user=trade.owner, by=by, reason="Theirs again", at=clock.now())
    assert Client().get(page_of(secret)).status_code == 200


def test_a_link_made_in_the_moment_its_maker_was_removed_does_not_come_back_with_them(
    trade: Trade, files: list[Licence]
) -> None:
    """Seen to fail: it was made after the moment of the removal, which ended only what was there before."""
    user = User.objects.create_user("mara@example.com", "x", name="Mara", started_as="brand")
    mara = {"brand": trade.brand, "user": user, "role": "manager"}
    member, at = Membership.objects.create(**mara, joined_at=clock.now()), clock.now()
    _share, secret = operations.make_share(
        brand=trade.brand, user=user, licences=files, name="Agency", days=90, may_download=True, at=clock.now()
    )
    team.remove_member(membership=member, by=trade.owner, at=at)
    drain()
    Membership.objects.create(**mara, joined_at=clock.now())
    assert Client().get(page_of(secret)).status_code == 404
