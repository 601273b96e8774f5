"""Tell a worker that there is something to do, without making anybody wait for the broker.

A request only names a task; one daemon thread a process publishes at most five times a second. A lost nudge costs
nothing but time: beat runs the same tasks, which find their work by index.
"""

import logging
import os
import threading
import time

from django.conf import settings

logger = logging.getLogger(__name__)
RELAY = "barter.kernel.outbox.tasks.relay"
_PAUSE_SECONDS = 0.2

_tasks: set[str] = set()
_wanted = threading.Event()
_lock = threading.Lock()
_thread_pid: int | None = None


def nudge(task: str = RELAY) -> None:
    """Called on commit: run this task (one without arguments that claims its own work) soon."""
    if not settings.OUTBOX_NUDGE:
        return
    _tasks.add(task)
    _wanted.set()
    if _thread_pid != os.getpid():
        _start()


def _start() -> None:
    global _thread_pid
    with _lock:
        if _thread_pid == os.getpid():
            return
        threading.Thread(target=_publish_forever, name="outbox-nudge", daemon=True).start()
        _thread_pid = os.getpid()


def _publish_forever() -> None:
    from celery import current_app

    while True:
        _wanted.wait()
        _wanted.clear()
        for task in tuple(_tasks):
            _tasks.discard(task)
            try:
                current_app.send_task(task)
            except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the sweep repairs it
                logger.warning("nudge not published", extra={"task": task, "error": type(error).__name__})
        time.sleep(_PAUSE_SECONDS)
