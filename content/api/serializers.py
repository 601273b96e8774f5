"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from content import limits
from content.captions import CAPTIONS_MAX_BYTES, LANGUAGES
from content.models import TakeDown
from content.operations.portfolio import TITLE_MAX
from content.operations.renewals import RENEWAL_MONTHS_MAX
from content.operations.take_downs import SEEN_URL_MAX, WORDS_MAX


class UploadInput(StrictSerializer):
    collaboration = serializers.CharField(max_length=40, help_text="id of the collaboration the file is for")
    file_name = serializers.CharField(max_length=500, help_text="as the person knows it; never part of a key")
    content_type = serializers.CharField(max_length=60, help_text=f"one of {', '.join(limits.TYPES)}")
    size_bytes = serializers.IntegerField(min_value=0, help_text="exact; the store refuses any other size")
    fingerprint = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=64,
        help_text="whatever the app knows this very file by; starting it again then goes on where it stopped",
    )  # fmt: skip


class UploadPartsInput(StrictSerializer):
    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10_000),
        max_length=limits.PARTS_AT_ONCE,
        help_text="parts wanted next, from 1; empty only asks what has arrived",
    )


class CaptionsInput(StrictSerializer):
    language = serializers.CharField(max_length=8, help_text=f"BCP 47, one of {', '.join(LANGUAGES)}")
    text = serializers.CharField(
        allow_blank=True, trim_whitespace=False, max_length=CAPTIONS_MAX_BYTES,
        help_text="WebVTT or SubRip, up to 200 KB; a refusal names the line in its message",
    )  # fmt: skip


class SubmissionInput(StrictSerializer):
    assets = serializers.ListField(
        child=serializers.CharField(max_length=40),
        max_length=100,
        help_text="ids of files, in order; those on their way are waited for",
    )
    caption = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=5000, help_text="2200 letters at most"
    )


class NoteInput(StrictSerializer):
    brief_item = serializers.CharField(
        max_length=40, required=False, allow_null=True, default=None, help_text="the unmet line; needed for a change"
    )
    asset = serializers.CharField(max_length=40, required=False, allow_null=True, default=None)
    at_ms = serializers.IntegerField(
        min_value=0, max_value=86_400_000, required=False, allow_null=True, default=None,
        help_text="a moment of the video that `asset` names",
    )  # fmt: skip
    point = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=1000), min_length=2, max_length=2,
        required=False, allow_null=True, default=None, help_text="[x, y] on a photo, thousandths of its width and height",
    )  # fmt: skip
    text = serializers.CharField(max_length=1000)
    must_change = serializers.BooleanField(required=False, default=True, help_text="false: a remark")


class ChangesInput(StrictSerializer):
    notes = NoteInput(many=True, min_length=1, max_length=100)  # type: ignore[call-arg]


class ClipChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=TITLE_MAX, help_text="what it shows")
    place = serializers.IntegerField(
        required=False, min_value=1, max_value=1000, help_text="from 1; past the end: last"
    )


class ClipInput(StrictSerializer):
    asset = serializers.CharField(max_length=40, help_text="one of `GET /clips/choices/`")
    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=TITLE_MAX)


class RenewalInput(StrictSerializer):
    months = serializers.IntegerField(min_value=1, max_value=RENEWAL_MONTHS_MAX)
    variant = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=40,
        help_text="of your catalogue, one item of which you give for them",
    )


class RenewalAnswerInput(StrictSerializer):
    agree = serializers.BooleanField()
    months = serializers.IntegerField(
        min_value=1, max_value=RENEWAL_MONTHS_MAX, help_text="`renewal_months` as they were read"
    )
    renewal = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=40,
        help_text="id of `renewal` as it was read; none: nothing is given",
    )
    address = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=40,
        help_text="one of your addresses, for the parcel; none: the default",
    )


class TakeDownInput(StrictSerializer):
    reason = serializers.ChoiceField(TakeDown.Reason.values)
    words = serializers.CharField(max_length=WORDS_MAX, help_text="what happened; the brand and our team read it")
    seen_url = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=SEEN_URL_MAX, help_text="where it was seen: http(s)"
    )


class TakeDownAnswerInput(StrictSerializer):
    answer = serializers.CharField(max_length=WORDS_MAX, help_text="why it may stay")


class TakeDownStillUpInput(StrictSerializer):
    words = serializers.CharField(max_length=WORDS_MAX, help_text="where it is still seen")


class EmptyInput(StrictSerializer):
    """No fields."""
