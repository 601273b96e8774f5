"""What beat sends out, and how often; which queue a task waits in."""

from typing import Any

# Every task here finds its work by index and claims rows, so running late, twice or together is harmless. A tick that
# waited longer than its own period is worth nothing: `expires` drops it.
_BEAT = {
    "outbox-relay": ("barter.kernel.outbox.tasks.relay", 10),
    "outbox-tidy": ("barter.kernel.outbox.tasks.tidy", 3600),
    "inbox-send-due": ("inbox.tasks.send_due", 10),
    "inbox-send-unsent": ("inbox.tasks.send_unsent", 15),
    "accounts-tick": ("accounts.tasks.tick", 300),
    "inbox-push-due": ("inbox.tasks.push_due", 10),
    "accounts-exports": ("accounts.tasks.build_exports", 30),  # what a killed worker left is taken again
    "inbox-check-files": ("inbox.tasks.check_files", 15),  # what a killed worker left is taken again
    "inbox-sweep-pushes": ("inbox.tasks.sweep_pushes", 3600),
    "inbox-sweep-files": ("inbox.tasks.sweep_files", 300),
    "deals-tick": ("deals.tasks.tick", 60),
    "deals-check-links": ("deals.tasks.check_links", 30),
    "shipping-poll": ("shipping.tasks.poll", 60),
    "shipping-tick": ("shipping.tasks.tick", 60),
    "content-process": ("content.tasks.process", 15),  # what a killed worker left is taken again
    "content-process-clean": ("content.tasks.process_clean", 60),
    "content-tick": ("content.tasks.tick", 60),
    "content-look-at-store": ("content.tasks.look_at_store", 20),
    "content-sweep": ("content.tasks.sweep", 300),
}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}
    for name, (task, seconds) in _BEAT.items()
}
# Preparing a video takes its worker for many seconds; clocks and mails wait for none of them, and a file for no mail.
# A worker that is not told which queues (-Q) takes both.
CELERY_TASK_ROUTES = {task: {"queue": "files"} for task in ("content.tasks.process*", "inbox.tasks.check_files")}
