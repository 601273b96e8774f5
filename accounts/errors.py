"""Refusals of accounts."""

from django.utils.translation import gettext_noop as _

from barter.kernel.errors import BarterError, Invalid


class OwnAccount(BarterError):
    code = "own_account"
    message = _("Nobody decides about the own account. Ask a colleague.")


class UnknownRole(Invalid):
    code = "unknown_role"
    message = _("Choose one of the roles.")


class StillNeeded(BarterError):
    """Something runs that needs this person; `obstacles` says what."""

    code = "account_still_needed"
    message = _("Your account is still needed: {why}")


class StaffStay(BarterError):
    code = "staff_account"
    message = _("Accounts of our team are closed by a colleague, not here.")


class AccountLeaves(BarterError):
    code = "account_leaves"
    message = _(
        "You asked us to delete your account, so nothing new can begin. Keep the account first, in your settings."
    )


class OneCopyADay(BarterError):
    code = "one_copy_a_day"
    status = 429
    message = _("You can make one copy a day. Take the last one, or come back tomorrow.")


class PasswordAgain(BarterError):
    """Apps send it to `/_allauth/app/v1/auth/reauthenticate`, then ask once more."""

    code = "reauthentication_required"
    status = 403
    message = _("This is about who gets in and what leaves, so type your present password once more.")
