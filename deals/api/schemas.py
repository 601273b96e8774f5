"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from barter.kernel.actors import Side
from barter.kernel.api.serializers import MoneySchema, word
from barter.kernel.topics import Topic
from brands.api.schemas import BrandSchema, GiftSchema
from creators.models import Channel
from deals.models import BriefItem, Collaboration, Deliverable, Dispute, LiveLink, PendingDecision
from deals.models.application import DeclineReason
from deals.models.collaboration import Problem
from deals.workflow import ApplicationState, CollaborationState, DealState, DisputeState, ReviewState

Schema = serializers.Serializer[Any]


_SIDES = (Side.BRAND, Side.CREATOR)
_BALL = (*_SIDES, Side.CARRIER, Side.STAFF, Side.SYSTEM)


def either(name: str, *shapes: type[serializers.Serializer], **options: Any) -> Any:
    """A field that `?expand=` turns from a reference into the whole object."""
    proxy = PolymorphicProxySerializer(component_name=name, serializers=list(shapes), resource_type_field_name=None)
    return extend_schema_field(proxy)(type(name, (serializers.JSONField,), {}))(**options)


class StatefulSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    state = serializers.CharField()
    state_since = serializers.DateTimeField()
    ball = word(*_BALL, allow_null=True, help_text="who must act; null: it is over")
    due_at = serializers.DateTimeField(allow_null=True, help_text="when the default happens")
    late_since = serializers.DateTimeField(allow_null=True)
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class BrandBriefSchema(Schema):
    """A brand on a card."""

    object = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField(required=False)
    is_verified = serializers.BooleanField(required=False)
    answer_hours = serializers.IntegerField(allow_null=True, required=False, help_text="mean; null: new")
    shipped_on_time = serializers.IntegerField(required=False)
    shipped = serializers.IntegerField(required=False)


class ImageSchema(Schema):
    """The picture on a card."""

    url = serializers.CharField(help_text="path or address")
    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class DeliverableSchema(Schema):
    """What must be made."""

    id = serializers.CharField(required=False)
    kind = word(*Deliverable.Kind.values)
    platform = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    min_seconds = serializers.IntegerField()
    max_seconds = serializers.IntegerField(help_text="0: no limit")
    ratio = serializers.CharField(allow_blank=True)


class PlacesSchema(Schema):
    """How many creators can join."""

    total = serializers.IntegerField()
    taken = serializers.IntegerField()
    left = serializers.IntegerField()


class ReasonSchema(Schema):
    """One condition of a deal."""

    code = serializers.CharField()
    text = serializers.CharField()
    met = serializers.BooleanField()


class EligibilitySchema(Schema):
    """Whether you can join, and why."""

    ok = serializers.BooleanField()
    reasons = ReasonSchema(many=True)


class DealRowSchema(Schema):
    """A live deal in the public list; read it for brief, licence and eligibility."""

    object = serializers.CharField(help_text="`deal`")
    id = serializers.CharField()
    state = word(*DealState.values)
    title = serializers.CharField(allow_blank=True)
    category = word(*Topic.values)
    brand = BrandBriefSchema()
    value = MoneySchema()
    image = ImageSchema(allow_null=True)
    deliverables = DeliverableSchema(many=True)
    must_post = serializers.BooleanField(help_text="false: content only")
    countries = serializers.ListField(child=serializers.CharField(), help_text="ships to; empty: everywhere")
    platforms = serializers.ListField(child=serializers.CharField(), help_text="empty: any")
    min_followers = serializers.IntegerField()
    places = PlacesSchema()
    ship_within_days = serializers.IntegerField(help_text="business days")
    create_within_days = serializers.IntegerField(help_text="days from delivery")
    published_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    eligibility = EligibilitySchema(
        required=False, allow_null=True, help_text="with `expand=eligibility`; null unless a creator asks"
    )
    is_saved = serializers.BooleanField(
        required=False, allow_null=True, help_text="with `expand=eligibility`; null unless a creator asks"
    )


class BriefItemSchema(Schema):
    """One line of the brief; notes of a review point at it."""

    id = serializers.CharField()
    kind = word(*BriefItem.Kind.values)
    text = serializers.CharField()


class BriefSchema(Schema):
    """What the content must hold."""

    version = serializers.IntegerField()
    items = BriefItemSchema(many=True)


class LicenceTermsSchema(Schema):
    """What the brand may do with approved content."""

    months = serializers.IntegerField()
    territory = serializers.CharField()
    paid_ads_months = serializers.IntegerField(help_text="0: no paid ads")
    edits = serializers.BooleanField()
    handle = serializers.BooleanField()
    credit = serializers.BooleanField()


class ObjectRefSchema(Schema):
    """Names another object."""

    object = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField(required=False, allow_blank=True)
    name = serializers.CharField(required=False)


class DealSchema(StatefulSchema):
    """A published offer, or the draft of one."""

    state = word(*DealState.values)
    title = serializers.CharField(allow_blank=True)
    summary = serializers.CharField(allow_blank=True)
    category = word(*Topic.values)
    brand = either("BrandOrBrief", BrandBriefSchema, BrandSchema)
    product = either("GiftOrRef", ObjectRefSchema, GiftSchema, allow_null=True)
    value = MoneySchema()
    image = ImageSchema(allow_null=True)
    brief = BriefSchema()
    deliverables = DeliverableSchema(many=True)
    licence = LicenceTermsSchema()
    must_post = serializers.BooleanField(help_text="false: content only")
    countries = serializers.ListField(child=serializers.CharField(), help_text="ships to; empty: everywhere")
    platforms = serializers.ListField(child=serializers.CharField(), help_text="empty: any")
    languages = serializers.ListField(child=serializers.CharField(), help_text="empty: any")
    min_followers = serializers.IntegerField()
    places = PlacesSchema()
    ship_within_days = serializers.IntegerField(help_text="business days")
    create_within_days = serializers.IntegerField(help_text="days from delivery")
    live_days = serializers.IntegerField(help_text="how long a post must stay")
    end_date = serializers.DateField(allow_null=True)
    terms_hash = serializers.CharField(allow_blank=True, help_text="SHA-256 of the terms you consent to by applying")
    rejection_reason = serializers.CharField(allow_null=True, required=False, help_text="its brand only")
    team_reason = serializers.CharField(
        allow_null=True,
        required=False,
        help_text="its brand only, of one deal: what our team wrote when it paused, closed or took it down",
    )
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    eligibility = EligibilitySchema(allow_null=True, required=False, help_text="creators only")
    is_saved = serializers.BooleanField(allow_null=True, required=False, help_text="creators only")
    application = serializers.CharField(allow_null=True, required=False, help_text="your latest application to it")


class ChannelBriefSchema(Schema):
    id = serializers.CharField()
    platform = word(*Channel.Platform.values)
    handle = serializers.CharField()
    followers = serializers.IntegerField()
    is_verified = serializers.BooleanField()


class ApplicantSchema(Schema):
    """Who applied; the brand sees more than the name."""

    object = serializers.CharField(help_text="`creator`")
    id = serializers.CharField()
    name = serializers.CharField()
    handle = serializers.CharField(required=False)
    city = serializers.CharField(required=False, allow_blank=True)
    country = serializers.CharField(required=False, allow_blank=True)
    is_verified = serializers.BooleanField(required=False)
    completed = serializers.IntegerField(required=False)
    on_time = serializers.IntegerField(required=False)
    channels = ChannelBriefSchema(many=True, required=False)


class PlaceSchema(Schema):
    """Where a parcel would go; the address itself stays in the vault."""

    city = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")


class ProposalSchema(Schema):
    """Changed terms; what is left out stays as in the deal."""

    create_within_days = serializers.IntegerField(required=False)
    live_days = serializers.IntegerField(required=False)
    ship_within_days = serializers.IntegerField(required=False)
    licence = serializers.DictField(required=False)
    variant = serializers.CharField(required=False)
    note = serializers.CharField(required=False, allow_blank=True)


class DecisionSchema(Schema):
    """A yes or a no of the brand's own, which the creator knows nothing of."""

    verdict = word(*PendingDecision.Verdict.values)
    reason = word(*DeclineReason.values, allow_null=True)
    note = serializers.CharField(allow_null=True)
    tell_at = serializers.DateTimeField(allow_null=True, help_text="when a no is told by itself; null: on release")
    decided_at = serializers.DateTimeField()


class MatchSchema(Schema):
    """What speaks for an applicant, in the order in which it counts."""

    keeps_dates = serializers.BooleanField(help_text="three or more finished, nine of ten in time")
    worked_with_you = serializers.BooleanField()
    films_the_topic = serializers.BooleanField()
    in_your_country = serializers.BooleanField()


class ApplicationSchema(StatefulSchema):
    """A creator's request for a place in a deal."""

    state = word(*ApplicationState.values)
    deal = either("DealOrRef", ObjectRefSchema, DealSchema)
    creator = ApplicantSchema()
    pitch = serializers.CharField(allow_blank=True)
    variant = serializers.CharField(allow_null=True)
    channel = serializers.CharField(allow_null=True)
    clips = serializers.ListField(
        child=serializers.CharField(), help_text="clips of their profile that they chose for this deal, at most three"
    )
    ships_to = PlaceSchema(allow_null=True)
    address = serializers.CharField(allow_null=True, required=False, help_text="the applicant only")
    at_capacity = serializers.BooleanField(required=False, help_text="the brand only: no free credit")
    decision = DecisionSchema(allow_null=True, required=False, help_text="the brand only: kept, and told nobody yet")
    waitlist_number = serializers.IntegerField(
        allow_null=True, required=False, help_text="in the brand's list of one deal: the number on its waitlist"
    )
    match = MatchSchema(required=False, help_text="in the brand's list of one deal, sorted by `best_match`")
    proposal = ProposalSchema(allow_null=True, help_text="of an offer or counter-offer")
    consented_hash = serializers.CharField(
        allow_null=True, help_text="of the terms that were applied for, or of the offer or counter-offer"
    )
    decline_reason = word(*DeclineReason.values, allow_null=True)
    collaboration = serializers.CharField(allow_null=True, help_text="what acceptance made")
    submitted_at = serializers.DateTimeField()


class TermsSchema(Schema):
    """One version of the terms."""

    version = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="of the canonical JSON of `body`")
    proposed_by = word(*_SIDES, allow_null=True)
    agreed_at = serializers.DateTimeField(allow_null=True, help_text="null: only proposed")
    body = serializers.DictField(help_text="deal, brief, deliverables, days, licence; as agreed")


class LiveLinkSchema(Schema):
    """The public post."""

    object = serializers.CharField(help_text="`live_link`")
    id = serializers.CharField()
    platform = word(*Channel.Platform.values)
    url = serializers.URLField()
    state = word(*LiveLink.State.values)
    posted_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)


class DisclosureSchema(Schema):
    """How a post has to say that it is advertising, where the creator is established."""

    country = serializers.CharField(allow_null=True, help_text="null: no rule of its own is known to us")
    words = serializers.ListField(
        child=serializers.CharField(), help_text="one of them has to stand there; empty: any word for advertising"
    )
    within_letters = serializers.IntegerField(help_text="how far from the front of the caption it may begin")
    says = serializers.CharField(help_text="the rule as a sentence, in the caller's language")


class CollaborationSchema(StatefulSchema):
    """The agreed exchange between one brand and one creator."""

    state = word(*CollaborationState.values)
    deal = either("DealOrRef", ObjectRefSchema, DealSchema)
    application = serializers.CharField()
    brand = ObjectRefSchema()
    creator = ObjectRefSchema()
    exchange = word(*Collaboration.Exchange.values)
    must_post = serializers.BooleanField(help_text="false: content only")
    create_within_days = serializers.IntegerField()
    live_days = serializers.IntegerField()
    disclosure = DisclosureSchema(allow_null=True, help_text="null: nothing is posted")
    revision_rounds_used = serializers.IntegerField()
    is_extended = serializers.BooleanField()
    was_late = serializers.BooleanField()
    problem_code = word(*Problem.values, allow_null=True)
    cancel_proposed_by = word(*_SIDES, allow_null=True)
    instructions = serializers.CharField(
        allow_null=True, help_text="how to use the voucher, or to book the visit; null once it is over"
    )
    visit_date = serializers.DateField(allow_null=True)
    terms = TermsSchema(allow_null=True, help_text="in force")
    proposed_terms = TermsSchema(allow_null=True, help_text="waiting for an answer")
    dispute = serializers.CharField(allow_null=True, help_text="the latest")
    live_links = LiveLinkSchema(many=True)
    agreed_at = serializers.DateTimeField()
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    posted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class ReviewSchema(StatefulSchema):
    """One side's words about the other."""

    state = word(*ReviewState.values)
    collaboration = serializers.CharField()
    side = word(*_SIDES, help_text="who writes")
    stars = serializers.IntegerField(allow_null=True, help_text="1 to 5; null: not written, or sealed")
    public_text = serializers.CharField(allow_null=True, allow_blank=True)
    would_again = serializers.BooleanField(allow_null=True, help_text="your own only")
    written_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class DisputeSchema(StatefulSchema):
    """A disagreement our team decides."""

    state = word(*DisputeState.values)
    collaboration = serializers.CharField()
    opened_by = word(*_SIDES)
    reason = serializers.CharField()
    answer = serializers.CharField(allow_null=True)
    outcome = word(*Dispute.Outcome.values, allow_null=True)
    decision = serializers.CharField(allow_null=True)
    opened_at = serializers.DateTimeField()
