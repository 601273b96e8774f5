"""Every act of staff asks first: opening its page changes nothing, and only a form of ours can send the answer."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.staff import Decision
from shipping.models import Shipment
from tests.admin.conftest import BACKEND, everything

_WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
_OWN_VISIT = {"accounts_session", "django_session", "usersessions_usersession", "accounts_user"}


def acts() -> Iterator[str]:
    """The address of every button staff can press on an object, a row or a list."""
    for model, page in admin.site._registry.items():
        newest = model._default_manager.order_by("-pk").first()
        for name in (*page.actions_detail, *page.actions_row, *page.actions_submit_line):
            assert newest is not None, f"{model} needs a row to be tried"
            yield reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{name}", args=[newest.pk])
        for name in page.actions_list:
            yield reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{name}")


def written(client: Client, path: str) -> set[str]:
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200, path
    found = {table for one in caught for table in _WRITES.findall(one["sql"])}
    return found - _OWN_VISIT


@pytest.fixture
def _all_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what this object's state does not allow is asked about."""
    monkeypatch.setattr(Decision, "is_possible", lambda self, obj: True)


@pytest.mark.usefixtures("_all_possible")
def test_no_act_happens_by_opening_its_page(root: Client) -> None:
    everything()
    Shipment.objects.update(poll_at=None)
    before = TimelineEntry.objects.count(), Message.objects.count()
    paths = list(acts())
    assert len(paths) > 40
    wrote = {path: tables for path in paths if (tables := written(root, path))}
    assert wrote == {}
    assert (TimelineEntry.objects.count(), Message.objects.count()) == before


def test_a_button_of_what_is_not_there_leads_back_to_the_list(root: Client) -> None:
    everything()
    wrong = [re.sub(r"/\d+/", f"/{key}/", path) for path in acts() for key in ("abc", "0", "9" * 40)]
    assert {path: code for path in wrong if (code := root.get(path).status_code) != 302} == {}


@pytest.mark.usefixtures("_all_possible")
def test_no_other_site_can_send_an_answer(root: Client) -> None:
    everything()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(name="Rita"), backend=BACKEND)
    before = TimelineEntry.objects.count(), Message.objects.count()
    assert {strict.post(path, {"reason": "x"}).status_code for path in acts()} == {403}
    assert (TimelineEntry.objects.count(), Message.objects.count()) == before
