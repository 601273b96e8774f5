"""A trade that is being filmed, with both sides and an outsider, and files of every kind, honest and hostile."""

import io
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import imageio_ffmpeg
import pytest
from PIL import Image

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.canonical import sha256_of
from barter.kernel.storage import PresignedPost
from brands.models import Brand, BrandCapacity, Membership, Product, Variant
from content import operations
from content.models import Asset, Licence
from content.processing.work import process_next
from creators.models import Creator, CreatorCapacity
from deals.models import Application, BriefItem, Collaboration, Deal, DealPlaces, Deliverable, Terms
from tests.remembered import remembered

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Trade:
    """One collaboration in `creating` and everybody around it."""

    collaboration: Collaboration
    creator: Creator
    brand: Brand
    owner: User
    viewer: User
    outsider: Creator
    items: list[BriefItem]

    @property
    def by_creator(self) -> Actor:
        return Actor.creator(self.creator.user_id)

    @property
    def by_brand(self) -> Actor:
        return Actor.brand(self.owner.pk)


def make_creator(name: str) -> Creator:
    user = User.objects.create_user(f"{name}-{uuid4().hex[:8]}@example.com", "x", started_as="creator")
    creator = Creator.objects.create(
        user=user, display_name=name.title(), handle=f"{name}-{uuid4().hex[:6]}", created_at=AT
    )
    CreatorCapacity.objects.create(creator=creator, credits_held=1)
    return creator


def make_trade(*, must_post: bool = True) -> Trade:
    creator, outsider = make_creator("ines"), make_creator("outsider")
    brand = Brand.objects.create(name="Velda", slug=f"velda-{uuid4().hex[:6]}", created_at=AT)
    BrandCapacity.objects.create(brand=brand, slots_used=1)
    people = {}
    for role in ("owner", "viewer"):
        user = User.objects.create_user(
            f"{role}-{uuid4().hex[:8]}@example.com", "x", started_as="brand", name=role.title()
        )
        Membership.objects.create(brand=brand, user=user, role=role, joined_at=AT)
        people[role] = user
    product = Product.objects.create(brand=brand, title="Glow set", created_at=AT)
    variant = Variant.objects.create(product=product, fmv_minor=6200, stock_on_hand=5, stock_reserved=0)
    deal = Deal.objects.create(
        brand=brand, product=product, title="Glow set launch", state="live", state_since=AT, published_at=AT, created_at=AT,
        must_post=must_post, licence_paid_ads_months=6,
    )  # fmt: skip
    DealPlaces.objects.create(deal=deal, total=3, taken=1)
    items = [
        BriefItem.objects.create(deal=deal, kind=kind, text=text, position=position)
        for position, (kind, text) in enumerate([("must_show", "Serum on bare skin"), ("dont", "No health claims")])
    ]
    Deliverable.objects.create(
        deal=deal, kind="video", platform="instagram", min_seconds=20, max_seconds=30, ratio="9:16"
    )
    application = Application.objects.create(
        deal=deal, creator=creator, state="accepted", state_since=AT, submitted_at=AT
    )
    collaboration = Collaboration.objects.create(
        deal=deal, application=application, brand=brand, creator=creator, variant=variant, state="creating",
        state_since=AT, clock_started_at=AT, must_post=must_post, create_within_days=14, live_days=30, agreed_at=AT,
        delivered_at=AT, shipped_at=AT, stock_held=False,
    )  # fmt: skip
    body = {
        "licence": {
            "months": 12,
            "territory": "worldwide",
            "paid_ads_months": 6,
            "edits": True,
            "handle": False,
            "credit": True,
        }
    }
    Terms.objects.create(
        collaboration=collaboration, version=1, state="agreed", body=body, sha256=sha256_of(body), proposed_by="brand",
        proposed_at=AT, settled_at=AT,
    )  # fmt: skip
    return Trade(collaboration, creator, brand, people["owner"], people["viewer"], outsider, items)


_first_trade = remembered(make_trade)


def photo_bytes(size: tuple[int, int] = (600, 800), kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def video_bytes(folder: Path, *, seconds: float = 2, size: str = "360x640", extra: tuple[str, ...] = ()) -> bytes:
    target = folder / f"{uuid4().hex}.mp4"
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate=15",
        "-f", "lavfi", "-i", "sine=frequency=440", "-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", "-c:a", "aac", *extra, str(target),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return target.read_bytes()


class _Stay(urllib.request.HTTPRedirectHandler):
    """The test does not follow the store back to the product."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post_form(post: PresignedPost, data: bytes, *, content_type: str | None = None, **changed: str) -> int:
    """What a browser does: the fields, then the file. Returns the store's status."""
    fields = {**post.fields, **changed}
    if content_type is not None:
        fields["Content-Type"] = content_type
    edge = uuid4().hex
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    body += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="clip"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
    body += data + f"\r\n--{edge}--\r\n".encode()
    request = urllib.request.Request(  # noqa: S310 - the test store
        post.url, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


Arrive = Callable[..., Asset]


def arrive(trade: Trade, data: bytes, content_type: str = "image/jpeg", name: str = "photo.jpg") -> Asset:
    """Permission, bytes into the store, complete: now it waits to be processed."""
    upload = operations.start_upload(
        collaboration=trade.collaboration, by=trade.by_creator, file_name=name, content_type=content_type,
        size_bytes=len(data), at=AT,
    )  # fmt: skip
    assert post_form(upload.post, data) in (200, 201, 204)
    return operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)


def processed(trade: Trade, data: bytes, content_type: str = "image/jpeg", name: str = "photo.jpg") -> Asset:
    asset = arrive(trade, data, content_type, name)
    while process_next():
        pass
    asset.refresh_from_db()
    return asset


def ready_asset(trade: Trade, *, kind: str = "photo", creator: Creator | None = None) -> Asset:
    """A checked file without the work of checking one."""
    return Asset.objects.create(
        creator=creator or trade.creator, collaboration=trade.collaboration, state="ready", kind=kind, file_name="clip.mp4",
        content_type="video/mp4" if kind == "video" else "image/jpeg", size_bytes=1000, upload_key=f"originals/{uuid4()}",
        original_key=f"kept/{uuid4()}", preview_key=f"previews/{uuid4()}", thumb_key="previews/t", sha256=uuid4().hex * 2,
        width=720, height=1280, duration_ms=31_000 if kind == "video" else None, created_at=AT, expires_at=AT, ready_at=AT,
    )  # fmt: skip


@pytest.fixture
def trade(db: None) -> Trade:
    return _first_trade()


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return video_bytes(tmp_path_factory.mktemp("clip"))


@pytest.fixture(autouse=True)
def _short_waits(settings: Any) -> None:
    settings.OUTBOX_NUDGE = False


__all__ = ["AT", "Arrive", "Trade", "arrive", "make_trade", "photo_bytes", "post_form", "processed", "ready_asset"]


def granted(trade: Trade) -> Licence:
    """The licence of a photo that was sent and approved."""
    version = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    return Licence.objects.get(collaboration=trade.collaboration)


@pytest.fixture
def licence(trade: Trade) -> Licence:
    return granted(trade)
