"""Everything under /api/. Whatever else is asked for there is answered with a problem, too."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from barter.kernel.api.docs_page import docs_page
from barter.kernel.api.schema import schema_view
from barter.kernel.api.unknown import unknown_path

_VERSION_1: list[URLPattern | URLResolver] = [
    path("", include("deals.api.urls")),  # first, because most calls go there
    path("", include("accounts.api.urls")),
    path("", include("creators.api.urls")),
    path("", include("brands.api.urls")),
    path("", include("content.api.urls")),
    path("", include("shipping.api.urls")),
    path("", include("inbox.api.urls")),
    path("schema/", schema_view, name="api_schema"),
    path("docs/", docs_page, name="api_docs"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(_VERSION_1)),
    re_path(r"^", unknown_path),
]
