"""Money, dates and waits read as the product says them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from barter.kernel.templatetags import words

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (6800, "EUR", "€68"),
        (940, "EUR", "€9.40"),
        (5, "EUR", "€0.05"),
        (123456700, "USD", "$1,234,567"),
        (1500, "JPY", "¥1,500"),
        (12500, "KWD", "KWD 12.500"),
        (12000, "KWD", "KWD 12"),
        (-250, "EUR", "-€2.50"),
        (0, "GBP", "£0"),
    ],
)
def test_money_has_the_digits_of_its_currency_and_no_empty_cents(amount: int, currency: str, shown: str) -> None:
    assert words.money_words(amount, currency).replace("\xa0", " ") == shown


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert words.day_words(datetime(2026, 11, 21, tzinfo=UTC), NOON) == "Sat 21 Nov"
    assert words.day_words(datetime(2027, 11, 21, tzinfo=UTC), NOON) == "Sun 21 Nov 2027"


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(6, "today by 18:00"), (24, "tomorrow by 12:00"), (48, "by Sun 22 Nov"), (24 * 50, "by Sat 9 Jan 2027")],
)
def test_a_limit_is_an_hour_today_and_a_day_later(hours: int, shown: str) -> None:
    assert words.by_words(NOON + timedelta(hours=hours), NOON) == shown


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        ("2026-11-21 00:40", "tonight by 00:40"),
        ("2026-11-21 06:00", "tomorrow by 06:00"),
        ("2026-11-22 00:40", "by tomorrow night"),
        ("2026-11-25 00:40", "by Tue 24 Nov"),
        ("2026-11-25 05:59", "by Tue 24 Nov"),
        ("2026-11-25 06:00", "by Wed 25 Nov"),
        ("2027-01-01 00:00", "by Thu 31 Dec"),
    ],
)
def test_a_limit_in_the_night_belongs_to_the_day_before(due: str, shown: str) -> None:
    moment = datetime.fromisoformat(due).replace(tzinfo=UTC)

    assert words.by_words(moment, NOON) == shown
    with timezone.override("Europe/Riga"):
        assert words.by_words(moment - timedelta(hours=2), NOON) == shown


def test_in_the_night_itself_its_limit_is_today() -> None:
    night = datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert words.last_day(night + timedelta(hours=2), night).day == 21
    assert words.by_words(night + timedelta(hours=2), night) == "today by 03:00"
    assert words.by_words(night + timedelta(hours=26), night) == "tomorrow by 03:00"
    assert words.by_words(night + timedelta(hours=23), night) == "tonight by 00:00"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "1 min"), (59, "59 min"), (60, "1 h"), (23 * 60 + 59, "23 h"), (1440, "1 day"), (4320, "3 days")],
)
def test_a_wait_is_told_in_its_largest_unit(minutes: int, shown: str) -> None:
    assert words.span_words(timedelta(minutes=minutes)) == shown


def test_past_and_future_days_are_told_from_the_readers_calendar() -> None:
    assert [words.in_words(NOON + timedelta(days=n), NOON) for n in (-3, -1, 0, 1, 9)] == [
        "3 days ago", "yesterday", "today", "tomorrow", "in 9 days",
    ]  # fmt: skip
    assert words.ago_words(NOON - timedelta(seconds=20), NOON) == "just now"
    assert words.ago_words(NOON - timedelta(hours=2), NOON) == "2 h ago"
    assert words.ago_words(NOON - timedelta(hours=30), NOON) == "yesterday"
    assert words.ago_words(NOON - timedelta(days=6), NOON) == "Sat 14 Nov"


def test_part_of_a_day_is_one_or_many_as_the_language_has_it() -> None:
    assert [words.part_days_words(days) for days in (0.5, 1, 1.94, 2)] == [
        "0.5 days",
        "1.0 days",
        "1.9 days",
        "2.0 days",
    ]
    with override("fr"):
        assert [words.part_days_words(days) for days in (0.5, 1.94, 1.96, 2)] == [
            "0,5 jour", "1,9 jour", "2,0 jours", "2,0 jours",
        ]  # fmt: skip


def test_sizes_and_lengths() -> None:
    assert [words.bytes_words(n) for n in (12, 840_000, 4_100_000, 118_400_000, 2 * 10**9)] == [
        "12 bytes", "840 KB", "4.1 MB", "118 MB", "2 GB",
    ]  # fmt: skip
    # rounded up to the next unit, and a figure after the point only below ten
    assert [words.bytes_words(n) for n in (999_600, 9_960_000, 999_499_999, 999_500_000)] == [
        "1 MB", "10 MB", "999 MB", "1 GB",
    ]  # fmt: skip
    assert [words.duration_words(n) for n in (0, 31, 61.9, 3729)] == ["0:00", "0:31", "1:01", "1:02:09"]
