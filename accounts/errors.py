"""Refusals of accounts."""

from barter.kernel.errors import BarterError, Invalid


class OwnAccount(BarterError):
    code = "own_account"
    message = "Nobody decides about the own account. Ask a colleague."


class UnknownRole(Invalid):
    code = "unknown_role"
    message = "Choose one of the roles."
