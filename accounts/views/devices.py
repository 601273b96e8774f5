"""Browsers and apps that are signed in: allauth's list, newest first and one by one."""

from typing import Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.templatetags.devices import device
from accounts.views.settings_pages import person


class DeviceList(ListUserSessionsView):
    """This device first, then the last seen. POST signs out all others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        here = self.request.session.session_key
        context["sessions"].sort(key=lambda one: (one.session_key != here, -one.last_seen_at.timestamp()))
        return dict(context)


device_list = DeviceList.as_view()


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one other browser or app, at once; this one signs out by its own button."""
    session = get_object_or_404(UserSession, pk=session_id, user=person(request))
    if session.session_key != request.session.session_key:
        session.end()
        messages.success(request, _("{device} is signed out.").format(device=device(session.user_agent)))
    return redirect("usersessions_list")
