"""Uploads, versions, licences and downloads over the API."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed, NotFound
from brands.access import of_named_brand
from brands.models import Brand, Variant
from brands.permissions import may_manage
from content import operations
from content.api import docs, narrowing
from content.api.representations import (
    asset_detail,
    licence_data,
    parts_data,
    submission_data,
    submission_detail,
    upload_data,
)
from content.api.serializers import (
    ChangesInput,
    EmptyInput,
    RenewalAnswerInput,
    RenewalInput,
    SubmissionInput,
    UploadInput,
    UploadPartsInput,
)
from content.errors import NotInThisBrief, NotInThisSubmission, NotOwnFile
from content.models import Asset, Licence, Submission, TakeDown
from content.operations import NewNote
from content.operations.downloads import URL_SECONDS
from content.views.common import user_of
from content.workflow import LicenceState
from deals.models import BriefItem, Collaboration
from deals.permissions import side_of


class UploadsView(BarterView):
    @extend_schema(**docs.UPLOADS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        data = parsed(UploadInput, request)
        collaboration = _named(_collaborations(request), data.pop("collaboration"), "collaboration")
        started = operations.start_upload(
            collaboration=collaboration, by=creator_of(request, collaboration), at=now(), **data
        )
        return json(
            upload_data(started.asset, started.post),
            status=201,
            headers={"Location": f"/api/v1/uploads/{started.asset.public_id}/"},
        )


class UploadView(BarterView):
    @extend_schema(**docs.UPLOADS_READ)
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        return self.item(request, upload_data(_own_file(request, asset_id), None))

    @extend_schema(**docs.UPLOADS_DISCARD)
    def delete(self, request: Request, asset_id: str) -> HttpResponse:
        by = Actor.creator(user_of(request).pk)
        operations.discard_upload(asset=_own_file(request, asset_id), by=by, at=now())
        return HttpResponse(status=204)


class UploadPartsView(BarterView):
    keeps_answers = False  # asks the store, and permits the same parts again

    @extend_schema(**docs.UPLOADS_PARTS)
    def post(self, request: Request, asset_id: str) -> HttpResponse:
        asset, by = _own_file(request, asset_id), Actor.creator(user_of(request).pk)
        data = parsed(UploadPartsInput, request)
        return json(parts_data(operations.permit_parts(asset=asset, by=by, numbers=data["numbers"], at=now())))


class UploadAgainView(BarterView):
    @extend_schema(**docs.UPLOADS_AGAIN)
    def post(self, request: Request, asset_id: str) -> HttpResponse:
        parsed(EmptyInput, request)
        by = Actor.creator(user_of(request).pk)
        again = operations.use_again(asset=_own_file(request, asset_id), by=by, at=now())
        return json(upload_data(again, None), status=201, headers={"Location": f"/api/v1/uploads/{again.public_id}/"})


class UploadCompleteView(BarterView):
    keeps_answers = False  # asks the store; completing twice is one arrival

    @extend_schema(**docs.UPLOADS_COMPLETE)
    def post(self, request: Request, asset_id: str) -> HttpResponse:
        parsed(EmptyInput, request)
        asset = _own_file(request, asset_id)
        completed = operations.complete_upload(asset=asset, by=Actor.creator(user_of(request).pk), at=now())
        return json(upload_data(completed, None))


class SubmissionsView(BarterView):
    is_list = True

    @extend_schema(**docs.SUBMISSIONS_LIST)
    def get(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = find(_collaborations(request), collaboration_id)
        rows = _submissions(request).filter(collaboration=collaboration)
        return self.page(request, rows, order=("-id",), represent=lambda row: _submission(request, row))

    @extend_schema(**docs.SUBMISSIONS_CREATE)
    def post(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = find(_collaborations(request), collaboration_id)
        data = parsed(SubmissionInput, request)
        by = creator_of(request, collaboration)
        submission = operations.submit(
            collaboration=collaboration,
            assets=_files(request, data["assets"]),
            caption=data["caption"],
            by=by,
            at=now(),
        )
        return json(
            _submission(request, find(_submissions(request), submission.public_id)),
            status=201,
            headers={"Location": f"/api/v1/submissions/{submission.public_id}/"},
        )


class SubmissionView(BarterView):
    @extend_schema(**docs.SUBMISSIONS_READ)
    def get(self, request: Request, submission_id: str) -> HttpResponse:
        submission = find(_submissions(request), submission_id)
        side, may_act = standing_of(request, submission.collaboration)
        return self.item(request, submission_detail(submission, side, policy.value("revision_rounds"), may_act))


class SubmissionApproveView(BarterView):
    @extend_schema(**docs.SUBMISSIONS_APPROVE)
    def post(self, request: Request, submission_id: str) -> HttpResponse:
        parsed(EmptyInput, request)
        submission = find(_submissions(request), submission_id)
        operations.approve(submission=submission, by=_brand(request, submission.collaboration.brand), at=now())
        return json(_submission(request, find(_submissions(request), submission_id)))


class SubmissionChangesView(BarterView):
    @extend_schema(**docs.SUBMISSIONS_CHANGES)
    def post(self, request: Request, submission_id: str) -> HttpResponse:
        submission = find(_submissions(request), submission_id)
        by = _brand(request, submission.collaboration.brand)
        told = parsed(ChangesInput, request)["notes"]
        notes = [_note(submission, note, f"notes.{place}") for place, note in enumerate(told)]
        operations.request_changes(submission=submission, notes=notes, by=by, at=now())
        return json(_submission(request, find(_submissions(request), submission_id)))


class LicencesView(BarterView):
    is_list = True
    parameters = frozenset({"state", "collaboration"}) | narrowing.PARAMETERS
    repeatable = narrowing.REPEATABLE

    @extend_schema(**docs.LICENCES_LIST)
    def get(self, request: Request) -> HttpResponse:
        rows = licences_of(request)
        if state := request.query_params.get("state"):
            if state not in LicenceState.values:
                raise BadParameter(f"state is one of {', '.join(LicenceState.values)}.")
            rows = rows.filter(state=state)
        if collaboration := request.query_params.get("collaboration"):
            rows = rows.filter(collaboration__public_id=collaboration)
        rows = narrowing.narrowed(rows.filter(**of_named_brand(request, "brand")), request, now())
        return self.page(
            request, rows, order=("-id",), represent=lambda row: licence_data(row, *standing_of(request, row))
        )


class LicenceView(BarterView):
    @extend_schema(**docs.LICENCES_READ)
    def get(self, request: Request, licence_id: str) -> HttpResponse:
        licence = find(licences_of(request), licence_id)
        return self.item(request, licence_data(licence, *standing_of(request, licence)))


class LicenceOfferRenewalView(BarterView):
    @extend_schema(**docs.LICENCES_OFFER_RENEWAL)
    def post(self, request: Request, licence_id: str) -> HttpResponse:
        licence = find(licences_of(request), licence_id)
        by = _brand(request, licence.brand)
        data = parsed(RenewalInput, request)
        own = Variant.objects.filter(product__brand=licence.brand).select_related("product")
        variant = _named(own, data["variant"], "variant") if data.get("variant") else None
        operations.offer_renewal(licence=licence, by=by, at=now(), months=data["months"], variant=variant)
        return _licence(request, licence_id)


class LicenceAnswerRenewalView(BarterView):
    @extend_schema(**docs.LICENCES_ANSWER_RENEWAL)
    def post(self, request: Request, licence_id: str) -> HttpResponse:
        licence = find(licences_of(request), licence_id)
        by, data = creator_of(request, licence), parsed(RenewalAnswerInput, request)
        months, renewal = data["months"], data.get("renewal") or None
        if not data["agree"]:
            operations.decline_renewal(licence=licence, by=by, at=now(), seen_months=months, seen_renewal=renewal)
            return _licence(request, licence_id)
        own = licence.creator.addresses.filter(removed_at=None)
        named = data.get("address")
        address = _named(own, named, "address") if named else own.filter(is_default=True).first()
        new = operations.accept_renewal(
            licence=licence, by=by, at=now(), address=address, seen_months=months, seen_renewal=renewal or ""
        )
        return _licence(request, new.public_id)


class AssetView(BarterView):
    @extend_schema(**docs.ASSETS_READ)
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        asset = find(_assets(request), asset_id)
        return self.item(request, asset_detail(asset, *standing_of(request, asset)))


class AssetDownloadView(BarterView):
    @extend_schema(**docs.ASSETS_DOWNLOAD)
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        asset = find(_assets(request), asset_id)
        url = operations.download_original(asset=asset, user=user_of(request), at=now())
        answer = {"object": "download", "asset": asset.public_id, "url": url, "expires_in_seconds": URL_SECONDS}
        return json(answer, headers={"Cache-Control": "no-store"})


def _collaborations(request: Request) -> QuerySet[Collaboration]:
    return Collaboration.objects.visible_to(request.user).select_related("creator", "brand", "deal")


def _submissions(request: Request) -> QuerySet[Submission]:
    return (
        Submission.objects.visible_to(request.user)
        .select_related("collaboration__creator", "collaboration__brand")
        .prefetch_related(
            Prefetch("assets", Asset.objects.select_related("clean")),
            "assets__licences",
            "awaited",
            "notes__brief_item",
            "notes__asset",
        )
    )


def _assets(request: Request) -> QuerySet[Asset]:
    rows = Asset.objects.visible_to(request.user).select_related(
        "collaboration__creator", "submission", "creator", "clean"
    )
    return rows.prefetch_related("licences").distinct()


def licences_of(request: Request) -> QuerySet[Licence]:
    """Each with the id of the open request that its file comes down, as `asked_id`."""
    asked = TakeDown.objects.open().filter(licence=OuterRef("pk")).values("public_id")
    rows = Licence.objects.visible_to(request.user).annotate(asked_id=Subquery(asked[:1]))
    return rows.select_related("asset", "collaboration__creator", "brand", "creator", "renews", "paid_renewal")


def _licence(request: Request, licence_id: str) -> HttpResponse:
    """As it stands after a move."""
    licence = find(licences_of(request), licence_id)
    return json(licence_data(licence, *standing_of(request, licence)))


def _own_file(request: Request, asset_id: str) -> Asset:
    rows = Asset.objects.of_creator(request.user).select_related("collaboration", "submission")
    found: Asset = find(rows, asset_id)
    return found


def _files(request: Request, ids: list[str]) -> list[Asset]:
    """The caller's own files in the order named. An unknown id is a value to change, not a missing page."""
    rows = {asset.public_id: asset for asset in Asset.objects.of_creator(request.user).filter(public_id__in=ids[:100])}
    if any(wanted not in rows for wanted in ids):
        raise NotOwnFile(field="assets")
    return [rows[wanted] for wanted in ids]


def _note(submission: Submission, data: dict[str, Any], field: str) -> NewNote:
    item = asset = None
    if data["brief_item"]:
        item = BriefItem.objects.filter(deal=submission.collaboration.deal_id, public_id=data["brief_item"]).first()
        if item is None:
            raise NotInThisBrief(field=f"{field}.brief_item")
    if data["asset"]:
        asset = next((row for row in submission.assets.all() if row.public_id == data["asset"]), None)
        if asset is None:
            raise NotInThisSubmission(field=f"{field}.asset")
    return NewNote(
        text=data["text"],
        brief_item=item,
        asset=asset,
        at_ms=data["at_ms"],
        point=data["point"] and tuple(data["point"]),
        must_change=data["must_change"],
    )


def _submission(request: Request, submission: Submission) -> dict[str, Any]:
    side, may_act = standing_of(request, submission.collaboration)
    return submission_data(submission, side, policy.value("revision_rounds"), may_act)


def standing_of(request: Request, row: Asset | Licence | Collaboration) -> tuple[Side, bool]:
    """On which side the caller sees this, and whether they may act there: viewers of the brand only look."""
    if row.creator.user_id == request.user.pk:
        return Side.CREATOR, True
    trade = row if isinstance(row, Collaboration) else row.collaboration
    return Side.BRAND, side_of(trade, request.user) == Side.BRAND


def creator_of(request: Request, row: Collaboration | Licence) -> Actor:
    """Its creator; the brand sees it and is told no."""
    if row.creator.user_id != request.user.pk:
        raise NotAllowed
    return Actor.creator(user_of(request).pk)


def _brand(request: Request, brand: Brand) -> Actor:
    """An owner or manager of the brand; the creator and viewers see its thing and are told no."""
    if not may_manage(user_of(request), brand):
        raise NotAllowed
    return Actor.brand(user_of(request).pk)


def _named(rows: QuerySet[Any], public_id: str, field: str) -> Any:
    """What a body names; unlike the thing of the path, the answer says which field was not found."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(field=field)
    return row


def find(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
