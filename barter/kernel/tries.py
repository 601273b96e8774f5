"""How often something may be done within a minute: at doors where somebody could guess, and for work that costs us much."""

import logging
import time

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)
_WINDOW_SECONDS = 60


def too_many(request: HttpRequest, what: str, *, most: int) -> bool:
    """Count this try; True once the person (or the address, of visitors) made more than `most` within a minute."""
    who = f"u{request.user.pk}" if request.user.is_authenticated else f"ip{request.META.get('REMOTE_ADDR', '')}"
    return too_many_of(who, what, most=most)


def too_many_of(who: str, what: str, *, most: int) -> bool:
    """The same for whoever `who` names. A cache that is away stops nobody."""
    key = f"tries:{what}:{who}:{int(time.time()) // _WINDOW_SECONDS}"
    try:
        cache.add(key, 0, timeout=2 * _WINDOW_SECONDS)
        return int(cache.incr(key)) > most
    except Exception as error:  # noqa: BLE001 - whatever the cache's client raises
        logger.warning("tries not counted", extra={"error": type(error).__name__})
        return False
