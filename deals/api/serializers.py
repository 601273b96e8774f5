"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from barter.kernel.topics import Topic
from creators.models import Channel
from deals.models import BriefItem, Deliverable
from deals.models.application import CLIPS_MAX, DeclineReason
from deals.models.collaboration import TOLD_BY_CARRIER, Problem

_SEEN = "of the terms that were read; where these are others by now, it is refused with `other_terms_now`"


class BriefItemInput(StrictSerializer):
    kind = serializers.ChoiceField(choices=BriefItem.Kind.choices)
    text = serializers.CharField(max_length=200)


class DeliverableInput(StrictSerializer):
    kind = serializers.ChoiceField(choices=Deliverable.Kind.choices)
    platform = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    count = serializers.IntegerField(min_value=1, max_value=50, required=False, default=1)
    min_seconds = serializers.IntegerField(min_value=0, max_value=3600, required=False, default=0)
    max_seconds = serializers.IntegerField(min_value=0, max_value=3600, required=False, default=0)
    ratio = serializers.RegexField(r"^[0-9]{1,2}:[0-9]{1,2}$", required=False, default="", allow_blank=True)


class LicenceInput(StrictSerializer):
    months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    territory = serializers.CharField(max_length=20, required=False)
    paid_ads_months = serializers.IntegerField(min_value=0, max_value=120, required=False)
    edits = serializers.BooleanField(required=False)
    handle = serializers.BooleanField(required=False)
    credit = serializers.BooleanField(required=False)


class DealChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    product = serializers.CharField(max_length=40, required=False, help_text="id of a product of your brand")
    title = serializers.CharField(max_length=120, required=False)
    summary = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    category = serializers.ChoiceField(choices=Topic.choices, required=False)
    countries = serializers.ListField(child=serializers.RegexField(r"^[A-Z]{2}$"), required=False, max_length=250)
    platforms = serializers.ListField(child=serializers.CharField(max_length=12), required=False, max_length=10)
    languages = serializers.ListField(child=serializers.CharField(max_length=5), required=False, max_length=50)
    min_followers = serializers.IntegerField(min_value=0, max_value=1_000_000_000, required=False)
    places = serializers.IntegerField(min_value=1, max_value=100_000, required=False)
    must_post = serializers.BooleanField(required=False)
    ship_within_days = serializers.IntegerField(min_value=1, max_value=30, required=False)
    create_within_days = serializers.IntegerField(min_value=5, max_value=28, required=False)
    live_days = serializers.IntegerField(min_value=7, max_value=90, required=False)
    end_date = serializers.DateField(required=False, allow_null=True)
    licence = LicenceInput(required=False)
    brief_items = serializers.ListField(child=BriefItemInput(), required=False, max_length=30)
    deliverables = serializers.ListField(child=DeliverableInput(), required=False, max_length=10)


class CancelInput(StrictSerializer):
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class ApplyInput(StrictSerializer):
    """Everything is optional: the default address, the first variant in stock, the main channel, no pitch."""

    pitch = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    address = serializers.CharField(max_length=40, required=False, help_text="id of one of your addresses")
    variant = serializers.CharField(max_length=40, required=False, help_text="id of a variant of the deal's product")
    channel = serializers.CharField(max_length=40, required=False, help_text="id of one of your channels")
    clips = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=CLIPS_MAX, required=False,
        help_text="ids of clips on your profile that the brand sees first",
    )  # fmt: skip
    terms_hash = serializers.CharField(max_length=64, required=False, help_text=_SEEN)


class AcceptInput(StrictSerializer):
    """Nothing, or what was read."""

    terms_hash = serializers.CharField(max_length=64, required=False, default="", help_text=_SEEN)


class DeclineInput(StrictSerializer):
    reason = serializers.ChoiceField(choices=DeclineReason.choices, required=False, default="other")
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class _Changes(StrictSerializer):
    create_within_days = serializers.IntegerField(min_value=5, max_value=28, required=False, help_text="from delivery")
    live_days = serializers.IntegerField(min_value=7, max_value=90, required=False)
    licence = LicenceInput(required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ProposalInput(_Changes):
    """Changed terms of an offer or a counter-offer; what is left out stays as in the deal."""

    ship_within_days = serializers.IntegerField(min_value=1, max_value=30, required=False, help_text="business days")
    variant = serializers.CharField(max_length=40, required=False, help_text="id of a variant of the deal's product")


class TermsInput(_Changes):
    """A change of agreed terms, which the other side must accept. At least one."""

    due_date = serializers.DateField(required=False, help_text="a new end of the present clock, within 90 days")


class ProblemInput(StrictSerializer):
    code = serializers.ChoiceField(choices=[code for code in Problem.values if code not in TOLD_BY_CARRIER])
    note = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class LiveLinkInput(StrictSerializer):
    url = serializers.URLField(max_length=500)
    platform = serializers.ChoiceField(
        choices=Channel.Platform.choices,
        required=False,
        help_text="only asked for a site we don't know (`blog`): the address itself tells the platform",
    )


class ReviewInput(StrictSerializer):
    stars = serializers.IntegerField(min_value=1, max_value=5)
    public_text = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    would_again = serializers.BooleanField()


class BookInput(StrictSerializer):
    visit_date = serializers.DateField()


class AnswerInput(StrictSerializer):
    agree = serializers.BooleanField()
    terms_hash = serializers.CharField(max_length=64, required=False, default="", help_text=_SEEN)


class DisputeInput(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


class DisputeAnswerInput(StrictSerializer):
    answer = serializers.CharField(max_length=2000)


class AppealInput(StrictSerializer):
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class InviteInput(StrictSerializer):
    creator = serializers.CharField(max_length=40, help_text="id of the creator")
