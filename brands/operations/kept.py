"""What a team keeps about creators: private notes and named lists. Nobody else is told of any of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from barter.kernel.errors import NotFound
from brands.errors import InvalidValue, ListNameTaken, TooManyLists, TooManyNotes
from brands.limits import LIST_NAME_MAX, LISTS_MAX, NOTE_MAX, NOTES_MAX
from brands.models import Brand, CreatorList, CreatorListEntry, CreatorNote

if TYPE_CHECKING:
    from accounts.models import User


def write_note(*, brand: Brand, creator_id: int, author: "User", text: str, at: datetime) -> CreatorNote:
    """A note about a creator. Raises InvalidValue, TooManyNotes. A form that is sent twice leaves one note."""
    text = _text(text)
    with transaction.atomic():
        _lock(brand.pk)
        rows = CreatorNote.objects.filter(brand=brand, creator_id=creator_id)
        last: CreatorNote | None = rows.order_by("-id").first()
        if last is not None and (last.author_id, last.text) == (author.pk, text):
            return last
        if rows.count() >= NOTES_MAX:
            raise TooManyNotes(most=NOTES_MAX)
        return CreatorNote.objects.create(brand=brand, creator_id=creator_id, author=author, text=text, created_at=at)


def edit_note(*, note: CreatorNote, text: str, at: datetime) -> None:
    """The author says it otherwise. Raises InvalidValue."""
    CreatorNote.objects.filter(pk=note.pk).exclude(text=_text(text)).update(text=_text(text), edited_at=at)


def delete_note(*, note: CreatorNote) -> None:
    CreatorNote.objects.filter(pk=note.pk).delete()


def create_list(*, brand: Brand, name: str, at: datetime) -> CreatorList:
    """Raises InvalidValue, ListNameTaken (capitals make no difference), TooManyLists."""
    name = _name(name)
    with transaction.atomic():
        _lock(brand.pk)
        if CreatorList.objects.filter(brand=brand).count() >= LISTS_MAX:
            raise TooManyLists(most=LISTS_MAX)
        try:
            with transaction.atomic():
                return CreatorList.objects.create(brand=brand, name=name, created_at=at)
        except IntegrityError as error:
            raise ListNameTaken(field="name") from error


def rename_list(*, creator_list: CreatorList, name: str) -> None:
    """Raises InvalidValue, ListNameTaken."""
    try:
        with transaction.atomic():
            CreatorList.objects.filter(pk=creator_list.pk).update(name=_name(name))
    except IntegrityError as error:
        raise ListNameTaken(field="name") from error


def delete_list(*, creator_list: CreatorList) -> None:
    """The creators and what was traded with them stay. Repeating it changes nothing."""
    with transaction.atomic():
        for row in CreatorList.objects.select_for_update().filter(pk=creator_list.pk):  # nobody is put on it meanwhile
            row.delete()


def add_to_list(*, creator_list: CreatorList, creator_ids: Iterable[int], at: datetime) -> int:
    """How many were not on it before. Raises NotFound when the list was deleted meanwhile."""
    wanted = set(creator_ids)
    with transaction.atomic():
        if not CreatorList.objects.select_for_update().only("pk").filter(pk=creator_list.pk):
            raise NotFound
        there = CreatorListEntry.objects.filter(creator_list=creator_list, creator__in=wanted)
        missing = wanted - set(there.values_list("creator_id", flat=True))
        CreatorListEntry.objects.bulk_create(
            CreatorListEntry(creator_list=creator_list, creator_id=key, added_at=at) for key in sorted(missing)
        )
    return len(missing)


def remove_from_list(*, creator_list: CreatorList, creator_ids: Iterable[int]) -> int:
    """How many were on it."""
    return CreatorListEntry.objects.filter(creator_list=creator_list, creator__in=list(creator_ids)).delete()[0]


def _lock(brand_pk: int) -> None:
    """One writes down at a time: a double click finds what the first one wrote."""
    Brand.objects.select_for_update(no_key=True).only("pk").get(pk=brand_pk)


def _text(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= NOTE_MAX:
        raise InvalidValue(_("Write between 1 and {most} letters.").format(most=NOTE_MAX), field="text")
    return text


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LIST_NAME_MAX:
        raise InvalidValue(
            _("Give the list a name of at most {most} letters.").format(most=LIST_NAME_MAX), field="name"
        )
    return name
