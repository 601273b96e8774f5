"""Rate limits per caller: a fixed window of one minute, counted in the cache, told in the standard headers.

A process counts for itself and tells the cache every tenth request of a caller, so that a list that costs 2 ms does not
spend a third of it on counting. A limit may therefore be overrun by 10 requests a process, and what a caller has left is
told to within as many.
"""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

logger = logging.getLogger(__name__)
TELL_EVERY = 10
_WINDOW_SECONDS = 60
_TOLD, _UNTOLD = 0, 1

_lock = threading.Lock()
_counters: dict[str, list[int]] = {}
_known_window = 0


class _Limited(Throttled):
    """Tells the same headers as a good answer does."""

    def __init__(self, allowed: int, reset: int) -> None:
        super().__init__(wait=reset)
        self.headers = _headers(allowed, 0, reset)


def count(request: Request) -> dict[str, str]:
    """Count this request. Returns the headers of the answer; raises Throttled when the minute is used up."""
    allowed = settings.API_REQUESTS_PER_MINUTE
    window, elapsed = divmod(int(time.time()), _WINDOW_SECONDS)
    used = _count(_caller(request), window)
    reset = _WINDOW_SECONDS - elapsed
    if used > allowed:
        raise _Limited(allowed, reset)
    return _headers(allowed, allowed - used, reset)


def _headers(allowed: int, left: int, reset: int) -> dict[str, str]:
    return {
        "RateLimit-Policy": f'"minute";q={allowed};w={_WINDOW_SECONDS}',
        "RateLimit": f'"minute";r={left};t={reset}',
    }


def _count(caller: str, window: int) -> int:
    """How many requests of the caller are known in this window, this one included."""
    global _known_window
    with _lock:
        if window != _known_window:
            _counters.clear()
            _known_window = window
        counter = _counters.setdefault(caller, [0, 0])
        counter[_UNTOLD] += 1
        untold = counter[_UNTOLD]
        if untold < TELL_EVERY:
            return counter[_TOLD] + untold
        counter[_UNTOLD] = 0
    told = _tell(f"rate:{caller}:{window}", untold)
    with _lock:
        counter[_TOLD] = max(told, counter[_TOLD] + untold)
        return counter[_TOLD] + counter[_UNTOLD]


def _tell(key: str, count: int) -> int:
    """Add to the shared counter; 0 when the cache is away, which must not take the API down."""
    try:
        try:
            return int(cache.incr(key, count))
        except ValueError:  # nobody has told of this caller yet
            started = cache.add(key, count, timeout=2 * _WINDOW_SECONDS)
            return count if started else int(cache.incr(key, count))
    except Exception as error:  # noqa: BLE001 - whatever the cache's client raises
        logger.warning("rate limit not shared", extra={"error": type(error).__name__})
        return 0


def _caller(request: Request | Any) -> str:
    if request.user.is_authenticated:
        return f"u{request.user.pk}"
    return f"ip{request.META.get('REMOTE_ADDR', '')}"
