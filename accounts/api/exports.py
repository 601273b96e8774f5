"""A copy of one's data, for apps: asked for, watched while it is built, taken."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.authentication import insist_on_password
from accounts.exports import ask_for_export, download_url, last_of
from accounts.models import DataExport, User
from barter.kernel.api.docs import Section, ok
from barter.kernel.api.serializers import word
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.rfc3339 import stamp

_ME = Section("me")
_SECONDS = 60
State = DataExport.State


class ExportSchema(serializers.Serializer[Any]):
    """The newest copy of everything we hold about the person who asks; all of it null as long as there is none."""

    object = serializers.CharField(help_text="`export`")
    id = serializers.CharField(allow_null=True)
    state = word(*State.values, allow_null=True, help_text="null: never asked for")
    size_bytes = serializers.IntegerField(allow_null=True, help_text="once it is ready")
    asked_at = serializers.DateTimeField(allow_null=True)
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="when it is deleted")
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="`download`")


class ExportDownloadSchema(serializers.Serializer[Any]):
    """Where the file is for a minute."""

    object = serializers.CharField(help_text="`download`")
    url = serializers.URLField()
    expires_in_seconds = serializers.IntegerField()


_EXPORT: dict[str, Any] = {
    "object": "export",
    "id": "exp_0199p4x8c7f3mv5q2r1t6y9kdc",
    "state": "ready",
    "size_bytes": 48_211,
    "asked_at": "2026-11-20T09:12:00Z",
    "ready_at": "2026-11-20T09:12:20Z",
    "expires_at": "2026-11-27T09:12:20Z",
    "available_actions": ["download"],
}
_ONE = ok(ExportSchema, _EXPORT)
_READ = _ME.read("me_export_read", "Where the copy of your data stands", "Ask again until `state` is `ready`.", _ONE)
_ASK = _ME.act(
    "me_export_ask",
    "Ask for a copy of your data",
    "A ZIP of JSON files, built soon and kept for seven days; while one is being built that one is answered. One a day "
    "(`one_copy_a_day`).",
    ok(
        ExportSchema,
        {
            **_EXPORT,
            "state": "waiting",
            "size_bytes": None,
            "ready_at": None,
            "expires_at": None,
            "available_actions": [],
        },
    ),
    (429,),
)
_DOWNLOAD = _ME.operation(
    "me_export_download",
    "Take the copy of your data",
    "A URL that lives one minute. Without the password typed in the last minutes it is `reauthentication_required`, as for "
    "`me_delete`.",
    {
        200: ok(
            ExportDownloadSchema,
            {"object": "download", "url": "https://s3.eu-central-1.amazonaws.com/…", "expires_in_seconds": _SECONDS},
        )
    },
    (403, 404),
    action="export.download",
)  # fmt: skip


class ExportView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request) -> HttpResponse:
        return self.item(request, _data(last_of(_person(request))))

    @extend_schema(**_ASK)
    def post(self, request: Request) -> HttpResponse:
        return json(_data(ask_for_export(user=_person(request), at=now())))


class ExportDownloadView(BarterView):
    @extend_schema(**_DOWNLOAD)
    def get(self, request: Request) -> HttpResponse:
        insist_on_password(request)
        export = last_of(_person(request))
        url = download_url(export, at=now()) if export is not None else ""
        if not url:
            raise Http404
        answer = {"object": "download", "url": url, "expires_in_seconds": _SECONDS}
        return json(answer, headers={"Cache-Control": "no-store"})


def _person(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _data(export: DataExport | None) -> dict[str, Any]:
    is_ready = export is not None and export.state == State.READY
    return {
        "object": "export",
        "id": export and export.public_id,
        "state": export and export.state,
        "size_bytes": export.size_bytes if export and is_ready else None,
        "asked_at": stamp(export.asked_at) if export else None,
        "ready_at": stamp(export.ready_at) if export else None,
        "expires_at": stamp(export.expires_at) if export else None,
        "available_actions": ["download"] if is_ready else [],
    }
