"""What brands hold about the people of their teams: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal import address_of_nobody
from barter.kernel.actors import Actor
from barter.kernel.moves import record
from barter.kernel.personal import Obstacle, Part, Row, rows
from brands.events import TeamChanged
from brands.models import Brand, CreatorListEntry, CreatorNote, Invitation, Membership
from brands.operations.brand import suspend_brand

Role = Membership.Role


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    """Where they work. What a brand has is the brand's and not theirs."""
    yield "teams", rows(Membership.objects.filter(user=user_id), "role", "joined_at", brand_name="brand__name")


def _obstacles(user_id: int) -> Iterator[Obstacle]:
    for own in Membership.objects.filter(user=user_id, role=Role.OWNER).select_related("brand"):
        others = Membership.objects.filter(brand=own.brand).exclude(user=user_id)
        if others.exists() and not others.filter(role=Role.OWNER).exists():
            words = _(
                "{brand} would have no owner. Make somebody else of the team one first, or take everybody off the team:"
                " then the brand closes with your account."
            )
            yield Obstacle(words.format(brand=own.brand.name), reverse("brand_team"), _("To the team"))


def _erase(user_id: int, at: datetime) -> None:
    """They leave every team. A brand nobody is left in is suspended: nothing new begins under its name.

    What teams wrote down about them as a creator goes: it says who they were, and nobody needs it any more.
    """
    CreatorNote.objects.filter(creator__user=user_id).delete()
    CreatorListEntry.objects.filter(creator__user=user_id).delete()
    user = User.objects.get(pk=user_id)
    for own in Membership.objects.filter(user=user).select_related("brand").order_by("brand_id"):
        brand = Brand.objects.select_for_update(no_key=True).get(pk=own.brand_id)
        own.delete()
        record(TeamChanged(brand=brand.public_id, user=user.public_id, move="leave", role=own.role), at=at)
        _keep_it_led(brand, at)
    Invitation.objects.filter(email__iexact=user.email, accepted_at=None, revoked_at=None).update(revoked_at=at)
    Invitation.objects.filter(email__iexact=user.email).update(email=address_of_nobody(user))


def _keep_it_led(brand: Brand, at: datetime) -> None:
    """Another owner may have left meanwhile: then whoever is longest in the team follows."""
    team = Membership.objects.filter(brand=brand)
    if team.filter(role=Role.OWNER).exists():
        return
    heir = (
        team.exclude(role=Role.VIEWER).order_by("joined_at", "id").first() or team.order_by("joined_at", "id").first()
    )
    if heir is None:
        suspend_brand(brand=brand, by=Actor.system(), reason="the last member deleted the account", at=at)
        return
    heir.role = Role.OWNER
    heir.save(update_fields=["role"])
    record(TeamChanged(brand=brand.public_id, user=heir.user.public_id, move="change_role", role=heir.role), at=at)


PART = Part(app="brands", gather=_gather, obstacles=_obstacles, erase=_erase)
