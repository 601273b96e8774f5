"""A ZIP is exactly as long as was told before, however its bytes arrive and whatever its place is filled with."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from barter.kernel import zips
from barter.kernel.zips import Member, length_of, zipped

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
FILES = {"a": b"", "b/ö.mp4": b"x" * 65_535, "c": b"y" * 65_536, "d": b"z" * 300_000, "e": b"1"}


@pytest.mark.parametrize("small_enough", [zips._SMALL_ENOUGH, 0], ids=["32 bits", "64 bits"])
@pytest.mark.parametrize("piece", [7_001, 65_535, 1_000_000])
def test_as_long_as_was_told(monkeypatch: pytest.MonkeyPatch, small_enough: int, piece: int) -> None:
    monkeypatch.setattr(zips, "_SMALL_ENOUGH", small_enough)
    told = length_of([(name, len(data)) for name, data in FILES.items()])
    members = [
        Member(name, AT, [data[at : at + piece] for at in range(0, len(data), piece)]) for name, data in FILES.items()
    ]
    made = b"".join(zipped(members, length=told, piece_bytes=10_000))
    assert len(made) == told
    assert unpacked(made) == FILES


@pytest.mark.parametrize("small_enough", [zips._SMALL_ENOUGH, 2_000_000], ids=["small", "large until it was left out"])
def test_the_place_of_what_was_left_out_is_filled_and_nobody_sees_it(
    monkeypatch: pytest.MonkeyPatch, small_enough: int
) -> None:
    """Seen to fail: what was left of a large archive was counted as a small one, and sent longer than was told."""
    monkeypatch.setattr(zips, "_SMALL_ENOUGH", small_enough)
    told = length_of([("big", 3_000_000), ("e", 1)])
    left = told - length_of([("e", 1)], told=told)
    last = b"1" + b"\n" * (left % zips.FILL_STEP)
    left = told - length_of([("e", len(last))], told=told)
    made = b"".join(zipped([Member("e", AT, (last,), fill_bytes=left)], length=told, piece_bytes=10_000))
    assert len(made) == told
    assert unpacked(made) == {"e": last}


def unpacked(made: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}
