"""How often something may be done within a minute, or how many at once: at doors where somebody could guess, and for work
that costs us much."""

import logging
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)
_WINDOW_SECONDS = 60
_TURN_SECONDS = 900  # longer than the largest file takes over a slow line: a worker that was killed gives nothing back


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


class Turn:
    """One of so many turns that may be held at once. Give it back with `end`; one nobody gave back ends by itself."""

    def __init__(self, key: str) -> None:
        self._key = key

    def go_on(self) -> None:
        """It is still needed."""
        self._quietly(lambda: cache.touch(self._key, _TURN_SECONDS))

    def end(self) -> None:
        self._quietly(lambda: cache.delete(self._key))

    def _quietly(self, act: Callable[[], object]) -> None:
        try:
            if self._key:
                act()
        except Exception as error:  # noqa: BLE001 - whatever the cache's client raises
            logger.warning("turn not counted", extra={"error": type(error).__name__})


def take_turn(who: str, what: str, *, most: int) -> Turn | None:
    """A turn for `who`; None while `most` of them are held. A cache that is away stops nobody."""
    try:
        keys = (f"turn:{what}:{who}:{number}" for number in range(most))
        return next((Turn(key) for key in keys if cache.add(key, 1, timeout=_TURN_SECONDS)), None)
    except Exception as error:  # noqa: BLE001 - whatever the cache's client raises
        logger.warning("turn not counted", extra={"error": type(error).__name__})
        return Turn("")
