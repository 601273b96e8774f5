"""What creators' profiles hold about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Coalesce

from barter.kernel.actors import Actor
from barter.kernel.personal import Part, Row, rows
from barter.kernel.pictures import keys_of_folder
from creators.models import Address, Channel, Creator, CreatorCapacity
from creators.operations import open_address
from creators.operations.profile import close_creator

# Stands wherever the name stood; kept as a name is, so it is not translated.
DELETED_NAME = "Deleted creator"
_FIGURES = ("credits_granted", "credits_held", "credits_lost", "completed_count", "on_time_count", "late_count", "no_show_count")  # fmt: skip
_CHANNEL = ("public_id", "platform", "handle", "url", "followers", "niche", "language", "country", "is_main", "is_verified")  # fmt: skip


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    own = Creator.objects.filter(user=user_id)
    yield "profile", rows(own, "public_id", "display_name", "handle", "bio", "city", "country", "languages", "niches", "standing", "paused_until", "is_verified", "created_at")  # fmt: skip
    yield "figures", rows(CreatorCapacity.objects.filter(creator__user=user_id), *_FIGURES)
    yield "channels", rows(Channel.objects.filter(creator__user=user_id), *_CHANNEL)
    yield "addresses", (_opened(one) for one in Address.objects.kept().filter(creator__user=user_id).order_by("pk"))


def _opened(address: Address) -> Row:
    """Decrypted: it is their own."""
    return {"public_id": address.public_id, "is_default": address.is_default, **asdict(open_address(address))}


def _files(user_id: int) -> Iterator[str]:
    """Every picture they ever gave, also those that others took the place of."""
    for public_id in Creator.objects.filter(user=user_id).values_list("public_id", flat=True):
        yield from keys_of_folder(str(public_id))


def _erase(user_id: int, at: datetime) -> None:
    """The profile is closed and says nothing; its row stays for the trades of the other side."""
    creator = Creator.objects.select_for_update().filter(user=user_id).first()
    if creator is None:
        return
    close_creator(creator=creator, by=Actor.system(), reason="account deleted", at=at)
    Channel.objects.filter(creator=creator).delete()
    Address.objects.filter(creator=creator).update(
        sealed={}, city="", country="", label="", is_default=False, is_phone_verified=False,
        removed_at=Coalesce("removed_at", Value(at)),
    )  # fmt: skip
    Creator.objects.filter(pk=creator.pk).update(
        display_name=DELETED_NAME, handle=_free_handle(creator), bio="", city="", country="", languages=[], niches=[],
        avatar="", is_verified=False,
    )  # fmt: skip


def _free_handle(creator: Creator) -> str:
    return f"deleted-{creator.public_id.removeprefix('cre_')}".lower()


PART = Part(app="creators", gather=_gather, files=_files, erase=_erase)
