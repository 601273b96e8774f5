"""Files for messages over the API: permission, arrival, leaving out. The bytes go straight to the store."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.api.docs import Section, body, list_of, ok
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from deals.models import Application
from inbox import operations
from inbox.api.representations import own_attachment_data
from inbox.api.schemas import OwnAttachmentSchema
from inbox.api.serializers import AttachmentInput
from inbox.api.views import found, writable
from inbox.models import Attachment

_TAIL = "0199p4x8c7f3mv5q2r1t6y9kdd"
_ATTACHMENT: dict[str, Any] = {
    "object": "attachment",
    "id": f"att_{_TAIL}",
    "name": "box.jpg",
    "kind": "photo",
    "state": "waiting",
    "size_bytes": 214_000,
    "url": None,
    "rejection": None,
    "application": f"app_{_TAIL}",
    "message": None,
    "due_at": "2026-11-20T10:12:00Z",
    "available_actions": ["complete", "delete"],
    "upload": {
        "method": "POST",
        "url": "https://files.barter.example/barter",
        "fields": {"key": "originals/…", "Content-Type": "image/jpeg", "policy": "…", "x-amz-signature": "…"},
        "expires_at": "2026-11-20T10:12:00Z",
    },
}
_CHECKED = {
    **_ATTACHMENT,
    "state": "processing",
    "upload": None,
    "available_actions": ["delete"],
    "due_at": "2026-11-21T09:12:00Z",
}
_INBOX = Section("inbox")

_LIST = _INBOX.page(
    "attachments_list",
    "Files for your next message",
    "Your own for this conversation, completed and not sent yet; the newest first. Viewers, who write nothing, are told 403.",
    list_of(OwnAttachmentSchema, "AttachmentPage", _CHECKED),
    (401, 403, 404),
)
_CREATE = _INBOX.create(
    "attachments_create",
    "Start a file for a message",
    "As `uploads_create`: post the form to `upload.url` with each of `upload.fields`, then the bytes as `file`; then call "
    "`complete` and name the id in `attachments` of the message. Photos (JPEG, PNG, WebP, HEIC) and PDFs up to 10 MiB, five a "
    "message. What is not sent within a day is deleted.",
    ok(OwnAttachmentSchema, _ATTACHMENT),
    (401, 403, 404, 409, 422),
    takes=body(AttachmentInput, {"file_name": "box.jpg", "content_type": "image/jpeg", "size_bytes": 214_000}),
)
_READ = _INBOX.read(
    "attachments_read",
    "Read a file of a message",
    "One's own, and what was sent in one's conversations. A photo is shown as we drew it anew, without its place and camera.",
    ok(OwnAttachmentSchema, _CHECKED),
    (401, 404),
)
_COMPLETE = _INBOX.operation(
    "attachments_complete",
    "Say that the bytes are there",
    "The file is then checked by its content and scanned. It can be sent meanwhile; the other side gets it once it is `ready`. "
    "Calling it again changes nothing.",
    {200: ok(OwnAttachmentSchema, _CHECKED)},
    (401, 404, 409),
)
_DELETE = _INBOX.remove(
    "attachments_delete", "Leave a file out", "Before it is sent; what was sent stays (409).", (401, 404, 409)
)


class AttachmentsView(BarterView):
    is_list = True

    @extend_schema(**_LIST)
    def get(self, request: Request, application_id: str) -> HttpResponse:
        application = _application(request, application_id)
        rows = Attachment.objects.unsent(application, request.user).select_related("application", "message")
        return self.page(request, rows, order=("-id",), represent=lambda row: own_attachment_data(row, request.user))

    @extend_schema(**_CREATE)
    def post(self, request: Request, application_id: str) -> HttpResponse:
        application, data = _application(request, application_id), parsed(AttachmentInput, request)
        author: Any = request.user
        started = operations.start_file(application=application, author=author, at=clock.now(), **data)
        row = started.attachment
        headers = {"Location": f"/api/v1/attachments/{row.public_id}/"}
        return json(own_attachment_data(row, request.user, started.post), status=201, headers=headers)


class AttachmentView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request, attachment_id: str) -> HttpResponse:
        return self.item(request, own_attachment_data(_seen(request, attachment_id), request.user))

    @extend_schema(**_DELETE)
    def delete(self, request: Request, attachment_id: str) -> HttpResponse:
        operations.discard_file(attachment=_seen(request, attachment_id, own=True))
        return HttpResponse(status=204)


class AttachmentCompleteView(BarterView):
    keeps_answers = False  # asks the store; completing twice is one arrival

    @extend_schema(**_COMPLETE)
    def post(self, request: Request, attachment_id: str) -> HttpResponse:
        row = operations.complete_file(attachment=_seen(request, attachment_id, own=True), at=clock.now())
        return json(own_attachment_data(row, request.user))


def _application(request: Request, application_id: str) -> Application:
    rows = Application.objects.visible_to(request.user).filter(public_id=application_id)
    return writable(request, rows)[0]


def _seen(request: Request, attachment_id: str, *, own: bool = False) -> Attachment:
    rows = Attachment.objects.visible_to(request.user).select_related("application", "message")
    row: Attachment = found(rows.filter(author=request.user.pk) if own else rows, attachment_id)
    return row
