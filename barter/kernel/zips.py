"""A ZIP that is made while it is sent, and whose length is known before its first byte.

Only who was told the length sees that a file broke off: the web server ends a body of unknown length as if it were whole.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from stream_zip import ZIP_32, ZIP_64, Method, stream_zip

_MODE = 0o644
_BLOCK_BYTES = 65_535
_HEAD_BYTES = 5  # of each block, also of one that holds nothing
_NOTHING = b"\x00\x00\x00\xff\xff"
_FILL_AT_ONCE = 50_000
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SMALL_ENOUGH = 0xFFFF_0000  # beyond it offsets need more than 32 bits


@dataclass(frozen=True, slots=True)
class Member:
    """`fill_bytes`: so much longer it is sent, which whoever unpacks it never sees; a multiple of FILL_STEP."""

    name: str
    at: datetime
    pieces: Iterable[bytes]
    fill_bytes: int = 0


FILL_STEP = _HEAD_BYTES


def length_of(members: Iterable[tuple[str, int]], *, told: int = 0) -> int:
    """How many bytes `zipped` makes of these (name, bytes). `told`: the length of the archive that they are what is left of."""
    members = list(members)
    whole = _length_of(members, _method(told))
    return whole if whole <= _SMALL_ENOUGH else _length_of(members, ZIP_64)


def zipped(members: Iterable[Member], *, length: int, piece_bytes: int) -> Iterator[bytes]:
    """The archive in pieces. What is in it is compressed already, so it goes in as it is. `length`: of the whole."""
    method = _method(length)
    stored: list[_Stored] = []

    def told() -> Iterator[tuple[str, datetime, int, Method, Iterable[bytes]]]:
        for member in members:
            stored.append(_Stored(member.fill_bytes))
            yield member.name, member.at, _MODE, method, _filled(member.pieces, stored[-1])

    yield from stream_zip(
        told(), chunk_size=piece_bytes, get_compressobj=lambda: cast("zlib._Compress", stored.pop())
    )  # fmt: skip


class _Stored:
    """As zlib at level 0, but of a length that is the same in all its versions, however the bytes arrive."""

    def __init__(self, fill_bytes: int) -> None:
        self._held = b""
        self.left_to_fill = fill_bytes // FILL_STEP

    def compress(self, data: bytes) -> bytes:
        """What came in; for no bytes at all, blocks that hold nothing."""
        if not data:
            count = min(self.left_to_fill, _FILL_AT_ONCE)
            self.left_to_fill -= count
            return _NOTHING * count
        data, blocks = self._held + data, []
        whole = len(data) // _BLOCK_BYTES * _BLOCK_BYTES
        for start in range(0, whole, _BLOCK_BYTES):
            blocks += [_head(_BLOCK_BYTES, is_last=False), data[start : start + _BLOCK_BYTES]]
        self._held = data[whole:]
        return b"".join(blocks)

    def flush(self) -> bytes:
        return _head(len(self._held), is_last=True) + self._held


def _method(length: int) -> Method:
    """Of an archive of this length, also where files of it are left out in the end."""
    return ZIP_32 if length <= _SMALL_ENOUGH else ZIP_64


def _head(size: int, *, is_last: bool) -> bytes:
    return bytes((is_last,)) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")


def _stored_bytes(size: int) -> int:
    return size + (size // _BLOCK_BYTES + 1) * _HEAD_BYTES


def _filled(pieces: Iterable[bytes], stored: _Stored) -> Iterator[bytes]:
    yield from (piece for piece in pieces if piece)
    while stored.left_to_fill:
        yield b""


def _length_of(members: list[tuple[str, int]], method: Method) -> int:
    empty = ((name, _ANY_DAY, _MODE, method, ()) for name, _size in members)
    frame = sum(map(len, stream_zip(empty, get_compressobj=lambda: cast("zlib._Compress", _Stored(0)))))
    return frame + sum(_stored_bytes(size) - _stored_bytes(0) for _name, size in members)
