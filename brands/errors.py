"""Refusals of brands' operations."""

from django.utils.translation import gettext_noop

from barter.kernel.errors import BarterError, Invalid, TooOften


class NoFreeSlot(BarterError):
    code = "no_free_slot"
    message = gettext_noop("All {most} trades you can run at once are running. One becomes free when a trade ends.")


class OutOfStock(BarterError):
    code = "out_of_stock"
    message = gettext_noop("“{variant}” is out of stock.")


class AlreadyMember(BarterError):
    code = "already_member"
    message = gettext_noop("This person is already on the team.")


class AlreadyInvited(BarterError):
    code = "already_invited"
    message = gettext_noop("This person has an open invitation. Send it again, or take it back first.")


class InvitationJustSent(TooOften):
    code = "invitation_just_sent"
    message = gettext_noop("This was sent less than an hour ago. Ask them to look among their unwanted mail.")
    wait_seconds = 3600


class TooManyInvitations(TooOften):
    code = "too_many_invitations"
    message = gettext_noop("A brand sends at most {most} invitations a day. Invite the others tomorrow.")
    wait_seconds = 3600


class TeamIsFull(BarterError):
    code = "team_is_full"
    message = gettext_noop("A team has at most {most} people, invited ones included. Take somebody off it first.")


class TooManyBrands(BarterError):
    code = "too_many_brands"
    message = gettext_noop(
        "You own {most} brands, the most that one person may. Make somebody else the owner of one and leave its team first."
    )


class OwnsSuspendedBrand(BarterError):
    code = "owns_suspended_brand"
    message = gettext_noop(
        "{brand} is suspended, so you can't start another brand. Finish what runs there; our team can lift the suspension."
    )


class InvitationOver(BarterError):
    code = "invitation_over"
    status = 410
    message = gettext_noop("This invitation has ended. Ask for a new one.")


class InvitationForSomebodyElse(BarterError):
    code = "invitation_for_somebody_else"
    status = 403
    message = gettext_noop("This invitation was sent to {email}. Sign in with that address to accept it.")


class LastOwner(BarterError):
    code = "last_owner"
    message = gettext_noop("A brand needs at least one owner. Make somebody else an owner first.")


class InvalidValue(Invalid):
    """A single value is missing, too long or malformed; the message says which rule."""


class VariantInUse(BarterError):
    code = "variant_in_use"
    message = gettext_noop(
        "“{variant}” belongs to a trade or an application, so it can't be removed. Lower its stock instead, as far as what is promised to creators."
    )


class StockPromised(BarterError):
    code = "stock_promised"
    message = gettext_noop("{reserved} of these are promised to creators, so the stock can't go below that.")


class ListNameTaken(BarterError):
    code = "list_name_taken"
    message = gettext_noop("There is a list of that name. Choose another one.")


class TooManyLists(BarterError):
    code = "too_many_lists"
    message = gettext_noop("A brand has at most {most} lists. Delete one you no longer need.")


class TooManyNotes(BarterError):
    code = "too_many_notes"
    message = gettext_noop("A brand keeps at most {most} notes about one creator. Delete one you no longer need.")


class CatalogueRefused(Invalid):
    """The file as a whole can't be read; the message says why and what to do."""

    code = "catalogue_refused"


class ImportOver(BarterError):
    code = "import_over"
    message = gettext_noop("This import was discarded. Upload the file again.")
