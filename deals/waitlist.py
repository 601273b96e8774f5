"""The waitlist of a deal: who applied first stands first, and is offered the next free place."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet

from creators.models import Creator
from deals.eligibility import needs_parcel
from deals.models import Application, Deal, PendingDecision
from deals.workflow import ApplicationState


def next_in_line(deal: Deal, at: datetime) -> QuerySet[Application]:
    """Left out are creators who could not accept (without a free credit, paused, closed or shut out) or live where the
    deal doesn't ship to any more, who keep their turn, and those the brand means to decline."""
    has_credit = Q(
        creator__capacity__credits_held__lt=F("creator__capacity__credits_granted")
        - F("creator__capacity__credits_lost")
    )
    may_start = Q(creator__standing=Creator.Standing.GOOD) | Q(
        creator__standing=Creator.Standing.PAUSED, creator__paused_until__lte=at
    )
    waiting = Application.objects.filter(has_credit, may_start, deal=deal, state=ApplicationState.WAITLISTED)
    waiting = waiting.filter(creator__user__is_active=True, creator__user__erase_at=None)
    if deal.countries and needs_parcel(deal):
        waiting = waiting.filter(address__country__in=deal.countries)
    return waiting.exclude(pending__verdict=PendingDecision.Verdict.NO).order_by("submitted_at", "id")


def numbers_in_line(deal: Deal, application_pks: Iterable[int]) -> dict[int, int]:
    """Which number these have on the whole waitlist. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [deal.pk, ApplicationState.WAITLISTED, list(application_pks)])
        return dict(cursor.fetchall())


_NUMBERS = """
SELECT id, number FROM (
    SELECT id, row_number() OVER (ORDER BY submitted_at, id) AS number
    FROM deals_application WHERE deal_id = %s AND state = %s
) AS line WHERE id = ANY(%s)
"""
