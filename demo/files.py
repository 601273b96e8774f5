"""Clips and photos of the demo world. The files are ours, so their facts are known: what an upload would find out stands
here already, and only the originals are put into the store, one object each."""

import hashlib
import io
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from barter.kernel import storage
from barter.kernel.ids import uuid7
from content.models import Asset
from content.workflow import UploadState
from deals.models import Collaboration

MEDIA = Path(__file__).resolve().parent / "media"
CLIP_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the demo's media with the facts that processing would read from it."""

    path: Path
    kind: str
    content_type: str
    size_bytes: int
    sha256: str
    width: int
    height: int
    duration_ms: int | None
    poster: Path

    @property
    def shared_key(self) -> str:
        return f"previews/demo/{self.path.name}"

    @property
    def poster_key(self) -> str:
        return f"previews/demo/{self.poster.name}"


@lru_cache(maxsize=1)
def sources() -> tuple[list[Source], list[Source]]:
    """Clips and stills, in a stable order."""
    clips = [_clip(path) for path in sorted((MEDIA / "clips").glob("*.mp4"))]
    stills = [
        _still(path) for path in sorted((MEDIA / "clips").glob("*.webp")) if not path.with_suffix(".mp4").exists()
    ]
    return clips, stills


def _facts(path: Path) -> dict[str, Any]:
    body = path.read_bytes()
    return {"path": path, "size_bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def _clip(path: Path) -> Source:
    import av

    poster = path.with_suffix(".webp")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        duration = int((container.duration or 0) / 1000) or CLIP_SECONDS * 1000
        width, height = stream.width, stream.height
    return Source(
        kind=Asset.Kind.VIDEO,
        content_type="video/mp4",
        width=width,
        height=height,
        duration_ms=duration,
        poster=poster if poster.exists() else MEDIA / "clips" / "v_pink.webp",
        **_facts(path),
    )


def _still(path: Path) -> Source:
    with Image.open(path) as picture:
        width, height = picture.size
    return Source(
        kind=Asset.Kind.PHOTO,
        content_type="image/webp",
        width=width,
        height=height,
        duration_ms=None,
        poster=path,
        **_facts(path),
    )


class Files:
    """Hands out finished uploads and puts their objects into the store at the end, many at a time."""

    def __init__(self) -> None:
        self._wanted: dict[str, Source] = {}

    def take(self, collaboration: Collaboration, rng: random.Random, at: datetime) -> list[Asset]:
        """One clip and one or two photos, uploaded and ready."""
        clips, stills = sources()
        chosen = [rng.choice(clips), *rng.sample(stills, rng.randrange(1, 3))]
        return [self._asset(collaboration, source, at, index) for index, source in enumerate(chosen)]

    def _asset(self, collaboration: Collaboration, source: Source, at: datetime, position: int) -> Asset:
        key = f"kept/demo/{uuid7()}"
        self._wanted[key] = source
        return Asset.objects.create(
            creator_id=collaboration.creator_id,
            collaboration=collaboration,
            position=position,
            state=UploadState.READY,
            kind=source.kind,
            file_name=source.path.name,
            content_type=source.content_type,
            size_bytes=source.size_bytes,
            original_key=key,
            upload_key=f"originals/demo/{uuid7()}",
            preview_key=source.shared_key if source.kind == Asset.Kind.VIDEO else source.poster_key,
            poster_key=source.poster_key,
            thumb_key=source.poster_key,
            width=source.width,
            height=source.height,
            duration_ms=source.duration_ms,
            sha256=source.sha256,
            created_at=at,
            expires_at=at + timedelta(hours=1),
        )

    def put(self) -> int:
        """Store every object; returns how many. Called outside any transaction."""
        clips, stills = sources()
        shared = {source.shared_key: (source.path, source.content_type) for source in clips}
        shared |= {source.poster_key: (source.poster, "image/webp") for source in [*clips, *stills]}
        own = {key: (source.path, source.content_type) for key, source in self._wanted.items()}
        work = [*shared.items(), *own.items()]
        with ThreadPoolExecutor(max_workers=8) as pool:
            list(pool.map(lambda item: storage.upload(item[0], _body(item[1][0]), content_type=item[1][1]), work))
        return len(work)


@lru_cache(maxsize=64)
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _body(path: Path) -> io.BytesIO:
    return io.BytesIO(_bytes(path))
