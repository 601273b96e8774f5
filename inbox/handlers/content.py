"""Files, licences and take-downs. What a version goes through is told by the moves of its trade."""

from dataclasses import replace
from datetime import datetime

from barter.kernel.outbox.relay import Delivery
from content.models import Licence, PaidRenewal, TakeDown
from inbox import routes, subjects
from inbox.handlers.telling import tell
from inbox.subjects import Subject
from shipping.models import Shipment


def on_asset_moved(delivery: Delivery) -> None:
    """A file that a sent version waits for is told with the version that comes back because of it."""
    if delivery.payload.get("is_awaited"):
        return
    kinds = routes.ASSET.get(delivery.payload["move"], ())
    if "captions_changed" in kinds:
        _tell_captions(delivery)
        return
    for kind in kinds:
        tell(delivery, kind, subjects.of_collaboration(delivery.payload["collaboration"]))


def _tell_captions(delivery: Delivery) -> None:
    """The brand, if it had a right to the file by then that still runs: what it reviewed or took has other words now."""
    rows = Licence.objects.running(delivery.at).filter(asset__public_id=delivery.payload["asset"])
    licence = rows.select_related("asset").first()
    if licence is None:
        return
    subject = replace(subjects.of_collaboration(delivery.payload["collaboration"]), licence_id=licence.public_id)
    tell(delivery, "captions_changed", subject, file=licence.asset.file_name)


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
    renewal = payload.get("renewal", "")
    contents = _contents(renewal)
    if payload["move"] == "offer_renewal":
        kinds = ("renewal_offered_paid",) if contents else () if renewal else ("renewal_offered",)
    for kind in kinds:
        tell(delivery, kind, subject, due_at=due_at, months=months, contents=contents)


def _contents(renewal: str) -> str:
    """What is given for more months; "" once another offer has taken its place. Of one that lapsed its parcel still knows."""
    if not renewal:
        return ""
    offered = PaidRenewal.objects.filter(public_id=renewal).values_list("contents", flat=True).first()
    parcels = Shipment.objects.filter(renewal=renewal).values_list("contents", flat=True)
    return str(offered or parcels.first() or "")


def on_take_down_moved(delivery: Delivery) -> None:
    """A date belongs to the state the move led to: it is left out once that is over."""
    kinds = routes.TAKE_DOWN.get(delivery.payload["move"], ())
    if not kinds:
        return
    row, subject = _take_down(delivery)
    due_at = row.due_at if row.state == delivery.payload["state"] else None
    for kind in kinds:
        tell(delivery, kind, subject, due_at=due_at)


def on_take_down_waits(delivery: Delivery) -> None:
    """A reminder, unless somebody acted meanwhile. What waits for staff stands in their queue."""
    row, subject = _take_down(delivery)
    if row.state_since.isoformat() == delivery.payload["waits_since"]:
        for kind in routes.REMINDERS.get(("takedown", row.state), ()):
            tell(delivery, kind, subject, due_at=row.due_at)


def _take_down(delivery: Delivery) -> tuple[TakeDown, Subject]:
    found = TakeDown.objects.select_related("licence__collaboration").get(public_id=delivery.payload["take_down"])
    subject = subjects.of_collaboration(found.licence.collaboration.public_id)
    return found, replace(subject, take_down_id=found.public_id)
