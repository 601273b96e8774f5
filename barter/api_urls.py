"""Everything under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("deals.api.urls")),
    path("", include("content.api.urls")),
    path("", include("shipping.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularRedocView.as_view(url_name="api_schema"), name="api_docs"),
]
