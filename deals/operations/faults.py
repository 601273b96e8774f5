"""Faults: a missed clock or broken duty, visible to both sides, appealed once; and what repeated ones lead to."""

from datetime import datetime

from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.moves import record_move
from deals.errors import FaultNotAppealable, FaultOfADecision, FaultSettled
from deals.events import FaultMoved, FaultRecorded
from deals.models import Collaboration, Fault
from deals.operations.reputation import apply_ladder, forgive


def record_fault(*, collaboration: Collaboration, side: Side, kind: Fault.Kind, at: datetime) -> Fault | None:
    """Record it once per collaboration and kind; None when it stands already. The caller holds the collaboration's lock."""
    fault, is_new = Fault.objects.get_or_create(
        collaboration=collaboration, kind=kind, defaults={"side": str(side), "at": at}
    )
    if not is_new and fault.state != Fault.State.LIFTED:
        return None
    if not is_new:  # lifted before, and now found to be the fault of a side after all
        fault.side, fault.at, fault.state = str(side), at, Fault.State.STANDING
        fault.save(update_fields=["side", "at", "state"])
    event = FaultRecorded(fault=fault.public_id, collaboration=collaboration.public_id, side=str(side), kind=kind)
    states = {"from_state": "" if is_new else Fault.State.LIFTED, "to_state": fault.state}
    record_move(fault, move="record", actor=Actor.system(), at=at, event=event, **states)
    apply_ladder(collaboration, side=side, kind=kind, at=at)
    return fault


def appeal_fault(*, fault: Fault, by: Actor, note: str, at: datetime) -> Fault:
    """The side it stands against objects, once. Raises NotAllowed to the other side, FaultNotAppealable afterwards, and
    FaultOfADecision where the decision it rests on is what can be appealed.
    """
    with transaction.atomic():
        row = _lock(fault)
        if by.side != row.side:
            raise NotAllowed
        if row.state != Fault.State.STANDING:
            raise FaultNotAppealable
        if row.rests_on_decision:
            raise FaultOfADecision
        row.state, row.appeal_note = Fault.State.APPEALED, note[:1000]
        row.save(update_fields=["state", "appeal_note"])
        _record(row, "appeal", by, at, before=Fault.State.STANDING)
        return row


def settle_fault(*, fault: Fault, by: Actor, lift: bool, at: datetime, reason: str = "") -> Fault:
    """Staff uphold or lift it, and say why. Lifting undoes what it led to: the lost credit, the pause, the fewer slots."""
    with transaction.atomic():
        row = _lock(fault)
        if by.side != Side.STAFF:
            raise NotAllowed
        if row.state in {Fault.State.UPHELD, Fault.State.LIFTED}:
            raise FaultSettled
        _settle(row, by, at, lift=lift, reason=reason)
        return row


def lift_fault(*, fault: Fault, by: Actor, reason: str, at: datetime) -> None:
    """The decision it rests on was changed: it goes, also where it was upheld in between. The caller holds the trade's lock."""
    row = _lock(fault)
    if row.state != Fault.State.LIFTED:
        _settle(row, by, at, lift=True, reason=reason)


def _settle(row: Fault, by: Actor, at: datetime, *, lift: bool, reason: str) -> None:
    before, row.state = row.state, Fault.State.LIFTED if lift else Fault.State.UPHELD
    row.save(update_fields=["state"])
    if lift:
        _undo(row, at)
    _record(row, "lift" if lift else "uphold", by, at, before=before, reason=reason)


def _undo(fault: Fault, at: datetime) -> None:
    forgive(fault)
    apply_ladder(fault.collaboration, side=Side(fault.side), kind=Fault.Kind(fault.kind), at=at, lifted=True)


def _lock(fault: Fault) -> Fault:
    Collaboration.objects.select_for_update(no_key=True).only("pk").get(pk=fault.collaboration_id)
    return Fault.objects.select_for_update(of=("self",)).select_related("collaboration").get(pk=fault.pk)


def _record(fault: Fault, move: str, by: Actor, at: datetime, *, before: str, reason: str = "") -> None:
    event = FaultMoved(
        fault=fault.public_id, collaboration=fault.collaboration.public_id, side=fault.side, state=fault.state
    )
    states = {"from_state": before, "to_state": fault.state}
    record_move(fault, move=move, actor=by, at=at, event=event, reason=reason, **states)
