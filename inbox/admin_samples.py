"""Staff look at every mail of the product, with made-up contents: side by side as HTML, narrow, dark and as plain text.

Nothing is sent but a test to one's own address, which is counted and written down.
"""

import re
from smtplib import SMTPException
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from barter.kernel.clock import now
from barter.kernel.staff.auditing import log_list
from barter.kernel.tries import too_many
from inbox import samples
from inbox.models import Mail

_TESTS_A_MINUTE = 5
_DARK = "@media (prefers-color-scheme: dark)"
_LIGHT_OR_DARK = re.compile(r"color-scheme: light dark|(?<=content=\")light dark(?=\")")


def addresses() -> list[URLPattern]:
    """Below the page of mails."""
    pages = [
        ("samples/", _all, "samples"),
        ("samples/<str:name>/", _one, "sample"),
        ("samples/<str:name>/raw/", _raw, "sample_raw"),
        ("samples/<str:name>/send/", _send, "sample_send"),
    ]
    return [path(route, admin.site.admin_view(_for_staff(view)), name=f"inbox_{name}") for route, view, name in pages]


def _for_staff(view: Any) -> Any:
    def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
        if not admin.site._registry[Mail].has_view_permission(request):
            raise PermissionDenied
        if parts and parts["name"] not in samples.names():
            raise Http404
        answer: HttpResponse = view(request, **parts)
        return answer

    return guarded


@require_safe
def _all(request: HttpRequest) -> HttpResponse:
    """`?q=`: words of the subject, the topic or the kind."""
    query = request.GET.get("q", "").strip()[:80]
    found = [one for one in samples.samples(now()) if one.holds(query.lower().split())]
    return _page(request, "admin/mail_samples.html", "E-mails", samples=found, query=query)


@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def _one(request: HttpRequest, name: str) -> HttpResponse:
    language = _language(request)
    letter = samples.letter(name, _reader(request, language), now())
    more = {"name": name, "letter": letter, "language": language, "languages": settings.LANGUAGES}
    return _page(request, "admin/mail_sample.html", str(letter.subject), **more)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
@require_safe
def _raw(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, in its light or (`?dark=1`) its dark colours whatever this browser prefers."""
    letter = samples.letter(name, _reader(request, _language(request)), now())
    html = str(letter.alternatives[0][0])
    is_dark = request.GET.get("dark") == "1"
    html = html.replace(_DARK, "@media all" if is_dark else "@media not all")
    return HttpResponse(
        _LIGHT_OR_DARK.sub(lambda found: found[0].replace("light dark", "dark" if is_dark else "light"), html)
    )


@require_POST
def _send(request: HttpRequest, name: str) -> HttpResponse:
    """To the address of whoever asks, and to nobody else."""
    language = _language(request)
    back = f"{reverse('admin:inbox_sample', args=[name])}?language={language}"
    if too_many(request, "mail-sample", most=_TESTS_A_MINUTE):
        messages.error(request, "Too many tests. Wait a minute, then try again.")
        return redirect(back)
    reader = _reader(request, language)
    letter = samples.letter(name, reader, now())
    letter.subject = f"[Test] {letter.subject}"
    log_list(request, Mail, f"Sent themselves a test of the mail “{name}” in {language}")
    try:
        letter.send()
        messages.success(request, f"Sent to {reader.email}. Its action leads nowhere: nothing of it exists.")
    except (OSError, SMTPException) as error:
        messages.error(request, f"The mail server did not take it ({type(error).__name__}).")
    return redirect(back)


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _reader(request: HttpRequest, language: str) -> User:
    """Whoever looks, reading this language; never saved."""
    zone = getattr(request.user, "time_zone", "UTC")
    return User(pk=request.user.pk, email=getattr(request.user, "email", ""), language=language, time_zone=zone)


def _page(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), "title": title, **more})
