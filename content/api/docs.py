"""What the OpenAPI document says of content's operations: ids, words, parameters, examples."""

from collections.abc import Iterable

from drf_spectacular.utils import OpenApiParameter

from barter.kernel.api.docs import (
    BRAND,
    Section,
    body,
    list_of,
    ok,
    query,
)
from content import library
from content.api import examples, schemas, serializers
from content.api.narrowing import MOST_LETTERS, USABLE
from content.workflow import LicenceState

_CONTENT = Section("content")


def _several(name: str, words: str, known: Iterable[str]) -> OpenApiParameter:
    """One or more of these words, separated by commas."""
    kind = {"type": "array", "items": {"type": "string", "enum": [str(one) for one in known]}}
    return OpenApiParameter(name, kind, description=f"{words}, separated by commas", style="form", explode=False)


UPLOADS_CREATE = _CONTENT.create(
    "uploads_create",
    "Start an upload",
    "Permission to put one file straight into the store: this key, this type, exactly this size, for an hour. Post a "
    "multipart/form-data form to `upload.url` with each of `upload.fields`, then the bytes as `file`; then call "
    "`complete`. Or send it in parts, which can go on after a lost signal (`uploads_parts`). Videos: MP4, MOV, WebM; photos: JPEG, PNG, WebP, HEIC.",
    ok(schemas.UploadSchema, examples.UPLOAD),
    (401, 403, 404, 409, 422),
    takes=body(serializers.UploadInput, examples.UPLOAD_INPUT),
)
UPLOADS_READ = _CONTENT.read(
    "uploads_read",
    "Read an upload",
    "Ask again until `state` is `ready` or `rejected`; a rejection says why.",
    ok(schemas.UploadSchema, examples.UPLOAD_CHECKED),
    (401, 404),
)
UPLOADS_DISCARD = _CONTENT.remove(
    "uploads_discard",
    "Leave a file out",
    "Before it is sent: its bytes are deleted, and it counts no more. A file of a version stays (409).",
    (401, 404, 409),
    action="upload.discard",
)
UPLOADS_PARTS = _CONTENT.operation(
    "uploads_parts",
    "Upload in parts",
    "For large files and weak signals: cut the file into parts of `part_bytes`, ask for the next ones here, PUT each to its "
    "`url` (several at once, in any order), and call `complete` when all have arrived. Ask again after a lost signal or in a "
    "restarted app: `arrived` names what is there, so that nothing is sent twice. An upload goes on for days from its last "
    "call.",
    {200: ok(schemas.UploadPartsSchema, examples.UPLOAD_PARTS)},
    (401, 404, 409, 422),
    takes=body(serializers.UploadPartsInput, {"numbers": [3, 4]}),
)
UPLOADS_COMPLETE = _CONTENT.operation(
    "uploads_complete",
    "Say that the bytes are there",
    "The file is then checked by its content, stripped of location data and given previews. Calling it again changes "
    "nothing.",
    {200: ok(schemas.UploadSchema, examples.UPLOAD_CHECKED)},
    (401, 404, 409),
)
UPLOADS_AGAIN = _CONTENT.operation(
    "uploads_use_again",
    "Take a file of the last version into the next",
    "Where changes were asked for, a file that stays as it is needs no second upload: the answer is a new file with the same "
    "content, ready to be sent. Calling it again answers with the same one.",
    {201: ok(schemas.UploadSchema, examples.UPLOAD_AGAIN)},
    (401, 404, 409),
)
SUBMISSIONS_CREATE = _CONTENT.create(
    "submissions_create",
    "Send a version to the brand",
    "Files may still be on their way (`uploading`) or being checked (`processing`): the version waits and goes to the brand "
    "by itself when all are ready, or comes back as `rejected` with the reason. What its files do not keep "
    "of the agreed holds it back no more: both sides read it (`doubts` of the version). With the brand its clock of review "
    "starts; without an answer the version is approved.",
    ok(schemas.SubmissionSchema, {**examples.SUBMISSION, "available_actions": []}),
    (403,),
    takes=body(serializers.SubmissionInput, examples.SUBMISSION_INPUT),
    action="collaboration.submit",
)
SUBMISSIONS_LIST = _CONTENT.page(
    "submissions_list",
    "Versions of a collaboration",
    "Newest first. A brand sees what was delivered to it.",
    list_of(schemas.SubmissionSchema, "SubmissionPage", examples.SUBMISSION),
    (400, 401, 404),
)
SUBMISSIONS_READ = _CONTENT.read(
    "submissions_read",
    "Read a version",
    "With its files and notes, and what you can do now.",
    ok(schemas.SubmissionSchema, examples.SUBMISSION),
    (401, 404),
)
SUBMISSIONS_APPROVE = _CONTENT.act(
    "submissions_approve",
    "Approve a version",
    "Each of its files is licensed to the brand from the agreed terms, and its original unlocks.",
    ok(schemas.SubmissionSchema, examples.SUBMISSION_APPROVED),
    (401, 403, 404, 409),
)
SUBMISSIONS_CHANGES = _CONTENT.act(
    "submissions_request_changes",
    "Ask for changes",
    "Two rounds at most. Each change names the line of the brief that is not met.",
    ok(schemas.SubmissionSchema, examples.SUBMISSION_CHANGED),
    (401, 403, 404, 409, 422),
    takes=body(serializers.ChangesInput, examples.CHANGES_INPUT),
)
LICENCES_LIST = _CONTENT.page(
    "licences_list",
    "Licences",
    "What the brand may use, or what the creator has licensed; newest first. The filters are those of the library's page; "
    "several narrow together.",
    list_of(schemas.LicenceSchema, "LicencePage", examples.LICENCE),
    (400, 401, 404),
    also=[
        query("state", "only this state", enum=LicenceState.values),
        query("collaboration", "only of this collaboration"),
        query("show", "usable: those that run now; ended: all others; without it both", enum=[USABLE, library.ENDED]),
        query("q", f"words to find in creator, deal, product and code, at most {MOST_LETTERS} letters"),
        _several("kind", "format", library.KINDS),
        _several(
            "right",
            "ads: may run as a paid ad (with show=usable: still today); edits: may be edited; handle: under the creator's "
            "handle",
            library.RIGHTS,
        ),
        query("ends", "run now and end within so many days", {"type": "integer", "enum": list(library.ENDS)}),
        query("creator", "only of this creator (an id)"),
        query("deal", "only of this deal (an id)"),
        query("product", "only of this product (an id)"),
        query("ratio", "only of this ratio, width by height", enum=list(library.RATIOS)),
        BRAND,
    ],
)
LICENCES_READ = _CONTENT.read(
    "licences_read",
    "Read a licence",
    "Scope, term, hashes of file and terms, and the public page.",
    ok(schemas.LicenceSchema, examples.LICENCE),
    (401, 404),
)
LICENCES_OFFER_RENEWAL = _CONTENT.act(
    "licences_offer_renewal",
    "Ask for more months",
    "The brand asks, the creator answers as long as the licence runs. The rights stay the same. Another offer replaces the "
    "one before. With `variant` one item of it is given for them: what it is called and worth stays as it is now.",
    ok(schemas.LicenceSchema, {**examples.LICENCE, "renewal_months": 6, "renewal": examples.RENEWAL}),
    (401, 403, 404, 409, 422),
    takes=body(serializers.RenewalInput, {"months": 6, "variant": "var_0199p4x8c7f3mv5q2r1t6y9kdp"}),
)
LICENCES_ANSWER_RENEWAL = _CONTENT.act(
    "licences_answer_renewal",
    "Answer to more months",
    "A yes renews the licence; the answer is the new one, which goes on with the same rights. `months` says what was read: "
    "another offer made meanwhile is not agreed to (`other_terms_now`), nor declined. A no lets it end as agreed. Where a product is given, "
    "the yes names the `renewal`, too, and takes it from the stock (`out_of_stock`); the answer is this licence, which is "
    "renewed once the parcel is sent. If it is not sent in its time, nothing gets longer and `renewal` is null again.",
    ok(schemas.LicenceSchema, {**examples.LICENCE, "renews": "lic_0199p4x8c7f3mv5q2r1t6y9kdm"}),
    (401, 403, 404, 409, 422),
    takes=body(serializers.RenewalAnswerInput, {"agree": True, "months": 6}),
)
ASSETS_READ = _CONTENT.read(
    "assets_read",
    "Read a file",
    "What it is, and short-lived URLs of its previews, watermarked until approval.",
    ok(schemas.AssetDetailSchema, examples.ASSET_DETAIL),
    (401, 404),
)
ASSETS_DOWNLOAD = _CONTENT.operation(
    "assets_download",
    "Download an original",
    "A URL that lives one minute. A brand needs a running licence, and each download is written down; creators always "
    "get their own.",
    {200: ok(schemas.DownloadSchema, examples.DOWNLOAD)},
    (401, 403, 404, 409),
    action="asset.download",
)
CAPTIONS_READ = _CONTENT.read(
    "assets_captions_read",
    "Read the captions of a video",
    "For everybody who may play it; 404 where it has none.",
    ok(schemas.CaptionsSchema, examples.CAPTIONS),
    (401, 404),
)
CAPTIONS_PUT = _CONTENT.change(
    "assets_captions_put",
    "Write the captions of a video",
    "Its creator alone, once the video is ready and until its trade is over: the file offers `captions` as long. WebVTT or SubRip comes in; kept and served is "
    "WebVTT of our own, without markup. What can't be read is refused (`captions_wrong`, 422): each of `errors` names its line.",
    ok(schemas.CaptionsSchema, examples.CAPTIONS),
    (401, 403, 404, 409, 422),
    takes=body(serializers.CaptionsInput, examples.CAPTIONS_INPUT),
    action="captions.update",
)
CAPTIONS_REMOVE = _CONTENT.remove(
    "assets_captions_remove",
    "Take the captions off a video",
    "Until its trade is over.",
    (401, 403, 404, 409),
    action="captions.remove",
)
CREATOR_CLIPS_LIST = _CONTENT.page(
    "creators_clips_list",
    "Clips of a profile",
    "What brands see, in the creator's order: previews alone. No sign-in needed.",
    list_of(
        schemas.ClipSchema,
        "CreatorClipPage",
        {**examples.CLIP, "asset": None, "is_public": None, "available_actions": []},
    ),
    (400, 404),
)
CLIPS_LIST = _CONTENT.page(
    "clips_list",
    "Your clips",
    "What you chose for your profile, in your order.",
    list_of(schemas.ClipSchema, "ClipPage", examples.CLIP),
)
CLIPS_CHOICES = _CONTENT.page(
    "clips_choices",
    "Files you can show",
    "Your approved files of trades that are through (or whose post is up) and that are not on your profile, newest first.",
    list_of(schemas.AssetSchema, "ClipChoicePage", examples.ASSET),
)
CLIPS_CREATE = _CONTENT.create(
    "clips_create",
    "Show a file on your profile",
    "At the end of your clips. One that is there already stays where it is. A profile shows 12 unless told otherwise "
    "(`too_many_clips`).",
    ok(schemas.ClipSchema, examples.CLIP),
    (403, 404, 409, 422),
    takes=body(serializers.ClipInput, {"asset": examples.ASSET["id"], "title": "Serum at a window"}),
)
CLIPS_READ = _CONTENT.read("clips_read", "Read a clip", "Only your own.", ok(schemas.ClipSchema, examples.CLIP))
CLIPS_UPDATE = _CONTENT.change(
    "clips_update",
    "Name or move a clip",
    "`place` counts from 1; the others make room.",
    ok(schemas.ClipSchema, examples.CLIP),
    takes=body(serializers.ClipChanges, {"title": "Serum at a window", "place": 1}),
)
CLIPS_REMOVE = _CONTENT.remove(
    "clips_remove", "Take a clip off your profile", "The file, its licence and its trade stay as they are."
)
