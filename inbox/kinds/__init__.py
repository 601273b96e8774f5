"""What people are told, and in which words: one row a kind. Whole sentences, in the words of the design system.

Subjects and leads are filled from a notification's params: deal, brand, creator, by, day, ... Nothing here ever holds
an address, a message or a note. They are kept in English; `inbox.words` tells them in the reader's language.
"""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, TOPICS, TOPICS_IN_SENTENCES, Kind, Topic
from inbox.kinds.clips import CLIPS
from inbox.kinds.deals import DEALS
from inbox.kinds.parcels import PARCELS
from inbox.kinds.people import PEOPLE, ROLES
from inbox.kinds.take_downs import TAKE_DOWNS
from inbox.kinds.trades import TRADES

KINDS: dict[str, Kind] = {**DEALS, **PARCELS, **CLIPS, **TAKE_DOWNS, **TRADES, **PEOPLE}
DIGEST = "digest"  # a mail about several news at once
ASKING = frozenset(name for name, kind in KINDS.items() if kind.needs_action)  # their reader has to do something
MESSAGE_KINDS = frozenset({"message_creator", "message_brand"})
OF_TEAMS = frozenset(name for name, kind in KINDS.items() if kind.side == BRAND) - {"member_removed"}
_RETIRED = Kind(CREATOR, Topic.DEALS, _("News about {deal}"), "", _("Open"), "home", mail=False)

__all__ = [
    "ASKING",
    "BRAND",
    "CREATOR",
    "DIGEST",
    "KINDS",
    "MESSAGE_KINDS",
    "ROLES",
    "TOPICS",
    "TOPICS_IN_SENTENCES",
    "Kind",
    "Topic",
    "kind_of",
]


def kind_of(name: str) -> Kind:
    """The row of this kind; a notification older than the table still has a line."""
    return KINDS.get(name, _RETIRED)
