"""Events of the apps below become notifications. Handlers only touch the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from barter.kernel.outbox.relay import Delivery
from brands.models import Brand, Membership
from deals.models import Application, Collaboration, Deal, Dispute, Fault, Review
from deals.workflow import ApplicationState, CollaborationState
from inbox import operations
from inbox.kinds import BRAND, CREATOR, KINDS
from inbox.models import ChatMessage

_DEAL_KINDS = {
    "approve": "deal_live",
    "reject": "deal_rejected",
    "take_down": "deal_taken_down",
    "pause_idle": "deal_paused_idle",
    "expire": "deal_expired",
    "fill": "deal_full",
}
_APPLICATION_KINDS = {
    "apply": ("application_received",),
    "invite": ("invited",),
    "offer": ("offered",),
    "offer_place": ("offered",),
    "counter": ("application_countered",),
    "decline_offer": ("offer_declined",),
    "decline_invitation": ("offer_declined",),
    "withdraw": ("application_withdrawn",),
    "decline": ("declined",),
    "not_select": ("not_selected",),
    "waitlist": ("waitlisted",),
    "expire": ("application_expired",),
    "deal_paused": ("deal_paused",),
}
_COLLABORATION_KINDS = {
    "ship": ("shipped",),
    "deliver": ("delivered",),
    "ask_for_parcel": ("parcel_late",),
    "report_problem": ("problem_reported",),
    "report_return": ("problem_reported",),
    "lose_parcel": ("problem_reported",),
    "solve_problem": ("problem_solved",),
    "send_again": ("sent_again", "to_ship"),
    "take_as_received": ("film",),
    "confirm_delivery": ("film",),
    "extend": ("extended",),
    "submit": ("to_review",),
    "request_changes": ("changes_requested",),
    "post": ("posted",),
    "fail_live_check": ("link_failed",),
    "report_removed": ("link_removed",),
}
_REMINDERS = {
    ("application", ApplicationState.SUBMITTED): "application_waiting",
    ("application", ApplicationState.SHORTLISTED): "application_waiting",
    ("application", ApplicationState.COUNTERED): "application_waiting",
    ("application", ApplicationState.OFFERED): "offer_waiting",
    ("application", ApplicationState.INVITED): "offer_waiting",
    ("collaboration", CollaborationState.TO_SHIP): "ship_waiting",
    ("collaboration", CollaborationState.DELIVERED): "confirm_waiting",
    ("collaboration", CollaborationState.VOUCHER_SENT): "confirm_waiting",
    ("collaboration", CollaborationState.BOOKED): "book_visit",
    ("collaboration", CollaborationState.CREATING): "film_waiting",
    ("collaboration", CollaborationState.CHANGES_REQUESTED): "changes_waiting",
    ("collaboration", CollaborationState.APPROVED): "post_waiting",
    ("collaboration", CollaborationState.IN_REVIEW): "review_waiting",
    ("collaboration", CollaborationState.ON_HOLD): "problem_waiting",
}
_WHY = {
    CollaborationState.CANCELLED_MUTUAL: "Both sides agreed to end it.",
    CollaborationState.CANCELLED_BY_BRAND: "The brand ended it before shipping.",
    CollaborationState.CANCELLED_BY_CREATOR: "The creator ended it before shipping.",
    CollaborationState.CANCELLED_NO_FAULT: "It ended and nobody is at fault.",
    CollaborationState.NO_SHIP: "The parcel was never shipped.",
    CollaborationState.NO_SHOW: "No clips arrived in time.",
    CollaborationState.HONEST_EXIT: "The creator stepped out and said so.",
}


def on_deal_moved(delivery: Delivery) -> None:
    kind = _DEAL_KINDS.get(delivery.payload["move"])
    if kind is None:
        return
    deal = Deal.objects.select_related("brand").get(public_id=delivery.payload["deal"])
    if deal.published_at is None and kind == "deal_expired":
        return  # a forgotten draft: nobody waits for news of it
    params = {"deal": deal.title or "Your draft", "brand": deal.brand.name}
    _tell(delivery, kind, _managers(deal.brand), params, deal=deal)


def on_application_moved(delivery: Delivery) -> None:
    application = _application(delivery.payload["application"])
    for kind in _APPLICATION_KINDS.get(delivery.payload["move"], ()):
        if kind == "application_received" and application.state == ApplicationState.WAITLISTED:
            kind = "waitlisted"
        _tell_of_application(delivery, kind, application)


def on_collaboration_agreed(delivery: Delivery) -> None:
    collaboration = _collaboration(delivery.payload["collaboration"])
    _tell_of_collaboration(delivery, "accepted", collaboration)
    follow_up = {"parcel": "to_ship", "voucher": "voucher_sent", "visit": "book_visit"}[collaboration.exchange]
    _tell_of_collaboration(delivery, follow_up, collaboration)


def on_collaboration_moved(delivery: Delivery) -> None:
    move, state = delivery.payload["move"], delivery.payload["state"]
    collaboration = _collaboration(delivery.payload["collaboration"])
    kinds = _COLLABORATION_KINDS.get(move, ())
    if move in {"approve", "approve_silently"}:
        kinds = ("approved_post" if collaboration.must_post else "approved",)
        kinds += ("approved_silently",) if move == "approve_silently" else ()
    if move == "mark_late":
        shipping = state == CollaborationState.TO_SHIP
        kinds = ("ship_late", "ship_late_creator") if shipping else ("content_late", "content_late_brand")
    if move in {"propose_cancel", "propose_terms", "answer_terms"}:
        kinds = (_for_other_side(move, _mover(collaboration, move)),)
    for kind in kinds:
        _tell_of_collaboration(delivery, kind, collaboration)


def on_collaboration_ended(delivery: Delivery) -> None:
    collaboration = _collaboration(delivery.payload["collaboration"])
    base = "completed" if delivery.payload["state"] == CollaborationState.COMPLETED else "ended"
    for side in (CREATOR, BRAND):
        _tell_of_collaboration(delivery, f"{base}_{side}", collaboration)


def on_clock_reminder(delivery: Delivery) -> None:
    payload = delivery.payload
    if payload["object_type"] == "review":
        review = Review.objects.select_related("collaboration").get(public_id=payload["object"])
        collaboration = _collaboration(review.collaboration.public_id)
        _tell_of_collaboration(delivery, f"review_reminder_{review.side}", collaboration, due_at=review.due_at)
        return
    kind = _REMINDERS.get((payload["object_type"], payload["state"]))
    if kind is None:
        return
    if payload["object_type"] == "application":
        application = _application(payload["object"])
        if application.state == payload["state"]:
            _tell_of_application(delivery, kind, application)
        return
    collaboration = _collaboration(payload["object"])
    if collaboration.state == payload["state"]:
        _tell_of_collaboration(delivery, kind, collaboration)


def on_fault_recorded(delivery: Delivery) -> None:
    fault = Fault.objects.get(public_id=delivery.payload["fault"])
    collaboration = _collaboration(delivery.payload["collaboration"])
    _tell_of_collaboration(delivery, f"fault_{fault.side}", collaboration, fault=fault.get_kind_display())


def on_dispute_moved(delivery: Delivery) -> None:
    dispute = Dispute.objects.get(public_id=delivery.payload["dispute"])
    collaboration = _collaboration(delivery.payload["collaboration"])
    if delivery.payload["move"] == "open":
        other = CREATOR if dispute.opened_by == BRAND else BRAND
        _tell_of_collaboration(delivery, f"dispute_opened_{other}", collaboration, due_at=dispute.due_at)
    if delivery.payload["move"] in {"decide", "decide_appeal"}:
        for side in (CREATOR, BRAND):
            _tell_of_collaboration(delivery, f"dispute_decided_{side}", collaboration)


def on_review_moved(delivery: Delivery) -> None:
    if delivery.payload["move"] != "publish":
        return
    review = Review.objects.get(public_id=delivery.payload["review"])
    reader = CREATOR if review.side == BRAND else BRAND
    collaboration = _collaboration(delivery.payload["collaboration"])
    _tell_of_collaboration(delivery, f"reviews_published_{reader}", collaboration)


def on_message_sent(delivery: Delivery) -> None:
    chat = ChatMessage.objects.get(public_id=delivery.payload["chat"])
    application = _application(delivery.payload["application"])
    kind = "message_brand" if delivery.payload["side"] == CREATOR else "message_creator"
    users = [user for user in _audience(kind, application) if user.pk != chat.author_id]
    params = _params(application, None)
    _tell(delivery, kind, users, params, application=application)


def _application(public_id: str) -> Application:
    return Application.objects.select_related("deal__brand", "creator__user").get(public_id=public_id)


def _collaboration(public_id: str) -> Collaboration:
    return Collaboration.objects.select_related(
        "application__deal__brand", "application__creator__user", "deal", "brand", "creator__user"
    ).get(public_id=public_id)


def _mover(collaboration: Collaboration, move: str) -> str:
    """Which side made a two-sided move, as the object itself remembers it."""
    if move == "propose_cancel":
        return collaboration.cancel_proposed_by
    terms = collaboration.terms_versions.order_by("-version").first()
    proposer = terms.proposed_by if terms else BRAND
    return proposer if move == "propose_terms" else (CREATOR if proposer == BRAND else BRAND)


def _for_other_side(move: str, mover: str) -> str:
    base = {"propose_cancel": "cancel_proposed", "propose_terms": "terms_proposed", "answer_terms": "terms_answered"}
    return f"{base[move]}_{CREATOR if mover == BRAND else BRAND}"


def _managers(brand: Brand) -> list[User]:
    return list(
        User.objects.filter(
            memberships__brand=brand, memberships__role__in=sorted(Membership.MAY_MANAGE), is_active=True
        )
    )


def _audience(kind: str, application: Application) -> list[User]:
    if KINDS[kind].side == BRAND:
        return _managers(application.deal.brand)
    return [application.creator.user]


def _params(application: Application, due_at: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "deal": application.deal.title,
        "brand": application.deal.brand.name,
        "creator": application.creator.display_name,
        "due_at": due_at.isoformat() if due_at else "",
        **more,
    }


def _tell_of_application(delivery: Delivery, kind: str, application: Application) -> None:
    params = _params(application, application.due_at)
    _tell(delivery, kind, _audience(kind, application), params, application=application)


def _tell_of_collaboration(
    delivery: Delivery, kind: str, collaboration: Collaboration, due_at: datetime | None = None, **more: Any
) -> None:
    due = due_at or collaboration.due_at
    params = _params(collaboration.application, due, version=collaboration.revision_rounds_used + 1, **more)
    params["why"] = _WHY.get(CollaborationState(collaboration.state), "")
    if collaboration.delivered_at and collaboration.due_at:
        params["film_by"] = collaboration.due_at.isoformat()
    users = _audience(kind, collaboration.application)
    _tell(delivery, kind, users, params, application=collaboration.application, collaboration=collaboration)


def _tell(
    delivery: Delivery,
    kind: str,
    users: Sequence[User],
    params: dict[str, Any],
    *,
    deal: Deal | None = None,
    application: Application | None = None,
    collaboration: Collaboration | None = None,
) -> None:
    deal = deal or (application.deal if application else None)
    about = collaboration or application or deal
    operations.notify(
        users=users,
        kind=kind,
        source_uid=delivery.uid,
        object_id=about.public_id if about else "",
        url=_url(KINDS[kind].page, deal, application, collaboration),
        params=params,
        at=delivery.at,
    )


def _url(page: str, deal: Deal | None, application: Application | None, collaboration: Collaboration | None) -> str:
    if page == "feed":
        return reverse("feed")
    if page in {"shipments", "library"}:
        return reverse(f"brand_{page}")
    if page in {"pipeline", "deal_edit"} and deal:
        return reverse("brand_pipeline", args=[deal.public_id])
    if page in {"application", "applicant", "thread"} and application:
        name = {"application": "my_application", "applicant": "brand_applicant", "thread": "application_thread"}[page]
        return reverse(name, args=[application.public_id])
    if collaboration is None:
        return reverse("inbox")
    names = {"room": "deal_room", "upload": "upload", "collaboration": "brand_collaboration"}
    if page == "review":
        return reverse("brand_review_queue")
    return reverse(names[page], args=[collaboration.public_id])
