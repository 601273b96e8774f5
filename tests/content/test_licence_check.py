"""A licence is found by its code, however it is typed; a wrong code gets a clear answer."""

import pytest
from django.test import Client

from content import operations
from content.models import Licence
from content.views import checking
from tests.content.conftest import AT, Trade, ready_asset

pytestmark = pytest.mark.django_db


def test_a_code_leads_to_its_licence_however_it_is_typed(client: Client, trade: Trade) -> None:
    files = [ready_asset(trade)]
    version = operations.submit(collaboration=trade.collaboration, assets=files, caption="", by=trade.by_creator, at=AT)
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    code = Licence.objects.get().code

    for typed in (code, code.lower(), f" {code.replace('-', '')} ", code.replace("-", " ")):
        answer = client.get("/licences/", {"code": typed})
        assert answer.headers["Location"] == f"/licences/{code}/"
    assert client.get(f"/licences/{code}/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 422, "Type the code"),
        ("ABCD", 422, "A code has 12 letters"),
        ("ABCD-EFGH-JKMN", 404, "No licence has this code"),
        ("<script>", 422, "A code has 12 letters"),
    ],
)
def test_a_wrong_code_is_answered_at_its_field_and_stays(client: Client, typed: str, status: int, said: str) -> None:
    answer = client.get("/licences/", {"code": typed})

    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page
    if typed.isalpha():
        assert f'value="{typed}"' in page


def test_a_wrong_code_in_an_address_gets_the_same_answer(client: Client) -> None:
    answer = client.get("/licences/abcd-efgh-jkmn/")
    assert answer.status_code == 404
    assert "No licence has this code" in answer.content.decode()
    assert client.get("/licences/abcd-efgh-jkmn.json").status_code == 404


def test_guessing_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_TRIES_A_MINUTE", 2)
    seen = [client.get("/licences/", {"code": "ABCD-EFGH-JKMN"}).status_code for _ in range(4)]
    assert 429 in seen
    assert client.get("/licences/").status_code == 200
