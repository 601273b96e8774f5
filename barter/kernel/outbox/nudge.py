"""Tell the relay that there is something to carry, without making anybody wait for the broker.

A request only sets a flag; one daemon thread a process publishes at most five nudges a second. A lost nudge costs
nothing but time: the sweep (beat) finds every pending message.
"""

import logging
import os
import threading
import time

from django.conf import settings

logger = logging.getLogger(__name__)
_PAUSE_SECONDS = 0.2

_wanted = threading.Event()
_lock = threading.Lock()
_thread_pid: int | None = None


def nudge() -> None:
    """Called on commit."""
    if not settings.OUTBOX_NUDGE:
        return
    _wanted.set()
    if _thread_pid != os.getpid():
        _start()


def _start() -> None:
    global _thread_pid  # noqa: PLW0603 - one thread per process, restarted after a fork
    with _lock:
        if _thread_pid == os.getpid():
            return
        threading.Thread(
            target=_publish_forever, name="outbox-nudge", daemon=True
        ).start()
        _thread_pid = os.getpid()


def _publish_forever() -> None:
    from barter.kernel.outbox.tasks import relay

    while True:
        _wanted.wait()
        _wanted.clear()
        try:
            relay.delay()
        except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the sweep repairs it
            logger.warning(
                "outbox nudge not published", extra={"error": type(error).__name__}
            )
        time.sleep(_PAUSE_SECONDS)
