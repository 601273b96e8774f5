"""Hours are told as the reader's clock shows them."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from barter.kernel.local_time import LocalTime
from barter.kernel.templatetags.words import by_words

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(by_words(DUE, AT))


def told(user_zone: str | None = None, **cookies: str) -> str:
    request = RequestFactory().get("/my-deals/")
    request.COOKIES.update(cookies)
    if user_zone is not None:
        request.COOKIES["sessionid"] = "x"
        request.user = SimpleNamespace(time_zone=user_zone)
    return LocalTime(page)(request).content.decode()


def test_a_page_tells_hours_in_the_zone_of_the_device() -> None:
    assert told(tz="Europe/Riga") == "tonight by 01:30"
    assert told(tz="America/New_York") == "today by 18:30"


def test_without_its_cookie_the_persons_own_zone_counts_and_the_device_wins_over_it() -> None:
    assert told(user_zone="Europe/Riga") == "tonight by 01:30"
    assert told(user_zone="Europe/Riga", tz="America/New_York") == "today by 18:30"


@pytest.mark.parametrize("made_up", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "x" * 5000])
def test_a_made_up_zone_is_utc(made_up: str) -> None:
    assert told(tz=made_up) == "today by 23:30"


def test_the_zone_of_one_request_is_not_left_to_the_next() -> None:
    told(tz="Europe/Riga")

    assert timezone.get_current_timezone_name() == "UTC"
