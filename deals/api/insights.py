"""What a brand's trades of a period say, as numbers."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.api.docs import BRAND, Section, ok, query
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import MoneySchema, word
from barter.kernel.api.views import BarterView, json, money
from barter.kernel.local_time import told_in
from barter.kernel.rfc3339 import stamp
from deals import queries_insights as insights
from deals.api.access import caller, found
from deals.api.deals import membership_in_force
from deals.models import Deal
from deals.queries_insights import ANSWER, CONTENT, PERIODS, STAGES, USUAL_PERIOD, Asked, Ratio
from deals.workflow import DealState


class FunnelSchema(serializers.Serializer[Any]):
    """How far the applications of the period have come by now."""

    applied = serializers.IntegerField()
    accepted = serializers.IntegerField()
    shipped = serializers.IntegerField()
    delivered = serializers.IntegerField()
    submitted = serializers.IntegerField()
    approved = serializers.IntegerField()
    completed = serializers.IntegerField()


class StageSchema(serializers.Serializer[Any]):
    """How long one stage took, of those that ended in the period. Time during a problem or a dispute is left out."""

    stage = word(ANSWER, *STAGES, CONTENT, help_text="content: from the agreement to the first version")
    count = serializers.IntegerField()
    median_days = serializers.FloatField()
    p90_days = serializers.FloatField(help_text="nine of ten took no longer")
    by_silence = serializers.IntegerField(help_text="ended because the clock ran out")


class RatioSchema(serializers.Serializer[Any]):
    """So many of so many."""

    part = serializers.IntegerField()
    whole = serializers.IntegerField()


class OnTimeSchema(serializers.Serializer[Any]):
    """What was on time; what never came counts as late."""

    shipping = RatioSchema(help_text="parcels of the brand")
    reviewing = RatioSchema(help_text="reviews that did not end by silence")
    creators = RatioSchema(help_text="completed trades in which the creator missed no date")


class WeekSchema(serializers.Serializer[Any]):
    """One week of the period."""

    starts_on = serializers.DateField(help_text="a Monday in the caller's time zone")
    approved_files = serializers.IntegerField()


class CostSchema(serializers.Serializer[Any]):
    """What was given for the files that came of it, in one currency."""

    trades = serializers.IntegerField()
    given = MoneySchema()
    files = serializers.IntegerField()
    per_file = MoneySchema(allow_null=True)


class InsightsSchema(serializers.Serializer[Any]):
    """What the brand's trades of a period say."""

    object = serializers.CharField(help_text="`insights`")
    brand = serializers.CharField()
    deal = serializers.CharField(allow_null=True, help_text="null: all of the brand's")
    days = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    funnel = FunnelSchema()
    stages = StageSchema(many=True, help_text="those of which something ended")
    on_time = OnTimeSchema()
    weeks = WeekSchema(many=True)
    costs = CostSchema(many=True, help_text="the largest first")


_EXAMPLE: dict[str, Any] = {
    "object": "insights",
    "brand": "brand_0199p4x8c7f3mv5q2r1t6y9kda",
    "deal": None,
    "days": 90,
    "since": "2026-08-22T09:12:00Z",
    "until": "2026-11-20T09:12:00Z",
    "funnel": {
        "applied": 112,
        "accepted": 24,
        "shipped": 23,
        "delivered": 21,
        "submitted": 18,
        "approved": 16,
        "completed": 12,
    },
    "stages": [{"stage": "ship", "count": 23, "median_days": 1.4, "p90_days": 2.8, "by_silence": 0}],
    "on_time": {
        "shipping": {"part": 22, "whole": 23},
        "reviewing": {"part": 17, "whole": 18},
        "creators": {"part": 11, "whole": 12},
    },
    "weeks": [{"starts_on": "2026-11-16", "approved_files": 4}],
    "costs": [
        {
            "trades": 16,
            "given": {"amount_minor": 99200, "currency": "EUR"},
            "files": 31,
            "per_file": {"amount_minor": 3200, "currency": "EUR"},
        }
    ],
}
_READ = Section("brands").operation(
    "insights_read",
    "What your trades say",
    "Of the brand's trades in the last days: how far applications came, days in each stage, what was on time, approved "
    "files by week, worth per approved file. For everybody on the team.",
    {200: ok(InsightsSchema, _EXAMPLE)},
    (401, 404),
    also=[
        query("days", "the period; 90 unless told", enum=[str(days) for days in PERIODS]),
        query("deal", "only of this deal (an id)"),
        BRAND,
    ],
)


class InsightsView(BarterView):
    parameters = frozenset({"days", "deal"})

    @extend_schema(**_READ)
    def get(self, request: Request) -> HttpResponse:
        brand, at = membership_in_force(request).brand, clock.now()
        days = request.query_params.get("days", str(USUAL_PERIOD))
        if days not in map(str, PERIODS):
            raise BadParameter(f"days is one of {', '.join(map(str, PERIODS))}.")
        deal: Deal | None = None
        if wanted := request.query_params.get("deal"):
            deal = found(Deal.objects.filter(brand=brand).exclude(state=DealState.DRAFT).only("public_id"), wanted)
        since = at - timedelta(days=int(days))
        asked = Asked(brand_pk=brand.pk, since=since, until=at, deal_pk=deal.pk if deal else None)
        with told_in(caller(request).time_zone):
            told = _told(asked)
        head = {"object": "insights", "brand": brand.public_id, "deal": deal.public_id if deal else None}
        return json(head | {"days": int(days), "since": stamp(since), "until": stamp(at)} | told)


def _told(asked: Asked) -> dict[str, Any]:
    stays, counted = insights.stays(asked), insights.funnel(asked)
    on_time = insights.punctuality(asked, stays)
    return {
        "funnel": {name: getattr(counted, name) for name in map(str, FunnelSchema().fields)},
        "stages": [
            {
                "stage": name,
                "count": stays[name].count,
                "median_days": round(stays[name].median_days, 1),
                "p90_days": round(stays[name].most_days, 1),
                "by_silence": stays[name].by_silence,
            }
            for name in (ANSWER, *STAGES, CONTENT)
            if name in stays
        ],
        "on_time": {
            "shipping": _ratio(on_time.shipping),
            "reviewing": _ratio(on_time.reviewing),
            "creators": _ratio(on_time.creators),
        },
        "weeks": [
            {"starts_on": week.date().isoformat(), "approved_files": count}
            for week, count in insights.files_by_week(asked)
        ],
        "costs": [
            {
                "trades": cost.trades,
                "given": money(cost.given_minor, cost.currency),
                "files": cost.files,
                "per_file": None if cost.per_file_minor is None else money(cost.per_file_minor, cost.currency),
            }
            for cost in insights.costs(asked)
        ],
    }


def _ratio(ratio: Ratio) -> dict[str, int]:
    return {"part": ratio.part, "whole": ratio.whole}
