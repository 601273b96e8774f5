"""Why something of a creator is refused."""

from django.utils.translation import gettext_noop as _

from barter.kernel.errors import BarterError, Invalid


class NoFreeCredit(BarterError):
    code = "no_free_credit"
    message = _("Every credit is in use right now. One comes back when a running trade is completed.")


class TooManyOpenApplications(BarterError):
    code = "too_many_open_applications"
    message = _("You have {most} open applications, which is your limit. Withdraw one, or wait for an answer.")


class CreatorPaused(BarterError):
    code = "creator_paused"
    message = _("You are paused: running trades can be finished, new ones have to wait.")


class CreatorUnavailable(BarterError):
    """Closed, shut out, or about to be deleted: which of them is nobody else's business."""

    code = "creator_unavailable"
    message = _("This creator takes no new deals.")


class AlreadyCreator(BarterError):
    code = "already_creator"
    message = _("You already have a creator profile.")


class HandleTaken(BarterError):
    code = "handle_taken"
    status = 422
    message = _("Somebody else has this name. Try another.")


class ChannelTaken(BarterError):
    code = "channel_exists"
    status = 422
    message = _("This channel is already on your list.")


class TooMany(BarterError):
    code = "too_many"
    message = _("That is as many as we can keep. Remove one first.")


class ChannelChanged(BarterError):
    code = "channel_changed"
    message = _("The creator changed this channel meanwhile. Look at it again.")


class NoPhone(BarterError):
    code = "no_phone"
    message = _("The creator's default address has no phone number yet.")


class InvalidPostcode(Invalid):
    code = "invalid_postcode"


class InvalidCountry(Invalid):
    code = "invalid_country"
    message = _("Choose a country from the list.")


class InvalidValue(Invalid):
    """A single value is missing, too long or malformed; the message says which rule."""
