"""Links that show files of the library to somebody outside, for a while: made, ended, opened, forgotten."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.moves import record_move
from barter.kernel.text import plain_name
from brands.models import Brand
from content.errors import BrandCantShare, NoNameForShare, NotToShare, TooManyShares, TooMuchToShare
from content.events import ShareMoved
from content.library import running
from content.models import Licence, SharedFile, ShareLink
from content.models.shares import NAME_MAX, ShareState

if TYPE_CHECKING:
    from accounts.models import User

DAYS = (1, 7, 30, 90)
USUAL_DAYS = 7
KEPT_DAYS = 30  # after its end a link stands in the list for so long
_SECRET_BYTES = 32


def make_share(
    *,
    brand: Brand,
    user: "User",
    licences: Collection[Licence],
    name: str,
    days: int,
    may_download: bool,
    at: datetime,
    form_key: str = "",
) -> tuple[ShareLink, str]:
    """The link, and the secret of its address, which is told here once and kept nowhere.

    All of `licences` run and are the brand's, and the caller has checked that the person may manage it. A form that is
    sent twice (the same `form_key`, 24 random signs or more) is one link; changed and sent again it is another, and so it is
    once the first is over: nobody is handed an address that shows nothing.
    Raises NotToShare, TooMuchToShare, NoNameForShare, Invalid (days), TooManyShares, BrandCantShare.
    """
    name, wanted = plain_name(name)[:NAME_MAX].strip(), {row.pk for row in licences}
    if not name:
        raise NoNameForShare(field="name")
    if days not in DAYS:
        raise Invalid(field="days")
    _insist_on_size(len(wanted))
    secret = _secret(brand, user, form_key, name, days, may_download, sorted(wanted))
    with transaction.atomic():
        _insist_on_standing(brand)  # and the brand's links are made one after the other
        known = ShareLink.objects.filter(token_hash=hash_of(secret), brand=brand).first()
        if known is not None and known.state_at(at) == ShareState.OPEN:
            return known, secret
        if known is not None:  # ended since, and the form sent once more from the browser's history
            secret = _secret(brand, user, "")
        found = Licence.objects.filter(running(at), brand=brand, pk__in=wanted).exclude(asset__original_key="")
        if found.count() < len(wanted):
            raise NotToShare(field="licences")
        most = policy.value("share_links")
        if ShareLink.objects.filter(brand=brand).open(at).count() >= most:
            raise TooManyShares(count=most)
        share = ShareLink.objects.create(
            brand=brand,
            made_by=user,
            name=name,
            token_hash=hash_of(secret),
            may_download=may_download,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        SharedFile.objects.bulk_create(SharedFile(share=share, licence_id=pk) for pk in sorted(wanted))
        _record(share, "make", "", ShareState.OPEN, Actor.brand(user.pk), at)
    return share, secret


def end_share(*, share: ShareLink, by: Actor, at: datetime, reason: str = "", move: str = "end") -> ShareLink:
    """Nobody sees anything by it any more. One that is over already stays as it is. `move`: MAKER_LEFT or MAKER_DEMOTED
    where nobody asked for it."""
    with transaction.atomic():
        row = ShareLink.objects.select_for_update().get(pk=share.pk)
        if row.state_at(at) != ShareState.OPEN:
            return row
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _record(row, move, ShareState.OPEN, ShareState.ENDED, by, at, reason)
    return row


def end_shares_of(*, brand: str, user: str, move: str, at: datetime) -> None:
    """The links that this member made for this brand, both by their ids: they left the team by then, or may not share any more.
    What they made later, back in the team, stays."""
    rows = ShareLink.objects.open(at).filter(brand__public_id=brand, made_by__public_id=user, created_at__lte=at)
    for share in rows.select_related("brand").order_by("pk"):
        end_share(share=share, by=Actor.system(), at=at, move=move)


def count_opening(*, share: ShareLink, at: datetime) -> None:
    """Somebody looked at its page."""
    ShareLink.objects.filter(pk=share.pk).update(opened_count=F("opened_count") + 1, last_opened_at=at)


def forget_shares(*, at: datetime, limit: int = 500) -> int:
    """Links whose end is a month ago go; one by which originals left stays as a row without files, which the log of downloads
    names. Returns how many were let go."""
    before = at - timedelta(days=KEPT_DAYS)
    old = ShareLink.objects.filter(Q(expires_at__lt=before) | Q(ended_at__lt=before))
    files = SharedFile.objects.filter(share__in=old)
    SharedFile.objects.filter(pk__in=files.values("pk")[: limit * 10]).delete()
    gone = list(old.filter(downloads=None, files=None).order_by("expires_at").values_list("pk", flat=True)[:limit])
    return ShareLink.objects.filter(pk__in=gone).delete()[0]


def hash_of(secret: str) -> str:
    """By what a link is found."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def _secret(brand: Brand, user: "User", form_key: str, *asked: object) -> str:
    """256 bits nobody guesses. Of a form they follow from its key and what it asks, for this person and brand alone, so that a
    form sent twice tells the same address and nothing of it has to be stored in between."""
    if not form_key:
        return secrets.token_urlsafe(_SECRET_BYTES)
    told = repr((brand.pk, user.pk, form_key, *asked))
    digest = salted_hmac("content.shares", told, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _insist_on_size(count: int) -> None:
    most = policy.value("share_files")
    if not count:
        raise NotToShare(field="licences")
    if count > most:
        raise TooMuchToShare(field="licences", count=count, most=most)


def _insist_on_standing(brand: Brand) -> None:
    locked = Brand.objects.select_for_update(no_key=True).only("standing", "name").get(pk=brand.pk)
    if locked.standing == Brand.Standing.SUSPENDED:
        raise BrandCantShare(brand=locked.name)


def _record(share: ShareLink, move: str, before: str, after: str, by: Actor, at: datetime, reason: str = "") -> None:
    event = ShareMoved(share=share.public_id, brand=share.brand.public_id, move=move, state=after)
    record_move(share, move=move, actor=by, at=at, event=event, from_state=before, to_state=after, reason=reason)
