"""Who is signed in: the person, their creator profile, their brands. Here, because it is the lowest room that sees all."""

from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts import leaving
from accounts.api.authentication import insist_on_password
from accounts.letters import tell_asked
from accounts.operations import update_person
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import Invalid
from barter.kernel.rfc3339 import stamp
from brands.access import memberships_of
from brands.api.representations import brand_data
from brands.api.schemas import BrandSchema
from brands.models import Membership
from brands.permissions import may_found
from creators.api.representations import creator_data
from creators.api.schemas import CreatorProfileSchema
from creators.models import Creator
from deals.api import docs
from deals.api.access import caller


class MeChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    language = serializers.RegexField(r"^[a-z]{2}(-[A-Z]{2})?$", required=False, help_text="such as en or pt-BR")
    time_zone = serializers.CharField(max_length=40, required=False, help_text="IANA name, such as Europe/Riga")


class MeSchema(serializers.Serializer[Any]):
    """The person who is signed in."""

    object = serializers.CharField(help_text="`me`")
    id = serializers.CharField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    time_zone = serializers.CharField()
    started_as = word("creator", "brand", "staff", help_text="the door they came in; grants nothing")
    joined_at = serializers.DateTimeField(allow_null=True)
    erase_at = serializers.DateTimeField(allow_null=True, help_text="they asked to be deleted: when it happens")
    creator = CreatorProfileSchema(allow_null=True, help_text="null: `create_creator` is possible")
    brands = BrandSchema(many=True, help_text="first joined first; name one in `Barter-Brand`")
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class MeView(BarterView):
    @extend_schema(**docs.me_read(MeSchema))
    def get(self, request: Request) -> HttpResponse:
        return self.item(request, _data(request))

    @extend_schema(**docs.me_update(MeSchema, MeChanges))
    def patch(self, request: Request) -> HttpResponse:
        self.insist_unchanged(request, _data(request))
        changes = parsed(MeChanges, request)
        if "time_zone" in changes and changes["time_zone"] not in available_timezones():
            raise Invalid("This is no IANA time zone.", field="time_zone")
        update_person(user=caller(request), changes=changes)
        return self.item(request, _data(request))


class MeDeletionView(BarterView):
    @extend_schema(**docs.me_delete(MeSchema))
    def post(self, request: Request) -> HttpResponse:
        user = caller(request)
        insist_on_password(request)
        is_asked = user.erase_at is not None
        leaving.ask_to_leave(user=user, at=now())
        user.refresh_from_db()
        if not is_asked:
            transaction.on_commit(lambda: tell_asked(user))
        return json(_data(request))

    @extend_schema(**docs.me_keep())
    def delete(self, request: Request) -> HttpResponse:
        leaving.stay(user=caller(request), at=now())
        return HttpResponse(status=204)


def _data(request: Request) -> dict[str, Any]:
    user = caller(request)
    creator = Creator.objects.select_related("capacity").prefetch_related("channels").filter(user=user).first()
    teams = memberships_of(request)
    owned = [row.brand for row in teams if row.role == Membership.Role.OWNER]
    return {
        "object": "me",
        "id": user.public_id,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "started_as": user.started_as,
        "joined_at": stamp(user.joined_at),
        "erase_at": stamp(user.erase_at),
        "creator": creator and creator_data(creator, own=True),
        "brands": [brand_data(row.brand, row.role) for row in teams],
        "available_actions": [
            "update",
            *([] if creator else ["create_creator"]),
            *(["create_brand"] if may_found(owned) else []),
            "keep" if user.erase_at else "delete",
        ],
    }
