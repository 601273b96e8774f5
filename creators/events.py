"""What happens to creators. Ids are public ids; no address, no contact."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorMoved(Event):
    """A creator joined, was verified (person, channel, phone) or no longer is, earned credits so, was paused, resumed or closed: `move`."""

    name: ClassVar[str] = "creators.creator_moved"
    creator: str
    move: str
    standing: str
