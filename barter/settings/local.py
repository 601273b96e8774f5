"""A developer's machine and the demo: the embedded services of one data folder, unless the environment names others."""

import os

from barter.services.addresses import load_addresses

load_addresses()
os.environ.setdefault("CLOCK_MOVABLE", "true")
os.environ.setdefault("STAFF_MFA_REQUIRED", "false")
os.environ.setdefault("LOG_FORMAT", "text")

from barter.settings.base import *  # noqa: E402, F403
