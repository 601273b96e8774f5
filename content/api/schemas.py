"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from barter.kernel.actors import Side
from barter.kernel.api.serializers import MoneySchema, word
from content.checks import DOUBTS
from content.models import Asset, TakeDown
from content.processing.refusals import CODES
from content.workflow import LicenceState, SubmissionState, TakeDownState, UploadState, UploadStep
from deals.models import Deliverable

Schema = serializers.Serializer[Any]


class _StatefulSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    state = serializers.CharField()
    ball = word(*Side, allow_null=True, help_text="who must act; null: it is over")
    due_at = serializers.DateTimeField(allow_null=True)
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class RejectionSchema(Schema):
    """Why a file was refused."""

    code = word(*CODES)
    detail = serializers.CharField(help_text="a sentence for the person")


class AssetSchema(_StatefulSchema):
    """A file."""

    state = word(*UploadState.values)
    collaboration = serializers.CharField()
    submission = serializers.CharField(allow_null=True)
    kind = word(*Asset.Kind.values)
    file_name = serializers.CharField()
    content_type = serializers.CharField(help_text="as declared; once ready, as the content says")
    size_bytes = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_blank=True)
    scan = word("not_scanned", "clean", "infected")
    rejection = RejectionSchema(allow_null=True)
    preview_url = serializers.CharField(
        allow_null=True,
        help_text="watermarked until approval; lives 15 minutes. For the brand null once no licence of the file runs, as are "
        "`strip_url`, `captions_language` and the renditions; `poster_url` is the small still then",
    )
    poster_url = serializers.CharField(allow_null=True)
    thumb_url = serializers.CharField(allow_null=True)
    strip_url = serializers.CharField(allow_null=True, help_text="twelve frames of a video side by side")
    loudness_lufs = serializers.FloatField(
        allow_null=True, help_text="EBU R 128; silence is -70, null without sound or before it was looked at"
    )
    captions_language = serializers.CharField(
        allow_null=True, help_text="of its captions, see `GET /assets/{id}/captions/`; null: it has none"
    )
    created_at = serializers.DateTimeField()


class RenditionSchema(Schema):
    """A photo in one width and format, watermarked until approval. Its URL lives 15 minutes."""

    type = serializers.CharField(help_text="image/avif or image/webp")
    width = serializers.IntegerField()
    url = serializers.CharField()


class AssetDetailSchema(AssetSchema):
    """A file with its renditions."""

    renditions = RenditionSchema(many=True, help_text="of a photo, narrow ones first; none of a video")


class CaptionsSchema(Schema):
    """What is said in a video. Neither part of the hashed file nor of its licence."""

    object = serializers.CharField(help_text="`captions`")
    asset = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47")
    text = serializers.CharField(help_text="WebVTT as we wrote it: times and words, no markup")
    changed_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class ProgressSchema(Schema):
    """What is being done with a file that has arrived."""

    step = word(*UploadStep.values)
    percent = serializers.IntegerField(help_text="0 where nobody knows")


class DoubtSchema(Schema):
    """What a file does not keep of the agreed. It may be sent all the same; the brand reads it, too."""

    code = word(*DOUBTS)
    detail = serializers.CharField(help_text="a sentence for the person")


class MissingSchema(Schema):
    """Files that were agreed and are not in the version."""

    kind = word(*Deliverable.Kind.values)
    count = serializers.IntegerField()


class DoubtOfFileSchema(DoubtSchema):
    """What one of the files of a version does not keep of the agreed."""

    asset = serializers.CharField()


class ClipSchema(Schema):
    """A clip or photo on a creator's profile. Its URLs live 15 minutes."""

    object = serializers.CharField(help_text="`clip`")
    id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    kind = word(*Asset.Kind.values)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    preview_url = serializers.CharField(allow_null=True, help_text="never the original")
    poster_url = serializers.CharField(allow_null=True)
    thumb_url = serializers.CharField(allow_null=True)
    captions_language = serializers.CharField(allow_null=True, help_text="null: it has no captions")
    captions_url = serializers.CharField(
        allow_null=True, help_text="WebVTT; no sign-in needed while the clip is public"
    )
    asset = serializers.CharField(allow_null=True, help_text="your own only")
    is_public = serializers.BooleanField(
        allow_null=True, help_text="your own only; false while its trade is open again, or after it was taken down"
    )
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class PermissionSchema(Schema):
    """Post a multipart/form-data form to `url`: each of `fields`, then the bytes as `file`."""

    method = word("POST")
    url = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    expires_at = serializers.DateTimeField()


class PartsSchema(Schema):
    """How the file is cut for an upload in parts: all of `part_bytes` but the last."""

    part_bytes = serializers.IntegerField()
    count = serializers.IntegerField()
    arrived_bytes = serializers.IntegerField(help_text="when permissions were last asked for")


class PartPermissionSchema(Schema):
    """PUT exactly the bytes of this part to `url`, with no header of your own."""

    number = serializers.IntegerField()
    method = word("PUT")
    url = serializers.CharField()


class UploadPartsSchema(Schema):
    """How far an upload in parts is, and where to put the next ones."""

    object = serializers.CharField()
    part_bytes = serializers.IntegerField()
    count = serializers.IntegerField()
    arrived = serializers.ListField(child=serializers.IntegerField(), help_text="numbers of the parts that are there")
    permissions = PartPermissionSchema(many=True, help_text="of those asked for that are not there yet; for an hour")


class UploadSchema(AssetDetailSchema):
    """A file on its way."""

    upload = PermissionSchema(allow_null=True, help_text="only in the answer that grants it")
    parts = PartsSchema()
    progress = ProgressSchema(allow_null=True, help_text="while it is processed")
    doubts = DoubtSchema(many=True, help_text="once it is ready: what the creator should know before sending it")


class NoteSchema(Schema):
    """One remark or wanted change."""

    object = serializers.CharField()
    id = serializers.CharField()
    brief_item = serializers.CharField(allow_null=True)
    asset = serializers.CharField(allow_null=True)
    at_ms = serializers.IntegerField(allow_null=True)
    point = serializers.ListField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="[x, y] on a photo, thousandths of its width and height",
    )
    text = serializers.CharField()
    must_change = serializers.BooleanField()
    is_draft = serializers.BooleanField(help_text="only the brand sees drafts")
    fixed_in_version = serializers.IntegerField(allow_null=True)


class SubmissionSchema(_StatefulSchema):
    """One delivered version."""

    state = word(*SubmissionState.values)
    collaboration = serializers.CharField()
    version = serializers.IntegerField()
    caption = serializers.CharField(allow_blank=True)
    rejection_reason = serializers.CharField(allow_null=True, help_text="which file can't be used, and why")
    assets = AssetSchema(many=True)
    notes = NoteSchema(many=True)
    missing = MissingSchema(
        many=True,
        allow_null=True,
        help_text="of what was agreed, in a version that waits for its answer. Null in lists and answers to other calls",
    )
    doubts = DoubtOfFileSchema(
        many=True,
        allow_null=True,
        help_text="of a version that waits for its answer; both sides read them. Null in lists and answers to other calls",
    )
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ScopeSchema(Schema):
    """What is allowed."""

    organic = serializers.BooleanField()
    paid_ads_until = serializers.DateTimeField(allow_null=True)
    edits = serializers.BooleanField()
    handle = serializers.BooleanField()
    credit = serializers.BooleanField()


class RenewalSchema(Schema):
    """A product of the brand for more months of a licence."""

    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField(help_text="the yes names it; the parcel that pays for it has it, too")
    state = word("offered", "agreed", "paid", "called_off")
    months = serializers.IntegerField()
    contents = serializers.CharField(help_text="product and variant, as they were called when they were offered")
    value = MoneySchema(help_text="fair market value, as it was then")
    offered_at = serializers.DateTimeField()
    agreed_at = serializers.DateTimeField(allow_null=True, help_text="from then on its parcel is owed")
    paid_at = serializers.DateTimeField(allow_null=True, help_text="its parcel was sent, and the licence renewed")
    kept_at = serializers.DateTimeField(
        allow_null=True, help_text="called off while its parcel was on its way: the creator keeps it"
    )


class LicenceSchema(_StatefulSchema):
    """The right the brand holds on an approved file."""

    state = word(*LicenceState.values)
    code = serializers.CharField(help_text="opens the public page")
    asset = serializers.CharField()
    collaboration = serializers.CharField()
    brand = serializers.CharField()
    creator = serializers.CharField()
    scope = ScopeSchema()
    territory = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    file_sha256 = serializers.CharField()
    terms_sha256 = serializers.CharField()
    renewal_months = serializers.IntegerField(allow_null=True, help_text="the brand asks for so many months more")
    renewal = RenewalSchema(allow_null=True, help_text="what the brand gives for them; null: nothing")
    renews = serializers.CharField(allow_null=True, help_text="the licence that this one goes on from")
    take_down = serializers.CharField(allow_null=True, help_text="the open request that the file comes down")
    verify_url = serializers.CharField()
    pdf_url = serializers.CharField(
        help_text="the certificate on one sheet, in the language asked for; public as the page is"
    )


class TakeDownSchema(_StatefulSchema):
    """A creator's request that a licensed file comes down."""

    state = word(*TakeDownState.values)
    licence = serializers.CharField()
    asset = serializers.CharField()
    collaboration = serializers.CharField()
    brand = serializers.CharField()
    creator = serializers.CharField()
    reason = word(*TakeDown.Reason.values)
    words = serializers.CharField(help_text="what the creator says happened")
    seen_url = serializers.CharField(allow_null=True, help_text="where it was seen, as typed; never opened by us")
    answer = serializers.CharField(allow_null=True, help_text="why the brand refused")
    still_up = serializers.CharField(allow_null=True, help_text="where it was seen after it was to be gone")
    decision = serializers.CharField(allow_null=True, help_text="what our team decided, and why")
    down_by = serializers.DateTimeField(allow_null=True, help_text="by when it is to be gone everywhere")
    asked_at = serializers.DateTimeField()


class DownloadSchema(Schema):
    """A short-lived address."""

    object = serializers.CharField()
    asset = serializers.CharField()
    url = serializers.CharField(help_text="saves the untouched original; lives one minute")
    expires_in_seconds = serializers.IntegerField()
