"""The lives a simulated parcel can have. The end of the tracking number chooses: SIM12345678LATE; plain is delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext_noop as _

from shipping.carriers.port import Scan
from shipping.workflow import ShipmentState as S


@dataclass(frozen=True, slots=True)
class Step:
    """A scan, `hours` after the parcel was handed over."""

    hours: float
    state: S
    code: str
    description: str
    place: str = ""


_START = (
    Step(0, S.PRE_TRANSIT, "LABEL", _("Label made, waiting for the parcel")),
    Step(3, S.IN_TRANSIT, "PICKUP", _("Picked up from the sender")),
    Step(14, S.IN_TRANSIT, "HUB", _("In the sorting centre"), "Riga"),
)
_HUB = Step(26, S.IN_TRANSIT, "HUB", _("In the sorting centre"), "Hannover")
_OUT = Step(44, S.OUT_FOR_DELIVERY, "OUT", _("Out for delivery"))
_DONE = Step(48, S.DELIVERED, "DONE", _("Delivered"))

SCRIPTS: dict[str, tuple[Step, ...]] = {
    "DELIVERED": (*_START, _HUB, _OUT, _DONE),
    "LATE": (
        *_START,
        _HUB,
        Step(96, S.EXCEPTION, "DELAY", _("Held up on the way"), "Hannover"),
        Step(216, S.IN_TRANSIT, "HUB", _("Back on its way"), "Hannover"),
        Step(260, S.OUT_FOR_DELIVERY, "OUT", _("Out for delivery")),
        Step(264, S.DELIVERED, "DONE", _("Delivered")),
    ),
    "ATTEMPT": (
        *_START,
        _HUB,
        _OUT,
        Step(49, S.ATTEMPT_FAILED, "NOBODY", _("Nobody was at home")),
        Step(68, S.OUT_FOR_DELIVERY, "OUT", _("Out for delivery again")),
        Step(72, S.DELIVERED, "DONE", _("Delivered")),
    ),
    "CUSTOMS": (
        *_START,
        Step(40, S.EXCEPTION, "CUSTOMS", _("Held at customs"), "Leipzig"),
        Step(112, S.IN_TRANSIT, "CLEARED", _("Cleared by customs"), "Leipzig"),
        Step(136, S.OUT_FOR_DELIVERY, "OUT", _("Out for delivery")),
        Step(140, S.DELIVERED, "DONE", _("Delivered")),
    ),
    "RETURNED": (
        *_START,
        _OUT,
        Step(49, S.ATTEMPT_FAILED, "NOBODY", _("Nobody was at home")),
        Step(73, S.ATTEMPT_FAILED, "NOBODY", _("Nobody was at home, second attempt")),
        Step(120, S.RETURNED, "RETURN", _("On its way back to the sender")),
    ),
    "LOST": (*_START, _HUB, Step(240, S.LOST, "LOST", _("The carrier cannot find the parcel"))),
    "PICKUP": (
        *_START,
        _HUB,
        Step(46, S.AVAILABLE_FOR_PICKUP, "LOCKER", _("Ready to pick up at the parcel locker")),
        Step(70, S.DELIVERED, "DONE", _("Picked up")),
    ),
    # nothing after the label: what a parcel looks like that was never handed over
    "SILENT": (_START[0],),
}


def script_of(tracking_number: str) -> str:
    """The script a number asks for by its end; DELIVERED when it names none."""
    return next((name for name in SCRIPTS if tracking_number.endswith(name)), "DELIVERED")


def scans_until(tracking_number: str, *, shipped_at: datetime, now: datetime) -> Sequence[Scan]:
    """What the simulated carrier has seen of this parcel by now. The same question always gets the same event ids."""
    steps = SCRIPTS[script_of(tracking_number)]
    last = steps[-1]
    eta = shipped_at + timedelta(hours=_DONE.hours)
    return [
        Scan(
            event_id=event_id(tracking_number, index),
            tracking_number=tracking_number,
            state=step.state,
            at=shipped_at + timedelta(hours=step.hours),
            code=step.code,
            description=step.description,
            place=step.place,
            eta_date=eta.date() if last.state == S.DELIVERED else None,
        )
        for index, step in enumerate(steps)
        if shipped_at + timedelta(hours=step.hours) <= now
    ]


def event_id(tracking_number: str, index: int) -> str:
    return f"evt_{sha256(f'{tracking_number}/{index}'.encode()).hexdigest()[:24]}"
