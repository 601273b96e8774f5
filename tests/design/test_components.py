"""The parts that every page is built from: statuses, tickets, fields, icons, and no inline style anywhere."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import get_resolver

from barter import assets
from barter.kernel.templatetags import barter as tags
from barter.kernel.templatetags.icons import GLYPHS, icon_svg
from barter.kernel.templatetags.status import TABLE, find_status
from barter.kernel.templatetags.ticket import ticket_html

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


@pytest.fixture
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "now", lambda: NOW)


@pytest.mark.usefixtures("_fixed_clock")
def test_only_the_side_that_must_act_gets_marigold() -> None:
    assert "pill--you" in tags.status_pill("collaboration.to_ship", "brand")
    assert "pill--you" not in tags.status_pill("collaboration.to_ship", "creator")
    assert "pill--you" not in tags.status_pill("collaboration.to_ship", "staff")
    both = [
        name
        for states in TABLE.values()
        for name, sides in states.items()
        if all(s.tint == "you" for s in sides.values())
    ]
    assert both == []


@pytest.mark.usefixtures("_fixed_clock")
def test_a_status_names_its_date_and_its_lateness() -> None:
    assert "Film by 5 Dec" in tags.status_pill("creating", "creator", datetime(2026, 12, 5, 9, tzinfo=UTC))
    assert "Film and upload" in tags.status_pill("creating", "creator")
    assert "1 day late" in tags.status_pill("to_ship", "creator", NOW - timedelta(hours=30))
    assert "3 days late" in tags.status_pill("to_ship", "brand", NOW - timedelta(days=3, hours=2))
    assert "2 days late" in tags.status_pill("approved", "creator", NOW - timedelta(days=2, hours=2))
    assert "late" not in tags.status_pill("in_review", "brand", NOW - timedelta(days=3))


def test_every_status_has_an_icon_that_exists() -> None:
    for states in TABLE.values():
        for sides in states.values():
            for status in sides.values():
                if status.icon:
                    assert icon_svg(status.icon).startswith("<svg")
    for word in GLYPHS:
        assert icon_svg(word)


def test_every_state_of_every_life_cycle_has_words() -> None:
    """A new state without a row in the table would break the page that shows it."""
    enums: dict[str, type[TextChoices]] = {}
    from content import workflow as content_models
    from deals import workflow as deal_models
    from shipping import workflow as shipping_models

    for kind, module, name in (
        ("deal", deal_models, "DealState"), ("application", deal_models, "ApplicationState"),
        ("collaboration", deal_models, "CollaborationState"), ("shipment", shipping_models, "ShipmentState"),
        ("submission", content_models, "SubmissionState"), ("licence", content_models, "LicenceState"),
    ):  # fmt: skip
        found = getattr(module, name, None)
        assert found is not None, f"{name} is not where this test looks for it"
        enums[kind] = found
    missing = [f"{kind}.{state}" for kind, enum in enums.items() for state in enum.values if state not in TABLE[kind]]
    assert missing == []
    assert find_status("deal", "live").words == "Live"


def test_a_ticket_escapes_what_people_typed() -> None:
    html = ticket_html(
        {"title": '<script>"&', "brand_name": "<b>", "url": '"x', "get": "<", "make": ">", "save_url": '/"'}
    )
    assert "<script>" not in html
    assert "<b>" not in html
    assert '""' not in html.replace('alt=""', "")
    assert "&lt;script&gt;&quot;&amp;" in html


def test_a_field_joins_its_label_hint_and_error() -> None:
    class AddressForm(forms.Form):
        postcode = forms.CharField(help_text="Four digits")
        hello = forms.CharField(required=False)

    form = AddressForm({"postcode": ""})
    form.is_valid()
    html = Template("{% load barter %}{% form_errors form %}{% fields form %}").render(Context({"form": form}))
    assert 'aria-describedby="id_postcode_helptext id_postcode_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_postcode_error"' in html
    assert '<a href="#id_postcode">' in html
    assert 'role="alert"' in html
    assert html.count("optional") == 1


def test_navigation_marks_the_page_it_is_on_and_speaks_its_count() -> None:
    context = Context({"request": RequestFactory().get("/"), "nav": "inbox", "nav_counts": {"inbox": 3}})
    html = tags.navigation.nav_link(context, "inbox", "Inbox", "chat")
    assert 'aria-current="page"' in html
    assert "3 need you" in html
    assert "aria-current" not in tags.navigation.nav_link(context, "feed", "Deals", "deals")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_that_the_content_policy_forbids(path: Path) -> None:
    """No inline style, script or handler; mails are read elsewhere and need inline style."""
    if {"email", "emails", "admin"} & set(path.parts):
        pytest.skip("not under the pages' policy")
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*\bnonce=)(?![^>]*application/json)", text)
    assert "hx-on" not in text


def test_style_and_scripts_stay_within_their_budgets() -> None:
    sizes = assets.build(Path(settings.BASE_DIR) / "static")
    assert sizes.css <= assets.CSS_BUDGET_BYTES
    assert sizes.js <= assets.JS_BUDGET_BYTES


def test_the_error_page_needs_nothing_that_can_be_broken() -> None:
    html = Template((Path(settings.BASE_DIR) / "templates/500.html").read_text(encoding="utf-8")).render(Context({}))
    assert "Something broke on our side" in html
    assert '<form class="row mt-16" action="/deals/" role="search">' in html


@pytest.mark.parametrize(
    ("chosen", "shown"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("odd", "")]
)
def test_the_error_page_keeps_the_theme_chosen_on_this_device_without_a_database(
    rf: RequestFactory, chosen: str, shown: str
) -> None:
    rf.cookies["theme"] = chosen
    answer = get_resolver().resolve_error_handler(500)(rf.get("/"))
    assert answer.status_code == 500
    assert f'"{shown}>\n<head>' in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_the_design(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "This page isn’t here" in answer.content.decode()


def test_a_changed_address_is_escaped_once_and_keeps_every_choice(rf: RequestFactory) -> None:
    request = rf.get("/deals/?category=pets&category=tea&fifty=1&after=x")
    page = Template('{% load barter %}<a href="{% query filters=1 after=None %}">').render(
        Context({"request": request})
    )
    assert page == '<a href="?category=pets&amp;category=tea&amp;fifty=1&amp;filters=1">'


@pytest.mark.parametrize(
    "path", sorted((Path(settings.BASE_DIR) / "static/css").glob("*.css")), ids=lambda path: path.name
)
def test_pages_break_by_the_readers_own_text_size(path: Path) -> None:
    """A width in px would leave the wide layout to somebody who reads at 200 %, with half the room for each word."""
    assert re.findall(r"@media[^{]*(?:min|max)-width: *\d+px", path.read_text()) == []
