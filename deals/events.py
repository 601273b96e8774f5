"""What the heart announces. Ids are public ids; no address, no message text."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMoved(Event):
    """Every move of a deal; `move` names it (submit, approve, reject, pause_idle, close, take_down, expire, fill, ...)."""

    name: ClassVar[str] = "deals.deal_moved"
    deal: str
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMoved(Event):
    """Every move of an application; a new one has move `apply` or `invite`."""

    name: ClassVar[str] = "deals.application_moved"
    application: str
    deal: str
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFreed(Event):
    """There may be a place for the next on the waitlist: a trade failed, an offer lapsed, places were added."""

    name: ClassVar[str] = "deals.place_freed"
    deal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationsLeft(Event):
    """A deal filled or ended and some of its applications are still to be settled: the next batch."""

    name: ClassVar[str] = "deals.applications_left"
    deal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound(Event):
    """There are deals a creator's saved search did not find before; `deal` is the newest."""

    name: ClassVar[str] = "deals.search_found"
    search: str
    deal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchesLeft(Event):
    """A deal went live and fits more saved searches than were woken: the next batch."""

    name: ClassVar[str] = "deals.searches_left"
    deal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationAgreed(Event):
    """An application was accepted: the exchange begins."""

    name: ClassVar[str] = "deals.collaboration_agreed"
    collaboration: str
    application: str
    exchange: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationMoved(Event):
    name: ClassVar[str] = "deals.collaboration_moved"
    collaboration: str
    move: str
    from_state: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationEnded(Event):
    """Recorded in addition to the last move when a collaboration is over, well or not."""

    name: ClassVar[str] = "deals.collaboration_ended"
    collaboration: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReminder(Event):
    """The ball holder of a stateful object should act: `hours_left` to the default (negative: late by)."""

    name: ClassVar[str] = "deals.clock_reminder"
    object_type: str
    object: str
    state: str
    ball: str
    hours_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCheckDue(Event):
    """A posted link must be looked at now."""

    name: ClassVar[str] = "deals.live_check_due"
    collaboration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRecorded(Event):
    name: ClassVar[str] = "deals.fault_recorded"
    fault: str
    collaboration: str
    side: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultMoved(Event):
    """A fault was appealed, upheld or lifted: `state` says which."""

    name: ClassVar[str] = "deals.fault_moved"
    fault: str
    collaboration: str
    side: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeMoved(Event):
    name: ClassVar[str] = "deals.dispute_moved"
    dispute: str
    collaboration: str
    move: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMoved(Event):
    name: ClassVar[str] = "deals.review_moved"
    review: str
    collaboration: str
    move: str
    state: str
