"""What a file does not keep of what was agreed, and where else it was sent: told before sending and in review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel.templatetags.words import number_words
from content.models import Asset
from content.queries import asked_files
from content.workflow import UploadState
from deals.models import Collaboration, Deliverable

# PDQ: hashes of the same picture in another size, format or quality differ in 31 of 256 bits at most
NEAR_BITS = 31
_RATIO_TOLERANCE = 0.03
_SECONDS_TOLERANCE = 1.0
QUIET_LUFS = -35.0  # speech of a phone held away is near -30, what platforms play at -14

DOUBTS = ("no_sound", "quiet", "too_short", "too_long", "ratio", "sent_before")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing about a file that its creator or brand should know. `code`: one of DOUBTS."""

    code: str
    words: str


def doubts(asset: Asset, asked: Sequence[Deliverable]) -> list[Doubt]:
    """What this file does not keep of the agreed; of several rows it could be, the one it is nearest to. None for one that
    is not looked into yet."""
    if asset.state != UploadState.READY:
        return []
    rows = [row for row in asked if row.kind in (asset.kind, Deliverable.Kind.STORY)]
    found = min((_against(asset, row) for row in rows), key=len, default=[])
    return found + _sound(asset)


def _against(asset: Asset, row: Deliverable) -> list[Doubt]:
    return [*_length(asset, row), *_ratio(asset, row)]


def _length(asset: Asset, row: Deliverable) -> list[Doubt]:
    if asset.duration_ms is None:
        return []
    seconds = asset.duration_ms / 1000
    runs = ngettext("It runs {count} second.", "It runs {count} seconds.", round(seconds)).format(
        count=number_words(round(seconds))
    )
    if row.min_seconds and seconds < row.min_seconds - _SECONDS_TOLERANCE:
        return [Doubt("too_short", runs + " " + _("Agreed: at least {least}.").format(least=row.min_seconds))]
    if row.max_seconds and seconds > row.max_seconds + _SECONDS_TOLERANCE:
        return [Doubt("too_long", runs + " " + _("Agreed: {most} at most.").format(most=row.max_seconds))]
    return []


def _ratio(asset: Asset, row: Deliverable) -> list[Doubt]:
    wide, _colon, high = row.ratio.partition(":")
    if not (asset.width and asset.height and wide.isdigit() and high.isdigit() and int(high)):
        return []
    has, wants = asset.width / asset.height, int(wide) / int(high)
    if abs(has - wants) <= wants * _RATIO_TOLERANCE:
        return []
    words = _("It is {width} × {height}. Agreed: {ratio}.")
    return [Doubt("ratio", words.format(width=asset.width, height=asset.height, ratio=row.ratio))]


def _sound(asset: Asset) -> list[Doubt]:
    if asset.kind != Asset.Kind.VIDEO or not asset.phash:  # made before sound was looked at
        return []
    if asset.loudness_lufs is None:
        return [Doubt("no_sound", _("It has no sound."))]
    if asset.loudness_lufs < QUIET_LUFS:
        return [Doubt("quiet", _("Its sound is so quiet that people will hardly hear it."))]
    return []


def sent_before(files: Iterable[Asset], collaboration: Collaboration) -> dict[int, Asset]:
    """Of these files those that were sent in another trade already: the very bytes by anybody, the same picture by the same
    creator. The answer holds the earliest of the others, with its trade and brand. Two statements, however many."""
    ready = [file for file in files if file.state == UploadState.READY]
    hashes = {file.sha256 for file in ready}
    if not hashes:
        return {}
    sent = Asset.objects.filter(submission__isnull=False).exclude(collaboration=collaboration)
    same = Q(sha256__in=hashes) | (Q(creator_id=collaboration.creator_id) & ~Q(phash=""))
    others = list(sent.filter(same).order_by("id").only("sha256", "phash", "kind", "creator_id"))
    found = {file.pk: other.pk for file in ready if (other := next(filter(partial(_is_same, file), others), None))}
    loaded = Asset.objects.select_related("collaboration__deal", "collaboration__brand").in_bulk(list(found.values()))
    return {pk: loaded[other] for pk, other in found.items()}


def _is_same(file: Asset, other: Asset) -> bool:
    if file.sha256 == other.sha256:
        return True
    if file.creator_id != other.creator_id or file.kind != other.kind or not (file.phash and other.phash):
        return False
    return (int(file.phash, 16) ^ int(other.phash, 16)).bit_count() <= NEAR_BITS


def all_doubts(
    collaboration: Collaboration, files: Sequence[Asset], *, to_brand: bool = False
) -> dict[Asset, list[Doubt]]:
    """What each of these files does not keep of the agreed, and whether it was sent before."""
    asked, before = asked_files(collaboration), sent_before(files, collaboration)
    return {
        file: doubts(file, asked)
        + ([sent_before_words(file, before[file.pk], to_brand=to_brand)] if file.pk in before else [])
        for file in files
    }


def sent_before_words(file: Asset, other: Asset, *, to_brand: bool) -> Doubt:
    """A brand is not told who else has it, nor a creator that somebody else sent it."""
    own = file.creator_id == other.creator_id
    if to_brand and other.collaboration.brand_id == file.collaboration.brand_id:
        words = _("You got the same file before, in “{deal}”.").format(deal=other.collaboration.deal.title)
    elif to_brand:
        words = _("The same file was sent to another brand before.")
    elif own:
        words = _("You sent the same file to {brand} before, in “{deal}”.").format(
            brand=other.collaboration.brand.name, deal=other.collaboration.deal.title
        )
    else:
        words = _("The same file was sent in another trade before.")
    return Doubt("sent_before", words)
