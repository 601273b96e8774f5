"""Licences to look for in a library, without the work of making and approving files."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from barter.kernel.rfc3339 import stamp
from brands.models import Brand, Product
from content.models import Asset, Licence, Submission
from content.operations.licences import new_code
from creators.models import Creator
from deals.models import Application, Collaboration, Deal
from tests.content.conftest import AT, Trade, make_creator, ready_asset

RIGHTS = {"organic": True, "paid_ads_until": None, "edits": False, "handle": False, "credit": True}


def another_trade(trade: Trade, creator: Creator | str, *, title: str = "", product: str = "") -> Trade:
    """The same brand with somebody else, or for something else."""
    creator = make_creator(creator) if isinstance(creator, str) else creator
    deal = trade.collaboration.deal
    if title or product:
        item = Product.objects.create(brand=trade.brand, title=product, created_at=AT) if product else deal.product
        deal = Deal.objects.create(
            brand=trade.brand, product=item, title=title or product, state="live", state_since=AT, published_at=AT, created_at=AT
        )  # fmt: skip
    old = trade.collaboration
    application = Application.objects.create(
        deal=deal, creator=creator, state="accepted", state_since=AT, submitted_at=AT
    )
    collaboration = Collaboration.objects.create(
        deal=deal, application=application, brand=trade.brand, creator=creator, variant=old.variant, state="completed",
        state_since=AT, clock_started_at=AT, must_post=True, create_within_days=14, live_days=30, agreed_at=AT,
        delivered_at=AT, shipped_at=AT, stock_held=False,
    )  # fmt: skip
    return Trade(collaboration, creator, trade.brand, trade.owner, trade.viewer, trade.outsider, [])


def licensed(
    trade: Trade, *, kind: str = "video", size: Sequence[int] = (1080, 1920), at: datetime = AT, days: int = 365,
    state: str = "active", **rights: Any,
) -> Licence:  # fmt: skip
    """One approved file of the trade and its licence, from `at` for so many days."""
    asset = ready_asset(trade, kind=kind)
    version = Submission.objects.filter(collaboration=trade.collaboration, state="approved").first()
    version = version or Submission.objects.create(
        collaboration=trade.collaboration, version=1, state="approved", state_since=AT, created_at=AT
    )
    Asset.objects.filter(pk=asset.pk).update(width=size[0], height=size[1], submission=version)
    asset.refresh_from_db()
    if isinstance(rights.get("paid_ads_until"), datetime):
        rights["paid_ads_until"] = stamp(rights["paid_ads_until"])
    ends_at = at + timedelta(days=days)
    licence = Licence(
        asset=asset, collaboration=trade.collaboration, brand=trade.brand, creator=trade.creator, code=new_code(),
        terms_hash="cd" * 32, file_sha256=asset.sha256, scope={**RIGHTS, **rights}, territory="worldwide", starts_at=at,
        ends_at=ends_at,
    )  # fmt: skip
    licence.enter(state, at, due_at=ends_at)
    licence.save(force_insert=True)
    return licence


def many_licences(licence: Licence, count: int) -> None:
    """So many more of the same: another file and another licence each, two statements."""
    version = licence.asset.submission
    assets = Asset.objects.bulk_create(
        Asset(
            creator=licence.creator, collaboration=licence.collaboration, submission=version, state="ready", kind=licence.asset.kind,
            file_name="clip.mp4", content_type="video/mp4", size_bytes=1000, upload_key=f"originals/{uuid4()}",
            original_key=f"kept/{uuid4()}", preview_key="previews/p", thumb_key="previews/t", sha256="ab" * 32, width=1080,
            height=1920, created_at=AT, expires_at=AT, ready_at=AT,
        )
        for _ in range(count)
    )  # fmt: skip
    Licence.objects.bulk_create(
        Licence(
            asset=asset, collaboration=licence.collaboration, brand=licence.brand, creator=licence.creator, code=new_code(),
            terms_hash="cd" * 32, file_sha256="ab" * 32, scope=RIGHTS, territory="worldwide", starts_at=licence.starts_at,
            ends_at=licence.ends_at, state="active", state_since=licence.starts_at,
        )
        for asset in assets
    )  # fmt: skip


def shelf_of(brand: Brand) -> list[Licence]:
    return list(Licence.objects.filter(brand=brand).order_by("-id"))
