"""Mails that somebody can cause by asking: how many of one sort an address gets in an hour, whoever asks for them."""

import hashlib

from django.conf import settings
from django.core.cache import cache

_HOUR = 3600


def may_send(name: str, email: str) -> bool:
    """Count one mail of this sort to this address; False when it has had its share of the hour.

    The address itself is kept nowhere. Two at the same moment may count as one: what is held off is a flood.
    """
    most = settings.ACCOUNT_MAILS_AN_HOUR
    if not most:
        return True
    key = f"mails-{hashlib.sha256(f'{name} {email.strip().lower()}'.encode()).hexdigest()}"
    if cache.add(key, 1, timeout=_HOUR):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # the hour ended between the two lines
        return True
