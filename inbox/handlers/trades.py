"""Running trades, their ends, and what follows: disputes, missed dates, reviews."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_noop as _

from barter.kernel import policy
from barter.kernel.models import TimelineEntry
from barter.kernel.outbox.relay import Delivery
from deals.models import Collaboration, Dispute, Fault, Review, Terms
from deals.workflow import CollaborationState
from inbox import routes, subjects
from inbox.handlers.telling import tell, tell_all
from inbox.kinds import BRAND, CREATOR
from inbox.subjects import Subject

C = CollaborationState
_LAST_ROUND = _("This is the last round of changes.")
_OTHER = {BRAND: CREATOR, CREATOR: BRAND}
_WHY = {
    C.CANCELLED_MUTUAL: _("Both sides agreed to end it."),
    C.CANCELLED_BY_BRAND: _("The brand ended it."),
    C.CANCELLED_BY_CREATOR: _("The creator ended it."),
    C.CANCELLED_NO_FAULT: _("It ended and nobody is at fault."),
    C.NO_SHIP: _("The parcel was never shipped."),
    C.NO_SHOW: _("No clips arrived in time."),
    C.HONEST_EXIT: _("The creator stepped out and said so."),
}
_FAULTS = {
    Fault.Kind.LATE_SHIPPING: _("shipped late"),
    Fault.Kind.NO_SHIP: _("never shipped"),
    Fault.Kind.LATE_CONTENT: _("content late"),
    Fault.Kind.NO_SHOW: _("no content"),
    Fault.Kind.CANCELLED: _("cancelled after agreement"),
    Fault.Kind.POST_REMOVED: _("post removed early"),
}


def on_collaboration_agreed(delivery: Delivery) -> None:
    """What comes first. Who said yes is told by the move of the application."""
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    tell(delivery, routes.FOLLOW_UP[subject.more["exchange"]], subject, due_at=subject.due_at)


def on_collaboration_moved(delivery: Delivery) -> None:
    move = delivery.payload["move"]
    kinds = routes.COLLABORATION.get(move, ())
    if not kinds:
        return
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    if move == "ask_for_visit":
        subject = replace(
            subject, due_at=Collaboration.objects.values_list("wake_at", flat=True).get(pk=subject.more["key"])
        )
    rounds = {"round": _LAST_ROUND} if move == "request_changes" and _is_last_round(subject) else {}
    tell_all(delivery, _chosen(delivery, kinds, subject), subject, version=subject.more["version"], **rounds)


def _is_last_round(subject: Subject) -> bool:
    return int(subject.more["version"]) > policy.value("revision_rounds")


def _chosen(delivery: Delivery, kinds: Sequence[str], subject: Subject) -> Sequence[str]:
    """Of the kinds a move may mean, those it means now."""
    move, state = delivery.payload["move"], delivery.payload["state"]
    if move in {"approve", "approve_silently"}:
        left_out = "approved" if subject.more["must_post"] else "approved_post"
        return [kind for kind in kinds if kind != left_out]
    if move == "mark_late":
        late = {C.TO_SHIP: ("ship_late", "ship_late_creator"), C.APPROVED: ("post_late", "content_late_brand")}
        return late.get(C(state), ("content_late", "content_late_brand"))
    if move == "report_problem":
        return ("problem_yours",) if subject.more["ball"] == CREATOR else ("problem_reported",)
    if move in {"propose_cancel", "propose_terms", "answer_terms"}:
        reader = _OTHER[_mover(subject, move)]
        return [kind for kind in kinds if kind.endswith(f"_{reader}")]
    return kinds


def _mover(subject: Subject, move: str) -> str:
    """Which side made a two-sided move, as the object itself remembers it."""
    if move == "propose_cancel":
        return str(subject.more["cancel_proposed_by"] or BRAND)
    versions = Terms.objects.filter(collaboration=subject.more["key"]).order_by("-version")
    proposer = versions.values_list("proposed_by", flat=True).first() or BRAND
    return proposer if move == "propose_terms" else _OTHER[proposer]


def on_collaboration_ended(delivery: Delivery) -> None:
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    state = C(delivery.payload["state"])
    base = "completed" if state == C.COMPLETED else "ended"
    row = Collaboration.objects.get(pk=subject.more["key"])
    why = _("Our team decided it.") if row.ended_by_verdict else _WHY.get(state, "")
    if row.missed_visit:
        why = _("The visit did not take place.")
    for side in (CREATOR, BRAND):
        tell(delivery, f"{base}_{side}", subject, why=why)


def on_fault_recorded(delivery: Delivery) -> None:
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    fault = _FAULTS[Fault.Kind(delivery.payload["kind"])]
    row = Fault.objects.select_related("collaboration").get(public_id=delivery.payload["fault"])
    why = _("Our team decided it.") if row.rests_on_decision else _("You can object once.")
    tell(delivery, f"fault_{delivery.payload['side']}", subject, fault=fault, why=why)


def on_fault_moved(delivery: Delivery) -> None:
    """Upheld or lifted: the side it stood against is told; a repeat of the same decision says nothing new."""
    if delivery.payload["state"] in routes.FAULT:
        subject = subjects.of_collaboration(delivery.payload["collaboration"])
        tell(delivery, f"fault_{delivery.payload['state']}_{delivery.payload['side']}", subject)


def on_dispute_moved(delivery: Delivery) -> None:
    kinds = routes.DISPUTE.get(delivery.payload["move"], ())
    if not kinds:
        return
    dispute = Dispute.objects.get(public_id=delivery.payload["dispute"])
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    move = delivery.payload["move"]
    reader = {"open": _OTHER[dispute.opened_by], "answer": dispute.opened_by}.get(move, "")
    if move == "appeal":
        reader = _OTHER.get(_last_actor(dispute, move), "")
    due_at = dispute.due_at if dispute.state == delivery.payload["state"] else None
    for kind in kinds:
        if kind.endswith(reader):
            tell(delivery, kind, subject, due_at=due_at)


def _last_actor(dispute: Dispute, move: str) -> str:
    entries = TimelineEntry.objects.filter(object_type="dispute", object_id=dispute.pk, move=move)
    return entries.order_by("-id").values_list("actor_side", flat=True).first() or ""


def on_review_moved(delivery: Delivery) -> None:
    move = delivery.payload["move"]
    if move not in routes.REVIEW:
        return
    review = Review.objects.select_related("collaboration").get(public_id=delivery.payload["review"])
    reader = _OTHER[review.side]
    if move == "write":
        own = Review.objects.filter(collaboration=review.collaboration_id, side=reader, state=Review.State.OPEN)
        if not own.exists():
            return  # both have written: the reviews open, which tells
    base = "review_written" if move == "write" else "reviews_published"
    tell(
        delivery, f"{base}_{reader}", subjects.of_collaboration(delivery.payload["collaboration"]), due_at=review.due_at
    )
