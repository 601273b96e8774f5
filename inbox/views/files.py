"""Files that go with a message: chosen, sent to the store, checked, fetched."""

import re
import unicodedata
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from barter.kernel import sending_files, storage
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from barter.kernel.storage import PresignedPost
from deals.models import Application
from inbox import operations, permissions, queries
from inbox.models import Attachment
from inbox.operations.files import ANY_TYPE, MOST_BYTES, TYPES, Upload
from inbox.views import common
from inbox.views.attached import attached, upload_row

_URL_SECONDS = 60


@require_safe
@login_required
def files(request: HttpRequest, application_id: str) -> HttpResponse:
    """Choose files for the next message; with the line to write below them."""
    application = _open(request, application_id)
    context = {
        "application": application,
        "other": common.other_side(request, application),
        "chat_url": reverse("application_thread", args=[application.public_id]),
        "client_key": common.client_key(),
        "rows": [upload_row(row) for row in Attachment.objects.unsent(application, request.user)],
        "accept": ",".join(sorted(TYPES)),
        "max_bytes": MOST_BYTES,
    }
    return render(request, "inbox/files.html", common.page_context(request, **context))


@require_POST
@login_required
def start(request: HttpRequest, application_id: str) -> HttpResponse:
    """Permission for one file, for js/uploader.js."""
    application, author = _open(request, application_id), common.person(request)

    def begin(**file: Any) -> tuple[str, PresignedPost]:
        started = operations.start_file(application=application, author=author, at=now(), **file)
        return started.attachment.public_id, started.post

    return sending_files.permission(request, begin, finish="chat_file_finish")


@require_POST
@login_required
def finish(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """The bytes are there. Answers with the file's row."""
    row = _own(request, attachment_id)
    return sending_files.finished(lambda: _complete(row), lambda done: _chosen(request, done))


@require_safe
@login_required
def file_row(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """A file's row where it is chosen, or its place in a message, asked again while it is being checked."""
    row = _seen(request, attachment_id)
    if row.message_id is None:
        return _chosen(request, row)
    return render(request, "inbox/_attached.html", {"file": attached(row)})


@require_POST
@login_required
def remove(request: HttpRequest, attachment_id: str) -> HttpResponse:
    row = _own(request, attachment_id)
    sending_files.tried(request, lambda: operations.discard_file(attachment=row))
    return redirect("chat_files", row.application.public_id)


@require_POST
@login_required
def plain_start(request: HttpRequest, application_id: str) -> HttpResponse:
    """The way without script: make a row, then show a form that posts to the store itself."""
    application = _open(request, application_id)
    started = sending_files.tried(request, lambda: _start_plain(request, application))
    if started is None:
        return redirect("chat_files", application.public_id)
    return redirect("chat_file_plain", started.attachment.public_id)


@require_safe
@login_required
def plain(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """One file, one form, straight to the store; it sends the browser on to `arrived`."""
    row = _own(request, attachment_id)
    if row.state != Attachment.State.WAITING or row.content_type != ANY_TYPE:
        return redirect("chat_files", row.application.public_id)
    post = _start_plain(request, row.application, row).post
    context = common.page_context(request, application=row.application, post=post, accept=",".join(TYPES))
    return render(request, "inbox/file_plain.html", context)


@require_safe
@login_required
def arrived(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """Where the store sends a browser without script. Looking and completing is idempotent, so GET is enough."""
    row = _own(request, attachment_id)
    sending_files.tried(request, lambda: _complete(row))
    return redirect("chat_files", row.application.public_id)


@require_safe
@login_required
def fetch(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """A one-minute address of the photo as it was drawn anew, or of the PDF, which is only ever saved."""
    row = _seen(request, attachment_id)
    if row.state != Attachment.State.READY:
        raise Http404
    if row.is_photo:
        url = storage.presign_get(row.kept_key, expires_seconds=_URL_SECONDS, content_type="image/webp")
    else:
        url = storage.presign_get(
            row.kept_key, expires_seconds=_URL_SECONDS, download_name=_plain_name(row), content_type=ANY_TYPE
        )
    answer = redirect(url)
    answer["Cache-Control"] = "no-store"
    return answer


def _open(request: HttpRequest, application_id: str) -> Application:
    """An application in whose conversation this person may write."""
    rows = queries.application_for(Application.objects.visible_to(request.user))
    application = get_object_or_404(rows, public_id=application_id)
    if permissions.writing_side(request.user, application) is None:
        raise NotAllowed
    return application


def _own(request: HttpRequest, attachment_id: str) -> Attachment:
    rows = Attachment.objects.visible_to(request.user).filter(author=request.user.pk)
    return get_object_or_404(rows.select_related("application__deal"), public_id=attachment_id)


def _seen(request: HttpRequest, attachment_id: str) -> Attachment:
    return get_object_or_404(Attachment.objects.visible_to(request.user), public_id=attachment_id)


def _plain_name(row: Attachment) -> str:
    """A plain ASCII name with the extension its content has, whatever the file was called."""
    stem = unicodedata.normalize("NFKD", row.file_name.rpartition(".")[0]).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:60]
    return f"{safe or 'file'}-{row.public_id[-6:]}.pdf"


def _complete(row: Attachment) -> Attachment:
    return operations.complete_file(attachment=row, at=now())


def _start_plain(request: HttpRequest, application: Application, row: Attachment | None = None) -> Upload:
    address = sending_files.arrived_address(request, "chat_file_arrived", kind="attachment")
    author = common.person(request)
    return operations.start_plain_file(
        application=application, author=author, redirect_url=address, at=now(), attachment=row
    )


def _chosen(request: HttpRequest, row: Attachment) -> HttpResponse:
    return render(request, "inbox/_file.html", {"row": upload_row(row)})
