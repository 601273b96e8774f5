"""A copy of one's data: asked for, watched while it is built, taken."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import OneCopyADay
from accounts.exports import ask_for_export, download_url, last_of
from accounts.models import DataExport
from accounts.views.settings_pages import framed, person
from barter.kernel import personal
from barter.kernel.clock import now
from barter.kernel.personal import KEPT_DAYS
from barter.kernel.templatetags.words import bytes_words


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def your_data(request: HttpRequest) -> HttpResponse:
    """Where the copy stands. POST asks for one; twice is once."""
    user, refusal = person(request), ""
    if request.method == "POST":
        try:
            ask_for_export(user=user, at=now())
        except OneCopyADay as error:
            refusal = error.detail
        else:
            return redirect("your_data")
    export = last_of(user)
    context: dict[str, Any] = {"export": export, "days": KEPT_DAYS, "refusal": refusal}
    if export is not None:
        context |= {
            "builds": export.state in DataExport.OPEN,
            "is_there": bool(
                export.expires_at and export.state == DataExport.State.READY and export.expires_at > now()
            ),
            "size": bytes_words(export.size_bytes),
            "parts": len(list(personal.parts())),
        }
    if getattr(request, "htmx", False) and request.method != "POST":
        return render(request, "settings/_export.html", context)
    return render(request, "settings/data.html", framed(request, **context), status=429 if refusal else 200)


@never_cache
@login_required
@require_safe
@reauthentication_required
def download(request: HttpRequest, export_id: str) -> HttpResponse:
    """To the file, for a minute, after the password once more; nobody else finds it."""
    export = get_object_or_404(DataExport, public_id=export_id, user=person(request))
    url = download_url(export, at=now())
    if not url:
        raise Http404
    return redirect(url)
