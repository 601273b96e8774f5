"""Refusals of shipping."""

from django.utils.translation import gettext_noop

from barter.kernel.errors import BarterError, Invalid, NotAllowed


class UnknownCarrier(Invalid):
    code = "unknown_carrier"
    message = gettext_noop("We can’t tell the carrier from this number. Choose it from the list.")


class BadTrackingNumber(Invalid):
    code = "bad_tracking_number"
    message = gettext_noop("A tracking number has 4 to 40 letters and digits. Copy it from the label.")


class BadArrivalDate(Invalid):
    code = "bad_arrival_date"
    message = gettext_noop("The day of arrival must be from today on and within {days} days.")


class TrackingNumberUsed(BarterError):
    code = "tracking_number_used"
    message = gettext_noop("This number already belongs to another parcel. Check the label.")


class TooManyLines(Invalid):
    code = "too_many_lines"
    message = gettext_noop("These are {count} lines; one go takes {most}. Send them in parts.")


class AddressMissing(BarterError):
    code = "address_missing"
    message = gettext_noop("The creator has not said yet where it should go. We have asked them.")


class AddressClosed(BarterError):
    code = "address_closed"
    status = 403
    message = gettext_noop("The address can only be seen while the parcel is being shipped.")


class NotAShipper(NotAllowed):
    code = "not_a_shipper"
    message = gettext_noop("Only owners and managers of the brand can open an address.")


class NothingToShip(BarterError):
    code = "nothing_to_ship"
    message = gettext_noop("There is no parcel to send in this deal right now.")


class AddressFixed(BarterError):
    code = "address_fixed"
    message = gettext_noop("The label is already made, so the address can no longer change.")
