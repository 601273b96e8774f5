"""How deals and applications move: lock, check, state and clock, timeline and event. Every operation on one ends here."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from deals.errors import BeingDeclined
from deals.events import ApplicationMoved, DealMoved
from deals.models import Application, Deal, PendingDecision
from deals.workflow import APPLICATION, APPLICATION_ANSWERABLE, DEAL, DEAL_PUBLIC, DealState

_TOUCH_AGAIN_AFTER = timedelta(hours=12)
_HEAVY = ("search", "search_text")


def lock_deal(deal_id: int, *, shutting: bool = False) -> Deal:
    """The deal as it is now, held until the transaction ends.

    `shutting` for moves after which nobody can join: an application on its way in (which holds the deal's key) is
    waited for, and one that comes later waits and then sees the new state.
    """
    rows = Deal.objects.select_for_update(of=("self",), no_key=not shutting)
    return rows.select_related("brand", "product").defer(*_HEAVY).get(pk=deal_id)


def lock_application(application: Application, *, by: Actor, at: datetime) -> Application:
    """The application as it is now, with its deal, held until the transaction ends. Notes that the brand is active."""
    note_activity(application.deal_id, by=by, at=at)
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("deal__brand", "creator").get(pk=application.pk)


def lock_deal_and_application(application: Application) -> tuple[Deal, Application]:
    """Both, in the order of all locks."""
    deal = lock_deal(application.deal_id)
    rows = Application.objects.select_for_update(of=("self",))
    locked = rows.select_related("creator__user", "address", "variant").defer("address__sealed").get(pk=application.pk)
    locked.deal = deal
    return deal, locked


def check_answer(application: Application, name: str, *, by: Actor) -> None:
    """Raises WrongState or NotAllowed, or BeingDeclined for a brand's answer that would undo unseen what a colleague said
    a few minutes ago: a "no" that is told soon is taken back first. Every answer but the no itself comes through here;
    the creator's own moves win, as they are not told of it. The caller holds the application's lock."""
    Application.machine.check(name, application.state, by.side)
    if by.side == Side.BRAND and PendingDecision.objects.filter(pk=application.pk, tell_at__isnull=False).exists():
        raise BeingDeclined


def move_deal(deal: Deal, name: str, *, by: Actor, at: datetime, reason: str = "", changed: Iterable[str] = ()) -> None:
    """Make one move of the table and save `changed` with it. The caller holds the lock of the deal."""
    before = deal.state
    target = DEAL.check(name, before, by.side).target
    if by.side == Side.BRAND:
        deal.last_brand_activity_at = at
    if target is not None:
        _enter(deal, target, at)
    deal.save(update_fields=sorted({*CLOCK_FIELDS, "last_brand_activity_at", *changed}))
    record_move(
        deal,
        move=name,
        actor=by,
        at=at,
        from_state=before,
        to_state=deal.state,
        reason=reason,
        event=DealMoved(deal=deal.public_id, move=name, state=deal.state),
    )


def move_application(
    application: Application,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    due_at: datetime | None = None,
    changed: Iterable[str] = (),
) -> str:
    """Make one move of the table and save `changed` with it; returns the state before. The caller holds the lock."""
    before = application.state
    target = APPLICATION.check(name, before, by.side).target
    if target is not None:
        application.enter(target, at, due_at=due_at)
    if before in APPLICATION_ANSWERABLE and application.state not in APPLICATION_ANSWERABLE:
        PendingDecision.objects.filter(pk=application.pk).delete()
    application.save(update_fields=sorted({*CLOCK_FIELDS, *changed}))
    record_move(
        application,
        move=name,
        actor=by,
        at=at,
        from_state=before,
        to_state=application.state,
        reason=reason,
        event=application_moved(application, name),
    )
    return before


def application_moved(application: Application, name: str) -> ApplicationMoved:
    return ApplicationMoved(
        application=application.public_id,
        deal=application.deal.public_id,
        move=name,
        state=application.state,
    )


def note_activity(deal_id: int, *, by: Actor, at: datetime) -> None:
    """The brand did something for this deal, so it is not idle. Written at most twice a day: the row is a wide one."""
    if by.side != Side.BRAND:
        return
    stale = Q(last_brand_activity_at=None) | Q(last_brand_activity_at__lt=at - _TOUCH_AGAIN_AFTER)
    Deal.objects.filter(stale, pk=deal_id).update(last_brand_activity_at=at)


def due_of(deal: Deal) -> datetime:
    """When a published deal expires: the end of its last day (UTC), or 60 days after publication."""
    if deal.end_date:
        return datetime.combine(deal.end_date + timedelta(days=1), time(), UTC)
    if deal.published_at is None:
        raise ValueError("a deal that was never published has no end")
    return deal.published_at + timedelta(days=policy.value("deal_live_days"))


def idle_at(deal: Deal) -> datetime | None:
    """When a live deal pauses because its brand did nothing; None for other states."""
    active = deal.last_brand_activity_at or deal.published_at
    if deal.state != DealState.LIVE or active is None:
        return None
    return active + timedelta(days=policy.value("deal_idle_pause_days"))


def set_clock(deal: Deal, at: datetime) -> None:
    """Due time and next look of a published deal, in memory. The due time is the same over pause, resume and fill."""
    deal.clock_started_at = deal.published_at
    deal.due_at = due_of(deal)
    idle = idle_at(deal)
    deal.wake_at = min(deal.due_at, idle) if idle else deal.due_at


def _enter(deal: Deal, target: str, at: datetime) -> None:
    if target in DEAL_PUBLIC:
        deal.published_at = deal.published_at or at
        deal.enter(target, at, started_at=deal.published_at, due_at=due_of(deal))
        set_clock(deal, at)
    else:
        deal.enter(target, at)
