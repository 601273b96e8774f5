"""The two doors of sign-up. Everything else around signing in is allauth's, in our templates."""

from typing import Any

from allauth.account.views import SignupView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.adapter import home_of
from accounts.models import User


@require_safe
def choose_door(request: HttpRequest) -> HttpResponse:
    """Are you a creator or a brand?"""
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    return render(request, "account/doors.html", {"next": request.GET.get("next", "")})


@csrf_exempt
def not_here(request: HttpRequest) -> HttpResponse:
    """A door of allauth that this product does not have."""
    raise Http404


class JoinView(SignupView):
    """Sign-up through one door."""

    door: str = User.StartedAs.CREATOR

    def get_initial(self) -> dict[str, Any]:
        invited = "1" if self.request.GET.get("invited") else ""
        # typed before by somebody who began to apply; or named by the link of an invitation
        known = self.request.session.get("join_email") or self.request.GET.get("email", "")[:254]
        return {**super().get_initial(), "started_as": str(self.door), "invited": invited, "email": known}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invited = self.request.POST.get("invited") or self.request.GET.get("invited")
        return {**super().get_context_data(**kwargs), "door": str(self.door), "invited": bool(invited)}


@login_required
@require_safe
def after_login(request: HttpRequest) -> HttpResponse:
    """ "Your page": wherever this person starts the day."""
    return redirect(home_of(request.user))
