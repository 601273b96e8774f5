"""A part of a page that another app draws, in place when the page is sent: see ADR 10.

The page knows an address and nothing else of the other app. Its view answers as it would answer htmx.
"""

import copy
import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression
from django.urls import get_script_prefix, resolve
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django_htmx.middleware import HtmxDetails

from barter.kernel.conflicts import is_conflict
from barter.kernel.errors import BarterError

_log = logging.getLogger("barter.kernel.piece")

# Worked out once from the address or the body, and kept by the request: a copy must work them out anew.
_OWN_OF_AN_ADDRESS = ("GET", "headers", "accepted_types")
# The first form of a page makes the browser's CSRF secret; all forms of the page and its cookie share it.
_CSRF = ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE")


class PieceNode(Node):
    """`{% piece url %}…{% endpiece %}`: what the address answers, or what stands between the two when it has no piece."""

    child_nodelists = ("nodelist",)

    def __init__(self, url: FilterExpression, nodelist: NodeList) -> None:
        self.url, self.nodelist = url, nodelist

    def render(self, context: Context) -> SafeString:
        url, request = self.url.resolve(context), getattr(context, "request", None)
        html = piece_html(request, str(url)) if url and request else ""
        return SafeString(html) if html else self.nodelist.render(context)


def piece_html(request: HttpRequest, url: str) -> str:
    """What the view at this address of ours answers the same reader as a piece; "" where it has none for them.

    A refusal, a redirect and an error are no piece, nor is an answer that says more than its words (cookies, "don't keep
    this"): the page around it could not pass that on. A piece holds no further piece.
    """
    if request.method == "HEAD" or hasattr(request, "is_piece"):  # nobody reads it; and a circle would have no end
        return ""
    asked = _same_reader_at(request, url)
    try:
        match = asked.resolver_match = resolve(asked.path_info)
        return _html_of(match.func(asked, *match.args, **match.kwargs))
    except (Http404, PermissionDenied, BarterError):
        return ""
    except Exception as error:  # noqa: BLE001 - whatever it is, the page around it is whole without the piece
        if not is_conflict(error):
            _log.exception("A piece of a page failed", extra={"part": asked.resolver_match.view_name})
            got_request_exception.send(sender=PieceNode, request=asked)  # as for a page: error reports and tests listen
        return ""
    finally:
        request.META.update({name: asked.META[name] for name in _CSRF if name in asked.META})


def _same_reader_at(request: HttpRequest, url: str) -> Any:
    """The request as if htmx had asked for this address: session, person, messages and what was looked up are shared."""
    parts = urlsplit(url)
    asked: Any = copy.copy(request)
    for name in _OWN_OF_AN_ADDRESS:
        vars(asked).pop(name, None)
    asked.path, asked.path_info, asked.method = parts.path, "/" + parts.path.removeprefix(get_script_prefix()), "GET"
    asked.META = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": asked.path_info,
        "QUERY_STRING": parts.query,
        "HTTP_HX_REQUEST": "true",
    }
    asked.GET, asked._post, asked._files = QueryDict(parts.query), QueryDict(), MultiValueDict()
    asked.htmx, asked.is_piece = HtmxDetails(asked), True
    return asked


def _html_of(answer: HttpResponseBase) -> str:
    if not isinstance(answer, HttpResponse) or answer.status_code != HTTPStatus.OK:
        return ""
    says_more = answer.cookies or answer.has_header("Cache-Control")
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return "" if says_more or not is_html else answer.text
