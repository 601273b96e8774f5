"""Every address of the product. With the switchboard the only module that knows all apps."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from barter.health import healthz, readyz
from barter.kernel import installable
from barter.kernel.design import components
from barter.kernel.pictures import picture

handler400 = "barter.kernel.api.unknown.bad_request"
handler500 = "barter.kernel.looks.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("barter.api_urls")),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.service_worker, name="service_worker"),
    path("offline/", installable.offline, name="offline"),
    path("healthz", healthz),
    path("readyz", readyz),
    path("design/", components, name="design"),  # answers 404 in production
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("creators.urls")),
    path("", include("brands.urls")),
    path("pictures/<path:name>", picture, name="picture"),
    path("", include("deals.urls")),
    path("", include("shipping.urls")),
    path("", include("content.urls")),
    path("", include("inbox.urls")),
]
