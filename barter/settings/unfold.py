"""The staff admin's skin (design/README.md, section 11). Callables are named, so that nothing is imported here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static


def _mark(_request: HttpRequest) -> str:
    return static("brand/mark.svg")


def _styles(_request: HttpRequest) -> str:
    return static("brand/admin.css")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Barter staff",
    "SITE_HEADER": "barter",
    "SITE_SUBHEADER": "Staff",
    "SITE_URL": "/deals/",
    "SITE_ICON": _mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _mark}],
    "BORDER_RADIUS": "10px",
    "STYLES": [_styles],
    "ENVIRONMENT": "barter.kernel.staff.site.environment",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "ACCOUNT": {"navigation": [{"title": "Sign-in and security", "link": "/account/2fa/"}]},
    "SIDEBAR": {"show_search": True, "navigation": "barter.kernel.staff.site.navigation"},
    "COLORS": {
        "base": {
            "50": "#F7F3F5", "100": "#F0EAED", "200": "#E4DCE0", "300": "#D0C6CB", "400": "#A89AA1", "500": "#725F69",
            "600": "#695660", "700": "#513D48", "800": "#2D1C26", "900": "#22141C", "950": "#160A11",
        },
        "primary": {
            "50": "#FFF2F7", "100": "#FEE0ED", "200": "#FBC1DB", "300": "#F597C4", "400": "#E85FA8", "500": "#E0559F",
            "600": "#9A1A67", "700": "#780D4F", "800": "#550A37", "900": "#390624", "950": "#250217",
        },
    },
}  # fmt: skip
