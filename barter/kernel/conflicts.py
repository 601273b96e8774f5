"""What the database can't do for a page, and a clear answer wherever it surfaces: two at the same moment, NUL in a text.

Operations settle their own races (row locks, conditional updates, unique constraints). What is left is rare: a lock
waited for too long, or a deadlock between paths nobody has thought of. Neither may look like a broken site.
"""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from barter.kernel.errors import BarterError, Busy, UnstorableSign

# a lock waited for too long, a deadlock, a serialization failure
_CONFLICTS = frozenset({"55P03", "40P01", "40001"})
RETRY_AFTER_SECONDS = 1
_NUL = "%00"


def is_conflict(error: BaseException) -> bool:
    """Whether the database gave up on this transaction only because somebody else was faster."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") in _CONFLICTS


class ClearRefusals:
    """A refusal no page has shown itself, a conflict in the database and NUL become a page with its own status, never a 500.

    So does the address of a form that somebody opens as a page, by reloading it in another tab: Django's 405 is empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_read = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == 405 and is_read and not response.content:
            page = render(request, "404.html", status=405)
            page.headers["Allow"] = response["Allow"]
            return page
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> HttpResponse | None:
        """Called by Django before the view, when CSRF protection has read the form already.

        Who is exempt from that, as the API is, reads and refuses for itself.
        """
        if getattr(view, "csrf_exempt", False):
            return None
        sent = (text for _, texts in request.POST.lists() for text in texts)
        if _NUL in request.META["QUERY_STRING"] or any("\0" in text for text in sent):
            return _page(request, UnstorableSign())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for whatever a view raised; the API has answered its own before."""
        refusal = Busy() if is_conflict(error) else error
        if not isinstance(refusal, BarterError):
            return None
        answer = _page(request, refusal)
        if isinstance(refusal, Busy):
            answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer


def _page(request: HttpRequest, refusal: BarterError) -> HttpResponse:
    return render(request, "refused.html", {"refusal": refusal}, status=refusal.status)
