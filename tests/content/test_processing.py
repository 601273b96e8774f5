"""Checking files: honest ones come out clean and hashed, hostile ones with a clear reason, and no death of a worker matters."""

import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from barter.kernel import storage
from barter.kernel.files import child, claim
from barter.kernel.files.child import DecoderCrashed
from barter.kernel.models import Message, TimelineEntry
from content.models import Asset
from content.operations.sweeping import kept_keys
from content.processing import work
from tests.content.conftest import Trade, arrive, photo_bytes, processed, video_bytes

pytestmark = pytest.mark.django_db


def stored(key: str) -> bytes:
    buffer = io.BytesIO()
    storage.download(key, buffer)
    return buffer.getvalue()


def away(*_: object) -> str:
    raise OSError("store is away")


def test_a_photo_is_turned_stripped_stamped_and_hashed(trade: Trade) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (56.0, 57.0, 1.0)
    data = photo_bytes((1600, 1200), exif=exif)
    asset = processed(trade, data)
    assert (asset.state, asset.rejection_detail) == (Asset.State.READY, "")
    assert (asset.width, asset.height) == (1200, 1600)
    assert asset.sha256 == hashlib.sha256(data).hexdigest()
    assert stored(asset.original_key) == data
    assert asset.scan == "not_scanned"
    preview = Image.open(io.BytesIO(stored(asset.preview_key)))
    assert preview.format == "WEBP"
    assert preview.size == (810, 1080)
    assert not preview.getexif()
    assert max(Image.open(io.BytesIO(stored(asset.thumb_key))).size) == 384
    assert storage.head(asset.upload_key) is None
    assert asset.widths == [256, 512, 768, 1080]
    for key in asset.renditions():
        rendition = Image.open(io.BytesIO(stored(key)))
        assert rendition.format in ("AVIF", "WEBP")
        assert f"/w{rendition.width}.{rendition.format.lower()}" in key
        assert rendition.height == round(rendition.width * 4 / 3)
        assert not rendition.getexif()


def test_a_picture_is_never_made_larger(trade: Trade) -> None:
    asset = processed(trade, photo_bytes((600, 800)))
    assert asset.widths == [256, 512]


def test_the_same_picture_is_known_again_in_another_size_and_format(trade: Trade) -> None:
    picture = Image.open("demo/media/clips/clip-lull.webp").convert("RGB")
    hashes = []
    for size, kind in ((picture.size, "JPEG"), ((picture.width // 2, picture.height // 2), "WEBP")):
        data = io.BytesIO()
        picture.resize(size).save(data, kind, quality=70)
        hashes.append(int(processed(trade, data.getvalue(), f"image/{kind.lower()}").phash, 16))
    assert (hashes[0] ^ hashes[1]).bit_count() <= 31
    assert (hashes[0] ^ int(processed(trade, photo_bytes()).phash, 16)).bit_count() > 60


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")])
def test_other_kinds_of_photos(trade: Trade, kind: str, media_type: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    asset = processed(trade, photo_bytes(kind=kind), media_type)
    assert (asset.state, asset.content_type, asset.width) == (Asset.State.READY, media_type, 600), (
        asset.rejection_detail
    )


def test_a_video_gets_a_preview_and_stills(trade: Trade, clip: bytes) -> None:
    asset = processed(trade, clip, "video/mp4", "clip.mp4")
    assert (asset.state, asset.rejection_detail) == (Asset.State.READY, "")
    assert (asset.width, asset.height) == (360, 640)
    assert asset.duration_ms is not None
    assert 1_900 <= asset.duration_ms <= 2_200
    preview = stored(asset.preview_key)
    assert preview.find(b"moov") < preview.find(b"mdat")
    assert Image.open(io.BytesIO(stored(asset.poster_key))).size == (360, 640)
    assert asset.sha256 == hashlib.sha256(clip).hexdigest()
    assert Image.open(io.BytesIO(stored(asset.strip_key))).size == (12 * 96, 88)
    assert asset.loudness_lufs is not None
    assert -40 < asset.loudness_lufs < -5
    assert len(asset.phash) == 64


def test_how_far_a_video_is_stands_on_its_row(trade: Trade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_LOOK_SECONDS", 0.1)
    asset = arrive(trade, video_bytes(tmp_path, seconds=8, size="720x1280"), "video/mp4", "clip.mp4")
    seen = []
    honest = child._percent

    def percent(folder: Path) -> int | None:
        found = honest(folder)
        seen.append(Asset.objects.values_list("step", "step_percent").get())
        return found

    monkeypatch.setattr(child, "_percent", percent)
    assert work.process_next()
    assert {step for step, _ in seen} == {"preparing"}
    percents = [percent for _, percent in seen]
    assert percents == sorted(percents)
    assert any(0 < percent < 100 for percent in percents)
    asset.refresh_from_db()
    assert (asset.state, asset.step, asset.step_percent) == (Asset.State.READY, "", 0)


def test_the_true_type_wins_within_a_kind(trade: Trade) -> None:
    asset = processed(trade, photo_bytes(kind="PNG"), "image/jpeg", "really.jpg")
    assert (asset.state, asset.content_type) == (Asset.State.READY, "image/png")


def bomb() -> bytes:
    """A PNG of 60,000 x 60,000 pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    header = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


HOSTILE = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' + b" " * 100, "wrong_type"),
    "html": (b"<!doctype html><script>alert(1)</script>" + b" " * 100, "wrong_type"),
    "html after blanks": (b"\n" * 300 + b"<html><body onload=alert(1)>", "wrong_type"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 500, "wrong_type"),
    "gif polyglot": (b"GIF89a/*" + b"x" * 200 + b"*/=1;alert(1)", "wrong_type"),
    "zip": (b"PK\x03\x04" + b"\0" * 300, "wrong_type"),
    "elf": (b"\x7fELF" + b"\0" * 300, "wrong_type"),
    "nothing": (b"\0" * 300, "wrong_type"),
    "bomb": (bomb(), "too_many_pixels"),
    "jpeg head with html": (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>" + b"x" * 300, "unreadable"),
    "cut photo": (photo_bytes((1600, 1600))[:3_000], "unreadable"),
    "tiny photo": (photo_bytes((100, 90)), "too_few_pixels"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_photos_are_refused_with_a_reason(trade: Trade, name: str) -> None:
    data, code = HOSTILE[name]
    asset = processed(trade, data)
    assert (asset.state, asset.rejection_code) == (Asset.State.REJECTED, code), asset.rejection_detail
    assert asset.rejection_detail.endswith(".")
    assert not asset.original_key
    assert storage.head(asset.upload_key) is None


def test_scripts_behind_a_photo_never_reach_a_preview(trade: Trade) -> None:
    asset = processed(trade, photo_bytes(comment=b"<script>alert(1)</script>") + b"<script>alert(2)</script>")
    assert asset.state == Asset.State.READY
    for key in (asset.preview_key, asset.thumb_key):
        assert b"<script" not in stored(key)
    head = storage.head(asset.original_key)
    assert head is not None
    assert head.content_type == "image/jpeg"


def hls() -> bytes:
    return b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n" + b" " * 100


def test_hostile_videos_are_refused_with_a_reason(trade: Trade, clip: bytes, tmp_path: Path) -> None:
    photo = photo_bytes()
    faststart = video_bytes(tmp_path, seconds=8, extra=("-movflags", "+faststart", "-g", "5"))
    cases = {
        "playlist": (hls(), "wrong_type"),
        "photo": (photo, "wrong_type"),
        "cut": (clip[: len(clip) // 2], "unreadable"),
        "cut with index first": (faststart[: len(faststart) // 2], "cut_off"),
        "head only": (clip[:40] + b"\0" * 500, "unreadable"),
        "sound only": (video_bytes(tmp_path, extra=("-vn",)), "no_picture"),
        "small": (video_bytes(tmp_path, size="128x160"), "too_few_pixels"),
        "blink": (video_bytes(tmp_path, seconds=0.2), "too_short"),
    }
    found = {}
    for name, (data, _code) in cases.items():
        asset = processed(trade, data, "video/mp4", "clip.mp4")
        found[name] = asset.rejection_code
    assert found == {name: code for name, (_, code) in cases.items()}


def test_a_decoder_that_crashes_does_not_stop_the_queue(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned, good = arrive(trade, photo_bytes()), arrive(trade, photo_bytes((500, 500)))
    honest = work.decode

    def decode(request: dict[str, Any], folder: Path, **options: Any) -> object:
        if Path(request["path"]).stat().st_size == poisoned.size_bytes:
            raise DecoderCrashed("ended with -11")
        return honest(request, folder, **options)

    monkeypatch.setattr(work, "decode", decode)
    while work.process_next():
        pass
    poisoned.refresh_from_db()
    good.refresh_from_db()
    assert (poisoned.state, poisoned.rejection_code) == (Asset.State.REJECTED, "unreadable")
    assert good.state == Asset.State.READY


def test_what_killed_workers_left_on_the_disk_is_cleared(
    trade: Trade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, age in (("barter-file-old", 4_000), ("barter-file-running", 500), ("other", 4_000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "original").write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert processed(trade, photo_bytes()).state == Asset.State.READY
    assert sorted(path.name for path in tmp_path.iterdir()) == ["barter-file-running", "other"]


def test_a_store_that_is_away_costs_time_but_no_file(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = arrive(trade, photo_bytes())
    with monkeypatch.context() as broken:
        broken.setattr(storage, "download", away)
        for _ in range(6):
            Asset.objects.update(process_at=timezone.now())
            assert work.process_next()
    Asset.objects.update(process_at=timezone.now())
    assert work.process_next()
    asset.refresh_from_db()
    assert (asset.state, asset.crashes) == (Asset.State.READY, 1)


KILLED_IN_EACH_STEP = """
import os, signal, threading, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME_FOR_TEST"]
from content.models import Asset
from content.operations.sweeping import kept_keys
from content.processing import work
from content.workflow import UploadStep
from django.db import connection
from django.utils import timezone

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def begin(asset, step, honest=work._begin):
    honest(asset, step)
    if step == deadly:
        threading.Timer(0.4, die).start() if step == UploadStep.PREPARING else die()

finish = work._finish
for deadly in (*UploadStep.values, "finish"):
    if (pid := os.fork()) == 0:
        work._begin = begin
        work._finish = (lambda *_: die()) if deadly == "finish" else finish
        work.process_next()
        os._exit(0)
    how = os.waitpid(pid, 0)[1]
    asset = Asset.objects.get()
    print(deadly, how, asset.state, asset.step, *sorted(asset.steps_done), sep=",", flush=True)
    assert not work.process_next(), "the lease still holds"
    Asset.objects.update(process_at=timezone.now())  # twenty seconds later
    connection.close()
"""


@pytest.mark.django_db(transaction=True)
def test_whichever_step_a_worker_is_killed_in_the_next_goes_on_and_one_finishes(trade: Trade, tmp_path: Path) -> None:
    """kill -9 in every step, one after the other: what was done is not done again, and the end is written once."""
    data = video_bytes(tmp_path, seconds=8, size="720x1280")
    arrive(trade, data, "video/mp4", "clip.mp4")
    environment = {**os.environ, "DATABASE_NAME_FOR_TEST": str(connection.settings_dict["NAME"])}
    said = subprocess.run(
        [sys.executable, "-c", KILLED_IN_EACH_STEP], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert said.splitlines() == [
        "checking,9,processing,checking",
        "scanning,9,processing,scanning",
        "preparing,9,processing,preparing,scan,sha256",
        "keeping,9,processing,keeping,made,scan,sha256",
        "finish,9,processing,keeping,made,original_key,scan,sha256",
    ]
    assert work.process_next()
    asset = Asset.objects.get()
    assert (asset.state, asset.attempts, asset.step, asset.steps_done) == (Asset.State.READY, 6, "", {})
    assert stored(asset.original_key) == data
    here = {key for folder in ("kept", "previews") for key in storage.keys_under(f"{folder}/{asset.vault}/")}
    assert here == set(kept_keys(asset))
    assert TimelineEntry.objects.filter(object_type="asset", move="make_ready").count() == 1
    assert Message.objects.filter(name="content.asset_moved", payload__move="make_ready").count() == 1


def test_other_bytes_that_come_in_between_are_checked_anew(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the permission may put the file again until it ends: nothing found out about the first bytes counts."""
    asset = arrive(trade, photo_bytes())
    with monkeypatch.context() as broken:
        broken.setattr(work, "_kept", away)
        assert work.process_next()
    asset.refresh_from_db()
    assert set(asset.steps_done) == {"sha256", "scan", "made"}
    other = photo_bytes((700, 900))
    storage.upload(asset.upload_key, io.BytesIO(other), content_type="image/jpeg")
    Asset.objects.update(process_at=timezone.now())
    assert work.process_next()
    asset.refresh_from_db()
    assert (asset.width, asset.sha256) == (700, hashlib.sha256(other).hexdigest())


def test_a_worker_that_lost_its_lease_writes_nothing(trade: Trade) -> None:
    arrive(trade, photo_bytes())
    slow = claim.claim_next(Asset.objects.select_related("collaboration"))
    assert slow is not None
    slow.steps_done = {"sha256": "00" * 32, "scan": "clean", "original_key": "kept/x", "made": {}}
    Asset.objects.update(process_at=timezone.now() - timedelta(seconds=1))
    assert work.process_next()
    with pytest.raises(claim.LostClaim):
        work._finish(slow, "image/png", 1)
    asset = Asset.objects.get()
    assert (asset.state, asset.content_type) == (Asset.State.READY, "image/jpeg")
    assert TimelineEntry.objects.filter(object_type="asset", move="make_ready").count() == 1
