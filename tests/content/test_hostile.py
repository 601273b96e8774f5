"""Two hundred hostile files in one queue: each ends, none stops the next, and what is kept of them is harmless."""

import io
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from barter.kernel import storage
from content import limits
from content.models import Asset
from content.operations.sweeping import kept_keys
from content.processing import work
from content.processing.refusals import CODES
from tests.content.conftest import AT, Trade
from tests.content.hostile import hostile_files
from tests.content.test_processing import stored

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACTIVE = (b"<script", b"<?php", b"PK\x03\x04", b"%PDF", b"<svg", b"etc/passwd")
MAGIC = {"image/webp": b"RIFF", "image/avif": b"\0\0\0", "video/mp4": b"\0\0\0"}


def put(trade: Trade, name: str, media_type: str, data: bytes) -> Asset:
    asset = Asset.objects.create(
        creator=trade.creator, collaboration=trade.collaboration, state="processing", kind=limits.TYPES[media_type],
        file_name=name, content_type=media_type, size_bytes=len(data), upload_key=f"originals/{uuid4()}",
        created_at=AT, expires_at=AT, process_at=timezone.now(),
    )  # fmt: skip
    storage.upload(asset.upload_key, io.BytesIO(data), content_type=media_type)
    return asset


def test_two_hundred_hostile_files(trade: Trade, tmp_path: Path) -> None:
    files = list(hostile_files(tmp_path))
    assert len(files) >= 200
    assert len({name for name, _, _ in files}) == len(files)
    for name, media_type, data in files:
        put(trade, name, media_type, data)
    while work.process_next():
        pass
    ended = Counter(Asset.objects.values_list("state", flat=True))
    assert set(ended) == {"ready", "rejected"}
    for asset in Asset.objects.filter(state="rejected"):
        assert asset.rejection_code in CODES, asset.file_name
        assert asset.rejection_detail.endswith("."), asset.file_name
        assert not kept_keys(asset), asset.file_name
        assert storage.head(asset.upload_key) is None, asset.file_name
    for asset in Asset.objects.filter(state="ready"):
        assert asset.content_type in limits.TYPES, asset.file_name
        for key in kept_keys(asset):
            head = storage.head(key)
            assert head is not None, asset.file_name
            if key == asset.original_key:
                assert head.content_type == asset.content_type
                continue
            data = stored(key)
            assert data.startswith(MAGIC[head.content_type]), (asset.file_name, key)
            assert not [word for word in ACTIVE if word in data], (asset.file_name, key)
    assert ended["rejected"] > 150
