"""Files and licences. What a version goes through is told by the moves of its trade."""

from dataclasses import replace
from datetime import datetime

from barter.kernel.outbox.relay import Delivery
from inbox import routes, subjects
from inbox.handlers.telling import tell


def on_asset_moved(delivery: Delivery) -> None:
    """A file that a sent version waits for is told with the version that comes back because of it."""
    if delivery.payload.get("is_awaited"):
        return
    for kind in routes.ASSET.get(delivery.payload["move"], ()):
        tell(delivery, kind, subjects.of_collaboration(delivery.payload["collaboration"]))


def on_submission_moved(delivery: Delivery) -> None:
    for kind in routes.SUBMISSION.get(delivery.payload["move"], ()):
        tell(delivery, kind, subjects.of_collaboration(delivery.payload["collaboration"]))


def on_licence_moved(delivery: Delivery) -> None:
    kinds = routes.LICENCE.get(delivery.payload["move"], ())
    if not kinds:
        return
    payload = delivery.payload
    subject = replace(subjects.of_collaboration(payload["collaboration"]), licence_id=payload["licence"])
    months = payload.get("months") or ""
    is_alarm = payload["move"] == "warn" and payload.get("ends_at")
    due_at = datetime.fromisoformat(payload["ends_at"]) if is_alarm else None
    for kind in kinds:
        tell(delivery, kind, subject, due_at=due_at, months=months)
