"""Production's settings without the step of a deployment that collects and compresses static files (15 s)."""

from barter.settings.production import *  # noqa: F403
from barter.settings.production import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
