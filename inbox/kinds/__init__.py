"""What people are told, and in which words: one row a kind. Whole sentences, in the words of the design system.

Subjects and leads are filled from a notification's params: deal, brand, creator, by, day, ... Nothing here ever holds
an address, a message or a note.
"""

from inbox.kinds.base import BRAND, CREATOR, TOPICS, Kind, Topic
from inbox.kinds.clips import CLIPS
from inbox.kinds.deals import DEALS
from inbox.kinds.parcels import PARCELS
from inbox.kinds.people import PEOPLE
from inbox.kinds.trades import TRADES

KINDS: dict[str, Kind] = {**DEALS, **PARCELS, **CLIPS, **TRADES, **PEOPLE}
MESSAGE_KINDS = frozenset({"message_creator", "message_brand"})
_RETIRED = Kind(CREATOR, Topic.DEALS, "News about {deal}", "", "Open", "home", mail=False)

__all__ = ["BRAND", "CREATOR", "KINDS", "MESSAGE_KINDS", "TOPICS", "Kind", "Topic", "kind_of"]


def kind_of(name: str) -> Kind:
    """The row of this kind; a notification older than the table still has a line."""
    return KINDS.get(name, _RETIRED)
