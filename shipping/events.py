"""What shipping announces. Ids are public ids; never an address, never a tracking number."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentMoved(Event):
    """Every move of a shipment: open, set_address, enter_tracking, correct_tracking, scan_*, expire, cancel, replace, give_up.

    `renewal`: of a parcel that pays for one, which also has remind, mark_late and lapse.
    """

    name: ClassVar[str] = "shipping.shipment_moved"
    shipment: str
    collaboration: str
    move: str
    from_state: str
    state: str
    renewal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRead(Event):
    """A brand member opened the full address of a parcel."""

    name: ClassVar[str] = "shipping.address_read"
    shipment: str
    collaboration: str
    viewer: str
