"""What somebody sent after their session had ended: kept for an hour, sealed, in the browser's own session, for them alone.

Two things can hold a form back. Its sender is signed out, or they signed in again in another tab and the page's token is
old. Either way they find what they typed once they are signed in. For whom it is, a signed cookie of the browser says: a
keyed hash of who signed in last, and marks of the tokens that their pages carry. Somebody else's is thrown away.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token  # type: ignore[attr-defined]
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import User
from barter.kernel.clock import now
from barter.kernel.crypto import vault
from barter.kernel.pages import own_page

COOKIE = "person"
PAGES = "/unsent/"
KEPT_FOR = timedelta(hours=1)
_KEY = "unsent"
_MOST = 5
_MOST_BYTES = 64 * 1024
_COOKIE_SECONDS = 90 * 24 * 3600
_MOST_MARKS = 5
_SALT = "accounts.unsent"
_TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's field
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True, slots=True)
class Unsent:
    """One form: where it was sent, from which page, and its fields. `is_sent` leaves the page alone, for a second press."""

    path: str
    back: str
    fields: list[tuple[str, str]]
    files: list[str]
    is_sent: bool = False


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """They have just signed in: the browser knows them from now on, and what others left is thrown away."""
    who = _who(user)
    owner, marks = _known(request)
    mark = _mark(str(request.META.get("CSRF_COOKIE", "")))
    marks = [*(marks if owner == who else []), mark][-_MOST_MARKS:]
    response.set_signed_cookie(
        COOKIE, ":".join([who, *marks]), salt=_SALT, max_age=_COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    kept = request.session.get(_KEY)
    if kept:
        request.session[_KEY] = {token: row for token, row in kept.items() if row["who"] == who}


def keep(request: HttpRequest) -> str:
    """Keep this form for the person the browser knows; what it can be found by, or "" where nothing can be kept."""
    who, _marks = _known(request)
    if request.user.is_authenticated and who != _who(request.user):
        who = ""
    if not who or request.content_type not in _FORMS or "json" in request.headers.get("Accept", ""):
        return ""
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts if _may_be_kept(name)]
    files = [file.name for _name, sent in request.FILES.lists() for file in sent]
    path, back = _ways(request)
    if not path:
        return ""
    form = {"path": path, "back": back, "fields": fields, "files": files}
    text = json.dumps(form)
    if len(text) > _MOST_BYTES:
        return ""
    token = secrets.token_urlsafe(12)
    row = {"who": who, "at": now().isoformat(), "sealed": vault().encrypt(text.encode()).decode()}
    others = list(request.session.get(_KEY, {}).items())[1 - _MOST :]
    request.session[_KEY] = dict([*others, (token, row)])
    return token


def find(request: HttpRequest, token: str) -> Unsent | None:
    """What waits under this token for the person who is signed in; None once its hour is over."""
    return _opened(request.session.get(_KEY, {}).get(token), request, now())


def newest(request: HttpRequest) -> str:
    """The token of what was kept last and still waits, or ""."""
    tokens = reversed(list(request.session.get(_KEY, {})))
    return next((one for one in tokens if (found := find(request, one)) and not found.is_sent), "")


def take(request: HttpRequest, token: str) -> Unsent | None:
    """As `find`, and it waits no more. Of two at the same moment only one gets it, the other finds `is_sent`."""
    with transaction.atomic():
        Session.objects.select_for_update().filter(pk=request.session.session_key).first()
        rows = type(request.session)(request.session.session_key).get(_KEY, {})
        found = _opened(rows.get(token), request, now())
        if found is not None:
            rest = json.dumps({"path": found.path, "back": found.back, "fields": [], "files": [], "is_sent": True})
            rows[token] = {**rows[token], "sealed": vault().encrypt(rest.encode()).decode()}
            request.session[_KEY] = rows
            request.session.save()
    return found


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this. Without its word it is nobody's."""
    scheme = "https" if request.is_secure() else "http"
    return request.headers.get("Origin") == f"{scheme}://{request.get_host()}"


def is_from_their_page(request: HttpRequest) -> bool:
    """Whether a page of ours sent this that was made for the person the browser knows, under an earlier sign-in."""
    token = request.POST.get(_TOKEN_FIELD, "") if is_from_own_page(request) else ""
    _who, marks = _known(request)
    if len(token) != CSRF_TOKEN_LENGTH or not token.isascii() or not token.isalnum():
        return False
    # Django's own: it offers nothing public that leads from a page's token to its secret, and of the secret a mark is all we keep.
    return _mark(_unmask_cipher_token(token)) in marks


def page_of(request: HttpRequest) -> str:
    """The page of ours that sent this, as a path; "/" if it isn't told."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    return own_page(request, told) or "/"


def page_with_its_ways(kept: Unsent, token: str) -> str:
    """The page of what waits. It carries where the form goes: the session that knows it may end while it is open."""
    return f"{reverse('unsent', args=[token])}?{urlencode({'to': kept.path, 'back': kept.back})}"


def _ways(request: HttpRequest) -> tuple[str, str]:
    """Where the form goes, and the page it came from; nowhere for what its sender wants thrown away."""
    if request.path.startswith(PAGES):
        if "drop" in request.GET:
            return "", ""
        return own_page(request, request.GET.get("to", "")), own_page(request, request.GET.get("back", "")) or "/"
    return request.get_full_path(), page_of(request)


def _opened(row: dict[str, Any] | None, request: HttpRequest, at: datetime) -> Unsent | None:
    if row is None or not request.user.is_authenticated or row["who"] != _who(request.user):
        return None
    if at - datetime.fromisoformat(row["at"]) >= KEPT_FOR:
        return None
    try:
        form: dict[str, Any] = json.loads(vault().decrypt(row["sealed"].encode()))
    except InvalidToken:
        return None
    return Unsent(**{**form, "fields": [(name, text) for name, text in form["fields"]]})


def _known(request: HttpRequest) -> tuple[str, list[str]]:
    """Who signed in last with this browser, and the marks of the tokens of their pages."""
    told = request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=_COOKIE_SECONDS)
    who, *marks = str(told).split(":")
    return who, marks


def _who(user: Any) -> str:
    return salted_hmac(f"{_SALT}.who", str(user.pk), algorithm="sha256").hexdigest()[:32]


def _mark(secret: str) -> str:
    return salted_hmac(f"{_SALT}.page", secret, algorithm="sha256").hexdigest()[:16]


def _may_be_kept(name: str) -> bool:
    return name != _TOKEN_FIELD and "password" not in name
