"""What makes the product an app on a phone's home screen: the manifest, and a service worker that answers without a network."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_FILES = (
    "dist/barter.css",
    "dist/barter.js",
    "fonts/figtree-latin-wght-normal.woff2",
    "fonts/gabarito-latin-wght-normal.woff2",
    "brand/mark.svg",
)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [(192, "any", "icon-192"), (512, "any", "icon-512"), (512, "maskable", "icon-maskable-512")]
    body = {
        "id": "/",
        "name": "Barter",
        "short_name": "Barter",
        "description": _("Brands post products, creators make the videos. A fair trade, on one page."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F7F3F5",
        "theme_color": "#F7F3F5",
        "icons": [
            {"src": static(f"brand/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
            for side, purpose, name in icons
        ],
        "shortcuts": [
            {"name": _("My deals"), "url": "/my-deals/"},
            {"name": _("Inbox"), "url": "/inbox/"},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """Stands at the root, because a worker only sees what is below it. Another release has other files and so another name."""
    files = [static(name) for name in _FILES]
    context = {
        "files": files,
        "offline": reverse("offline"),
        "icon": static("brand/icon-192.png"),
        "version": hashlib.sha256("\n".join(files).encode()).hexdigest()[:12],
    }
    return render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker keeps for the time without a network; the same for everybody."""
    return render(request, "offline.html")
