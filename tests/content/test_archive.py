"""Many originals as one ZIP that is made while it is sent: what goes in, who may, what is written down, and how it breaks."""

import csv
import hashlib
import io
import json
import logging
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel import clock, policy, storage
from barter.kernel.actors import Actor
from barter.kernel.models import Policy
from brands.models import Membership
from content import operations
from content.models import Asset, AssetDownload, Captions, Licence
from content.operations.archives import AT_ONCE, ArchiveBrokeOff
from tests.content.conftest import Trade, make_trade
from tests.content.shelves import another_trade, licensed
from tests.content.test_library import client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MEGABYTES = 1024 * 1024


def kept(licence: Licence, data: bytes) -> Licence:
    """The licence with its original in the store."""
    storage.upload(licence.asset.original_key, io.BytesIO(data), content_type="video/mp4")
    sha256 = hashlib.sha256(data).hexdigest()
    Asset.objects.filter(pk=licence.asset_id).update(sha256=sha256, size_bytes=len(data))
    Licence.objects.filter(pk=licence.pk).update(file_sha256=sha256)
    licence.refresh_from_db()
    return licence


@pytest.fixture
def files(trade: Trade) -> list[Licence]:
    """Three that run, the first called like a formula."""
    at = clock.now() - DAY
    rows = [licensed(trade, at=at, paid_ads_until=at + 90 * DAY), licensed(trade, kind="photo", at=at)]
    rows.append(licensed(another_trade(trade, "Zoë", product="=SUM(A1)", title="@lamp"), at=at))
    return [kept(row, f"original {number} ".encode() * 5000) for number, row in enumerate(rows)]


def archive_of(trade: Trade, number: int, size: int) -> list[str]:
    """So many licensed files of so many bytes, one object in the store; their codes."""
    at = clock.now() - DAY
    row = kept(licensed(trade, at=at), b"\0" * size)
    others = [licensed(trade, at=at) for _ in range(number - 1)]
    for one in others:
        Asset.objects.filter(pk=one.asset_id).update(
            original_key=row.asset.original_key, sha256=row.file_sha256, size_bytes=size
        )
        Licence.objects.filter(pk=one.pk).update(file_sha256=row.file_sha256)
    return [one.code for one in (row, *others)]


def asked(client: Client, *licences: Licence, **more: str) -> Any:
    return client.post(reverse("library_archive"), {"pick": [row.code for row in licences], **more})


def told(client: Client, answer: Any) -> str:
    assert answer.status_code == 302, answer.status_code
    return " ".join(str(one) for one in client.get(answer["Location"]).context["messages"])


def opened(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200, getattr(answer, "url", answer)
    body = answer.getvalue()
    assert int(answer["Content-Length"]) == len(body), "a browser that gets less says that it failed"
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    return archive


def manifest_of(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))


def test_files_licences_and_manifest_in_one_zip(trade: Trade, files: list[Licence]) -> None:
    Asset.objects.filter(pk=files[0].asset_id).update(captions_language="de")
    Captions.objects.create(
        asset=files[0].asset, text="WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHallö\n", changed_at=clock.now()
    )
    answer = asked(client_of(trade.owner), *files)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    archive = opened(answer)
    rows = manifest_of(archive)
    assert len(archive.namelist()) == 3 + 6 + 1 + 1
    (said,) = [name for name in archive.namelist() if name.endswith(".vtt")]
    assert said.removesuffix(".de.vtt") == rows[-1]["File"].removesuffix(".mp4"), "where players look for it"
    assert archive.read(said).decode().endswith("Hallö\n")
    for row in rows:
        licence = next(one for one in files if one.code == row["Licence"])
        certificate = json.loads(archive.read(f"licences/{licence.code}.json"))
        assert certificate["file"]["sha256"] == row["SHA-256"] == licence.file_sha256
        assert archive.read(f"licences/{licence.code}.pdf").startswith(b"%PDF")
        assert archive.read(row["File"]) == b"".join(storage.chunks(licence.asset.original_key))
        assert row["Creator"] == licence.creator.display_name
        assert row["Until"].startswith(f"{licence.ends_at:%Y-%m-%d}")
    newest = rows[0]
    assert (newest["Product"], newest["Deal"]) == ("'=SUM(A1)", "'@lamp"), "no spreadsheet runs what a name says"
    assert "paid ads until" in rows[-1]["Rights"].lower()
    assert sorted(AssetDownload.objects.values_list("licence", "user")) == sorted(
        (row.pk, trade.owner.pk) for row in files
    )


def test_all_that_fit_the_filter(trade: Trade, files: list[Licence]) -> None:
    answer = client_of(trade.owner).post(f"{reverse('library_archive')}?kind=photo", {"everybody": "1"})
    assert [row["Licence"] for row in manifest_of(opened(answer))] == [files[1].code]


def test_only_what_runs_and_is_the_brands_own(trade: Trade, files: list[Licence]) -> None:
    at = clock.now()
    theirs = kept(licensed(make_trade(), at=at - DAY), b"theirs" * 100)
    over = kept(licensed(trade, at=at - 400 * DAY, state="expired"), b"over" * 100)
    late = kept(licensed(trade, at=at - 400 * DAY), b"late" * 100)
    revoked = kept(licensed(trade, at=at - DAY, state="revoked"), b"revoked" * 100)
    client = client_of(trade.owner)
    found = manifest_of(opened(asked(client, files[0], theirs, over, late, revoked)))
    assert [row["Licence"] for row in found] == [files[0].code]
    AssetDownload.objects.all().delete()
    assert "None of these files has a running licence" in told(client, asked(client, theirs, over, late, revoked))
    assert "None of these files" in told(client, asked(client))
    assert AssetDownload.objects.count() == 0


def test_viewers_outsiders_and_visitors_get_nothing(trade: Trade, files: list[Licence]) -> None:
    assert asked(client_of(trade.viewer), *files).status_code == 403
    assert asked(client_of(trade.creator.user), *files).status_code == 404
    assert "/login/" in asked(Client(), *files)["Location"]
    assert AssetDownload.objects.count() == 0


def test_more_than_one_archive_holds_is_told_with_both_numbers(trade: Trade, files: list[Licence]) -> None:
    client = client_of(trade.owner)
    Policy.objects.create(name="archive_files", value=2)
    policy.forget()
    words = told(client, asked(client, *files))
    assert "3 files" in words
    assert "it holds 2 files" in words
    Policy.objects.update(value=200)
    Policy.objects.create(name="archive_mb", value=1)
    policy.forget()
    Asset.objects.filter(pk=files[0].asset_id).update(size_bytes=2_000_000)
    assert "2.1 MB are too much" in told(client, asked(client, *files)).replace("with ", "").replace("3 files ", "")
    assert AssetDownload.objects.count() == 0


def test_a_licence_taken_back_while_others_are_sent_leaves_its_file_out(trade: Trade, files: list[Licence]) -> None:
    """Without the second look the file would leave under a right that is gone."""
    last = files[0]  # newest first: the oldest is the last to go in
    plan = operations.plan_archive(brand=trade.brand, user=trade.owner, licences=files[::-1], at=clock.now())
    pieces = operations.send_archive(plan, clock.now)
    sent = [next(pieces)]
    operations.revoke_licence(licence=last, by=Actor.staff(trade.owner.pk), reason="Taken down", at=clock.now())
    sent += pieces
    assert len(b"".join(sent)) == plan.length_bytes, "as long as was told before"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(sent)))
    assert archive.testzip() is None
    rows = {row["Licence"]: row for row in manifest_of(archive)}
    assert "taken back" in rows[last.code]["Note"]
    assert rows[last.code]["File"] == ""
    assert f"licences/{last.code}.json" not in archive.namelist()
    assert len(archive.namelist()) == 2 + 4 + 1
    assert not AssetDownload.objects.filter(licence=last).exists()


def broken(pieces: Iterator[bytes]) -> None:
    sent: list[bytes] = []
    with pytest.raises(ArchiveBrokeOff):
        sent.extend(pieces)
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))


@pytest.mark.parametrize("what", ["gone", "changed", "member", "closed"])
def test_it_breaks_visibly_and_the_log_names_no_key(
    trade: Trade, files: list[Licence], what: str, caplog: pytest.LogCaptureFixture
) -> None:
    last = files[0]
    plan = operations.plan_archive(brand=trade.brand, user=trade.owner, licences=files[::-1], at=clock.now())
    pieces = operations.send_archive(plan, clock.now)
    next(pieces)
    if what == "gone":
        storage.delete(last.asset.original_key)
    elif what == "changed":
        storage.upload(last.asset.original_key, io.BytesIO(b"another" * 1000), content_type="video/mp4")
    elif what == "member":
        Membership.objects.filter(user=trade.owner).update(role="viewer")
    else:  # stolen, and closed by staff while it was under way
        User.objects.filter(pk=trade.owner.pk).update(is_active=False)
    with caplog.at_level(logging.ERROR):
        broken(pieces)
    assert "archive broke off" in caplog.text
    assert last.asset.original_key not in caplog.text
    assert str(last.asset.vault) not in caplog.text


def test_a_store_that_is_away_before_the_first_byte_is_told_on_the_page(trade: Trade, files: list[Licence]) -> None:
    for row in files:
        storage.delete(row.asset.original_key)
    client = client_of(trade.owner)
    assert "can’t be reached" in told(client, asked(client, *files)).replace("'", "’")


def test_a_brand_has_so_many_under_way_and_its_turn_comes_back(trade: Trade, files: list[Licence]) -> None:
    client = client_of(trade.owner)
    under_way = []
    for _ in range(AT_ONCE):
        plan = operations.plan_archive(brand=trade.brand, user=trade.owner, licences=files, at=clock.now())
        under_way.append(operations.send_archive(plan, clock.now))
        next(under_way[-1])
    assert "on their way to your team already" in told(client, asked(client, *files))
    under_way.pop().close()  # whoever took it went away
    opened(asked(client, *files))
    broken_off = under_way.pop()
    cache.clear()
    broken_off.close()
    opened(asked(client, *files))


def test_a_slow_phone_keeps_its_turn(trade: Trade, files: list[Licence]) -> None:
    """Else a third archive of the brand begins, and its turn ends when the slow one does."""
    start, readings = clock.now(), iter(range(100))
    long = kept(files[0], b"long" * MEGABYTES)
    plan = operations.plan_archive(brand=trade.brand, user=trade.owner, licences=[long], at=start)
    pieces = operations.send_archive(plan, lambda: start + next(readings) * timedelta(minutes=10))
    next(pieces)
    turn = cache.make_key(f"turn:archive:b{trade.brand.pk}:0")
    kept_by = cache._cache.get_client(turn, write=True)  # type: ignore[attr-defined]
    kept_by.expire(turn, 60)  # it takes longer than was thought
    next(pieces)
    assert kept_by.ttl(turn) > 600
    pieces.close()


def test_memory_is_flat_however_large_the_files_are(trade: Trade) -> None:
    """96 MB pass through; what is held at once is a few pieces."""
    archive_of(trade, 4, 24 * MEGABYTES)
    rows = list(
        Licence.objects.filter(brand=trade.brand).select_related("asset", "creator", "collaboration__deal__product")
    )
    plan = operations.plan_archive(brand=trade.brand, user=trade.owner, licences=rows, at=clock.now())
    tracemalloc.start()
    try:
        sent = sum(len(piece) for piece in operations.send_archive(plan, clock.now))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sent > 96 * MEGABYTES
    assert peak < 6 * MEGABYTES, peak
