"""A real site. Nothing has a default that would be unsafe: what is missing stops the start with one line."""

import sys

from barter.settings.base import *  # noqa: F403
from barter.settings.base import CLOCK_MOVABLE, EMBEDDED, OUTWARD_STAGE, SITE_URL

if CLOCK_MOVABLE:
    sys.exit("Barter cannot start: CLOCK_MOVABLE must not be true under production settings.")
if EMBEDDED:
    sys.exit("Barter cannot start: the embedded services are not for production; name real addresses.")
if OUTWARD_STAGE:
    sys.exit(
        "Barter cannot start: OUTWARD_STAGE plays the outside world in the demo; production asks the world itself."
    )
if not SITE_URL.startswith("https://"):
    sys.exit("Barter cannot start: SITE_URL must start with https:// under production settings.")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by load balancers over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-barter_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-barter_csrf"
