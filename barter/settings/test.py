"""The tests: embedded services of their own (tests/conftest.py starts them), cheap passwords, nothing sent anywhere."""

import os

from barter.services.addresses import load_addresses

load_addresses()
os.environ.setdefault("CLOCK_MOVABLE", "true")
os.environ.setdefault("STAFF_MFA_REQUIRED", "true")
os.environ.setdefault("TRUSTED_PROXIES", "0")
os.environ.setdefault("CARRIER_WEBHOOK_SECRETS", "simulated=test-secret")
os.environ["LOG_LEVEL"] = "ERROR"

from barter.settings.base import *  # noqa: E402, F403
from barter.settings.base import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ACCOUNT_RATE_LIMITS = False
ACCOUNT_MAILS_AN_HOUR = 0
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = False
WHITENOISE_AUTOREFRESH = True
