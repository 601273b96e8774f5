"""Previews are watermarked until approval: then one without is made behind everything else, and the file names it."""

import io
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageStat

from barter.kernel import clock, storage
from barter.kernel.actors import Actor
from barter.kernel.clockwork import run_due
from barter.kernel.models import TimelineEntry
from content import operations, tasks
from content.models import Asset, Captions, CleanPreview, Licence, Submission
from content.operations.sweeping import kept_keys
from content.processing import clean
from deals.models import Collaboration
from deals.pipeline.across import approved_work, player_of
from tests.api.calls import api
from tests.content.conftest import AT, Trade, arrive, make_trade, photo_bytes, processed, ready_asset, video_bytes
from tests.content.test_library import client_of

pytestmark = pytest.mark.django_db
GREY = ("-vf", "drawbox=t=fill:color=gray")


def grey_photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 800), (128, 128, 128)).save(buffer, "PNG")
    return buffer.getvalue()


def sent(trade: Trade, *assets: Asset) -> Submission:
    return operations.submit(collaboration=trade.collaboration, assets=assets, caption="", by=trade.by_creator, at=AT)


def approved(trade: Trade, *assets: Asset) -> None:
    operations.approve(submission=sent(trade, *assets), by=trade.by_brand, at=clock.now())


def stored(key: str) -> bytes:
    return b"".join(storage.chunks(key))


def spread(data: bytes) -> int:
    """How far the darkest and the lightest of a picture are apart: words across a grey one show here."""
    ((low, high),) = ImageStat.Stat(Image.open(io.BytesIO(data)).convert("L")).extrema
    return high - low


def below(*vaults: object) -> set[str]:
    return {key for vault in vaults for key in storage.keys_under(f"previews/{vault}/")}


def test_the_mark_goes_with_the_approval_from_video_and_photo(trade: Trade, tmp_path: Path) -> None:
    video = processed(trade, video_bytes(tmp_path, seconds=1, extra=GREY), "video/mp4", "clip.mp4")
    photo = processed(trade, grey_photo(), "image/png", "photo.png")
    version = sent(trade, video, photo)
    assert not clean.process_next(), "before the brand says yes there is nothing to make"
    operations.approve(submission=version, by=trade.by_brand, at=clock.now())
    for asset in (video, photo):
        asset.refresh_from_db()
        assert spread(stored(asset.poster_key or asset.preview_key)) > 40, "marked until the other one is there"
    old = {video.pk: set(kept_keys(video)), photo.pk: set(kept_keys(photo))}
    originals = (video.original_key, photo.original_key)
    while clean.process_next():
        pass
    for asset in (video, photo):
        asset.refresh_from_db()
        row = CleanPreview.objects.get(asset=asset)
        assert row.state == CleanPreview.State.READY
        named = set(kept_keys(asset)) - {asset.original_key}
        assert named == below(row.vault)
        assert not named & old[asset.pk]
        assert str(asset.vault) not in "".join(named), "who knows the old addresses knows none of the new"
        assert spread(stored(asset.poster_key or asset.preview_key)) < 12
        assert all(storage.head(key) for key in old[asset.pk]), "a page that is open still plays"
    assert (video.original_key, photo.original_key) == originals
    assert spread(stored(photo.renditions()[1])) < 12
    preview = stored(video.preview_key)
    assert preview.find(b"moov") < preview.find(b"mdat")
    client = Client()
    client.force_login(trade.owner)
    assert (
        str(CleanPreview.objects.get(asset=video).vault)
        in client.get(reverse("asset_play", args=[video.public_id]))["Location"]
    )
    assert clean.clear_old() == 0
    CleanPreview.objects.update(ended_at=timezone.now() - timedelta(hours=2))
    assert clean.clear_old() == 2
    assert below(video.vault, photo.vault) == set()
    assert all(storage.head(key) for asset in (video, photo) for key in kept_keys(asset))
    assert TimelineEntry.objects.filter(object_type="asset", move="clean_preview").count() == 2
    assert (clean.clear_old(), clean.process_next()) == (0, False)


KILLED = """
import os, signal, threading, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME_FOR_TEST"]
from content.models import CleanPreview
from content.processing import clean
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def decode(*args, honest=clean.decode, **options):
    threading.Timer(0.4, die).start()
    return honest(*args, **options)

for deadly in ("decode", "_note", "_finish"):
    if (pid := os.fork()) == 0:
        setattr(clean, deadly, decode if deadly == "decode" else die)
        clean.process_next()
        os._exit(0)
    how = os.waitpid(pid, 0)[1]
    row = CleanPreview.objects.get()
    print(deadly, how, row.state, bool(row.made), sep=",", flush=True)
    assert not clean.process_next(), "the lease still holds"
    CleanPreview.objects.update(process_at=timezone.now())  # twenty seconds later
    connection.close()
"""


@pytest.mark.django_db(transaction=True)
def test_wherever_a_worker_is_killed_the_next_goes_on_and_it_is_done_once(trade: Trade, tmp_path: Path) -> None:
    asset = processed(trade, video_bytes(tmp_path, seconds=6, size="720x1280"), "video/mp4", "clip.mp4")
    approved(trade, asset)
    environment = {**os.environ, "DATABASE_NAME_FOR_TEST": str(connection.settings_dict["NAME"])}
    said = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.splitlines() == [
        "decode,9,processing,False",
        "_note,9,processing,False",
        "_finish,9,processing,True",
    ]
    assert clean.process_next()
    asset.refresh_from_db()
    row = CleanPreview.objects.get()
    assert (row.state, row.attempts) == (CleanPreview.State.READY, 4)
    assert below(row.vault) == set(kept_keys(asset)) - {asset.original_key}, "nothing of the others is left"
    assert TimelineEntry.objects.filter(move="clean_preview").count() == 1


def test_a_fresh_file_goes_first_and_a_machine_makes_one_at_a_time(
    trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = processed(trade, photo_bytes())
    approved(trade, first)
    fresh = arrive(make_trade(), photo_bytes((700, 700)))
    waited = []
    honest = clean._process

    def look(*args: object) -> None:
        waited.append(Asset.objects.filter(state=Asset.State.PROCESSING).count())
        assert not clean.process_next(), "another worker of this machine is at it"
        honest(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(clean, "_process", look)
    tasks.process_clean()
    fresh.refresh_from_db()
    assert (waited, fresh.state) == ([0], Asset.State.READY)
    assert CleanPreview.objects.get().state == CleanPreview.State.READY


def test_what_is_not_the_licensed_file_any_more_is_never_shown(trade: Trade) -> None:
    asset = processed(trade, photo_bytes())
    approved(trade, asset)
    asset.refresh_from_db()
    before = kept_keys(asset)
    storage.upload(asset.original_key, io.BytesIO(photo_bytes((900, 900))), content_type="image/jpeg")
    assert clean.process_next()
    asset.refresh_from_db()
    row = CleanPreview.objects.get()
    assert (row.state, kept_keys(asset), below(row.vault)) == (CleanPreview.State.FAILED, before, set())
    assert not clean.process_next()


def _revoked(trade: Trade, licence: Licence, at: datetime) -> None:
    operations.revoke_licence(licence=licence, by=Actor.staff(trade.viewer.pk), reason="Reported", at=at)


def _taken_down(trade: Trade, licence: Licence, at: datetime) -> None:
    asked = operations.ask_take_down(
        licence=licence, by=trade.by_creator, reason="scope", words="An ad.", seen_url="", at=at
    )
    operations.agree_take_down(take_down=asked, by=trade.by_brand, at=at)


def _ended(_trade: Trade, licence: Licence, at: datetime) -> None:
    Licence.objects.filter(pk=licence.pk).update(ends_at=at, wake_at=at, starts_at=at - timedelta(days=365))
    run_due(Licence.objects.all(), lambda row, at: operations.run_licence_clock(licence=row, at=at), at=at)


ENDS = {"revoked": _revoked, "taken down": _taken_down, "ended": _ended}


@pytest.mark.parametrize("how", ENDS)
def test_the_brand_sees_the_clean_preview_only_while_a_licence_runs(trade: Trade, how: str) -> None:
    """Seen to fail: page, address and API went on showing it."""
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(must_post=False)
    trade.collaboration.refresh_from_db()
    video, photo, plain = ready_asset(trade, kind="video"), ready_asset(trade), ready_asset(trade, kind="video")
    kept = {"poster_key": "previews/poster", "strip_key": "previews/strip", "captions_language": "en"}
    for asset in (video, photo, plain):
        Asset.objects.filter(pk=asset.pk).update(
            thumb_key=f"previews/still{asset.pk}", widths=[256] * (asset == photo), **kept
        )
        Captions.objects.create(asset=asset, text="WEBVTT\n", changed_at=AT)
    version = sent(trade, video, photo, plain)
    operations.approve(submission=version, by=trade.by_brand, at=clock.now())
    CleanPreview.objects.exclude(asset=plain).update(state="cleared", process_at=None)
    brand, creator = client_of(trade.owner), client_of(trade.creator.user)

    def seen(client: Client, door: Client, page: str) -> dict[Asset, tuple[Any, ...]]:
        """Of each file: whether its page, its address and the API (alone and in its version) show more than the still."""
        told = {row["id"]: row for row in door.get(f"/api/v1/submissions/{version.public_id}/").json()["assets"]}
        found = {}
        for asset in (video, photo, plain):
            shown = client.get(reverse(page, args=[version.public_id]), {"file": asset.public_id}).content.decode()
            link, alone = (
                reverse("asset_play", args=[asset.public_id]),
                door.get(f"/api/v1/assets/{asset.public_id}/").json(),
            )
            found[asset] = (
                link + "#t" in shown if asset.kind == "video" else asset.preview_key in shown,
                asset.kind == "video" and client.get(link).status_code == 302,
                *(bool(row["preview_url"] and row["strip_url"] and row["captions_language"]) for row in (alone, told[asset.public_id])),
                any(name in repr((shown, alone, told[asset.public_id])) for name in ("previews/poster", "previews/strip", "w256")),
            )  # fmt: skip
            assert f"previews/still{asset.pk}" in shown
            assert f"previews/still{asset.pk}" in alone["thumb_url"]
        return found

    whole = {asset: (True, asset.kind == "video", True, True, True) for asset in (video, photo, plain)}
    assert seen(brand, api(trade.owner), "review") == whole
    handed = client_of(trade.owner).get(reverse("asset_play", args=[video.public_id]))["Location"]
    assert "X-Amz-Expires=900&" in handed, "what was handed out before works for a quarter of an hour"
    at = clock.now()
    for licence in Licence.objects.all():
        ENDS[how](trade, licence, at)
    gone = (False, False, False, False, False)
    assert seen(brand, api(trade.owner), "review") == {video: gone, photo: gone, plain: whole[plain]}
    text = brand.get(reverse("review", args=[version.public_id])).content.decode()
    assert "Your right to this file has ended." in text
    assert "What you were allowed until it ended" in text
    assert reverse("asset_download", args=[video.public_id]) not in text
    for asset, status in ((video, 404), (plain, 200)):
        assert brand.get(reverse("captions_file", args=[asset.public_id])).status_code == status
    works = approved_work(trade.brand.pk, [trade.creator.pk], at=at)[trade.creator.pk]
    assert {one.pk: bool(player_of(one)["src"]) for one in works} == {video.pk: False, photo.pk: False, plain.pk: True}
    assert seen(creator, api(trade.creator.user), "submission") == whole


def test_a_renewed_right_and_a_profile_go_on_showing_it(trade: Trade) -> None:
    video = ready_asset(trade, kind="video")
    approved(trade, video)
    CleanPreview.objects.update(state="ready", process_at=None, ended_at=timezone.now())
    at, old, link = clock.now(), Licence.objects.get(), reverse("asset_play", args=[video.public_id])
    operations.offer_renewal(licence=old, months=6, by=trade.by_brand, at=at)
    operations.accept_renewal(licence=old, by=trade.by_creator, at=at)
    brand = client_of(trade.owner)
    assert brand.get(link).status_code == 302
    Licence.objects.filter(renews=old).update(ends_at=clock.now())
    assert brand.get(link).status_code == 404
    Collaboration.objects.update(state="completed")
    operations.show_clips(creator=trade.creator, assets=[video], at=at)
    assert brand.get(link).status_code == Client().get(link).status_code == 302, "as anybody sees it there"


def test_files_approved_before_there_were_clean_previews_get_theirs_a_few_at_a_time(trade: Trade) -> None:
    files = [processed(trade, photo_bytes(size)) for size in ((600, 800), (610, 800), (620, 800))]
    approved(trade, *files)
    CleanPreview.objects.all().delete()  # as they were approved then
    _revoked(trade, Licence.objects.get(asset=files[2]), clock.now())
    for most, left in ((1, [files[1]]), (5, [files[1], files[0]]), (5, [files[1], files[0]])):
        call_command("clean_previews", most=most, verbosity=0, stdout=io.StringIO())
        assert list(Asset.objects.filter(clean__isnull=False).order_by("-pk")) == left
    assert clean.process_next()
    assert CleanPreview.objects.filter(state="ready").count() == 1
