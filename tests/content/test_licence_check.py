"""A licence is found by its code, however it is typed; a wrong code gets a clear answer."""

import pytest
from django.test import Client

from barter.kernel.actors import Actor
from content import operations
from content.models import Asset, Licence
from content.views import checking
from tests.content.conftest import AT, Trade, make_trade, ready_asset

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


@pytest.fixture
def licence(trade: Trade) -> Licence:
    files = [ready_asset(trade)]
    version = operations.submit(collaboration=trade.collaboration, assets=files, caption="", by=trade.by_creator, at=AT)
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    Licence.objects.update(ends_at=AT.replace(year=2036), due_at=AT.replace(year=2036))
    return Licence.objects.get()


def test_the_fingerprint_of_a_file_leads_to_its_licence_which_says_that_it_is_the_one(
    client: Client, licence: Licence
) -> None:
    sha256 = licence.file_sha256
    for typed in (sha256, sha256.upper(), f"{sha256}  clip.mp4"):
        answer = client.get("/licences/", {"sha256": typed}, follow=True)
        assert answer.redirect_chain == [(f"/licences/{licence.code}/?sha256={sha256}", 302)]
        assert "This is the licensed file." in answer.content.decode()
    page = f"/licences/{licence.code}/"
    assert "This is another file." in client.get(page, {"sha256": "cd" * 32}).content.decode()
    wrong = client.get(page, {"sha256": "abc"}).content.decode()
    assert "A SHA-256 has 64 digits" in wrong
    assert "This is" not in wrong
    Licence.objects.update(ends_at=AT.replace(year=2025))
    assert "doesn’t run any more" in client.get(page, {"sha256": sha256}).content.decode()


def test_several_licences_of_one_file_are_listed_and_a_renewed_one_is_told_by_the_next(
    client: Client, licence: Licence
) -> None:
    operations.offer_renewal(
        licence=licence, months=6, by=Actor.brand(licence.brand.memberships.first().user_id), at=AT
    )
    new = operations.accept_renewal(licence=licence, by=Actor.creator(licence.creator.user_id), at=AT)
    assert (
        client.get("/licences/", {"sha256": licence.file_sha256})
        .headers["Location"]
        .startswith(f"/licences/{new.code}/")
    )
    other = make_trade()
    same = ready_asset(other)
    Asset.objects.filter(pk=same.pk).update(sha256=licence.file_sha256)
    version = operations.submit(
        collaboration=other.collaboration, assets=[same], caption="", by=other.by_creator, at=AT
    )
    operations.approve(submission=version, by=other.by_brand, at=AT)
    page = client.get("/licences/", {"sha256": licence.file_sha256})
    assert page.status_code == 200
    assert "2 licences have this file" in page.content.decode()
    assert licence.code not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 422, "Choose the file, or type its SHA-256."),
        ("xyz", 422, "A SHA-256 has 64 digits"),
        ("a" * 65, 422, "A SHA-256 has 64 digits"),
        ("cd" * 32, 404, "No licence has this file."),
    ],
)
def test_a_file_without_a_licence_gets_a_clear_answer(client: Client, typed: str, status: int, said: str) -> None:
    answer = client.get("/licences/", {"sha256": typed})
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_asking_for_file_after_file_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_TRIES_A_MINUTE", 2)
    assert 429 in [client.get("/licences/", {"sha256": "cd" * 32}).status_code for _ in range(4)]
