"""State machines as data. An app's `workflow.py` declares states, moves and clocks; this module reads such tables.

Pure functions: no database, no wall clock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from barter.kernel.actors import Side
from barter.kernel.calendar import add_business_days
from barter.kernel.errors import NotAllowed, WrongState

PolicyDays = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Clock:
    """What happens to a state nobody moves. Lengths are names of policies (days), so that staff can change them.

    reminders: hours after the start (positive) or before the end (negative). `on_due` is the move made when time is
    up; with `grace`, `on_due` only marks lateness and `on_grace_end` is made that many days after the start
    (`grace_from_start`) or after the due time.
    """

    length: str
    on_due: str
    reminders: tuple[int, ...] = ()
    business: bool = False
    grace: str = ""
    on_grace_end: str = ""
    grace_from_start: bool = False


@dataclass(frozen=True, slots=True)
class State:
    ball: Side | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: from any of `sources` to `target` (None: the state stays), by one of `who`."""

    name: str
    sources: frozenset[str]
    target: str | None
    who: frozenset[Side]


def move(name: str, sources: Iterable[str], target: str | None, *who: Side) -> Move:
    return Move(
        name,
        frozenset(str(source) for source in sources),
        target and str(target),
        frozenset(who),
    )


@dataclass(frozen=True)
class Machine:
    states: Mapping[str, State]
    moves: Mapping[str, Move] = field(default_factory=dict)

    @classmethod
    def build(cls, states: Mapping[str, State], moves: Iterable[Move]) -> "Machine":
        table = {row.name: row for row in moves}
        known = {str(name): state for name, state in states.items()}
        for row in table.values():
            unknown = (row.sources | ({row.target} if row.target else set())) - set(known)
            if unknown:
                raise ValueError(f"move {row.name} names unknown states {sorted(unknown)}")
        for name, state in known.items():
            for made in (state.clock.on_due, state.clock.on_grace_end) if state.clock else ():
                if made and name not in table[made].sources:
                    raise ValueError(f"clock of {name} makes move {made}, which does not start there")
        return cls(known, table)

    def check(self, name: str, state: str, side: Side) -> Move:
        """The move, if `side` may make it from `state`. Raises NotAllowed or WrongState."""
        row = self.moves[name]
        if side not in row.who:
            raise NotAllowed
        if state not in row.sources:
            raise WrongState(state=state)
        return row

    def available(self, state: str, side: Side) -> list[str]:
        """Names of the moves `side` may make from `state`, in the table's order."""
        return [row.name for row in self.moves.values() if side in row.who and state in row.sources]

    def ball(self, state: str) -> Side | None:
        return self.states[state].ball


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a state must be looked at: reminders, the due time, the end of grace. All aware UTC."""

    due_at: datetime
    reminders: tuple[datetime, ...]
    grace_ends_at: datetime | None

    def next_wake(self, after: datetime) -> datetime | None:
        """The earliest of these moments later than `after`."""
        later = [moment for moment in self.moments() if moment > after]
        return min(later, default=None)

    def moments(self) -> list[datetime]:
        return [
            *self.reminders,
            self.due_at,
            *([self.grace_ends_at] if self.grace_ends_at else []),
        ]


def schedule(clock: Clock, start: datetime, days: PolicyDays, due_at: datetime | None = None) -> Schedule:
    """The moments of a clock started at `start`. `due_at` overrides the policy's length (an agreed date)."""

    def later(moment: datetime, count: int) -> datetime:
        return add_business_days(moment, count) if clock.business else moment + timedelta(days=count)

    due = due_at or later(start, days(clock.length))
    grace_ends = None
    if clock.grace:
        grace_ends = later(start if clock.grace_from_start else due, days(clock.grace))
        grace_ends = max(grace_ends, due)
    reminders = {_reminder(clock, hours, start, due) for hours in clock.reminders}
    kept = tuple(sorted(moment for moment in reminders if start < moment < due))
    return Schedule(due, kept, grace_ends)


def _reminder(clock: Clock, hours: int, start: datetime, due: datetime) -> datetime:
    if hours < 0:
        return due + timedelta(hours=hours)
    whole_days, rest = divmod(hours, 24)
    if clock.business:
        return add_business_days(start, whole_days) + timedelta(hours=rest)
    return start + timedelta(hours=hours)
