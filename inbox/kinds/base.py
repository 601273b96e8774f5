"""The shape of a kind of notification, and the topics whose mails people can turn off."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _

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
    Topic.DEALS: (_("Deals and applications"), _("Who applied, who said yes, what went live or ended.")),
    Topic.PARCELS: (_("Parcels"), _("Packed, on its way, at the pick-up point, lost or late.")),
    Topic.CLIPS: (_("Clips and rights"), _("New clips, changes, approval, posts and the end of rights.")),
    Topic.TRADES: (_("Changes and endings"), _("Proposals, problems, missed dates, what our team decided.")),
    Topic.REVIEWS: (_("Reviews"), _("How it was for the other side.")),
    Topic.REMINDERS: (_("Reminders"), _("Before a date passes that waits for you.")),
    Topic.MESSAGES: (_("Messages"), _("When somebody wrote to you.")),
    Topic.TEAM: (_("Your account"), _("Your standing and the people in your team.")),
}
# the same names within a sentence: which of their words begin with a capital differs by language
TOPICS_IN_SENTENCES: dict[str, str] = {
    Topic.DEALS: _("deals and applications"),
    Topic.PARCELS: _("parcels"),
    Topic.CLIPS: _("clips and rights"),
    Topic.TRADES: _("changes and endings"),
    Topic.REVIEWS: _("reviews"),
    Topic.REMINDERS: _("reminders"),
    Topic.MESSAGES: _("messages"),
    Topic.TEAM: _("your account"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of what people are told. `subject` is the line in the inbox and the mail's subject, `lead` its sentence.

    page: which page it opens; see `inbox.targets`.
    needs_action: the reader has to do something; the row shows `action` as a pill as long as it is the reader's move.
    merges: further events about the same object count up the unread line; `many` is then its subject.
    merges_within_hours: only an unread line not older than this counts up (0: however old). Where each alarm needs its mail: an
        unread line swallows it.
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
    merges_within_hours: int = 0


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
