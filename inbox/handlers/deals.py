"""Deals, applications and the reminders of all clocks."""

from datetime import UTC, datetime
from uuid import UUID

from accounts.models import User
from barter.kernel.actors import Side
from barter.kernel.models import TimelineEntry
from barter.kernel.moves import record
from barter.kernel.outbox.relay import Delivery
from deals.models import Application, Deal, Dispute, Review, SavedSearch
from deals.workflow import APPLICATION_OPEN, ApplicationState, DealState, DisputeState
from inbox import routes, subjects
from inbox.events import ApplicantsLeft
from inbox.handlers.telling import tell, tell_all
from inbox.kinds import CREATOR
from inbox.models import Notification
from inbox.operations import notify
from inbox.subjects import Subject

A = ApplicationState
TOLD_AT_ONCE = 200


def on_deal_moved(delivery: Delivery) -> None:
    kinds = routes.DEAL.get(delivery.payload["move"], ())
    if not kinds:
        return
    subject = subjects.of_deal(delivery.payload["deal"])
    if kinds[0] in _ONLY_BY_STAFF and not _was_staff(delivery, subject):
        return  # whoever did it for the brand sees it on the page; closing tells the applicants by itself
    if subject.more["published_at"] is None and kinds[0] == "deal_expired":
        return  # a forgotten draft: nobody waits for news of it
    publisher = _publisher(subject) if delivery.payload["move"] == "approve" else None
    if publisher is not None:
        others = [user for user in subject.managers if user != publisher.pk]
        tell(delivery, "deal_published", subject, users=others, person=publisher.display_name)
    elif kinds[0] != "deal_paused":
        tell(delivery, kinds[0], subject)
    if "deal_paused" in kinds:
        _tell_applicants(subject, source=delivery.uid, at=delivery.at)


def on_applicants_left(delivery: Delivery) -> None:
    """The next batch, unless the deal runs again: then the pause is no news any more."""
    subject = subjects.of_deal(delivery.payload["deal"])
    if Deal.objects.filter(public_id=delivery.payload["deal"], state=DealState.PAUSED).exists():
        source, after = UUID(delivery.payload["source"]), delivery.payload["after"]
        _tell_applicants(subject, source=source, at=delivery.at, after=after)


_ONLY_BY_STAFF = ("deal_paused_by_team", "deal_closed_by_team")


def _was_staff(delivery: Delivery, subject: Subject) -> bool:
    moves = TimelineEntry.objects.filter(object_type="deal", object_id=subject.deal_pk or 0, at=delivery.at)
    return moves.filter(move=delivery.payload["move"], actor_side=Side.STAFF).exists()


def _publisher(subject: Subject) -> User | None:
    """Who published a trusted brand's deal at once, and so knows it; None when our team let it go live."""
    moves = TimelineEntry.objects.filter(object_type="deal", object_id=subject.deal_pk or 0).order_by("-id")
    if moves.filter(move="approve").values_list("actor_side", flat=True).first() != Side.SYSTEM:
        return None
    submitter = moves.filter(move="submit").values_list("actor_user_id", flat=True).first()
    return User.objects.filter(pk=submitter or 0).first()


def _tell_applicants(subject: Subject, *, source: UUID, at: datetime, after: str = "") -> None:
    """Everybody whose application waits is told that the deal is paused: a batch in a transaction, the first who applied
    first. What is left is announced, so a hot deal holds up no other news, and a killed relay repeats one batch at most."""
    waiting = Application.objects.filter(deal=subject.deal_pk, state__in=sorted(APPLICATION_OPEN)).order_by("public_id")
    if after:
        waiting = waiting.filter(public_id__gt=after)
    batch = list(waiting.values_list("public_id", "creator__user_id")[:TOLD_AT_ONCE])
    for application_id, user in batch:
        notify(
            users=[user],
            kind="deal_paused",
            source_uid=source,
            object_id=str(application_id),
            params=subject.names(),
            at=at,
            brand=subject.brand_pk,
            deal=subject.deal_pk,
        )
    if len(batch) == TOLD_AT_ONCE:
        record(ApplicantsLeft(deal=subject.deal_id, source=source.hex, after=str(batch[-1][0])), at=at)


def on_search_found(delivery: Delivery) -> None:
    """One unread line a search: the news of today takes the place of yesterday's."""
    search = SavedSearch.objects.select_related("creator__user").filter(public_id=delivery.payload["search"]).first()
    if search is None or not search.alerts or not search.creator.user.is_active:
        return  # deleted or turned off meanwhile
    subject, user = subjects.of_deal(delivery.payload["deal"]), search.creator.user
    earlier = Notification.objects.filter(user=user, kind="search_found", object_id=search.public_id).unread()
    earlier.exclude(source_uid=delivery.uid).update(read_at=delivery.at)
    notify(
        users=[user.pk],
        kind="search_found",
        source_uid=delivery.uid,
        object_id=search.public_id,
        params={"search": search.name, "deal": subject.deal, "brand": subject.brand},
        at=delivery.at,
        brand=subject.brand_pk,
        deal=subject.deal_pk,
    )


def on_application_moved(delivery: Delivery) -> None:
    kinds = routes.APPLICATION.get(delivery.payload["move"], ())
    if not kinds:
        return
    subject = subjects.of_application(delivery.payload["application"])
    if delivery.payload["move"] == "apply":
        kinds = ("waitlisted",) if delivery.payload["state"] == A.WAITLISTED else ("application_received",)
    if delivery.payload["move"] == "expire":
        kinds = ("offer_ended", "offer_unanswered") if _was_offered(subject) else ("application_expired",)
    tell_all(delivery, kinds, _with_trade(subject) if kinds == ("accepted",) else subject)


def _was_offered(subject: Subject) -> bool:
    """Whether it was the creator who let the time pass."""
    entries = TimelineEntry.objects.filter(object_type="application", object_id=subject.more["key"], move="expire")
    before = entries.order_by("-id").values_list("from_state", flat=True).first()
    return before in {A.OFFERED, A.INVITED}


def _with_trade(subject: Subject) -> Subject:
    """An accepted application leads to the deal room of its trade."""
    found = Application.objects.filter(pk=subject.more["key"]).values_list("collaboration__public_id", flat=True).get()
    return subjects.of_collaboration(str(found))


def on_clock_reminder(delivery: Delivery) -> None:
    kind_of_object = delivery.payload["object_type"]
    if kind_of_object == "review":
        _remind_of_review(delivery)
    elif kind_of_object == "dispute":
        _remind_of_dispute(delivery)
    else:
        _remind(delivery)


def _remind(delivery: Delivery) -> None:
    payload = delivery.payload
    kinds = routes.REMINDERS.get((payload["object_type"], payload["state"]), ())
    if not kinds:
        return
    load = subjects.of_application if payload["object_type"] == "application" else subjects.of_collaboration
    subject = load(payload["object"])
    if subject.state != payload["state"]:
        return  # somebody acted meanwhile
    kind = kinds[-1] if payload["ball"] == CREATOR else kinds[0]
    due_at = _first_due_today(delivery, subject) if kind == "applications_waiting" else subject.due_at
    tell(delivery, kind, subject, due_at=due_at, version=subject.more.get("version", ""))


def _first_due_today(delivery: Delivery, subject: Subject) -> datetime | None:
    """A deal with many applicants is one line a day: what was told of it before today gives way, and of those reminded of
    today the first to end is named. An application is reminded of once a day at most, so the line counts people."""
    today = delivery.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = Notification.objects.filter(
        object_id=subject.deal_id, kind="applications_waiting", user__in=subject.managers
    ).unread()
    lines.filter(at__lt=today).update(read_at=delivery.at)
    told = [datetime.fromisoformat(due) for due in lines.values_list("params__due_at", flat=True) if due]
    return min([*told, subject.due_at]) if subject.due_at else None


def _remind_of_review(delivery: Delivery) -> None:
    review = Review.objects.select_related("collaboration").get(public_id=delivery.payload["object"])
    if review.state == Review.State.OPEN:
        subject = subjects.of_collaboration(review.collaboration.public_id)
        tell(delivery, f"review_reminder_{review.side}", subject, due_at=review.due_at)


def _remind_of_dispute(delivery: Delivery) -> None:
    """The side that did not open it is asked for its account; later states are staff's."""
    dispute = Dispute.objects.select_related("collaboration").get(public_id=delivery.payload["object"])
    if dispute.state == delivery.payload["state"] == DisputeState.OPEN:
        subject = subjects.of_collaboration(dispute.collaboration.public_id)
        tell(delivery, f"dispute_waiting_{dispute.ball}", subject, due_at=dispute.due_at)
