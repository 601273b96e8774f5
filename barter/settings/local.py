"""A developer's machine and the demo: the embedded services of one data folder, unless the environment names others."""

import os

from barter.services.addresses import data_folder, load_addresses

load_addresses()
os.environ.setdefault("CLOCK_MOVABLE", "true")
os.environ.setdefault("STAFF_MFA_REQUIRED", "false")
os.environ.setdefault("TRUSTED_PROXIES", "0")
os.environ.setdefault("LOG_FORMAT", "text")
os.environ.setdefault("COMPANY_NAME", "Barter Demo")
os.environ.setdefault("COMPANY_ADDRESS", "1 Example Street, 1000 AA Amsterdam")
os.environ.setdefault("COMPANY_COUNTRY", "NL")

from barter.settings.base import *  # noqa: E402, F403
from barter.settings.base import INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "barter.services"]
SWITCHBOARD = "demo.news.HANDLERS"
# The names carry hashes as in production, so that a missing file is found here, and pages weigh what they weigh there.
STATIC_ROOT = data_folder() / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "barter.services.static_storage.QuicklyPackedStorage"},
}
