"""The clips on a creator's profile over the API."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request

from barter.kernel.actors import Side
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from content import operations, queries
from content.api import docs
from content.api.representations import asset_data, clip_data
from content.api.serializers import ClipChanges, ClipInput
from content.models import Asset, PortfolioClip
from content.views.common import user_of
from creators.models import Creator


class CreatorClipsView(BarterView):
    is_list = True
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(**docs.CREATOR_CLIPS_LIST)
    def get(self, request: Request, creator_id: str) -> HttpResponse:
        creator = _found(Creator.objects.public(), creator_id)
        rows = PortfolioClip.objects.public().filter(asset__creator=creator).select_related("asset")
        return self.page(request, rows, order=("position", "id"), represent=clip_data)


class ClipsView(BarterView):
    is_list = True

    @extend_schema(**docs.CLIPS_LIST)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request, _own(request), order=("position", "id"), represent=clip_data)

    @extend_schema(**docs.CLIPS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        data = parsed(ClipInput, request)
        creator = _creator(request)
        asset = _found(Asset.objects.of_creator(request.user), data["asset"])
        operations.show_clips(creator=creator, assets=[asset], title=data["title"], at=now())
        clip = _own(request).get(asset=asset)
        return json(clip_data(clip), status=201, headers={"Location": f"/api/v1/clips/{clip.public_id}/"})


class ClipChoicesView(BarterView):
    is_list = True

    @extend_schema(**docs.CLIPS_CHOICES)
    def get(self, request: Request) -> HttpResponse:
        rows = queries.clip_choices(request.user).select_related("collaboration", "submission")
        return self.page(request, rows, order=("-id",), represent=lambda row: asset_data(row, Side.CREATOR))


class ClipView(BarterView):
    @extend_schema(**docs.CLIPS_READ)
    def get(self, request: Request, clip_id: str) -> HttpResponse:
        return self.item(request, clip_data(_found(_own(request), clip_id)))

    @extend_schema(**docs.CLIPS_UPDATE)
    def patch(self, request: Request, clip_id: str) -> HttpResponse:
        clip: PortfolioClip = _found(_own(request), clip_id)
        self.insist_unchanged(request, clip_data(clip))
        changes = parsed(ClipChanges, request)
        with transaction.atomic():
            if "place" in changes:
                operations.move_clip(clip=clip, place=changes["place"], at=now())
            if "title" in changes:
                operations.name_clip(clip=clip, title=changes["title"], at=now())
        return self.item(request, clip_data(_found(_own(request), clip_id)))

    @extend_schema(**docs.CLIPS_REMOVE)
    def delete(self, request: Request, clip_id: str) -> HttpResponse:
        operations.remove_clip(clip=_found(_own(request), clip_id), at=now())
        return HttpResponse(status=204)


def _own(request: Request) -> QuerySet[PortfolioClip]:
    return queries.own_clips(request.user)


def _creator(request: Request) -> Creator:
    creator = Creator.objects.filter(user=user_of(request)).first()
    if creator is None:
        raise NotAllowed("Only a creator can do this. Make a profile first: POST /creators/.")
    return creator


def _found(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
