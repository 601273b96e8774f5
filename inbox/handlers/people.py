"""Messages, teams, and the standing of brands and creators."""

from typing import Any

from django.utils.translation import gettext_noop as _

from accounts.models import User
from barter.kernel.actors import Side
from barter.kernel.models import TimelineEntry
from barter.kernel.outbox.relay import Delivery
from barter.kernel.personal import KEPT_DAYS
from brands.models import Invitation, Membership
from creators.models import Creator
from inbox import routes, subjects
from inbox.handlers.telling import tell
from inbox.kinds import BRAND, CREATOR, ROLES
from inbox.models import ChatMessage, UnsentMessage
from inbox.operations import forget_news_of_team, invite_by_mail, notify, take_back_messages


def on_message_sent(delivery: Delivery) -> None:
    """The other side is told, unless everybody there has read it already."""
    chat = ChatMessage.objects.only("author_id", "thread_id").get(public_id=delivery.payload["chat"])
    subject = subjects.of_application(delivery.payload["application"])
    side = BRAND if delivery.payload["side"] == CREATOR else CREATOR
    kind = f"message_{side}"
    people = subject.managers if side == BRAND else [subject.creator_user]
    readers = set(chat.thread.reads.filter(last_read_id__gte=chat.pk).values_list("user_id", flat=True))
    readers.add(chat.author_id)
    tell(delivery, kind, subject, users=[user for user in people if user is not None and user not in readers])


def on_member_invited(delivery: Delivery) -> None:
    invitation = Invitation.objects.filter(public_id=delivery.payload["invitation"]).first()
    if invitation is not None and invitation.accepted_at is None and invitation.revoked_at is None:
        invite_by_mail(invitation=invitation, source=delivery.uid.hex)


def on_team_changed(delivery: Delivery) -> None:
    payload = delivery.payload
    kinds = routes.TEAM.get(payload["move"], ())
    person = User.objects.filter(public_id=payload["user"]).first()
    if not kinds or person is None:
        return
    subject = subjects.of_brand(payload["brand"])
    if person.pk not in subject.managers:  # no page may say that what they wrote to many still goes out
        take_back_messages(UnsentMessage.objects.filter(author=person, application__deal__brand=subject.brand_pk))
    if (
        payload["move"] in {"leave", "remove"}
        and not Membership.objects.filter(user=person, brand=subject.brand_pk).exists()
    ):
        forget_news_of_team(user=person, brand_id=subject.brand_pk)
    words: dict[str, Any] = {"person": person.display_name, "role": ROLES[payload["role"]]}
    others = [user for user in subject.managers if user != person.pk]
    for kind in kinds:
        users = [person.pk] if kind in {"member_removed", "role_changed"} else others
        tell(delivery, kind, subject, users=users, **words)


_LADDER = {
    "watch": _("A parcel was never shipped."),
    "limit": _("Parcels were not shipped."),
    "suspend": _("Parcels were not shipped."),
    "pause": _("Two trades ended without clips."),
}


def _why(delivery: Delivery, kind: str, key: int) -> str:
    """What the ladder counted; our team may have other reasons, which stay in the timeline."""
    move = delivery.payload["move"]
    if move not in _LADDER:
        return ""
    moves = TimelineEntry.objects.filter(object_type=kind, object_id=key, move=move, at=delivery.at)
    return _("Our team decided it.") if moves.filter(actor_side=Side.STAFF).exists() else _LADDER[move]


def on_brand_moved(delivery: Delivery) -> None:
    for kind in routes.BRAND.get(delivery.payload["move"], ()):
        subject = subjects.of_brand(delivery.payload["brand"])
        tell(delivery, kind, subject, why=_why(delivery, "brand", subject.brand_pk))


def on_creator_moved(delivery: Delivery) -> None:
    kinds = routes.CREATOR.get(delivery.payload["move"], ())
    if not kinds:
        return
    creator = Creator.objects.get(public_id=delivery.payload["creator"])
    until = creator.paused_until
    for kind in kinds:
        notify(
            users=[creator.user_id],
            kind=kind,
            source_uid=delivery.uid,
            object_id=creator.public_id,
            params={
                "creator": creator.display_name,
                "why": _why(delivery, "creator", creator.pk),
                **({"due_at": until.isoformat()} if until else {}),
            },
            at=delivery.at,
        )


def on_export_moved(delivery: Delivery) -> None:
    """The mail about a copy that is ready says more and comes from accounts."""
    person = User.objects.filter(public_id=delivery.payload["user"]).first()
    for kind in routes.EXPORT.get(delivery.payload["move"], ()):
        if person is not None:
            days = {"days": KEPT_DAYS}
            notify(users=[person.pk], kind=kind, source_uid=delivery.uid, object_id="", params=days, at=delivery.at)
