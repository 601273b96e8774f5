"""Adding and taking off the devices that show news."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from barter.kernel import clock
from barter.kernel.errors import BarterError
from inbox import operations
from inbox.models import PushDevice
from inbox.views import common


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """What the browser's push service gave it stands in `subscription`; empty when it gave nothing."""
    try:
        operations.add_device(
            user=common.person(request),
            session_key=request.session.session_key or "",
            subscription=request.POST.get("subscription", ""),
            name=request.headers.get("User-Agent", ""),
            at=clock.now(),
        )
    except BarterError as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("Done. News show on this device from now on."))
    return redirect("notification_settings")


@require_POST
@login_required
def remove(request: HttpRequest, device_id: str) -> HttpResponse:
    device = get_object_or_404(PushDevice.objects.filter(user=request.user.pk), public_id=device_id)
    operations.remove_device(device=device)
    messages.success(request, _("Done. No more news on that device."))
    return redirect("notification_settings")
