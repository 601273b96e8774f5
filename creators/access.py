"""Which creator a request acts for, and the decorator of creator pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from creators.models import Creator

_CACHE = "_barter_creator"
View = Callable[..., HttpResponse]


class CreatorRequest(HttpRequest):
    """What a view behind `creator_required` receives."""

    creator: Creator


def current_creator(request: HttpRequest) -> Creator | None:
    """The caller's creator profile with its capacity, or None. One query a request."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, _CACHE):
        found = Creator.objects.filter(user=request.user).select_related("capacity").first()
        setattr(request, _CACHE, found)
    return cast("Creator | None", getattr(request, _CACHE))


def creator_required(view: View) -> View:
    """Sign-in, then 404 for everybody who is no creator; sets request.creator."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        creator = current_creator(request)
        if creator is None:
            raise Http404
        for_creator = cast("CreatorRequest", request)
        for_creator.creator = creator
        return view(for_creator, *args, **kwargs)

    return guarded
