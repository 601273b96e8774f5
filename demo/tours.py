"""Who walks which rooms: eight credits are the most anybody earns, so the running trades of a tour are two people's."""

from datetime import timedelta
from typing import TYPE_CHECKING

from deals.workflow import CollaborationState as C
from demo import ends
from demo.files import MEDIA
from demo.people import talk

if TYPE_CHECKING:
    from demo.world import Share

# Seven of the eight credits are in running trades, one is left to apply with. Vouchers and visits are others'.
STAGES: dict[str, list[str]] = {
    "creator@example.com": [
        *[C.COMPLETED] * 12, C.SHIPPED, C.DELIVERED, C.CREATING, C.CHANGES_REQUESTED, C.APPROVED, C.LIVE_HOLD, C.DISPUTED,
    ],
    "creator30@example.com": [C.TO_SHIP, C.IN_REVIEW, C.POSTED, C.ON_HOLD],
}  # fmt: skip
TRADES = sum(len(stages) for stages in STAGES.values()) + 2  # and whose reviews are open, and who fills a deal
_TALKED_IN = {C.TO_SHIP, C.SHIPPED, C.CREATING, C.IN_REVIEW, C.CHANGES_REQUESTED}
_KITCHEN = MEDIA / "clips" / "still-mug.webp"  # what they show in a message


def walk(share: "Share") -> None:
    """They have no trades but these: what is completed comes first and earns the credits for the rest."""
    creators = {creator.user.email: creator for creator in share.creators}
    for email, stages in STAGES.items():
        for target in stages:
            row = share.play(target, creator=creators[email])
            if target in _TALKED_IN:
                talk(row.application, share.house_of(row.deal), row.agreed_at + timedelta(hours=1), photo=_KITCHEN)
    ends.leave_reviews_open(share)
