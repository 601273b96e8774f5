"""What the OpenAPI document says of content's operations: ids, words, parameters, examples."""

from typing import Any

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_NONE_MATCH,
    LIMIT,
    NOT_MODIFIED,
    body,
    list_of,
    ok,
    operation,
    problems,
    query,
)
from content.api import examples, schemas, serializers
from content.workflow import LicenceState


def _operation(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "content", summary, description, **more)


UPLOADS_CREATE = _operation(
    "uploads_create",
    "Start an upload",
    "Permission to put one file straight into the store: this key, this type, exactly this size, for an hour. Post a "
    "multipart/form-data form to `upload.url` with each of `upload.fields`, then the bytes as `file`; then call "
    "`complete`. Videos: MP4, MOV, WebM; photos: JPEG, PNG, WebP, HEIC.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.UploadInput, examples.UPLOAD_INPUT),
    responses={201: ok(schemas.UploadSchema, examples.UPLOAD), **problems(401, 403, 404, 409, 422)},
)
UPLOADS_READ = _operation(
    "uploads_read",
    "Read an upload",
    "Ask again until `state` is `ready` or `rejected`; a rejection says why.",
    parameters=[IF_NONE_MATCH],
    responses={200: ok(schemas.UploadSchema, examples.UPLOAD), 304: NOT_MODIFIED, **problems(401, 404)},
)
UPLOADS_COMPLETE = _operation(
    "uploads_complete",
    "Say that the bytes are there",
    "The file is then checked by its content, stripped of location data and given previews. Calling it again changes "
    "nothing.",
    responses={200: ok(schemas.UploadSchema, examples.UPLOAD), **problems(401, 404, 409)},
)
SUBMISSIONS_CREATE = _operation(
    "submissions_create",
    "Send a version to the brand",
    "All files must be ready and not be part of another version. The brand's clock of review starts; without an answer "
    "the version is approved.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.SubmissionInput, examples.SUBMISSION_INPUT),
    responses={201: ok(schemas.SubmissionSchema, examples.SUBMISSION), **problems(403)},
    extensions={"x-action": "collaboration.submit"},
)
SUBMISSIONS_LIST = _operation(
    "submissions_list",
    "Versions of a collaboration",
    "Newest first. A brand sees what was delivered to it.",
    parameters=[LIMIT, CURSOR],
    responses={
        200: list_of(schemas.SubmissionSchema, "SubmissionPage", examples.SUBMISSION),
        **problems(400, 401, 404),
    },
)
SUBMISSIONS_READ = _operation(
    "submissions_read",
    "Read a version",
    "With its files and notes, and what you can do now.",
    parameters=[IF_NONE_MATCH],
    responses={200: ok(schemas.SubmissionSchema, examples.SUBMISSION), 304: NOT_MODIFIED, **problems(401, 404)},
)
SUBMISSIONS_APPROVE = _operation(
    "submissions_approve",
    "Approve a version",
    "Each of its files is licensed to the brand from the agreed terms, and its original unlocks.",
    parameters=[IDEMPOTENCY_KEY],
    responses={200: ok(schemas.SubmissionSchema, examples.SUBMISSION), **problems(401, 403, 404, 409)},
)
SUBMISSIONS_CHANGES = _operation(
    "submissions_request_changes",
    "Ask for changes",
    "Two rounds at most. Each change names the line of the brief that is not met.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.ChangesInput, examples.CHANGES_INPUT),
    responses={200: ok(schemas.SubmissionSchema, examples.SUBMISSION), **problems(401, 403, 404, 409, 422)},
)
LICENCES_LIST = _operation(
    "licences_list",
    "Licences",
    "What the brand may use, or what the creator has licensed; newest first.",
    parameters=[
        query("state", "only this state", enum=LicenceState.values),
        query("collaboration", "only of this collaboration"),
        BRAND,
        LIMIT,
        CURSOR,
    ],
    responses={200: list_of(schemas.LicenceSchema, "LicencePage", examples.LICENCE), **problems(400, 401)},
)
LICENCES_READ = _operation(
    "licences_read",
    "Read a licence",
    "Scope, term, hashes of file and terms, and the public page.",
    parameters=[IF_NONE_MATCH],
    responses={200: ok(schemas.LicenceSchema, examples.LICENCE), 304: NOT_MODIFIED, **problems(401, 404)},
)
ASSETS_READ = _operation(
    "assets_read",
    "Read a file",
    "What it is, and short-lived URLs of its watermarked previews.",
    parameters=[IF_NONE_MATCH],
    responses={200: ok(schemas.AssetSchema, examples.ASSET), 304: NOT_MODIFIED, **problems(401, 404)},
)
ASSETS_DOWNLOAD = _operation(
    "assets_download",
    "Download an original",
    "A URL that lives one minute. A brand needs a running licence, and each download is written down; creators always "
    "get their own.",
    extensions={"x-action": "asset.download"},
    responses={200: ok(schemas.DownloadSchema, examples.DOWNLOAD), **problems(401, 403, 404, 409)},
)
