"""Deleting the account: what will happen, the wish, and keeping it after all."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import leaving
from accounts.errors import StillNeeded
from accounts.letters import tell_asked
from accounts.views.settings_pages import framed, person
from barter.kernel.clock import now
from barter.kernel.errors import BarterError


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def delete_account(request: HttpRequest) -> HttpResponse:
    """What happens then, and what is in the way. POST begins the days of grace."""
    user, refusal = person(request), ""
    if request.method == "POST" and user.erase_at is None:
        try:
            leaver = leaving.ask_to_leave(user=user, at=now())
        except StillNeeded:
            refusal = _("Nothing was changed: something still needs you.")
        except BarterError as error:
            refusal = error.detail
        else:
            tell_asked(leaver)
            messages.success(request, _("Your wish is noted. Until then you can change your mind on any page."))
            return redirect("delete_account")
    context = framed(request, obstacles=leaving.obstacles_of(user), days=leaving.GRACE_DAYS, refusal=refusal)
    return render(request, "settings/delete.html", context, status=409 if refusal else 200)


@login_required
@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    leaving.stay(user=person(request), at=now())
    messages.success(request, _("Your account stays. Applications that were withdrawn can be sent again."))
    return redirect("settings")
