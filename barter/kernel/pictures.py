"""Pictures people upload of products and of themselves: checked by decoding, made small, kept in the object store.

A stored picture is named by its key (`pictures/...`); any other source is the path of a static file (the demo world),
whose smaller copies lie beside it under the same names.
Every picture is re-encoded, which also strips location data. Never call `store_picture` inside a transaction.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps, UnidentifiedImageError

from barter.kernel import storage
from barter.kernel.errors import Invalid, TooOften
from barter.kernel.templatetags.words import decimal_words
from barter.kernel.tries import too_many_of

MAX_BYTES = 5 * 1024 * 1024
PICTURES_A_MINUTE = 30  # of one brand or one creator: each is decoded and drawn three times while somebody waits
_MAX_PIXELS = 40_000_000
_LONGEST_SIDE = 1080
_SMALLER = (256, 512)  # kept beside the full one, for faces and for cards on small screens
_FORMATS = ("JPEG", "PNG", "WEBP")
_PREFIX = "pictures/"
# folder and file as `store_picture` makes them, and the longest side of a smaller copy
_NAME = re.compile(r"([a-z0-9_]{1,60}/[0-9a-f]{32})(?:-(?:256|512))?\.webp")
NO_PICTURE = "brand/no-picture.svg"  # stands in where there is none, or none of ours
_YEAR = 60 * 60 * 24 * 365


class PictureRefused(Invalid):
    code = "picture_refused"


@dataclass(frozen=True, slots=True)
class StoredPicture:
    key: str
    width: int
    height: int


def store_picture(file: IO[bytes], *, size_bytes: int, folder: str) -> StoredPicture:
    """Decode, shrink to 1080 px, keep as WebP under a fresh key, with smaller copies.

    `folder` is whose picture it is. Raises TooOften, and PictureRefused with what to do about it.
    """
    if too_many_of(folder, "picture", most=PICTURES_A_MINUTE):
        raise TooOften
    if size_bytes > MAX_BYTES:
        megabytes = decimal_words(size_bytes / 1_048_576)
        raise PictureRefused(
            _("This picture has {megabytes} MB. The limit is 5 MB.").format(megabytes=megabytes), field="picture"
        )
    picture = _decode(file)
    key = f"{_PREFIX}{folder}/{secrets.token_hex(16)}.webp"
    for side in _SMALLER:
        small = picture.copy()
        small.thumbnail((side, side))
        _keep(small, _smaller(key, side))
    _keep(picture, key)
    return StoredPicture(key, picture.width, picture.height)


def keys_of_folder(folder: str) -> Iterator[str]:
    """All pictures ever stored there, with their smaller copies."""
    return storage.keys_under(f"{_PREFIX}{folder}/")


def _keep(picture: Image.Image, key: str) -> None:
    body = BytesIO()
    picture.save(body, "WEBP", quality=82, method=4)
    body.seek(0)
    storage.upload(key, body, content_type="image/webp")


def _smaller(key: str, side: int) -> str:
    return f"{key.removesuffix('.webp')}-{side}.webp"


@lru_cache(maxsize=8192)
def _has_copies(source: str) -> bool:
    return source.startswith(_PREFIX) or (
        source.endswith(".webp") and all(finders.find(_smaller(source, side)) for side in _SMALLER)
    )


@lru_cache(maxsize=8192)
def picture_srcset(source: str, width: int, height: int) -> str:
    """The sizes a browser may choose from, for `srcset`; empty where there is only one."""
    longest = max(width, height)
    if not longest or not _has_copies(source):
        return ""
    sizes = [(picture_url(source, side), round(width * side / longest)) for side in _SMALLER if side < longest]
    return ", ".join(f"{url} {wide}w" for url, wide in [*sizes, (picture_url(source), width)]) if sizes else ""


@lru_cache(maxsize=8192)
def picture_url(source: str, side: int = 0) -> str:
    """Where a browser finds the picture, or its copy of 256 or 512 px; empty for an empty source."""
    if not source:
        return ""
    if "://" in source:  # an imported product's picture in the brand's shop: our pages load nothing from elsewhere
        return static(NO_PICTURE)
    if source.startswith(_PREFIX):
        return reverse("picture", args=[(_smaller(source, side) if side else source).removeprefix(_PREFIX)])
    try:
        return static(_smaller(source, side) if side and _has_copies(source) else source)
    except ValueError:  # not in this release's manifest: a broken picture is better than a broken page
        return f"{settings.STATIC_URL}{source}"


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One stored picture. Keys are never reused, so every cache may keep it for good."""
    known = _NAME.fullmatch(name)
    if not known:
        raise Http404  # the store is asked for nothing else, least of all for a path that leads out of the folder
    key = f"{_PREFIX}{name}"
    found = storage.head(key)
    if found is None and key != (full := f"{_PREFIX}{known[1]}.webp"):
        key, found = full, storage.head(full)  # kept before there were smaller copies
    if found is None or found.size_bytes > MAX_BYTES:
        raise Http404
    body = BytesIO()
    storage.download(key, body)
    answer = HttpResponse(body.getvalue(), content_type=found.content_type)
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return answer


def open_picture(source: str) -> Image.Image | None:
    """The picture itself, to draw with; None where there is none of ours, it is gone, or it can't be drawn (an SVG)."""
    body = BytesIO()
    if source.startswith(_PREFIX):
        if storage.head(source) is None:
            return None
        storage.download(source, body)
    elif source and "://" not in source and (path := finders.find(source)):
        body.write(Path(path).read_bytes())
    try:
        return _decode(body) if body.tell() else None
    except PictureRefused:
        return None


def _decode(file: IO[bytes]) -> Image.Image:
    """A real decode of the whole picture: the file's name and declared type prove nothing."""
    try:
        opened = Image.open(file, formats=_FORMATS)
        if opened.width * opened.height > _MAX_PIXELS:
            raise PictureRefused(_("This picture has more than 40 megapixels. Make it smaller."), field="picture")
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        return turned.convert("RGBA" if "A" in turned.getbands() or "transparency" in turned.info else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureRefused(
            _("This file isn't a picture we can read. Send a JPEG, PNG or WebP."), field="picture"
        ) from error
