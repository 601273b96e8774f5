"""Rate limits per caller: a fixed window of one minute, counted in the cache, told in the standard headers."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

_WINDOW_SECONDS = 60


def count(request: Request) -> dict[str, str]:
    """Count this request. Returns the headers of the answer; raises Throttled when the minute is used up.

    The cache being away must not take the API down: then nothing is counted.
    """
    allowed = settings.API_REQUESTS_PER_MINUTE
    window, elapsed = divmod(int(time.time()), _WINDOW_SECONDS)
    key = f"rate:{_caller(request)}:{window}"
    try:
        used = cache.incr(key)
    except ValueError:
        cache.add(key, 0, timeout=2 * _WINDOW_SECONDS)
        used = cache.incr(key)
    reset = _WINDOW_SECONDS - elapsed
    if used > allowed:
        raise Throttled(wait=reset)
    return {
        "RateLimit-Policy": f'"minute";q={allowed};w={_WINDOW_SECONDS}',
        "RateLimit": f'"minute";r={allowed - used};t={reset}',
    }


def _caller(request: Request | Any) -> str:
    if request.user.is_authenticated:
        return f"u{request.user.pk}"
    return f"ip{request.META.get('REMOTE_ADDR', '')}"
