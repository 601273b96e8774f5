"""How gunicorn serves Barter: `gunicorn -c python:barter.gunicorn_conf barter.wsgi`. WEB_* variables override."""

import os
from typing import Any

from barter.processes import die_with_parent

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True  # the workers share the loaded code
timeout = 30
graceful_timeout = 8
keepalive = 15
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats in memory
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def post_fork(server: Any, worker: Any) -> None:
    """A worker whose master was killed must free the port at once."""
    die_with_parent(server.pid)
