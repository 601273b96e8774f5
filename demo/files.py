"""Clips and photos of the demo world. The files are ours, so their facts are known: what an upload would find out stands
here already, and only the originals are put into the store, one object each."""

import hashlib
import io
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from PIL import Image

from barter.kernel import storage
from barter.kernel.ids import uuid7
from content.captions import read, written
from content.models import Asset, Captions
from content.workflow import UploadState
from deals.models import Collaboration

MEDIA = Path(__file__).resolve().parent / "media"
CLIP_SECONDS = 5
ONE_PHOTO_SHORT = 0.15
_TYPES = {".mp4": "video/mp4", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the demo's media with the facts that processing would read from it."""

    path: Path
    brand: str
    category: str
    kind: str
    content_type: str
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

    @property
    def thumb(self) -> Path:
        return self.poster.with_stem(f"{self.poster.stem}-384")

    @property
    def thumb_key(self) -> str:
        return f"previews/demo/{self.thumb.name}"


@lru_cache(maxsize=1)
def sources() -> tuple[list[Source], list[Source]]:
    """Clips and photos, each with the brand and the category it shows, in a stable order."""
    manifest = json.loads((MEDIA / "manifest.json").read_text())
    brands = {row["brand_slug"]: (row["brand"], row["category"]) for row in manifest["products"]}
    clips = [_clip(MEDIA / row["file"], *brands[row["brand_slug"]]) for row in manifest["clips"]]
    shown = [*manifest["stills"], *manifest["products"]]
    return clips, [_photo(MEDIA / row["file"], *brands[row["brand_slug"]]) for row in shown]


def _clip(path: Path, brand: str, category: str) -> Source:
    import av

    poster = path.with_suffix(".webp")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        duration = int((container.duration or 0) / 1000) or CLIP_SECONDS * 1000
        width, height = stream.width, stream.height
    return Source(
        brand=brand,
        category=category,
        kind=Asset.Kind.VIDEO,
        content_type=_TYPES[".mp4"],
        width=width,
        height=height,
        duration_ms=duration,
        poster=poster if poster.exists() else MEDIA / "clips" / "v_pink.webp",
        path=path,
    )


def _photo(path: Path, brand: str, category: str) -> Source:
    with Image.open(path) as picture:
        width, height = picture.size
    return Source(
        brand=brand,
        category=category,
        kind=Asset.Kind.PHOTO,
        content_type=_TYPES[".webp"],
        width=width,
        height=height,
        duration_ms=None,
        poster=path,
        path=path,
    )


class Files:
    """Hands out finished uploads and puts their objects into the store at the end, many at a time."""

    def __init__(self) -> None:
        self._wanted: dict[str, tuple[Path, bytes]] = {}
        self._captioned: list[Captions] = []

    def take(self, collaboration: Collaboration, rng: random.Random, at: datetime) -> list[Asset]:
        """What the deal asks for, uploaded and ready, as far as possible of its own product; one photo short at times."""
        deal, (clips, photos) = collaboration.deal, sources()
        asked = {row.kind: row.count for row in deal.deliverables.all()}
        short = int(asked.get(Asset.Kind.PHOTO, 0) > 1 and rng.random() < ONE_PHOTO_SHORT)
        chosen = []
        for kind, pool, less in ((Asset.Kind.VIDEO, clips, 0), (Asset.Kind.PHOTO, photos, short)):
            mixed = rng.sample(pool, len(pool))
            mixed.sort(key=lambda one: (one.brand != deal.brand.name, one.category != deal.category))
            chosen += mixed[: asked.get(kind, 0) - less]
        return [self._asset(collaboration, source, at, index) for index, source in enumerate(chosen)]

    def _asset(self, collaboration: Collaboration, source: Source, at: datetime, position: int) -> Asset:
        mark = uuid7()
        key, body = f"kept/demo/{mark}", _marked(source.path, mark.bytes)
        self._wanted |= {
            key: (source.path, mark.bytes), source.poster_key: (source.poster, b""), source.thumb_key: (source.thumb, b"")
        }  # fmt: skip
        if source.kind == Asset.Kind.VIDEO:
            self._wanted[source.shared_key] = (source.path, b"")
        words = _said(source.duration_ms) if key[-1] in "02468ace" and source.duration_ms else ""
        asset = Asset.objects.create(
            captions_language="en" if words else "",
            creator_id=collaboration.creator_id,
            collaboration=collaboration,
            position=position,
            state=UploadState.READY,
            kind=source.kind,
            file_name=source.path.name,
            content_type=source.content_type,
            size_bytes=len(body),
            original_key=key,
            upload_key=f"originals/demo/{uuid7()}",
            preview_key=source.shared_key if source.kind == Asset.Kind.VIDEO else source.poster_key,
            poster_key=source.poster_key,
            thumb_key=source.thumb_key,
            width=source.width,
            height=source.height,
            duration_ms=source.duration_ms,
            sha256=hashlib.sha256(body).hexdigest(),
            created_at=at,
            expires_at=at + timedelta(hours=1),
        )
        if words:
            self._captioned.append(Captions(asset=asset, text=words, changed_at=at))
        return asset

    def put(self) -> int:
        """Store every object; returns how many. Called outside any transaction."""
        Captions.objects.bulk_create(self._captioned)
        self._captioned = []
        work, self._wanted = list(self._wanted.items()), {}
        with ThreadPoolExecutor(max_workers=8) as pool:
            list(
                pool.map(
                    lambda item: storage.upload(
                        item[0], io.BytesIO(_marked(*item[1])), content_type=_TYPES[item[1][0].suffix]
                    ),
                    work,
                )
            )
        return len(work)


@lru_cache(maxsize=16)
def _said(length_ms: int) -> str:
    """What half of the videos have as captions, as far as they run."""
    cues = read((MEDIA / "clips" / "clip.vtt").read_bytes(), length_ms=None)
    return written([replace(cue, end_ms=min(cue.end_ms, length_ms)) for cue in cues if cue.start_ms < length_ms])


@lru_cache(maxsize=64)
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _marked(path: Path, mark: bytes) -> bytes:
    """The file with 16 bytes that no player looks at: people of the demo share clips, but nobody sent somebody else's file."""
    body = _bytes(path)
    if not mark:
        return body
    if path.suffix == ".mp4":
        return body + (24).to_bytes(4, "big") + b"free" + mark
    grown = body + b"DEMO" + len(mark).to_bytes(4, "little") + mark
    return grown[:4] + (len(grown) - 8).to_bytes(4, "little") + grown[8:]
