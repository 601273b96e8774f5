"""Files on their way from a page straight to the store: what js/uploader.js is answered, and the way without script.

Each room that keeps files says what it allows and makes its own rows; the pages that take them answer alike.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from barter.kernel.errors import BarterError
from barter.kernel.ids import PREFIXES
from barter.kernel.storage import PresignedPost
from barter.kernel.text import whole_number

Done = TypeVar("Done")


def permission(
    request: HttpRequest, start: Callable[..., tuple[str, PresignedPost]], *, finish: str, **more: str
) -> HttpResponse:
    """Permission for one file: {id, url, fields, finish_url}, or a problem with its sentence.

    `start(file_name=, content_type=, size_bytes=)` makes the row and returns its id with the permission; `finish` names
    the page that is told once the bytes are there, `more` other pages of the file ({name}_url in the answer).
    """
    try:
        file_id, post = start(
            file_name=request.POST.get("name", ""),
            content_type=request.POST.get("type", ""),
            size_bytes=whole_number(request.POST.get("size")) or 0,
        )
    except BarterError as refusal:
        return problem(refusal)
    pages = {f"{name}_url": reverse(page, args=[file_id]) for name, page in {"finish": finish, **more}.items()}
    return JsonResponse({"id": file_id, "url": post.url, "fields": post.fields, **pages})


def problem(refusal: BarterError) -> JsonResponse:
    """What js/uploader.js says in the file's row."""
    return JsonResponse({"detail": refusal.detail, "code": refusal.code}, status=refusal.status)


def finished(complete: Callable[[], Done], show: Callable[[Done], HttpResponse]) -> HttpResponse:
    """The bytes are there: the file's row, or the sentence that says why not."""
    try:
        done = complete()
    except BarterError as refusal:
        return HttpResponse(refusal.detail, status=refusal.status, content_type="text/plain")
    return show(done)


def tried(request: HttpRequest, act: Callable[[], Done]) -> Done | None:
    """What `act` returns; None when it was refused, which the next page says."""
    try:
        return act()
    except BarterError as refusal:
        messages.error(request, refusal.detail)
        return None


def arrived_address(request: HttpRequest, name: str, *, kind: str) -> str:
    """The absolute address to which the store sends a browser without script, with `{kind}` in the place of the file's id."""
    marker = f"{PREFIXES[kind]}_{'0' * 26}"
    address: Any = request.build_absolute_uri(reverse(name, args=[marker]))
    return str(address).replace(marker, f"{{{kind}}}")
