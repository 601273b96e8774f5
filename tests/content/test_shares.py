"""Links that show files of the library to somebody outside: what a guest sees at each view, and what nobody ever learns."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel import clock, policy
from barter.kernel.actors import Actor
from barter.kernel.models import IdempotencyRecord, Message, Policy, TimelineEntry
from barter.logs import JsonFormatter, TextFormatter
from brands.models import Brand
from content import operations
from content.models import Asset, AssetDownload, Captions, Licence, SharedFile, ShareLink
from content.operations.shares import KEPT_DAYS, hash_of
from content.views import guests
from tests.api.calls import api, is_problem
from tests.content.conftest import Trade, make_trade
from tests.content.shelves import licensed, many_licences
from tests.content.test_library import client_of
from tests.statements import own_statements

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
V1 = "/api/v1/shares/"


@pytest.fixture
def files(trade: Trade) -> list[Licence]:
    at = clock.now() - DAY
    return [
        licensed(trade, at=at, paid_ads_until=at + 90 * DAY),
        licensed(trade, kind="photo", at=at),
        licensed(trade, at=at),
    ]


def made(trade: Trade, *licences: Licence, may_download: bool = True, days: int = 7) -> tuple[ShareLink, str]:
    return operations.make_share(
        brand=trade.brand, user=trade.owner, licences=licences, name="Print shop", days=days, may_download=may_download,
        at=clock.now(),
    )  # fmt: skip


def page_of(secret: str) -> str:
    return reverse("shared", args=[secret])


def take(secret: str, licence: Licence) -> Any:
    """From a browser that insists on CSRF: a page without a referrer has no origin to send."""
    address = reverse("shared_download", args=[secret, licence.asset.public_id])
    return Client(enforce_csrf_checks=True).post(address, headers={"Origin": "null"})


def test_a_manager_chooses_files_and_a_guest_sees_these_and_no_others(trade: Trade, files: list[Licence]) -> None:
    owner, guest = client_of(trade.owner), Client()
    asked = owner.post(reverse("share_new"), {"pick": [row.code for row in files[:2]]})
    assert "A link for 2 files" in asked.content.decode()
    form = {**asked.context["form"].initial, "name": "Print shop", "days": "30"}
    told = owner.post(reverse("brand_shares"), form)
    address = told.context["address"]
    assert f'data-copy="{address}"' in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    again = owner.post(reverse("brand_shares"), form)
    assert again.context["address"] == address, "a form that is sent twice is one link"
    share = ShareLink.objects.get()
    assert (share.expires_at - share.created_at, share.may_download) == (30 * DAY, False)

    seen = guest.get(address)
    text = seen.content.decode()
    assert {name: seen[name] for name in guests._HEADERS} == guests._HEADERS
    assert "noindex" in text
    assert "Velda shows you 2 files" in text
    for row in files[:2]:
        assert row.code in text
        assert row.asset.public_id in text
    assert "aid ads until" in text
    assert files[2].code not in text
    assert "Print shop" not in text, "for whom it is, the team alone reads"
    assert "/download/" not in text
    played = guest.get(f"{address}{files[0].asset.public_id}/play/")
    assert files[0].asset.preview_key in played["Location"]
    assert guest.get(f"{address}{files[2].asset.public_id}/play/").status_code == 404

    listed = client_of(trade.viewer).get(reverse("brand_shares")).content.decode()
    assert "Print shop" in listed
    assert "once" in listed
    assert "End it" not in listed
    assert address.split("/")[-2] not in listed


def test_a_form_that_was_changed_and_sent_again_is_another_link(trade: Trade, files: list[Licence]) -> None:
    """Somebody goes back to take the downloads off. Before, they were handed the first link, by which originals leave."""
    owner = client_of(trade.owner)
    asked = owner.post(reverse("share_new"), {"pick": [row.code for row in files]})
    form = {**asked.context["form"].initial, "name": "Print shop", "days": "7"}
    told = [
        owner.post(reverse("brand_shares"), {**form, **changed}).context
        for changed in ({"may_download": "on"}, {}, {"days": "1"}, {"name": "Agency"}, {"codes": files[0].code})
    ]
    assert len({one["address"] for one in told}) == len(told)
    made_of = [(one["share"].name, one["share"].may_download, one["share"].files.count()) for one in told]
    assert made_of == [(form["name"], True, 3), (form["name"], False, 3), (form["name"], False, 3), ("Agency", False, 3),
                       (form["name"], False, 1)]  # fmt: skip


def test_a_form_that_is_sent_again_after_its_link_was_ended_makes_a_new_one(trade: Trade, files: list[Licence]) -> None:
    """Seen to fail: who went back in the browser was told to hand on the address of the ended link."""
    owner = client_of(trade.owner)
    asked = owner.post(reverse("share_new"), {"pick": [row.code for row in files]})
    form = {**asked.context["form"].initial, "name": "Print shop", "days": "7"}
    first = owner.post(reverse("brand_shares"), form).context
    end(first["share"])
    again = owner.post(reverse("brand_shares"), form).context
    assert first["address"] != again["address"]
    assert [Client().get(one["address"]).status_code for one in (first, again)] == [404, 200]


def test_all_that_fit_the_filter_and_nothing_of_others(trade: Trade, files: list[Licence]) -> None:
    theirs, over = licensed(make_trade(), at=clock.now() - DAY), licensed(trade, at=clock.now() - 400 * DAY)
    owner = client_of(trade.owner)
    asked = owner.post(f"{reverse('share_new')}?kind=photo", {"everybody": "1"})
    assert asked.context["form"].initial["codes"] == files[1].code
    form = {**asked.context["form"].initial, "name": "x", "days": "7", "codes": f"{theirs.code} {over.code}"}
    assert owner.post(reverse("brand_shares"), form, follow=True).redirect_chain
    assert (
        "whose licence runs now"
        in owner.post(reverse("share_new"), {"pick": [theirs.code]}, follow=True).content.decode()
    )
    owner.post(reverse("brand_shares"), {**form, "codes": f"{theirs.code} {files[0].code}"})
    assert [row.licence for row in SharedFile.objects.all()] == [files[0]]
    for wanted in ([theirs.public_id], [files[0].public_id, theirs.public_id], [over.public_id], ["lic_x"]):
        is_problem(api(trade.owner).post(V1, {"licences": wanted, "name": "x"}), 422, "not_to_share", "/licences")
    wrong = owner.post(reverse("brand_shares"), {**asked.context["form"].initial, "name": " ", "days": "9"})
    assert (wrong.status_code, ShareLink.objects.count()) == (422, 1)


def end(share: ShareLink) -> None:
    operations.end_share(share=share, by=Actor.brand(share.made_by_id), at=clock.now())


CLOSES = {
    "ended": end,
    "expired": lambda share: ShareLink.objects.update(created_at=clock.now() - 8 * DAY, expires_at=clock.now()),
    "suspended": lambda share: Brand.objects.filter(pk=share.brand_id).update(standing="suspended"),
}


@pytest.mark.parametrize("how", CLOSES)
def test_a_link_that_is_over_gives_nothing_and_does_not_say_that_it_was_one(
    trade: Trade, files: list[Licence], how: str
) -> None:
    share, secret = made(trade, *files)
    assert Client().get(page_of(secret)).status_code == 200
    CLOSES[how](share)
    unknown, over = Client().get(page_of("x" * 43)), Client().get(page_of(secret))
    assert (over.status_code, unknown.status_code) == (404, 404)
    assert over.content.replace(secret.encode(), b"") == unknown.content.replace(b"x" * 43, b"")
    assert over["Cache-Control"] == "private, no-store"
    assert "ask that person for a new one" in over.content.decode()
    assert take(secret, files[0]).status_code == 404
    assert Client().get(f"{page_of(secret)}{files[0].asset.public_id}/play/").status_code == 404
    assert not AssetDownload.objects.exists()


def test_a_file_leaves_with_its_licence_and_stays_with_the_one_that_renews_it(
    trade: Trade, files: list[Licence]
) -> None:
    at = clock.now()
    _share, secret = made(trade, *files)
    operations.revoke_licence(licence=files[0], by=Actor.staff(trade.owner.pk), reason="Taken down", at=at)
    Licence.objects.filter(pk=files[1].pk).update(ends_at=at)
    operations.offer_renewal(licence=files[2], months=6, by=trade.by_brand, at=at)
    renewed = operations.accept_renewal(licence=files[2], by=trade.by_creator, at=clock.now())
    text = Client().get(page_of(secret)).content.decode()
    assert "2 files aren’t shown any more" in text
    assert renewed.code in text
    for row in files[:2]:
        assert row.code not in text
        assert row.asset.public_id not in text
        refused = take(secret, row)
        assert refused.status_code == 404
        assert "isn't shown any more" in refused.content.decode().replace("&#x27;", "'")
    assert take(secret, files[2]).status_code == 302
    assert AssetDownload.objects.get().licence == renewed


def test_originals_leave_only_where_that_was_ticked_and_are_written_down(trade: Trade, files: list[Licence]) -> None:
    _look, secret = made(trade, *files, may_download=False)
    refused = take(secret, files[0])
    assert refused.status_code == 403
    assert "This link is for looking" in refused.content.decode()
    assert not AssetDownload.objects.exists()
    share, secret = made(trade, *files)
    assert files[0].asset.original_key in take(secret, files[0])["Location"]
    row = AssetDownload.objects.get()
    assert (row.share, row.user, row.licence) == (share, None, files[0])
    assert Client().get(reverse("shared_download", args=[secret, files[0].asset.public_id])).status_code == 405
    for nobody_or_both in ({}, {"share": share, "user": trade.owner}):
        with pytest.raises(IntegrityError, match="content_download_by_one"), transaction.atomic():
            AssetDownload.objects.create(
                asset=files[0].asset, licence=files[0], at=clock.now(), user=nobody_or_both.get("user"),
                share=nobody_or_both.get("share"),
            )  # fmt: skip


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_the_secret_is_in_no_table_no_event_and_no_line_of_a_log(
    trade: Trade, files: list[Licence], formatter: logging.Formatter
) -> None:
    """Seen to fail with the secret in the event, and without the formatter's rule."""
    share, secret = made(trade, *files)
    Client().get(page_of(secret))
    end(share)
    rows = [*ShareLink.objects.values(), *Message.objects.values(), *TimelineEntry.objects.values()]
    assert secret not in repr(rows)
    assert ShareLink.objects.get().token_hash == hash_of(secret)
    moves = TimelineEntry.objects.filter(object_type="sharelink", object_id=share.pk).order_by("pk")
    assert [(row.move, row.actor_user_id) for row in moves] == [("make", trade.owner.pk), ("end", trade.owner.pk)]
    path = f"{page_of(secret)}{files[0].asset.public_id}/play/"
    record = logging.LogRecord("django.request", logging.ERROR, "f", 1, "Internal Server Error: %s", (path,), None)
    record.path = path
    line = formatter.format(record)
    assert secret not in line
    assert line.count("/shared/.../") == 2


def test_limits_are_told_with_their_numbers(trade: Trade, files: list[Licence]) -> None:
    Policy.objects.create(name="share_files", value=2)
    Policy.objects.create(name="share_links", value=1)
    policy.forget()
    client, ids = api(trade.owner), [row.public_id for row in files]
    is_problem(client.post(V1, {"licences": ids, "name": "x"}), 422, "too_much_to_share", "/licences")
    told = client_of(trade.owner).post(reverse("share_new"), {"everybody": "1"}, follow=True).content.decode()
    assert "3 files are too many" in told
    share, _secret = made(trade, files[0])
    is_problem(client.post(V1, {"licences": ids[:1], "name": "x"}), 409, "too_many_shares")
    end(share)
    assert client.post(V1, {"licences": ids[:1], "name": "x"}).status_code == 201
    Brand.objects.update(standing="suspended")
    is_problem(client.post(V1, {"licences": ids[:1], "name": "x"}), 403, "brand_cant_share")


def test_who_asks_too_often_waits(trade: Trade, files: list[Licence], monkeypatch: pytest.MonkeyPatch) -> None:
    _share, secret = made(trade, *files)
    monkeypatch.setattr(guests, "_LINK_A_MINUTE", 1)
    answers = [Client(REMOTE_ADDR=f"10.0.0.{number}").get(page_of(secret)) for number in range(2)]
    assert [one.status_code for one in answers] == [200, 429]
    assert (answers[1]["Retry-After"], answers[1]["Cache-Control"]) == ("60", "private, no-store")
    monkeypatch.setattr(guests, "_PERSON_A_MINUTE", 1)
    tries = [Client(REMOTE_ADDR="10.0.1.1").get(page_of("guess")).status_code for _ in range(2)]
    assert tries == [404, 429]


def test_the_api_makes_lists_and_ends_links_and_tells_an_address_once(trade: Trade, files: list[Licence]) -> None:
    client, body = api(trade.owner), {"licences": [row.public_id for row in files], "name": " Print  shop ", "days": 1}
    first = client.post(V1, body, headers={"Idempotency-Key": "k"})
    again = client.post(V1, body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert again.json() == {**first.json(), "url": None}, (
        "an address that anybody could ask for again is kept somewhere"
    )
    assert again["Location"] == first["Location"]
    kept = IdempotencyRecord.objects.get().body
    assert first.json()["id"] in repr(kept)
    assert "/shared/" not in repr(kept)
    assert ShareLink.objects.count() == 1
    made_one = first.json()
    assert (made_one["name"], made_one["state"], made_one["licences"]) == (
        "Print shop", "open", [row.public_id for row in reversed(files)],
    )  # fmt: skip
    assert Client().get(made_one["url"]).status_code == 200
    read = client.get(f"{V1}{made_one['id']}/").json()
    assert (read["url"], read["opened_count"], read["available_actions"]) == (None, 1, ["end"])
    viewer = api(trade.viewer)
    assert viewer.get(f"{V1}?state=open").json()["data"][0]["available_actions"] == []
    is_problem(viewer.post(V1, body), 403, "not_allowed")
    is_problem(viewer.post(f"{V1}{made_one['id']}/end/"), 403, "not_allowed")
    ended = [client.post(f"{V1}{made_one['id']}/end/").json() for _ in range(2)]
    assert ended[0] == ended[1]
    assert (ended[0]["state"], ended[0]["due_at"]) == ("ended", None)
    for state, count in (("open", 0), ("ended", 1), ("expired", 0)):
        assert len(client.get(f"{V1}?state={state}").json()["data"]) == count
    is_problem(client.get(f"{V1}?state=old"), 400, "bad_parameter", "?state")
    is_problem(client.post(V1, {**body, "days": 2}), 422, "invalid", "/days")
    for wrong in ("7", True, 7.0):
        is_problem(client.post(V1, {**body, "days": wrong}), 422, "invalid", "/days")


@pytest.mark.parametrize("count", [2, 20])
def test_lists_of_links_and_of_their_files_cost_the_same_for_few_and_many(trade: Trade, count: int) -> None:
    first = licensed(trade, at=clock.now() - DAY)
    many_licences(first, count - 1)
    rows = list(Licence.objects.filter(brand=trade.brand))
    secrets = [made(trade, *rows)[1] for _ in range(count)]
    client, page = api(trade.owner), client_of(trade.owner)
    for ask, most in ((lambda: client.get(V1), 2), (lambda: page.get(reverse("brand_shares")), 9),
                      (lambda: Client().get(page_of(secrets[0])), 5)):  # fmt: skip
        with own_statements() as own:
            assert ask().status_code == 200
        assert len(own) <= most, own


def test_a_link_is_ended_after_a_question_and_by_staff_with_a_reason(
    trade: Trade, files: list[Licence], settings: Any
) -> None:
    owner, (first, secret), (second, _) = client_of(trade.owner), made(trade, *files), made(trade, *files)
    address = reverse("share_end", args=[first.public_id])
    assert "End the link for “Print shop”?" in owner.get(address).content.decode()
    assert Client().get(page_of(secret)).status_code == 200
    owner.post(address)
    assert Client().get(page_of(secret)).status_code == 404
    assert "over already" in owner.post(address, follow=True).content.decode()
    settings.STAFF_MFA_REQUIRED = False
    staff = client_of(User.objects.create_superuser("staff@example.com", "x", started_as="staff"))
    staff.post(reverse("admin:content_sharelink_end", args=[second.pk]), {"reason": "Reported"})
    second.refresh_from_db()
    assert second.ended_at is not None
    entry = TimelineEntry.objects.get(object_type="sharelink", object_id=second.pk, move="end")
    assert (entry.actor_side, entry.reason) == ("staff", "Reported")
    listed = staff.get(reverse("admin:content_sharelink_changelist"), {"q": "Velda"}).content.decode()
    assert "Print shop" in listed
    seen = staff.get(reverse("admin:content_sharelink_change", args=[second.pk])).content.decode()
    assert second.token_hash not in seen


def test_what_ended_a_month_ago_is_forgotten_but_not_what_left_by_it(trade: Trade, files: list[Licence]) -> None:
    at = clock.now()
    kept, secret = made(trade, *files)
    take(secret, files[0])
    gone, young = made(trade, *files)[0], made(trade, *files)[0]
    end(gone)
    assert operations.forget_shares(at=at + timedelta(days=KEPT_DAYS, hours=-1)) == 0
    late = at + timedelta(days=KEPT_DAYS + 1)
    ShareLink.objects.filter(pk=kept.pk).update(ended_at=clock.now())
    assert operations.forget_shares(at=late) == 1
    assert set(ShareLink.objects.all()) == {kept, young}
    assert not kept.files.exists()
    assert AssetDownload.objects.get().share == kept
    assert young.files.count() == len(files)
    assert operations.forget_shares(at=late + 90 * DAY) == 1


def test_a_guest_reads_the_captions_of_what_the_link_shows(trade: Trade, files: list[Licence]) -> None:
    """Under the same check as the file: seen to fail before there was an address for them."""
    text = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n"
    for row in (files[0], files[2]):
        Asset.objects.filter(pk=row.asset_id).update(captions_language="en")
        Captions.objects.create(asset=row.asset, text=text, changed_at=clock.now())
    share, secret = made(trade, *files[:2])
    guest, page = Client(), Client().get(page_of(secret)).content.decode()
    (track,) = re.findall(r'<template><track kind="captions" src="([^"]+)" srclang="en" label="English" default>', page)
    assert track == f"{files[0].asset.public_id}/captions.vtt", (
        "the page does not repeat its own address, which is the key"
    )
    answer = guest.get(page_of(secret) + track)
    assert (answer.content.decode(), answer["Content-Type"]) == (text, "text/vtt; charset=utf-8")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    for other in files[1:]:  # a photo without captions, and a video of another link
        assert guest.get(reverse("shared_captions", args=[secret, other.asset.public_id])).status_code == 404
    operations.revoke_licence(licence=files[0], by=Actor.staff(trade.owner.pk), reason="Reported", at=clock.now())
    assert guest.get(page_of(secret) + track).status_code == 404
    end(share)
    assert guest.get(page_of(secret) + track).status_code == 404
