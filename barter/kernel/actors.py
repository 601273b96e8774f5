"""Who makes a move."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Who can hold the ball, and who can act."""

    BRAND = "brand"
    CREATOR = "creator"
    CARRIER = "carrier"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The side that acts and, where a person did it, the bigint id of the user."""

    side: Side
    user_id: int | None = None

    @classmethod
    def system(cls) -> "Actor":
        return cls(Side.SYSTEM)

    @classmethod
    def carrier(cls) -> "Actor":
        return cls(Side.CARRIER)

    @classmethod
    def creator(cls, user_id: int) -> "Actor":
        return cls(Side.CREATOR, user_id)

    @classmethod
    def brand(cls, user_id: int) -> "Actor":
        return cls(Side.BRAND, user_id)

    @classmethod
    def staff(cls, user_id: int) -> "Actor":
        return cls(Side.STAFF, user_id)
