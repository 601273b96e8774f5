"""Brands and their teams over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request

from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from barter.kernel.places import is_country
from brands import operations
from brands.api import docs
from brands.api.representations import brand_data, invitation_data, member_data
from brands.api.serializers import BrandChanges, BrandInput, InvitationInput, MemberChanges
from brands.errors import InvalidValue
from brands.models import Brand, Invitation, Membership
from brands.permissions import Role, role_allows, role_of


class BrandsView(BarterView):
    @extend_schema(**docs.BRANDS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        fields = _checked(parsed(BrandInput, request))
        brand = operations.create_brand(user=person(request), name=fields.pop("name"), at=now(), fields=fields)
        headers = {"Location": f"/api/v1/brands/{brand.public_id}/"}
        return json(brand_data(_read(brand.public_id), Role.OWNER), status=201, headers=headers)


class BrandView(BarterView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(**docs.BRANDS_READ)
    def get(self, request: Request, brand_id: str) -> HttpResponse:
        brand = _visible(request, brand_id)
        return self.item(request, brand_data(brand, role_of(person(request), brand)))

    @extend_schema(**docs.BRANDS_UPDATE)
    def patch(self, request: Request, brand_id: str) -> HttpResponse:
        brand = _visible(request, brand_id)
        insist_on(request, brand, Role.OWNER)
        self.insist_unchanged(request, brand_data(brand, Role.OWNER))
        changes = _checked(parsed(BrandChanges, request))
        if changes:
            operations.update_brand(brand=brand, changes=changes, at=now())
        return self.item(request, brand_data(brand, Role.OWNER))


class MembersView(BarterView):
    is_list = True

    @extend_schema(**docs.MEMBERS_LIST)
    def get(self, request: Request, brand_id: str) -> HttpResponse:
        brand = _own(request, brand_id)
        role = role_of(person(request), brand) or ""
        rows = Membership.objects.filter(brand=brand).select_related("user")
        return self.page(request, rows, order=("id",), represent=lambda row: member_data(row, role))


class MemberView(BarterView):
    @extend_schema(**docs.MEMBERS_UPDATE)
    def patch(self, request: Request, member_id: str) -> HttpResponse:
        member = _member(request, member_id)
        self.insist_unchanged(request, member_data(member, Role.OWNER))
        role = parsed(MemberChanges, request)["role"]
        member = operations.change_role(membership=member, role=role, at=now())
        mine = role_of(person(request), member.brand) or ""
        return self.item(request, member_data(member, mine))

    @extend_schema(**docs.MEMBERS_REMOVE)
    def delete(self, request: Request, member_id: str) -> HttpResponse:
        operations.remove_member(membership=_member(request, member_id), by=person(request), at=now())
        return HttpResponse(status=204)


class InvitationsView(BarterView):
    is_list = True

    @extend_schema(**docs.INVITATIONS_LIST)
    def get(self, request: Request, brand_id: str) -> HttpResponse:
        rows = Invitation.objects.open(now()).filter(brand=_own(request, brand_id)).select_related("brand")
        return self.page(request, rows, order=("-id",), represent=invitation_data)

    @extend_schema(**docs.INVITATIONS_CREATE)
    def post(self, request: Request, brand_id: str) -> HttpResponse:
        brand = _own(request, brand_id)
        insist_on(request, brand, Role.OWNER)
        data = parsed(InvitationInput, request)
        invitation = operations.invite_member(brand=brand, by=person(request), at=now(), **data)
        headers = {"Location": f"/api/v1/brands/{brand_id}/invitations/"}
        return json(invitation_data(invitation), status=201, headers=headers)


class InvitationView(BarterView):
    @extend_schema(**docs.INVITATIONS_REVOKE)
    def delete(self, request: Request, invitation_id: str) -> HttpResponse:
        rows = Invitation.objects.open(now()).filter(brand__in=person(request).memberships.values("brand"))
        invitation = one(rows.select_related("brand"), invitation_id)
        insist_on(request, invitation.brand, Role.OWNER)
        operations.revoke_invitation(invitation=invitation, at=now())
        return HttpResponse(status=204)


def person(request: Request) -> Any:
    """Who asks, as the operations take them."""
    return request.user


def one(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def insist_on(request: Request, brand: Brand, needed: str) -> str:
    """The caller's role; 404 for people outside, NotAllowed below `needed`."""
    role = role_of(person(request), brand)
    if role is None or not role_allows(role, needed):
        raise NotAllowed
    return role


def _read(brand_id: str) -> Brand:
    brand: Brand = one(Brand.objects.select_related("capacity"), brand_id)
    return brand


def _visible(request: Request, brand_id: str) -> Brand:
    """A public brand, or one's own whatever its standing."""
    brand = _read(brand_id)
    if brand.standing == Brand.Standing.SUSPENDED and role_of(person(request), brand) is None:
        raise Http404
    return brand


def _own(request: Request, brand_id: str) -> Brand:
    brand: Brand = one(Brand.objects.of_member(request.user), brand_id)
    return brand


def _member(request: Request, member_id: str) -> Membership:
    """A member of one of the caller's teams, whom the caller may change: owners everybody, everybody themselves."""
    brands = person(request).memberships.values("brand")
    rows = Membership.objects.filter(brand__in=brands).select_related("brand", "user")
    member: Membership = one(rows, member_id)
    if not (request.method == "DELETE" and member.user_id == request.user.pk):
        insist_on(request, member.brand, Role.OWNER)
    return member


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("country") and not is_country(fields["country"]):
        raise InvalidValue("Choose a country of ISO 3166-1, such as NL.", field="country")
    return fields
