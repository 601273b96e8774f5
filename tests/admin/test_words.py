"""What staff read is words: no names of columns, no code words, and every page is called what the menu calls it."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from barter.kernel import policy
from barter.kernel.operations import fill_policies
from barter.kernel.staff import StaffAdmin, looks
from brands.models import Product
from content.models import Licence
from deals.models import LiveLink
from tests.admin.conftest import everything

PAGES = [page for page in admin.site._registry.values() if isinstance(page, StaffAdmin)]
_MACHINE = re.compile(r"\b(?:at|id|uid|url|ip)\b|_", re.IGNORECASE)
_FINE = {"Id", "IP address", "Id of the event", "Id of what it is about"}


def listed(client: Client, page: StaffAdmin) -> str:
    return client.get(reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")).content.decode()


def test_every_setting_has_words_of_its_own() -> None:
    assert set(policy.WORDS) == set(policy.DEFAULTS)
    assert len(set(policy.WORDS.values())) == len(policy.WORDS)
    assert not any("_" in words for words in policy.WORDS.values())


def test_settings_are_called_settings_and_found_by_their_words(root: Client) -> None:
    fill_policies()
    page = root.get("/admin/kernel/policy/", {"q": "address is kept"}).content.decode()
    assert "Days an address is kept after the trade" in page
    assert "1 setting" in page
    assert "polic" not in re.sub(r"<[^>]+>", " ", page).lower()


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.opts.label)
def test_no_head_of_a_list_is_the_name_of_a_column(kind: StaffAdmin) -> None:
    heads = [kind.head_of(name) for name in kind.list_display]
    assert not [head for head in heads if _MACHINE.search(head) and head not in _FINE], heads


def test_the_menu_calls_every_page_what_the_page_calls_itself(root: Client) -> None:
    menu = root.get("/admin/").content.decode()
    for page in PAGES:
        path = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
        entry = re.search(rf'<a href="{path}".*?</a>', menu, re.DOTALL)
        if entry is not None:
            plural = str(page.opts.verbose_name_plural)
            assert f"{plural[:1].upper()}{plural[1:]}" in entry.group(), path


def test_code_words_are_shown_as_words(root: Client) -> None:
    everything()
    LiveLink.objects.update(state="no_disclosure")
    Product.objects.update(category="home_garden")
    shown = {page.opts.label: listed(root, page) for page in PAGES}
    assert "Not scanned" in shown["content.Asset"]
    assert "Disclosure missing" in shown["deals.LiveLink"]
    assert "Home garden" in shown["brands.Product"]
    assert "Brand verified" in shown["inbox.Notification"]
    for label in ("content.Asset", "deals.LiveLink", "brands.Product", "inbox.Notification", "kernel.TimelineEntry"):
        cells = re.sub(r"<[^>]+>", " ", "".join(re.findall(r"<tbody>.*?</tbody>", shown[label], re.DOTALL)))
        assert not re.findall(r"\b[a-z]+_[a-z]+\b", cells), label


def test_terms_and_rights_are_read_as_words(root: Client) -> None:
    trade = everything()
    Licence.objects.update(scope={"credit": True, "paid_ads_until": "2028-05-20T22:17:45Z"})
    licence, terms = Licence.objects.get(), trade.collaboration.terms_versions.get()
    shown = root.get(reverse("admin:content_licence_change", args=[licence.pk])).content.decode()
    assert "Sat 20 May 2028" in shown
    assert "paid_ads" not in shown
    text = root.get(reverse("admin:deals_terms_change", args=[terms.pk])).content.decode()
    assert "{&#x27;" not in text
    assert "amount_minor" not in text
    brief = looks.value_of([{"id": "bri_1", "kind": "must_show", "text": "Bare skin <b>"}])
    for words in ("Kind", "Must show", "Bare skin &lt;b&gt;"):
        assert words in str(brief)
    assert "bri_1" not in str(brief)


@pytest.mark.parametrize("typed", ["2026-12-24", "20261224", "2026-02-30 10:00", "2026-99-99T99:99:99Z", "no_filter"])
def test_frozen_words_are_shown_as_they_were_written(typed: str) -> None:
    """A date in a note was a 500 of the application's page."""
    assert looks.value_of(typed, "note") == typed
    assert typed in str(looks.value_of([{"kind": "must_show", "text": typed}]))


def test_what_somebody_wrote_stays_as_it_is() -> None:
    assert looks.plain("no_disclosure") == "No disclosure"
    assert looks.plain("It's at snake_case") == "It's at snake_case"
    assert looks.plain("Ünüsual") == "Ünüsual"
