"""The captions of a video over the API."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel.actors import Actor
from barter.kernel.api.problems import PreconditionFailed
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from content import operations, queries
from content.api import docs
from content.api.representations import captions_data
from content.api.serializers import CaptionsInput
from content.models import Asset, Captions
from content.permissions import may_be_captioned
from content.views.common import user_of


class CaptionsView(BarterView):
    @extend_schema(**docs.CAPTIONS_READ)
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        rows = queries.playable(request.user, now()).select_related("collaboration", "creator")
        asset = rows.filter(public_id=asset_id).first()
        if asset is None:
            raise Http404
        return self.item(request, _data(request, asset))

    @extend_schema(**docs.CAPTIONS_PUT)
    def put(self, request: Request, asset_id: str) -> HttpResponse:
        asset, by = _own(request, asset_id)
        data = parsed(CaptionsInput, request)
        if "If-Match" in request.headers:
            if not Captions.objects.filter(asset=asset).exists():  # the version that was read was taken off
                raise PreconditionFailed
            self.insist_unchanged(request, _data(request, asset))
        operations.put_captions(asset=asset, by=by, at=now(), **data)
        return self.item(request, _data(request, asset))

    @extend_schema(**docs.CAPTIONS_REMOVE)
    def delete(self, request: Request, asset_id: str) -> HttpResponse:
        asset, by = _own(request, asset_id)
        operations.remove_captions(asset=asset, by=by, at=now())
        return HttpResponse(status=204)


def _own(request: Request, asset_id: str) -> tuple[Asset, Actor]:
    """Its creator's; the brand sees it and is told no."""
    rows = Asset.objects.visible_to(request.user).select_related("collaboration", "creator").distinct()
    asset = rows.filter(public_id=asset_id).first()
    if asset is None:
        raise Http404
    if asset.creator.user_id != request.user.pk:
        raise NotAllowed
    return asset, Actor.creator(user_of(request).pk)


def _data(request: Request, asset: Asset) -> dict[str, Any]:
    kept = Captions.objects.filter(asset=asset).first()
    if kept is None:
        raise Http404
    is_own = asset.creator.user_id == request.user.pk
    return captions_data(asset, kept, may_change=is_own and may_be_captioned(asset))
