"""The short way for a public read that nobody signed in for: what REST framework would do with it, without its machinery.

Only anonymous GETs whose parameters the view knows come here: there is nobody to authenticate, no body to parse and
one format to answer in. Rate limit, problem documents and headers are the very ones of BarterView, which takes the rest.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from rest_framework.exceptions import APIException

from barter.kernel.api import throttle
from barter.kernel.api.problems import problem_handler

_NOBODY = AnonymousUser()


def takes(request: HttpRequest, known: frozenset[str]) -> bool:
    """A GET without any sign of who asks (token, authorization, cookie) and with known parameters only, each of them once."""
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("HTTP_X_SESSION_TOKEN")
        and not meta.get("HTTP_AUTHORIZATION")
        and not meta.get("HTTP_COOKIE")
        and (not meta.get("QUERY_STRING") or _are_known(request.GET, known))
    )


def answer(request: HttpRequest, read: Callable[[Any], HttpResponse], allow: str) -> HttpResponse:
    """What `read` answers, or the problem it raises, with the headers every answer of the API has."""
    request.user = _NOBODY
    request.query_params = request.GET  # type: ignore[attr-defined]  # as REST framework's request calls it
    try:
        headers = throttle.count(request)  # type: ignore[arg-type]  # it reads `user` and `META`
    except APIException as error:
        return _problem(error, request)
    try:
        response = read(request)
    except Exception as error:  # noqa: BLE001 - what is no problem of the API is raised again
        response = _problem(error, request)
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    response.headers["Allow"] = allow
    return response


def _are_known(given: QueryDict, known: frozenset[str]) -> bool:
    return all(name in known and len(values) == 1 for name, values in given.lists())


def _problem(error: Exception, request: HttpRequest) -> HttpResponse:
    response = problem_handler(error, {"request": request})
    if response is None:
        raise error
    return response
