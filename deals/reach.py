"""How many creators a deal's conditions let in: the rules of `eligibility` as one statement."""

from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from creators.models import Address, Channel, Creator
from deals.eligibility import Rules

MOST_COUNTED = 1_000  # above it is "more than 1,000": counting on would grow with the product
_PATIENCE_MS = 400
_LIMIT_TIME = "SELECT set_config('statement_timeout', %s, true)"


def matching(rules: Rules, *, at: datetime) -> "QuerySet[Creator]":
    """Creators for whom `eligibility.judge` says yes (the brand's own standing apart)."""
    rows = Creator.objects.filter(
        Q(standing=Creator.Standing.GOOD) | Q(standing=Creator.Standing.PAUSED, paused_until__lte=at)
    )
    if rules.needs_address:
        addresses = Address.objects.filter(creator=OuterRef("pk"), removed_at=None)
        rows = rows.filter(Exists(addresses.filter(country__in=rules.countries) if rules.countries else addresses))
    elif rules.countries:
        rows = rows.filter(country__in=rules.countries)
    channels = Channel.objects.filter(creator=OuterRef("pk"))
    if rules.platforms or rules.min_followers:
        fitting = channels.filter(followers__gte=rules.min_followers)
        rows = rows.filter(Exists(fitting.filter(platform__in=rules.platforms) if rules.platforms else fitting))
    if rules.languages:
        spoken = Q(languages__overlap=list(rules.languages))
        rows = rows.filter(spoken | Exists(channels.filter(language__in=rules.languages)))
    return rows.order_by()


def count_in_time(rows: "QuerySet[Creator]") -> int | None:
    """At most MOST_COUNTED + 1; None when the database needs longer than somebody who types should wait (few of very
    many match: then every creator is looked at)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            before = cursor.fetchone()[0]
            cursor.execute(_LIMIT_TIME, [str(_PATIENCE_MS)])
            found = rows[: MOST_COUNTED + 1].count()
            cursor.execute(_LIMIT_TIME, [before])
            return found
    except OperationalError:
        return None
