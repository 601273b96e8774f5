"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from barter.kernel.api.serializers import MoneySchema

Schema = serializers.Serializer[Any]


class StatefulSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    state = serializers.CharField(help_text="clients must accept values they do not know")
    state_since = serializers.DateTimeField()
    ball = serializers.CharField(
        allow_null=True, help_text="who must act: brand, creator, carrier, staff, system; null: over"
    )
    due_at = serializers.DateTimeField(allow_null=True, help_text="when the default happens")
    late_since = serializers.DateTimeField(allow_null=True)
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class BrandBrief(Schema):
    object = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField(required=False)
    is_verified = serializers.BooleanField(required=False)
    answer_hours = serializers.IntegerField(allow_null=True, required=False, help_text="mean; null: new")
    shipped_on_time = serializers.IntegerField(required=False)
    shipped = serializers.IntegerField(required=False)


class ImageSchema(Schema):
    url = serializers.CharField()
    alt = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class DeliverableSchema(Schema):
    id = serializers.CharField(required=False)
    kind = serializers.CharField()
    platform = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    min_seconds = serializers.IntegerField()
    max_seconds = serializers.IntegerField(help_text="0: no limit")
    ratio = serializers.CharField(allow_blank=True)


class PlacesSchema(Schema):
    total = serializers.IntegerField()
    taken = serializers.IntegerField()
    left = serializers.IntegerField()


class DealRowSchema(Schema):
    object = serializers.CharField()
    id = serializers.CharField()
    state = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    brand = BrandBrief()
    value = MoneySchema()
    image = ImageSchema(allow_null=True)
    deliverables = DeliverableSchema(many=True)
    must_post = serializers.BooleanField(help_text="false: content only")
    countries = serializers.ListField(child=serializers.CharField(), help_text="empty: everywhere")
    platforms = serializers.ListField(child=serializers.CharField(), help_text="empty: any")
    min_followers = serializers.IntegerField()
    places = PlacesSchema()
    ship_within_days = serializers.IntegerField(help_text="business days")
    create_within_days = serializers.IntegerField(help_text="days from delivery")
    published_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()


class BriefItemSchema(Schema):
    id = serializers.CharField()
    kind = serializers.CharField()
    text = serializers.CharField()


class BriefSchema(Schema):
    version = serializers.IntegerField()
    items = BriefItemSchema(many=True)


class LicenceTermsSchema(Schema):
    months = serializers.IntegerField()
    territory = serializers.CharField()
    paid_ads_months = serializers.IntegerField(help_text="0: no paid ads")
    edits = serializers.BooleanField()
    handle = serializers.BooleanField()
    credit = serializers.BooleanField()


class ReasonSchema(Schema):
    code = serializers.CharField()
    text = serializers.CharField()
    met = serializers.BooleanField()


class EligibilitySchema(Schema):
    ok = serializers.BooleanField()
    reasons = ReasonSchema(many=True)


class DealSchema(StatefulSchema):
    title = serializers.CharField()
    summary = serializers.CharField()
    category = serializers.CharField()
    brand = BrandBrief()
    product = serializers.CharField(allow_null=True)
    value = MoneySchema()
    image = ImageSchema(allow_null=True)
    brief = BriefSchema()
    deliverables = DeliverableSchema(many=True)
    licence = LicenceTermsSchema()
    must_post = serializers.BooleanField()
    countries = serializers.ListField(child=serializers.CharField())
    platforms = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    min_followers = serializers.IntegerField()
    places = PlacesSchema()
    ship_within_days = serializers.IntegerField()
    create_within_days = serializers.IntegerField()
    live_days = serializers.IntegerField()
    end_date = serializers.DateField(allow_null=True)
    terms_hash = serializers.CharField(help_text="SHA-256 of the terms you consent to by applying")
    rejection_reason = serializers.CharField(allow_null=True, required=False, help_text="its brand only")
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    eligibility = EligibilitySchema(allow_null=True, required=False, help_text="creators only")
    is_saved = serializers.BooleanField(allow_null=True, required=False)
    application = serializers.CharField(allow_null=True, required=False, help_text="your latest application to it")


class ObjectRef(Schema):
    object = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField(required=False)
    name = serializers.CharField(required=False)


class ChannelBrief(Schema):
    id = serializers.CharField()
    platform = serializers.CharField()
    handle = serializers.CharField()
    followers = serializers.IntegerField()
    is_verified = serializers.BooleanField()


class CreatorSchema(Schema):
    """Who applied; the brand sees more than the name."""

    object = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    handle = serializers.CharField(required=False)
    city = serializers.CharField(required=False)
    country = serializers.CharField(required=False)
    is_verified = serializers.BooleanField(required=False)
    completed = serializers.IntegerField(required=False)
    on_time = serializers.IntegerField(required=False)
    channels = ChannelBrief(many=True, required=False)


class PlaceSchema(Schema):
    city = serializers.CharField()
    country = serializers.CharField()


class ApplicationSchema(StatefulSchema):
    deal = ObjectRef()
    creator = CreatorSchema()
    pitch = serializers.CharField()
    variant = serializers.CharField(allow_null=True)
    channel = serializers.CharField(allow_null=True)
    ships_to = PlaceSchema(allow_null=True)
    address = serializers.CharField(allow_null=True, required=False, help_text="the applicant only")
    at_capacity = serializers.BooleanField(required=False, help_text="the brand only: no free credit")
    proposal = serializers.JSONField(allow_null=True, help_text="changed terms of an offer or counter-offer")
    consented_hash = serializers.CharField(allow_null=True)
    decline_reason = serializers.CharField(allow_null=True)
    collaboration = serializers.CharField(allow_null=True)
    submitted_at = serializers.DateTimeField()


class TermsSchema(Schema):
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    agreed_at = serializers.DateTimeField()
    body = serializers.JSONField()


class LiveLinkSchema(Schema):
    object = serializers.CharField()
    id = serializers.CharField()
    platform = serializers.CharField()
    url = serializers.URLField()
    state = serializers.CharField()
    posted_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)


class CollaborationSchema(StatefulSchema):
    deal = ObjectRef()
    application = serializers.CharField()
    brand = ObjectRef()
    creator = ObjectRef()
    exchange = serializers.CharField(help_text="parcel, voucher or visit")
    must_post = serializers.BooleanField()
    create_within_days = serializers.IntegerField()
    live_days = serializers.IntegerField()
    revision_rounds_used = serializers.IntegerField()
    is_extended = serializers.BooleanField()
    was_late = serializers.BooleanField()
    problem_code = serializers.CharField(allow_null=True)
    cancel_proposed_by = serializers.CharField(allow_null=True)
    terms = TermsSchema(allow_null=True)
    live_links = LiveLinkSchema(many=True)
    agreed_at = serializers.DateTimeField()
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    posted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class ReviewSchema(StatefulSchema):
    side = serializers.CharField()
    stars = serializers.IntegerField(allow_null=True)
    public_text = serializers.CharField(allow_null=True)
    would_again = serializers.BooleanField(allow_null=True)
    written_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class DisputeSchema(StatefulSchema):
    opened_by = serializers.CharField()
    reason = serializers.CharField()
    answer = serializers.CharField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    decision = serializers.CharField(allow_null=True)
    opened_at = serializers.DateTimeField()
