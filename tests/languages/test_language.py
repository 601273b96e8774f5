"""A page speaks the reader's language; staff and the API speak English."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import override

from barter.kernel.languages import Language, spoken
from barter.kernel.templatetags import words
from brands.forms import VariantForm
from inbox.words import _filled, _Told

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("pseudo")


def answer(path: str = "/deals/", user: str | None = None, asked: str = "", cookie: str = "") -> HttpResponse:
    request = RequestFactory().get(path, headers={"Accept-Language": asked} if asked else {})
    if cookie:
        request.COOKIES["language"] = cookie
    if user is not None:
        request.COOKIES["sessionid"] = "x"
        request.user = SimpleNamespace(language=user, is_authenticated=True)
    return Language(_page)(request)


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(
    ("asked", "cookie", "user", "spoken_language"),
    [
        ("", "", None, "en-gb"),
        ("de-AT,en;q=0.5", "", None, "de"),
        ("ja", "", None, "en-gb"),
        ("en-US", "de", None, "de"),
        ("de", "en", None, "en-gb"),
        ("de", "de", "en", "en-gb"),
        ("en", "en", "de", "de"),
        ("de", "", "xx", "en-gb"),
        ("de", "../../etc/passwd", None, "de"),
        ("x" * 5000, "y" * 5000, None, "en-gb"),
    ],
)
def test_the_person_counts_then_the_device_then_the_browser(
    asked: str, cookie: str, user: str | None, spoken_language: str
) -> None:
    response = answer(asked=asked, cookie=cookie, user=user)

    assert response.content.decode() == spoken_language
    assert response.headers["Content-Language"] == spoken_language
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/deals/deal/", "/api/v1/docs/", "/api/v1/schema/"])
def test_staff_and_the_document_of_the_api_get_english(path: str) -> None:
    assert answer(path, user="de", asked="de").content == b"en-gb"


@pytest.mark.parametrize("path", ["/api/v1/deals/", "/_allauth/app/v1/config"])
def test_apps_get_the_language_they_ask_for_and_english_without(path: str) -> None:
    assert answer(path, user="fr", asked="de-AT").content == b"de"
    assert answer(path, user="fr", asked="xx").content == b"en-gb"
    assert answer(path, user="fr").content == b"en-gb"


def test_the_language_of_one_request_is_not_left_to_the_next() -> None:
    answer(asked="de")

    assert translation.get_language() == "en-gb"


def test_dates_money_and_numbers_are_told_as_they_are_there() -> None:
    def told() -> list[str]:
        return [
            words.day_words(AT + timedelta(days=1), AT),
            words.date_words(AT + timedelta(days=400), AT),
            words.money_words(680000, "EUR"),
            words.money_words(940, "EUR"),
            words.number_words(1200),
            words.bytes_words(4_100_000),
            words.list_words(["Anna", "Ben", "Eva"]),
            words.compact_words(25_535),
            words.typed_amount_words(Decimal("24.9")),
            words.typed_day_words(AT.date()),
        ]

    assert told()[:6] == ["Sun 22 Nov", "26 Dec 2027", "€6,800", "€9.40", "1,200", "4.1 MB"]
    assert told()[6:] == ["Anna, Ben and Eva", "25.5K", "24.90", "21/11/2026"]
    with spoken("de"):
        assert told()[:6] == ["So., 22. Nov", "26. Dez. 2027", "6.800\xa0€", "9,40\xa0€", "1.200", "⟦4,1 MB⟧"]
        assert told()[6:] == ["Anna, Ben und Eva", "25.535", "24,90", "21.11.2026"]
    with override("pt"):
        assert told()[:3] == ["dom., 22 de nov", "26 de dez. de 2027", "6\xa0800\xa0€"]
    assert told()[0] == "Sun 22 Nov"


def test_an_amount_is_read_as_its_example_is_written() -> None:
    def read(worth: str) -> int | str:
        form = VariantForm({"worth": worth, "stock": "1"})
        assert form.is_valid()
        found = form.read("EUR", {})
        return found.fmv_minor if found else form.errors["worth"][0]

    with spoken("de"):
        assert [read("24,90"), read("1.200"), read("24.90")] == [2490, 120_000, 2490]
        assert read("viel") == "⟦Say what it is worth, like 24,90.⟧"
    assert read("24.90") == 2490


def test_news_keep_the_spaces_that_hold_a_sign_to_its_word() -> None:
    assert _filled("{brand}\xa0: votre colis est-il arrivé\xa0? {by} .", _Told(brand="Velda")) == (
        "Velda\xa0: votre colis est-il arrivé\xa0?."
    )


def test_a_sentence_with_a_number_is_one_message() -> None:
    page = Template('{% load barter %}{% plural n "1 deal is open today." "# deals are open today." %}')

    with spoken("de"):
        assert [page.render(Context({"n": n})) for n in (1, 1200)] == [
            "⟦1 deal is open today.⟧",
            "⟦1.200 deals are open today.⟧",
        ]


def test_a_drawing_that_is_made_once_speaks_every_language() -> None:
    page = Template('{% load barter %}{% icon "tick" label=_("today") %}')

    assert 'aria-label="today"' in page.render(Context())
    with spoken("de"):
        assert 'aria-label="⟦today⟧"' in page.render(Context())
