"""What a set of scans says about a parcel. Pure functions: no database, no wall clock.

The state is worked out from all scans in the order of the carrier's times, not from the order they reached us in. Late,
doubled and shuffled messages therefore end in the same state as orderly ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shipping.workflow import SHIPMENT_MOVING
from shipping.workflow import ShipmentState as S

# Between scans of the same second the one further along the way counts.
_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            S.PRE_TRANSIT,
            S.IN_TRANSIT,
            S.EXCEPTION,
            S.OUT_FOR_DELIVERY,
            S.ATTEMPT_FAILED,
            S.AVAILABLE_FOR_PICKUP,
            S.LOST,
            S.DELIVERED,
            S.RETURNED,
        )
    )
}

# What still counts after an end: a lost parcel can turn up, a delivered one can be sent back.
_AFTER: dict[S, frozenset[S]] = {
    S.LOST: frozenset({S.DELIVERED, S.RETURNED}),
    S.DELIVERED: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
}
_ANYTHING = frozenset(S)

_POLL_EVERY = {
    S.OUT_FOR_DELIVERY: timedelta(minutes=30),
    S.AVAILABLE_FOR_PICKUP: timedelta(hours=6),
}
_POLL_USUALLY = timedelta(hours=2)
_FIRST_RETRY = timedelta(minutes=5)
_LONGEST_RETRY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Moment:
    """One scan, as far as the state depends on it."""

    state: str
    at: datetime


def settle(scans: Iterable[Moment]) -> Moment | None:
    """The scan that decides the state: the newest one, unless an end came before it (see _AFTER). None without scans."""
    decisive: Moment | None = None
    for scan in sorted(scans, key=lambda scan: (scan.at, _RANK[S(scan.state)])):
        if decisive is None or scan.state in _AFTER.get(S(decisive.state), _ANYTHING):
            decisive = scan
    return decisive


def first_of(scans: Sequence[Moment], state: str) -> datetime | None:
    """When the parcel was first seen in this state."""
    return min((scan.at for scan in scans if scan.state == state), default=None)


def next_poll(state: str, *, failures: int, at: datetime) -> datetime | None:
    """When to ask the carrier again; None when there is nothing more to learn."""
    if failures and state in SHIPMENT_MOVING:
        wait: timedelta = min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LONGEST_RETRY)
        return at + wait
    if state not in SHIPMENT_MOVING:
        return None
    return at + _POLL_EVERY.get(S(state), _POLL_USUALLY)
