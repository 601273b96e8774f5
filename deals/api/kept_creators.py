"""What a team keeps about creators: private notes, and named lists. Nobody else is told of any of it."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.api.docs import BRAND, Section, body, list_of, ok
from barter.kernel.api.serializers import StrictSerializer, parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import Invalid, NotAllowed
from barter.kernel.rfc3339 import stamp
from brands import operations
from brands.limits import LIST_NAME_MAX, NOTE_MAX
from brands.models import Brand, CreatorList, CreatorListEntry, CreatorNote
from brands.permissions import Role, role_allows
from creators.models import Creator
from deals import permissions
from deals.api.access import caller, found, insist_on_role
from deals.api.deals import membership_in_force
from deals.api.schemas import ObjectRefSchema
from deals.models import Application

_MOST = 200

# ---- Shapes


class CreatorNoteInput(StrictSerializer):
    text = serializers.CharField(max_length=NOTE_MAX)


class CreatorListInput(StrictSerializer):
    name = serializers.CharField(max_length=LIST_NAME_MAX)


class CreatorsInput(StrictSerializer):
    creators = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=_MOST, help_text="ids"
    )


class CreatorNoteSchema(serializers.Serializer[Any]):
    """What somebody of the team wrote down about a creator, who never reads it."""

    object = serializers.CharField(help_text="`creator_note`")
    id = serializers.CharField()
    creator = serializers.CharField()
    author = serializers.CharField(allow_null=True, help_text="name of the member; null: left the team")
    text = serializers.CharField(help_text="plain text")
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="update, delete")


class CreatorListSchema(serializers.Serializer[Any]):
    """A named list of creators."""

    object = serializers.CharField(help_text="`creator_list`")
    id = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="how many stand on it")
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(
        child=serializers.CharField(), help_text="update, creators, remove, delete"
    )


class ListedSchema(serializers.Serializer[Any]):
    """A creator on a list."""

    object = serializers.CharField(help_text="`listed_creator`")
    id = serializers.CharField(help_text="of the creator")
    creator = ObjectRefSchema()
    added_at = serializers.DateTimeField()


# ---- Words

_TAIL = "0199p4x8c7f3mv5q2r1t6y9kdm"
_NOTE: dict[str, Any] = {
    "object": "creator_note",
    "id": f"cno_{_TAIL}",
    "creator": f"cre_{_TAIL}",
    "author": "Olga Owner",
    "text": "Films in window light; answers within the hour.",
    "created_at": "2026-11-20T09:12:00Z",
    "edited_at": None,
    "available_actions": ["update", "delete"],
}
_LIST: dict[str, Any] = {
    "object": "creator_list",
    "id": f"lst_{_TAIL}",
    "name": "Skincare, spring",
    "size": 12,
    "created_at": "2026-11-20T09:12:00Z",
    "available_actions": ["update", "creators", "remove", "delete"],
}
_LISTED: dict[str, Any] = {
    "object": "listed_creator",
    "id": f"cre_{_TAIL}",
    "creator": {"object": "creator", "id": f"cre_{_TAIL}", "name": "Elīna Kalniņa"},
    "added_at": "2026-11-20T09:12:00Z",
}
_PEOPLE = {"creators": [f"cre_{_TAIL}"]}
_BRANDS = Section("brands")
_A_NOTE, _A_LIST = ok(CreatorNoteSchema, _NOTE), ok(CreatorListSchema, _LIST)
_NOTES = _BRANDS.page(
    "creator_notes_list",
    "Notes about a creator",
    "Of your brand's team, the newest first. Only about creators who applied to the brand or traded with it.",
    list_of(CreatorNoteSchema, "CreatorNotePage", _NOTE),
    (404,),
    also=[BRAND],
)
_NOTE_CREATE = _BRANDS.create(
    "creator_notes_create",
    "Write a note about a creator",
    "For the team alone. The same words twice in a row are one note. Owners and managers.",
    _A_NOTE,
    (403, 404),
    also=[BRAND],
    takes=body(CreatorNoteInput, {"text": _NOTE["text"]}),
)
_NOTE_UPDATE = _BRANDS.change(
    "creator_notes_update",
    "Change a note",
    "Only its author.",
    _A_NOTE,
    (403, 422),
    takes=body(CreatorNoteInput, {"text": "Films in window light."}),
)
_NOTE_DELETE = _BRANDS.remove("creator_notes_delete", "Delete a note", "Its author, and owners of the brand.", (403,))
_LISTS = _BRANDS.page(
    "creator_lists_list",
    "Lists of creators",
    "Of your brand, the newest first.",
    list_of(CreatorListSchema, "CreatorListPage", _LIST),
    (404,),
    also=[BRAND],
)
_LIST_CREATE = _BRANDS.create(
    "creator_lists_create",
    "Make a list of creators",
    "Names differ by more than capitals; at most 100 lists. Owners and managers.",
    _A_LIST,
    (403, 404),
    also=[BRAND],
    takes=body(CreatorListInput, {"name": "Skincare, spring"}),
)
_LIST_READ = _BRANDS.read(
    "creator_lists_read", "Read a list of creators", "Its name and how many stand on it.", _A_LIST
)
_LIST_UPDATE = _BRANDS.change(
    "creator_lists_update",
    "Rename a list of creators",
    "Owners and managers.",
    _A_LIST,
    (403, 409),
    takes=body(CreatorListInput, {"name": "Skincare, summer"}),
)
_LIST_DELETE = _BRANDS.remove(
    "creator_lists_delete", "Delete a list of creators", "The creators and what was traded with them stay.", (403,)
)
_LISTED_PAGE = _BRANDS.page(
    "creator_lists_creators",
    "Creators on a list",
    "Who was added last stands first.",
    list_of(ListedSchema, "ListedCreatorPage", _LISTED),
)
_LIST_ADD = _BRANDS.act(
    "creator_lists_add",
    "Put creators on a list",
    "Those who applied to the brand or traded with it, at most 200 a call; who stands on it already stays. Owners and managers.",
    _A_LIST,
    (403, 422),
    takes=body(CreatorsInput, _PEOPLE),
)
_LIST_REMOVE = _BRANDS.act(
    "creator_lists_remove",
    "Take creators off a list",
    "Whoever is not on it makes no difference. Owners and managers.",
    _A_LIST,
    (403, 422),
    takes=body(CreatorsInput, _PEOPLE),
)

# ---- Views


class CreatorNotesView(BarterView):
    is_list = True

    @extend_schema(**_NOTES)
    def get(self, request: Request, creator_id: str) -> HttpResponse:
        brand, creator = membership_in_force(request).brand, self._known(request, creator_id)
        rows = CreatorNote.objects.filter(brand=brand, creator=creator).select_related("author", "creator")
        return self.page(request, rows, order=("-id",), represent=lambda row: _note_data(row, request))

    @extend_schema(**_NOTE_CREATE)
    def post(self, request: Request, creator_id: str) -> HttpResponse:
        brand, creator = membership_in_force(request).brand, self._known(request, creator_id)
        insist_on_role(caller(request), brand.pk)
        text = parsed(CreatorNoteInput, request)["text"]
        row = operations.write_note(
            brand=brand, creator_id=creator.pk, author=caller(request), text=text, at=clock.now()
        )
        headers = {"Location": f"/api/v1/creators/{creator_id}/notes/"}
        return json(_note_data(row, request), status=201, headers=headers)

    def _known(self, request: Request, creator_id: str) -> Creator:
        creator: Creator = found(_known_to(membership_in_force(request).brand), creator_id)
        return creator


class CreatorNoteView(BarterView):
    @extend_schema(**_NOTE_UPDATE)
    def patch(self, request: Request, creator_note_id: str) -> HttpResponse:
        row = _note(request, creator_note_id)
        if "update" not in _may(row, request):
            raise NotAllowed
        self.insist_unchanged(request, _note_data(row, request))
        operations.edit_note(note=row, text=parsed(CreatorNoteInput, request)["text"], at=clock.now())
        return self.item(request, _note_data(_note(request, creator_note_id), request))

    @extend_schema(**_NOTE_DELETE)
    def delete(self, request: Request, creator_note_id: str) -> HttpResponse:
        row = _note(request, creator_note_id)
        if "delete" not in _may(row, request):
            raise NotAllowed
        operations.delete_note(note=row)
        return HttpResponse(status=204)


class CreatorListsView(BarterView):
    is_list = True

    @extend_schema(**_LISTS)
    def get(self, request: Request) -> HttpResponse:
        rows = _lists(request).filter(brand=membership_in_force(request).brand)
        return self.page(request, rows, order=("-id",), represent=lambda row: _list_data(row, request))

    @extend_schema(**_LIST_CREATE)
    def post(self, request: Request) -> HttpResponse:
        brand = membership_in_force(request).brand
        insist_on_role(caller(request), brand.pk)
        row = operations.create_list(brand=brand, name=parsed(CreatorListInput, request)["name"], at=clock.now())
        headers = {"Location": f"/api/v1/creator-lists/{row.public_id}/"}
        return json(_list_data(_list(request, row.public_id), request), status=201, headers=headers)


class CreatorListView(BarterView):
    @extend_schema(**_LIST_READ)
    def get(self, request: Request, creator_list_id: str) -> HttpResponse:
        return self.item(request, _list_data(_list(request, creator_list_id), request))

    @extend_schema(**_LIST_UPDATE)
    def patch(self, request: Request, creator_list_id: str) -> HttpResponse:
        row = _own_list(request, creator_list_id)
        self.insist_unchanged(request, _list_data(row, request))
        operations.rename_list(creator_list=row, name=parsed(CreatorListInput, request)["name"])
        return self.item(request, _list_data(_list(request, creator_list_id), request))

    @extend_schema(**_LIST_DELETE)
    def delete(self, request: Request, creator_list_id: str) -> HttpResponse:
        operations.delete_list(creator_list=_own_list(request, creator_list_id))
        return HttpResponse(status=204)


class ListedCreatorsView(BarterView):
    is_list = True

    @extend_schema(**_LISTED_PAGE)
    def get(self, request: Request, creator_list_id: str) -> HttpResponse:
        row = _list(request, creator_list_id)
        rows = CreatorListEntry.objects.filter(creator_list=row).select_related("creator")
        return self.page(request, rows, order=("-id",), represent=_listed_data)

    @extend_schema(**_LIST_ADD)
    def post(self, request: Request, creator_list_id: str) -> HttpResponse:
        row = _own_list(request, creator_list_id)
        keys = _named(row.brand, parsed(CreatorsInput, request)["creators"])
        operations.add_to_list(creator_list=row, creator_ids=keys, at=clock.now())
        return json(_list_data(_list(request, creator_list_id), request))


class CreatorListRemoveView(BarterView):
    @extend_schema(**_LIST_REMOVE)
    def post(self, request: Request, creator_list_id: str) -> HttpResponse:
        row = _own_list(request, creator_list_id)
        keys = _named(row.brand, parsed(CreatorsInput, request)["creators"])
        operations.remove_from_list(creator_list=row, creator_ids=keys)
        return json(_list_data(_list(request, creator_list_id), request))


# ---- Who is meant, and what is shown


def _known_to(brand: Brand) -> QuerySet[Creator]:
    return Creator.objects.filter(pk__in=Application.objects.filter(deal__brand=brand).values("creator"))


def _named(brand: Brand, ids: list[str]) -> list[int]:
    keys = list(_known_to(brand).filter(public_id__in=set(ids)).values_list("pk", flat=True))
    if len(keys) != len(set(ids)):
        raise Invalid("One of these is no creator who applied to your brand or traded with it.", field="creators")
    return keys


def _note(request: Request, note_id: str) -> CreatorNote:
    rows = CreatorNote.objects.visible_to(caller(request)).select_related("author", "creator")
    row: CreatorNote = found(rows, note_id)
    return row


def _lists(request: Request) -> QuerySet[CreatorList]:
    rows: QuerySet[CreatorList] = CreatorList.objects.visible_to(caller(request)).select_related("brand")
    return rows.annotate(size=Count("entries"))


def _list(request: Request, list_id: str) -> CreatorList:
    row: CreatorList = found(_lists(request), list_id)
    return row


def _own_list(request: Request, list_id: str) -> CreatorList:
    row = _list(request, list_id)
    insist_on_role(caller(request), row.brand_id)
    return row


def _may(row: CreatorNote, request: Request) -> list[str]:
    role, is_author = permissions.roles_of(caller(request))[row.brand_id], row.author_id == caller(request).pk
    if not role_allows(role, Role.MANAGER):
        return []
    return [*(["update"] if is_author else []), *(["delete"] if is_author or role == Role.OWNER else [])]


def _note_data(row: CreatorNote, request: Request) -> dict[str, Any]:
    return {
        "object": "creator_note",
        "id": row.public_id,
        "creator": row.creator.public_id,
        "author": row.author.display_name if row.author else None,
        "text": row.text,
        "created_at": stamp(row.created_at),
        "edited_at": stamp(row.edited_at),
        "available_actions": _may(row, request),
    }


def _list_data(row: CreatorList, request: Request) -> dict[str, Any]:
    role = permissions.roles_of(caller(request))[row.brand_id]
    return {
        "object": "creator_list",
        "id": row.public_id,
        "name": row.name,
        "size": row.size,  # type: ignore[attr-defined]  # annotated by `_lists`
        "created_at": stamp(row.created_at),
        "available_actions": ["update", "creators", "remove", "delete"] if role_allows(role, Role.MANAGER) else [],
    }


def _listed_data(row: CreatorListEntry) -> dict[str, Any]:
    creator = row.creator
    return {
        "object": "listed_creator",
        "id": creator.public_id,
        "creator": {"object": "creator", "id": creator.public_id, "name": creator.display_name},
        "added_at": stamp(row.added_at),
    }
