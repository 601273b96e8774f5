"""Every address of the product. With the switchboard the only module that knows all apps."""

from django.urls import URLPattern, URLResolver, path

from barter.health import healthz, readyz
from barter.kernel.design import components

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("design/", components, name="design"),  # answers 404 in production
]
