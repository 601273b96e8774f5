"""Paths below /api/ that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from barter.kernel.api.problems import problem


@csrf_exempt
def unknown_path(request: HttpRequest) -> HttpResponse:
    """404 for every method, with a hint where only the last slash is missing."""
    detail = "There is nothing at this address."
    if not request.path.endswith("/") and _is_known(f"{request.path}/"):
        detail = f"Addresses end with a slash: {request.path}/"
    return problem(request, status=404, code="not_found", detail=detail)


def _is_known(path: str) -> bool:
    try:
        return resolve(path).func is not unknown_path
    except Resolver404:
        return False
