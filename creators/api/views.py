"""A creator's own things over the API: profile, channels, addresses."""

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request

from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from barter.kernel.pictures import store_picture
from barter.kernel.places import is_country
from creators import operations
from creators.api import docs
from creators.api.representations import address_data, address_line, channel_data, creator_data
from creators.api.serializers import (
    AddressChanges,
    AddressInput,
    AvatarInput,
    ChannelChanges,
    ChannelInput,
    CreatorChanges,
    CreatorInput,
)
from creators.errors import InvalidCountry, InvalidValue
from creators.models import Address, Channel, Creator
from creators.operations import AddressData

_NO_STORE = {"Cache-Control": "no-store"}


class CreatorsView(BarterView):
    @extend_schema(**docs.CREATORS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        fields = _checked(parsed(CreatorInput, request))
        names = {name: fields.pop(name) for name in ("display_name", "handle") if name in fields}
        creator = operations.create_creator(user=_person(request), at=now(), fields=fields, **names)
        headers = {"Location": f"/api/v1/creators/{creator.public_id}/"}
        return json(creator_data(_read(creator.public_id), own=True), status=201, headers=headers)


class CreatorView(BarterView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(**docs.CREATORS_READ)
    def get(self, request: Request, creator_id: str) -> HttpResponse:
        creator = _visible(request, creator_id)
        return self.item(request, creator_data(creator, own=creator.user_id == request.user.pk))

    @extend_schema(**docs.CREATORS_UPDATE)
    def patch(self, request: Request, creator_id: str) -> HttpResponse:
        creator = _own_profile(request, creator_id)
        self.insist_unchanged(request, creator_data(creator, own=True))
        changes = _checked(parsed(CreatorChanges, request))
        if changes:
            operations.update_profile(creator=creator, changes=changes, at=now())
        return self.item(request, creator_data(creator, own=True))


class AvatarView(BarterView):
    parser_classes = (MultiPartParser,)
    keeps_answers = False  # talks to the object store; the last picture stands

    @extend_schema(**docs.CREATORS_AVATAR)
    def post(self, request: Request, creator_id: str) -> HttpResponse:
        creator = _own_profile(request, creator_id)
        file = parsed(AvatarInput, request)["picture"]
        stored = store_picture(file, size_bytes=file.size, folder=creator.public_id)
        operations.update_profile(creator=creator, changes={"avatar": stored.key}, at=now())
        return json(creator_data(creator, own=True))


class AddressesView(BarterView):
    is_list = True

    @extend_schema(**docs.ADDRESSES_LIST)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request, _addresses(request).defer("sealed"), order=("-id",), represent=address_line)

    @extend_schema(**docs.ADDRESSES_CREATE)
    def post(self, request: Request) -> HttpResponse:
        """The answer is kept for the idempotency key, so it holds nothing of the sealed part."""
        fields = parsed(AddressInput, request)
        is_default = fields.pop("is_default", False)
        address = operations.add_address(
            creator=_creator(request), data=AddressData(**fields), at=now(), is_default=is_default
        )
        headers = {"Location": f"/api/v1/addresses/{address.public_id}/", **_NO_STORE}
        return json(address_line(address), status=201, headers=headers)


class AddressView(BarterView):
    @extend_schema(**docs.ADDRESSES_READ)
    def get(self, request: Request, address_id: str) -> HttpResponse:
        return _closed(self.item(request, address_data(_one(_addresses(request), address_id))))

    @extend_schema(**docs.ADDRESSES_UPDATE)
    def patch(self, request: Request, address_id: str) -> HttpResponse:
        address: Address = _one(_addresses(request), address_id)
        self.insist_unchanged(request, address_data(address))
        changes = parsed(AddressChanges, request)
        _insist_it_stays_default(changes, "is_default", is_now=address.is_default)
        with transaction.atomic():
            if changes.pop("is_default", False):
                operations.set_default_address(address=address, at=now())
            if changes:
                opened = operations.open_address(address)
                fields = {name: getattr(opened, name) for name in AddressData.__dataclass_fields__}
                operations.update_address(address=address, data=AddressData(**{**fields, **changes}), at=now())
        return _closed(self.item(request, address_data(address)))

    @extend_schema(**docs.ADDRESSES_REMOVE)
    def delete(self, request: Request, address_id: str) -> HttpResponse:
        operations.remove_address(address=_one(_addresses(request), address_id), at=now())
        return HttpResponse(status=204)


class ChannelsView(BarterView):
    is_list = True

    @extend_schema(**docs.CHANNELS_LIST)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request, Channel.objects.visible_to(request.user), order=("-id",), represent=channel_data)

    @extend_schema(**docs.CHANNELS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        fields = _checked(parsed(ChannelInput, request))
        is_main = fields.pop("is_main", False)
        with transaction.atomic():
            channel = operations.add_channel(creator=_creator(request), at=now(), **fields)
            if is_main and not channel.is_main:
                operations.set_main_channel(channel=channel, at=now())
        headers = {"Location": f"/api/v1/channels/{channel.public_id}/"}
        return json(channel_data(channel), status=201, headers=headers)


class ChannelView(BarterView):
    @extend_schema(**docs.CHANNELS_READ)
    def get(self, request: Request, channel_id: str) -> HttpResponse:
        return self.item(request, channel_data(_one(Channel.objects.visible_to(request.user), channel_id)))

    @extend_schema(**docs.CHANNELS_UPDATE)
    def patch(self, request: Request, channel_id: str) -> HttpResponse:
        channel: Channel = _one(Channel.objects.visible_to(request.user).select_related("creator"), channel_id)
        self.insist_unchanged(request, channel_data(channel))
        changes = _checked(parsed(ChannelChanges, request))
        _insist_it_stays_default(changes, "is_main", is_now=channel.is_main)
        with transaction.atomic():
            if changes.pop("is_main", False):
                operations.set_main_channel(channel=channel, at=now())
            if changes:
                operations.update_channel(channel=channel, changes=changes, at=now())
        return self.item(request, channel_data(channel))

    @extend_schema(**docs.CHANNELS_REMOVE)
    def delete(self, request: Request, channel_id: str) -> HttpResponse:
        rows = Channel.objects.visible_to(request.user).select_related("creator")
        operations.remove_channel(channel=_one(rows, channel_id), at=now())
        return HttpResponse(status=204)


def _person(request: Request) -> Any:
    return request.user


def _creator(request: Request) -> Creator:
    creator = Creator.objects.filter(user=_person(request)).first()
    if creator is None:
        raise NotAllowed("Only a creator can do this. Make a profile first: POST /creators/.")
    return creator


def _addresses(request: Request) -> QuerySet[Address]:
    rows: QuerySet[Address] = Address.objects.visible_to(request.user).filter(removed_at=None)
    return rows.select_related("creator")


def _read(creator_id: str) -> Creator:
    channels = Prefetch("channels", Channel.objects.order_by("-is_main", "-followers", "id"))
    rows = Creator.objects.select_related("capacity").prefetch_related(channels)
    creator: Creator = _one(rows, creator_id)
    return creator


def _visible(request: Request, creator_id: str) -> Creator:
    """A public profile, or one's own whatever its standing."""
    creator = _read(creator_id)
    if creator.standing == Creator.Standing.CLOSED and creator.user_id != request.user.pk:
        raise Http404
    return creator


def _own_profile(request: Request, creator_id: str) -> Creator:
    creator = _visible(request, creator_id)
    if creator.user_id != request.user.pk:
        raise NotAllowed("This is somebody else's profile.")
    return creator


def _one(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("country") and not is_country(fields["country"]):
        raise InvalidCountry(field="country")
    return fields


def _insist_it_stays_default(changes: dict[str, Any], name: str, *, is_now: bool) -> None:
    """One of them is always the first; another takes its place, it can't just stop being it."""
    if is_now and changes.get(name) is False:
        raise InvalidValue("Make another one the first instead.", field=name)


def _closed(answer: HttpResponse) -> HttpResponse:
    """No cache keeps an address."""
    answer["Cache-Control"] = "no-store"
    return answer
