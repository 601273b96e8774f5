"""Prices, help, terms and privacy: they tell the limits that are in force, and who runs the site."""

import pytest
from django.test import Client
from pytest_django import Settings

from barter.kernel import policy
from barter.kernel.company import named
from barter.kernel.models import Policy
from brands.plans import offers, places_of
from deals.web.public.questions import BOTH, BRANDS, CREATORS

pytestmark = pytest.mark.django_db
QUESTIONS = (*CREATORS, *BRANDS, *BOTH)


def _set(name: str, value: int) -> None:
    Policy.objects.update_or_create(name=name, defaults={"value": value})
    policy.forget()


def test_nothing_is_drawn_before_the_page_is_whole(client: Client) -> None:
    page = client.get("/help/").content.decode()
    awaited = page.partition('<link rel="expect" href="#')[2].partition('" blocking="render">')[0]
    assert page.index(f'id="{awaited}"') > page.index("</main>")


def test_prices_and_places_are_those_staff_have_set(client: Client, settings: Settings) -> None:
    settings.PLAN_CURRENCY = "USD"
    _set("brand_slots", 7)
    _set("plan_growth_minor", 12_345)

    page = client.get("/pricing/").content.decode()

    assert "Creators never pay" in page
    assert "7 places at once" in page
    assert "$123.45" in page
    assert [offer.places for offer in offers()] == [places_of(offer.plan) for offer in offers()]
    assert places_of(offers()[0].plan) == 7


def test_every_limit_in_an_answer_is_the_one_in_force(client: Client) -> None:
    told = {
        setting
        for question in QUESTIONS
        for line in question.lines
        if not isinstance(line, str)
        for setting in [line[1]]
    }
    assert told <= set(policy.DEFAULTS)
    for number, name in enumerate(sorted(told), start=301):
        _set(name, number)

    page = client.get("/help/").content.decode()

    assert [name for number, name in enumerate(sorted(told), start=301) if str(number) not in page] == []


def test_no_answer_has_a_number_typed_into_it() -> None:
    lines = [line for question in QUESTIONS for line in question.lines]
    texts = [text for line in lines for text in ([line] if isinstance(line, str) else line[0])]
    assert [text for text in texts if any(sign.isdigit() for sign in text)] == []


def test_each_question_has_an_address_of_its_own() -> None:
    slugs = [question.slug for question in QUESTIONS]
    assert len(slugs) == len(set(slugs))


def test_searching_leaves_the_answers_with_every_word_and_opens_them(client: Client) -> None:
    page = client.get("/help/", {"q": "  PÀRCEL wrong "}).content.decode()

    assert 'id="creators-problem" open' in page
    assert "creators-rights" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_search_without_an_answer_says_so_and_leads_back(client: Client) -> None:
    page = client.get("/help/", {"q": "zeppelin<b>"}).content.decode()

    assert "No answer has these words" in page
    assert "zeppelin&lt;b&gt;" in page
    assert 'href="/help/"' in page


@pytest.mark.parametrize("path", ["/terms/", "/privacy/", "/help/", "/pricing/"])
def test_a_page_names_who_runs_the_site_and_is_found_at_the_foot(client: Client, settings: Settings, path: str) -> None:
    settings.COMPANY_NAME, settings.COMPANY_EMAIL = "Tide & Sons", "help@tide.example"

    page = client.get(path).content.decode()

    assert "help@tide.example" in page
    for at_the_foot in ("/pricing/", "/help/", "/licences/", "/terms/", "/privacy/"):
        assert f'href="{at_the_foot}"' in page
    if path in {"/terms/", "/privacy/"}:
        assert "Tide &amp; Sons" in page
        assert "template" not in page.lower()


def test_a_deployment_that_does_not_say_whose_it_is_is_warned(settings: Settings) -> None:
    settings.COMPANY_NAME, settings.COMPANY_ADDRESS, settings.COMPANY_COUNTRY = "A", "", "NL"
    assert [warning.id for warning in named(None)] == ["kernel.W001"]
    settings.COMPANY_ADDRESS = "B"
    assert named(None) == []


def test_the_address_of_a_form_opened_as_a_page_says_something(client: Client) -> None:
    answer = client.get("/look/theme/", headers={"Accept": "text/html"})

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This page isn’t here" in answer.content.decode()
