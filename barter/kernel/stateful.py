"""The columns every stateful object has, and how its clock is set, stopped and read."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from barter.kernel import policy
from barter.kernel.workflow import Machine, Schedule, schedule

CLOCK_FIELDS = (
    "state",
    "state_since",
    "due_at",
    "wake_at",
    "late_at",
    "clock_stopped_at",
    "clock_started_at",
)


class Stateful(models.Model):
    """State plus clock. Only operations write these columns.

    clock_started_at: when the running clock began. due_at: when it runs out. wake_at: when the clock task must look at
    the row next (a reminder, the due time or the end of grace). late_at: set once the due time has passed and grace
    runs. clock_stopped_at: set while a reported problem, a dispute or staff work stops the clock.
    """

    machine: ClassVar[Machine]

    state_since = models.DateTimeField()
    clock_started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    clock_stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    state: str

    @property
    def ball(self) -> str | None:
        """The side that must act now; None when it is over."""
        side = self.machine.ball(self.state)
        return side and str(side)

    def enter(
        self,
        state: str,
        at: datetime,
        *,
        started_at: datetime | None = None,
        due_at: datetime | None = None,
    ) -> None:
        """Set state and clock in memory; the caller saves CLOCK_FIELDS under the row lock it holds."""
        self.state = state
        self.state_since = at
        self.late_at = None
        self.clock_stopped_at = None
        self.clock_started_at = started_at or at
        self._set_clock(at, due_at)

    def move_due(self, due_at: datetime, at: datetime) -> None:
        """A new due time in the same state (extension, agreed date)."""
        self.late_at = None
        self._set_clock(at, due_at)

    def stay_late(self, late_at: datetime) -> None:
        """The due time has passed and the state stays: look again when grace ends (the caller sets what it needs else)."""
        self.late_at = late_at
        plan = self.schedule()
        self.wake_at = plan.grace_ends_at if plan else None

    def stop_clock(self, at: datetime) -> None:
        if self.clock_stopped_at is None:
            self.clock_stopped_at = at
            self.wake_at = None

    def resume_clock(self, at: datetime) -> None:
        """Run on with the time that was left when the clock stopped."""
        if self.clock_stopped_at is None:
            return
        pause = at - self.clock_stopped_at
        self.clock_stopped_at = None
        self.clock_started_at = self.clock_started_at and self.clock_started_at + pause
        if self.due_at is not None:
            self._set_clock(at, self.due_at + pause)

    def schedule(self) -> Schedule | None:
        clock = self.machine.states[self.state].clock
        if clock is None or self.clock_started_at is None:
            return None
        return schedule(clock, self.clock_started_at, policy.value, self.due_at)

    def _set_clock(self, at: datetime, due_at: datetime | None) -> None:
        self.due_at = due_at
        plan = self.schedule()
        self.due_at = plan.due_at if plan else due_at
        self.wake_at = plan.next_wake(at) or plan.due_at if plan else None
