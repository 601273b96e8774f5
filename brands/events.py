"""What happens to brands and their teams. Ids are public ids; no e-mail address, no token."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandMoved(Event):
    """A brand joined, was verified (or no longer is), trusted, limited, suspended or reinstated, lost or regained open slots: `move`."""

    name: ClassVar[str] = "brands.brand_moved"
    brand: str
    move: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    """Somebody should get a mail with `brands.queries.invitation_url(invitation)`. Sent again: the event is recorded again."""

    name: ClassVar[str] = "brands.member_invited"
    invitation: str
    brand: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Event):
    """A person joined or left the team, or has another role; `move` is join, leave, remove or change_role."""

    name: ClassVar[str] = "brands.team_changed"
    brand: str
    user: str
    move: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPictured(Event):
    """Another picture stands for the product now, its first one, or none any more."""

    name: ClassVar[str] = "brands.product_pictured"
    product: str
