"""Both sides hear 30 and 5 days before a licence ends, once each, with the day and what to do; a late clock tells once."""

from datetime import datetime, timedelta

import pytest

from barter.kernel.outbox.relay import drain
from content import operations
from content.models import Licence
from inbox.models import Mail, Notification
from inbox.words import words_of
from tests.content.conftest import AT, Trade, make_trade, ready_asset

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KINDS = ("licence_ending_creator", "licence_ending_brand")


@pytest.fixture
def trade() -> Trade:
    """Two files approved at once: two licences that end together."""
    made = make_trade()
    version = operations.submit(
        collaboration=made.collaboration,
        assets=[ready_asset(made), ready_asset(made)],
        caption="",
        by=made.by_creator,
        at=AT,
    )
    operations.approve(submission=version, by=made.by_brand, at=AT)
    drain()
    return made


def run_clocks(at: datetime) -> None:
    for licence in Licence.objects.select_related("asset", "collaboration"):
        operations.run_licence_clock(licence=licence, at=at)
    drain()


def alarms() -> list[tuple[str, int]]:
    """(kind, licences it tells of), in the order they were told; each had its mail."""
    rows = Notification.objects.filter(kind__in=KINDS).order_by("id")
    assert Mail.objects.filter(notification__in=rows).count() == rows.count()
    return list(rows.values_list("kind", "count"))


def test_each_side_is_told_twice_with_a_mail_each_though_it_reads_nothing(trade: Trade) -> None:
    end = Licence.objects.first().ends_at
    for before in (31, 30, 29, 6, 5, 4):
        for _ in range(2):
            run_clocks(end - before * DAY)
    assert alarms() == [(kind, 2) for kind in KINDS] * 2
    brand = Notification.objects.filter(kind="licence_ending_brand").last()
    creator = Notification.objects.filter(kind="licence_ending_creator").last()
    told = words_of(brand, end - 5 * DAY)
    assert told.subject == "Your rights in Ines's clips end Tue 23 Nov"
    assert told.lead == "Ask Ines for more time in the licence, or take the clips down by then."
    told = words_of(creator, end - 5 * DAY)
    assert told.subject == "Velda's rights in your clips end Tue 23 Nov"
    assert told.lead == "Nothing to do: afterwards only you may use the clips."


def test_a_clock_that_comes_late_tells_once_and_not_the_earlier_alarm_after_the_later(trade: Trade) -> None:
    end = Licence.objects.first().ends_at
    for at in (end - 3 * DAY, end - DAY, end + DAY, end + 2 * DAY):
        run_clocks(at)
    assert alarms() == [(kind, 2) for kind in KINDS]
    assert set(Licence.objects.values_list("state", flat=True)) == {"expired"}
