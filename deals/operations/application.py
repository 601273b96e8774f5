"""The moves of an application that are not yet an agreement: invite, shortlist, decline, negotiate, withdraw, expire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError
from barter.kernel.moves import record, record_move
from brands.models import Brand
from brands.operations import capacity as brand_capacity
from creators.models import Creator
from creators.operations import capacity as creator_capacity
from deals.eligibility import is_outside
from deals.errors import (
    AlreadyApplied,
    AlreadyTrading,
    BrandIsSuspended,
    CreatorUnavailable,
    DealIsNotOpen,
    OutsideCountries,
    ProposalRefused,
    ValueRefused,
)
from deals.events import ClockReminder, PlaceFreed
from deals.models import Application, Collaboration, Deal, PendingDecision
from deals.models.application import DeclineReason
from deals.operations.capacity import insist_on_free_place
from deals.operations.states import (
    application_moved,
    check_answer,
    lock_application,
    lock_deal,
    lock_deal_and_application,
    move_application,
    note_activity,
)
from deals.terms import clean_proposal, hash_of, merged
from deals.workflow import (
    APPLICATION_COUNTED,
    COLLABORATION_RUNNING,
    DEAL_OVER,
    DEAL_PUBLIC,
    DealState,
)
from deals.workflow import ApplicationState as A

_SYSTEM = Actor.system()
_ANSWERABLE = frozenset({A.SUBMITTED, A.SHORTLISTED})
_NOTE_LENGTH = 500


def invite_creator(*, deal: Deal, creator: Creator, by: Actor, at: datetime) -> Application:
    """Ask a creator in. Doesn't count against the creator's open applications. Raises AlreadyApplied, AlreadyTrading,
    DealIsNotOpen (a full deal has nothing to invite to), BrandIsSuspended, CreatorUnavailable."""
    if creator.is_gone:
        raise CreatorUnavailable
    with transaction.atomic():
        row = lock_deal(deal.pk)
        if row.state != DealState.LIVE:
            raise DealIsNotOpen(state=row.state)
        if row.brand.standing == Brand.Standing.SUSPENDED:
            raise BrandIsSuspended(brand=row.brand.name)
        between = {"deal": row, "creator": creator}
        if Collaboration.objects.filter(**between, state__in=COLLABORATION_RUNNING).exists():
            raise AlreadyTrading
        application = Application(**between, consented_hash="", submitted_at=at)
        application.enter(A.INVITED, at)
        _insert_once(application)
        record_move(
            application,
            move="invite",
            actor=by,
            at=at,
            to_state=A.INVITED,
            event=application_moved(application, "invite"),
        )
        note_activity(row.pk, by=by, at=at)
    return application


@dataclass(slots=True)
class InviteResult:
    """Whom a bulk invitation reached, each in a transaction of its own, and who was not asked and why."""

    done: list[Creator] = field(default_factory=list)
    refused: list[tuple[Creator, BarterError]] = field(default_factory=list)


def invite_many(*, deal: Deal, creators: Iterable[Creator], by: Actor, at: datetime) -> InviteResult:
    """Ask several in. Sent twice, the second time refuses those who were asked by the first."""
    result = InviteResult()
    for creator in creators:
        try:
            invite_creator(deal=deal, creator=creator, by=by, at=at)
        except BarterError as refusal:
            result.refused.append((creator, refusal))
        else:
            result.done.append(creator)
    return result


def decline_invitation(*, application: Application, by: Actor, at: datetime) -> Application:
    return _end(application, "decline_invitation", by=by, at=at)


def shortlist_application(*, application: Application, by: Actor, at: datetime) -> Application:
    """The days to answer begin anew, the first time only."""
    with transaction.atomic():
        row = lock_application(application, by=by, at=at)
        check_answer(row, "shortlist", by=by)
        due_at = row.due_at if row.shortlisted_at else None
        row.shortlisted_at = row.shortlisted_at or at
        move_application(row, "shortlist", by=by, at=at, due_at=due_at, changed=["shortlisted_at"])
    return row


def unshortlist_application(*, application: Application, by: Actor, at: datetime) -> Application:
    """Back to the new ones, with the days that are left."""
    with transaction.atomic():
        row = lock_application(application, by=by, at=at)
        check_answer(row, "unshortlist", by=by)
        row.shortlisted_at = row.shortlisted_at or row.state_since
        move_application(row, "unshortlist", by=by, at=at, due_at=row.due_at, changed=["shortlisted_at"])
    return row


def decline_application(
    *, application: Application, by: Actor, reason: str, note: str = "", at: datetime
) -> Application:
    """Say no, with a reason of DeclineReason and, if wanted, a note the creator reads."""
    insist_on_reason(reason, note)
    changes = {"decline_reason": reason, "decline_note": note.strip()}
    return _end(application, "decline", by=by, at=at, reason=reason, changes=changes)


def insist_on_reason(reason: str, note: str) -> None:
    """Raises ValueRefused for what is no reason to decline, or a note that is too long."""
    if reason not in DeclineReason.values:
        raise ValueRefused(
            field="reason",
            problem=_("“{reason}” isn't one of the reasons: {reasons}.").format(
                reason=reason, reasons=", ".join(DeclineReason.values)
            ),
        )
    if len(note) > _NOTE_LENGTH:
        raise ValueRefused(field="note", problem=_("A note has at most {count} letters.").format(count=_NOTE_LENGTH))


def withdraw_application(*, application: Application, by: Actor, at: datetime) -> Application:
    return _end(application, "withdraw", by=by, at=at)


def make_offer(*, application: Application, by: Actor, proposal: Mapping[str, Any], at: datetime) -> Application:
    """The brand proposes a place under changed terms (or the deal's new ones); it is kept for 48 h.

    Raises ProposalRefused, DealIsNotOpen, BrandIsSuspended (nobody could accept it), OutsideCountries, DealIsFull,
    PlacesAreOffered.
    """
    with transaction.atomic():
        deal, row = lock_deal_and_application(application)
        check_answer(row, "offer", by=by)
        insist_on_public(deal)
        if deal.brand.standing == Brand.Standing.SUSPENDED:
            raise BrandIsSuspended(brand=deal.brand.name)
        if is_outside(deal, row):
            raise OutsideCountries
        insist_on_free_place(deal)
        before = _propose(row, "offer", proposal, by=by, at=at)
        _count_answer(row, before, by, at)
        note_activity(deal.pk, by=by, at=at)
    return row


def counter_offer(*, application: Application, by: Actor, proposal: Mapping[str, Any], at: datetime) -> Application:
    """The creator answers an offer with another proposal; the brand has 48 h. The place is no longer kept."""
    if not proposal:
        raise ProposalRefused(field="proposal", problem=_("Say what you would like to change."))
    with transaction.atomic():
        deal, row = lock_deal_and_application(application)
        Application.machine.check("counter", row.state, by.side)
        insist_on_public(deal)
        _propose(row, "counter", proposal, by=by, at=at)
    return row


def decline_offer(*, application: Application, by: Actor, at: datetime) -> Application:
    """The creator says no; the place is offered to the next on the waitlist."""
    return _end(application, "decline_offer", by=by, at=at)


def offer_place(application: Application, *, deal: Deal, at: datetime) -> None:
    """The system offers a free place to the next on the waitlist, under the deal's terms. Locks are the caller's."""
    application.proposal, application.consented_hash = {}, deal.terms_hash
    move_application(application, "offer_place", by=_SYSTEM, at=at, changed=["proposal", "consented_hash"])


def on_clock(application_id: int, at: datetime) -> None:
    """Remind or make the default move that is due. Re-reads under the lock; a repeat changes nothing."""
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",)).select_related("deal", "creator")
        row = rows.filter(pk=application_id, wake_at__lte=at).first()
        if row is None or row.due_at is None:
            return
        clock = Application.machine.states[row.state].clock
        if clock is None:
            return
        if row.state == A.WAITLISTED and _waits_on(row, at):
            return
        if row.due_at > at:
            _remind(row, at)
        elif mark := PendingDecision.objects.filter(pk=row.pk, tell_at__lte=at).first():
            _say_no(row, mark, at)  # whose telling was held up: the brand did answer
        else:
            _finish(row, clock.on_due, by=_SYSTEM, at=at)


def insist_on_public(deal: Deal) -> None:
    if deal.state not in DEAL_PUBLIC:
        raise DealIsNotOpen(state=deal.state)


# ---- The steps


def _insert_once(application: Application) -> None:
    Application.objects.bulk_create([application], ignore_conflicts=True)
    stored = Application.objects.filter(public_id=application.public_id).values_list("pk", flat=True).first()
    if stored is None:
        raise AlreadyApplied(_("This creator has already applied or is invited."))
    application.pk = stored


def _propose(row: Application, move: str, proposal: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    row.proposal = clean_proposal(proposal, deal=row.deal)
    row.consented_hash = hash_of(merged(row.deal.terms, row.proposal))
    return move_application(row, move, by=by, at=at, changed=["proposal", "consented_hash"])


def _end(
    application: Application,
    move: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, str] | None = None,
) -> Application:
    with transaction.atomic():
        row = lock_application(application, by=by, at=at)
        for name, value in (changes or {}).items():
            setattr(row, name, value)
        _finish(row, move, by=by, at=at, reason=reason, changed=tuple(changes or ()))
    return row


def _finish(
    row: Application, move: str, *, by: Actor, at: datetime, reason: str = "", changed: Sequence[str] = ()
) -> None:
    """Over without agreement: it no longer counts as open, and a place that was kept for it is offered on."""
    before = move_application(row, move, by=by, at=at, reason=reason, changed=changed)
    if before in APPLICATION_COUNTED:
        creator_capacity.close_application_slot(creator_id=row.creator_id)
    if before == A.OFFERED:
        record(PlaceFreed(deal=row.deal.public_id), at=at)
    _count_answer(row, before, by, at)
    if move == "expire" and Application.machine.ball(before) == Side.BRAND:
        brand_capacity.count_unanswered(brand_id=row.deal.brand_id)


def _say_no(row: Application, mark: PendingDecision, at: datetime) -> None:
    row.decline_reason, row.decline_note = mark.decline_reason, mark.decline_note
    by, changed = Actor.brand(mark.decided_by_id), ["decline_reason", "decline_note"]
    _finish(row, "decline", by=by, at=at, reason=mark.decline_reason, changed=changed)


def _count_answer(row: Application, before: str, by: Actor, at: datetime) -> None:
    if by.side == Side.BRAND and before in _ANSWERABLE:
        hours = int((at - row.submitted_at).total_seconds() // 3600)
        brand_capacity.count_answer(brand_id=row.deal.brand_id, hours=hours)


def _waits_on(row: Application, at: datetime) -> bool:
    """A waitlisted application waits as long as its deal runs, whose end may have moved."""
    deal = row.deal
    if deal.state in DEAL_OVER or deal.due_at is None or deal.due_at <= at:
        return False
    row.due_at = row.wake_at = deal.due_at
    row.save(update_fields=["due_at", "wake_at"])
    return True


def _remind(row: Application, at: datetime) -> None:
    plan = row.schedule()
    if plan is None or row.due_at is None:
        return
    row.wake_at = plan.next_wake(at)
    row.save(update_fields=["wake_at"])
    hours_left = int((row.due_at - at).total_seconds() // 3600)
    reminder = ClockReminder(
        object_type="application", object=row.public_id, state=row.state, ball=row.ball or "", hours_left=hours_left
    )
    record(reminder, at=at)
