"""The Celery application. Its settings, and the reasons for them, stand in barter/settings/base.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barter.settings.local")

app = Celery("barter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["barter.kernel.outbox"])
