"""The shape of a kind of notification, and the topics whose mails people can turn off."""

from dataclasses import dataclass
from enum import StrEnum

CREATOR, BRAND = "creator", "brand"


class Topic(StrEnum):
    """What somebody can mute, in the words of the settings page."""

    DEALS = "deals"
    PARCELS = "parcels"
    CLIPS = "clips"
    TRADES = "trades"
    REVIEWS = "reviews"
    REMINDERS = "reminders"
    MESSAGES = "messages"
    TEAM = "team"


# topic -> (name, what its mails tell) for the settings page and the foot of each mail
TOPICS: dict[str, tuple[str, str]] = {
    Topic.DEALS: ("Deals and applications", "Who applied, who said yes, what went live or ended."),
    Topic.PARCELS: ("Parcels", "Packed, on its way, at the pick-up point, lost or late."),
    Topic.CLIPS: ("Clips and rights", "New clips, changes, approval, posts and the end of rights."),
    Topic.TRADES: ("Changes and endings", "Proposals, problems, missed dates, what our team decided."),
    Topic.REVIEWS: ("Reviews", "How it was for the other side."),
    Topic.REMINDERS: ("Reminders", "Before a date passes that waits for you."),
    Topic.MESSAGES: ("Messages", "When somebody wrote to you."),
    Topic.TEAM: ("Your account", "Your standing and the people in your team."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of what people are told. `subject` is the line in the inbox and the mail's subject, `lead` its sentence.

    page: which page it opens; see `inbox.targets`.
    needs_action: the reader has to do something; the row shows `action` as a pill as long as it is the reader's move.
    merges: further events about the same object count up the unread line; `many` is then its subject.
    mail_once_in_hours: at most one mail of this kind about one object in so many hours.
    """

    side: str
    topic: Topic
    subject: str
    lead: str
    action: str
    page: str
    needs_action: bool = False
    mail: bool = True
    merges: bool = False
    many: str = ""
    mail_once_in_hours: int = 0


def both(
    name: str,
    topic: Topic,
    creator: tuple[str, str, str],
    brand: tuple[str, str, str],
    needs_action: bool = False,
    mail: bool = True,
) -> dict[str, Kind]:
    """The same news for either side: `<name>_creator` opens the deal room, `<name>_brand` the trade's page at the desk."""
    return {
        f"{name}_creator": Kind(CREATOR, topic, *creator, "room", needs_action, mail),
        f"{name}_brand": Kind(BRAND, topic, *brand, "collaboration", needs_action, mail),
    }
