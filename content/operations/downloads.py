"""Originals leave the store by a URL that lives for a minute, under a licence, and each time is written down."""

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from barter.kernel import storage
from barter.kernel.errors import NotAllowed
from brands.models import Membership
from brands.permissions import role_allows
from content.errors import FileNotShared, NoLicence, NotKept, OriginalsNotShared
from content.limits import EXTENSIONS
from content.models import Asset, AssetDownload, Licence, ShareLink
from content.workflow import LICENCE_USABLE

if TYPE_CHECKING:
    from accounts.models import User

URL_SECONDS = 60


def download_original(*, asset: Asset, user: "User", at: datetime) -> str:
    """A one-minute URL that saves the untouched file. Creators always get their own.

    The caller has found the asset through `visible_to`. Raises NotKept, NoLicence, NotAllowed (viewers).
    """
    if not asset.original_key:
        raise NotKept
    if asset.creator.user_id != user.pk:
        licence = usable_licence(asset, user, at)
        AssetDownload.objects.create(asset=asset, licence=licence, user=user, at=at)
    return _url(asset)


def download_shared(*, share: ShareLink, asset: Asset, at: datetime) -> str:
    """The same for a guest who came by a link of the brand's, which the caller has found open: no less is asked of them.

    Raises OriginalsNotShared, NotKept, FileNotShared.
    """
    if not share.may_download:
        raise OriginalsNotShared
    if not asset.original_key:
        raise NotKept
    try:
        licence = running_licence(asset, at)
    except NoLicence as ended:
        raise FileNotShared from ended
    if licence.brand_id != share.brand_id:
        raise FileNotShared
    AssetDownload.objects.create(asset=asset, licence=licence, share=share, at=at)
    return _url(asset)


def _url(asset: Asset) -> str:
    return storage.presign_get(
        asset.original_key,
        expires_seconds=URL_SECONDS,
        download_name=download_name(asset),
        content_type=asset.content_type,
    )


def download_name(asset: Asset) -> str:
    """A plain ASCII name with the extension its content has, whatever the file was called."""
    stem = asset.file_name.rpartition(".")[0] or asset.file_name
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60]
    return f"{safe or asset.kind}-{asset.public_id[-6:]}.{EXTENSIONS.get(asset.content_type, 'bin')}"


def usable_licence(asset: Asset, user: "User", at: datetime) -> Licence:
    """The licence under which this person may have the original now. Raises NoLicence, NotAllowed (viewers, strangers, and whose
    account was closed while an archive was on its way)."""
    licence = running_licence(asset, at)
    members = Membership.objects.filter(user=user, user__is_active=True, brand=licence.brand_id)
    role = members.values_list("role", flat=True).first()
    if role is None or not role_allows(role, Membership.Role.MANAGER):
        raise NotAllowed
    return licence


def running_licence(asset: Asset, at: datetime) -> Licence:
    """The one under which originals may leave now; there is one a file at most. Raises NoLicence."""
    licence = Licence.objects.filter(asset=asset, state__in=LICENCE_USABLE, starts_at__lte=at, ends_at__gt=at).first()
    if licence is None:
        raise NoLicence
    return licence
