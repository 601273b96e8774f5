"""Who asks, behind proxies: rate limits and the list of sessions go by the visitor's address, not by the proxy's."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class VisitorAddress:
    """Puts the visitor's address into REMOTE_ADDR, where everything looks for it.

    `X-Forwarded-For` grows at its end: of its entries only the last `settings.TRUSTED_PROXIES` were written by proxies of
    ours, and the first of those is whoever reached us. What stands before it anybody can make up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES:
            told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            address = _address(told[-settings.TRUSTED_PROXIES]) if len(told) >= settings.TRUSTED_PROXIES else ""
            if address:
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address(text: str) -> str:
    """The address without port and brackets; empty for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
