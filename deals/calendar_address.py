"""The address of a creator's calendar: signed, so nobody can make one up; it opens the dates and nothing else."""

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User

_SIGNER = signing.Signer(salt="deals.calendar")  # no time in it: the address stays the same until it is renewed


def token_of(user: User) -> str:
    return _SIGNER.sign_object([user.pk, user.calendar_version])


def user_of(token: str) -> User | None:
    """Whose calendar it is; None for a token that we never made, an old one, and closed accounts."""
    try:
        pk, version = _SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=pk, calendar_version=version, is_active=True).first()


def address_of(user: User, request: HttpRequest) -> str:
    """What a calendar program is given."""
    return request.build_absolute_uri(reverse("calendar", args=[token_of(user)]))
