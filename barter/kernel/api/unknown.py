"""What never reaches a view of the API: paths that lead nowhere, requests for a host that isn't ours."""

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from barter.kernel.api.problems import problem


@csrf_exempt
def unknown_path(request: HttpRequest) -> HttpResponse:
    """404 for every method, with a hint where only the last slash is missing."""
    detail = "There is nothing at this address."
    if not request.path.endswith("/") and _is_known(f"{request.path}/"):
        detail = f"Addresses end with a slash: {request.path}/"
    return problem(request, status=404, code="not_found", detail=detail)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a request that can't be trusted, most of all one for another host. A problem for apps."""
    if not request.path_info.startswith("/api/"):
        return defaults.bad_request(request, exception)
    return problem(request, status=400, code="bad_request", detail="This request can't be read. Check its Host.")


def _is_known(path: str) -> bool:
    try:
        return resolve(path).func is not unknown_path
    except Resolver404:
        return False
