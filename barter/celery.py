"""The Celery application. Its settings, and the reasons for them, stand in barter/settings/base.py."""

import os

from celery import Celery
from celery.signals import worker_process_init

from barter.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barter.settings.local")

app = Celery("barter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["barter.kernel.outbox"])


@worker_process_init.connect(weak=False)
def _do_not_outlive_the_worker(**_: object) -> None:
    """A pool process whose worker was killed would otherwise finish its task beside the one that took it over."""
    die_with_parent(os.getppid())
