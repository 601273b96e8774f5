"""Reads of the creator's pages that join several tables, each in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from creators.models import Address, Creator
from deals.models import Application, Collaboration, Deal, SavedDeal
from deals.models.collaboration import CURED_BY_CREATOR
from deals.pipeline.across import with_pickup
from deals.workflow import COLLABORATION, COLLABORATION_RUNNING, ApplicationState, CollaborationState, ReviewState

_HEAVY = ("deal__search", "deal__search_text", "deal__terms")


@dataclass(frozen=True, slots=True)
class Reader:
    """A creator looking at deals: who, and where parcels go."""

    pk: int
    city: str
    country: str


def reader_of(user: Any) -> Reader | None:
    """The creator behind a user with the default address's place; None for everybody else. One query."""
    if not user.is_authenticated:
        return None
    places = Address.objects.filter(creator=OuterRef("pk"), is_default=True, removed_at=None)
    row = (
        Creator.objects.filter(user=user)
        .values_list("pk", Subquery(places.values("city")[:1]), Subquery(places.values("country")[:1]))
        .first()
    )
    return Reader(row[0], row[1] or "", row[2] or "") if row else None


def home_country(creator_pk: int) -> str:
    """Where the creator's parcels go, or nothing."""
    homes = Address.objects.filter(creator=creator_pk, is_default=True, removed_at=None)
    return homes.values_list("country", flat=True).first() or ""


def saved_keys(creator_pk: int, deal_pks: Iterable[int]) -> set[int]:
    """Which of these deals the creator saved."""
    wanted = list(deal_pks)
    if not wanted:
        return set()
    return set(SavedDeal.objects.filter(creator_id=creator_pk, deal_id__in=wanted).values_list("deal_id", flat=True))


def most_urgent(creator_pk: int) -> Collaboration | None:
    """The running trade whose deadline is nearest; what only waits for the clock of others comes in the same order."""
    rows = Collaboration.objects.filter(creator_id=creator_pk, state__in=COLLABORATION_RUNNING)
    rows = rows.exclude(state=CollaborationState.LIVE_HOLD).select_related("deal", "brand")
    return with_pickup(rows).defer(*_HEAVY).order_by(F("due_at").asc(nulls_last=True), "id").first()


def running_trades(user: Any) -> list[Collaboration]:
    """All running trades of a creator; credits keep them few."""
    rows = Collaboration.objects.of_creator(user).filter(state__in=COLLABORATION_RUNNING)
    loaded = rows.select_related("deal__brand", "brand").defer(*_HEAVY)
    return list(with_pickup(loaded).order_by(F("due_at").asc(nulls_last=True), "id"))


def open_applications(user: Any) -> list[Application]:
    """Applications that still wait for an answer; the cap keeps them few (invitations aside: the newest 50)."""
    rows = Application.objects.of_creator(user).open().select_related("deal__brand").defer(*_HEAVY)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:50])


def own_deal_state(deal: Deal, creator_pk: int) -> tuple[Application | None, Collaboration | None]:
    """The creator's newest application to this deal and what came of it. One query."""
    row = (
        Application.objects.filter(deal=deal, creator_id=creator_pk)
        .select_related("collaboration")
        .order_by("-id")
        .first()
    )
    return row, getattr(row, "collaboration", None) if row else None


# How much waits for a creator: as `needs_creator` of the page "My deals" says it, in one expression for every page's badge.
MOVES_WAITING = """
  (SELECT count(*) FROM deals_collaboration t WHERE t.creator_id = own.id AND (
     t.state = ANY(%(their_ball)s)
     OR (t.state = ANY(%(others_ball)s) AND t.due_at < %(at)s)
     OR (t.state = %(booked)s AND (t.visit_date IS NULL OR t.visit_date <= %(today)s))
     OR (t.state = %(live)s AND t.link_removed_at IS NOT NULL)
     OR (t.state = %(on_hold)s AND t.problem_code = ANY(%(curable)s))))
  + (SELECT count(*) FROM deals_application a WHERE a.creator_id = own.id AND a.state = ANY(%(asked)s))
  + (SELECT count(*) FROM deals_review r JOIN deals_collaboration c ON c.id = r.collaboration_id
     WHERE c.creator_id = own.id AND r.side = 'creator' AND r.state = %(open)s)
"""
_BY_DATE = (CollaborationState.TO_SHIP, CollaborationState.SHIPPED)
_APART = {*_BY_DATE, CollaborationState.BOOKED, CollaborationState.LIVE_HOLD}
_THEIR_BALL = [str(one) for one in COLLABORATION_RUNNING if COLLABORATION.ball(one) == "creator" and one not in _APART]


def moves_waiting_values(at: datetime) -> dict[str, Any]:
    """What MOVES_WAITING needs besides `own`, the row of the creator. A visit's day is the reader's own."""
    return {
        "at": at,
        "today": timezone.localtime(at).date(),
        "their_ball": _THEIR_BALL,
        "others_ball": [str(one) for one in _BY_DATE],
        "booked": str(CollaborationState.BOOKED),
        "live": str(CollaborationState.LIVE_HOLD),
        "on_hold": str(CollaborationState.ON_HOLD),
        "curable": [str(code) for code in CURED_BY_CREATOR],
        "asked": [str(ApplicationState.INVITED), str(ApplicationState.OFFERED)],
        "open": str(ReviewState.OPEN),
    }
