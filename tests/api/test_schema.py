"""The OpenAPI document: complete, committed, and kept for those who wrote their apps against it."""

import re
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from barter.kernel.actors import Side
from barter.kernel.api.contract import breaking_changes, faults, operations
from barter.kernel.api.schema import build
from content.workflow import SUBMISSION, TAKE_DOWN
from deals.api.actions import named
from deals.workflow import APPLICATION, COLLABORATION, DEAL, DISPUTE
from shipping.workflow import SHIPMENT
from tests.api.calls import codes_of

FILE = Path(settings.BASE_DIR) / "docs" / "api" / "openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return build()


def test_the_committed_file_is_what_the_program_says() -> None:
    call_command("api_schema", stdout=StringIO())


def test_it_is_openapi_3_1_and_lacks_nothing(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert faults(document) == []


def test_whatever_takes_a_brand_by_name_says_what_a_wrong_name_gets(document: dict[str, Any]) -> None:
    silent = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            named_by = (
                {row.get("name") for row in operation.get("parameters", [])} if isinstance(operation, dict) else ()
            )
            if "Barter-Brand" in named_by and "404" not in operation["responses"]:
                silent.append(f"{method} {path}")

    assert silent == []


@pytest.mark.parametrize("part", ["operationId", "summary", "description", "responses.200.examples"])
def test_what_is_missing_is_found(document: dict[str, Any], part: str) -> None:
    broken = deepcopy(document)
    operation = broken["paths"]["/api/v1/me/"]["get"]
    if part.startswith("responses"):
        del operation["responses"]["200"]["content"]["application/json"]["examples"]
    else:
        operation[part] = ""
    assert any("/api/v1/me/" in fault for fault in faults(broken))


def _without_path(new: dict[str, Any]) -> None:
    del new["paths"]["/api/v1/me/"]["get"]


def _without_field(new: dict[str, Any]) -> None:
    del new["components"]["schemas"]["Deal"]["properties"]["title"]


def _with_needed_input(new: dict[str, Any]) -> None:
    new["components"]["schemas"]["ApplyInput"]["required"] = ["pitch"]


def _with_fewer_words(new: dict[str, Any]) -> None:
    new["components"]["schemas"]["DealChanges"]["properties"]["category"]["enum"].pop()


def _with_another_type(new: dict[str, Any]) -> None:
    new["components"]["schemas"]["Money"]["properties"]["amount_minor"]["type"] = "string"


def _without_parameter(new: dict[str, Any]) -> None:
    operation = new["paths"]["/api/v1/deals/"]["get"]
    operation["parameters"] = [row for row in operation["parameters"] if row["name"] != "q"]


@pytest.mark.parametrize(
    "change",
    [_without_path, _without_field, _with_needed_input, _with_fewer_words, _with_another_type, _without_parameter],
)
def test_a_change_that_breaks_clients_is_told(document: dict[str, Any], change: Any) -> None:
    new = deepcopy(document)
    change(new)
    assert len(breaking_changes(document, new)) == 1


def test_an_addition_breaks_nobody(document: dict[str, Any]) -> None:
    new = deepcopy(document)
    new["paths"]["/api/v1/news/"] = new["paths"]["/api/v1/me/"]
    new["components"]["schemas"]["Deal"]["properties"]["colour"] = {"type": "string"}
    assert breaking_changes(document, new) == []


def test_the_command_fails_when_the_file_is_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "openapi.json"
    old.write_text(FILE.read_text().replace("Barter API", "Another"))
    monkeypatch.setattr("barter.kernel.management.commands.api_schema.FILE", old)
    with pytest.raises(CommandError, match="make schema"):
        call_command("api_schema", stdout=StringIO())


# Moves that pages and the API offer elsewhere, as the guide in the document says.
_ELSEWHERE = {
    "collaboration.request_changes",
    "collaboration.approve",
    "collaboration.deliver",
    "shipment.enter_tracking",
    "submission.process",
}


def _moves() -> set[str]:
    tables = {
        "deal": DEAL,
        "application": APPLICATION,
        "collaboration": COLLABORATION,
        "dispute": DISPUTE,
        "shipment": SHIPMENT,
        "submission": SUBMISSION,
        "take_down": TAKE_DOWN,
    }
    found = {"deal.apply", "deal.save", "deal.invite", "deal.update", "deal.duplicate", "collaboration.write_review"}
    found |= {"thread.write", "thread.read", "me.create_brand", "me.create_creator"}
    for kind, machine in tables.items():
        for move in machine.moves.values():
            if move.who & {Side.BRAND, Side.CREATOR}:
                found |= {f"{kind}.{name}" for name in named(kind, [move.name])}
    return found - _ELSEWHERE


def test_every_action_an_answer_can_offer_leads_to_exactly_one_call(document: dict[str, Any]) -> None:
    calls = [operation["x-action"] for _, operation in operations(document) if "x-action" in operation]
    assert _moves() - set(calls) == set()
    assert len(calls) == len(set(calls))


def test_the_table_of_codes_names_what_a_call_is_refused_with_and_nothing_of_staff() -> None:
    """`is_problem` holds the other half: whatever a call of the tests is refused with stands in the table."""
    codes = set(re.findall(r"\| `(\w+)` \| \d", FILE.read_text()))
    of_staff = {"own_account", "unknown_role", "mail_is_not_stuck", "fault_settled", "channel_changed"}
    assert of_staff <= codes_of()
    assert not codes & of_staff
    assert {
        "being_declined",
        "creator_unavailable",
        "deal_is_full",
        "deal_is_incomplete",
        "still_sending",
        "busy",
    } <= codes
