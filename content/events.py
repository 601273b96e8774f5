"""What content announces. Ids are public ids; no caption, no note, no file name."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMoved(Event):
    """A file arrived, is ready, was rejected or expired; `move` is arrive, make_ready, reject, discard or expire. Or, with its
    state as it is: clean_preview, caption, remove_captions."""

    name: ClassVar[str] = "content.asset_moved"
    asset: str
    collaboration: str
    move: str
    state: str
    is_awaited: bool = False  # by a version that was sent with it


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionMoved(Event):
    """Every move of a version; `deliver` is the one that puts it before the brand."""

    name: ClassVar[str] = "content.submission_moved"
    submission: str
    collaboration: str
    version: int
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceMoved(Event):
    """grant, warn (with `days_left` 30 or 5), expire, revoke, end_on_request; offer_renewal, decline_renewal, renew, and begin of the
    new one; agree_renewal, renew_paid, lapse_renewal, call_off_renewal and keep_parcel where a product is given for it.

    `months`: how many more are asked for, or were given. `ends_at`: when it ends, or ended (RFC 3339). `renewal`: where a
    product is given.
    """

    name: ClassVar[str] = "content.licence_moved"
    licence: str
    asset: str
    collaboration: str
    move: str
    state: str
    days_left: int
    months: int = 0
    ends_at: str = ""
    renewal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMoved(Event):
    """A link that shows files of a library: make, end. Never the secret of its address, nor for whom it is."""

    name: ClassVar[str] = "content.share_moved"
    share: str
    brand: str
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalAgreed(Event):
    """The creator said yes to a renewal that is paid in product: a parcel is to be sent. `address` is an id of the vault."""

    name: ClassVar[str] = "content.renewal_agreed"
    renewal: str
    licence: str
    collaboration: str
    address: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCalledOff(Event):
    """Nothing comes of an agreed renewal: its parcel is not to be sent. Shipping answers with the parcel's move."""

    name: ClassVar[str] = "content.renewal_called_off"
    renewal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDownMoved(Event):
    """`ask`, then every move of the request. None of its words."""

    name: ClassVar[str] = "content.take_down_moved"
    take_down: str
    licence: str
    collaboration: str
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDownWaits(Event):
    """A reminder to whoever holds the ball (brand, creator or staff) since `waits_since` (ISO 8601)."""

    name: ClassVar[str] = "content.take_down_waits"
    take_down: str
    waits_since: str
