"""What a brand has decided about its applicants and told nobody yet: kept, looked through, taken back, released together."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.api.docs import Section, body, ok
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import BarterError, Invalid, NotAllowed
from barter.kernel.rfc3339 import stamp
from deals import operations, pending, permissions
from deals.api.access import caller, deals, found, managed_deal
from deals.api.schemas import ObjectRefSchema
from deals.models import Application, Deal, PendingDecision
from deals.models.application import DeclineReason

_MOST = 500
_OBSTACLES = ("deal", "place", "slot", "stock", "credit", "country", "terms", "address", "standing", "trade")
_ON_RELEASE, _SOON = "on_release", "soon"
Verdict = PendingDecision.Verdict

# ---- Shapes


class NamedInput(StrictSerializer):
    applications = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=_MOST, help_text="ids"
    )


class DecisionInput(NamedInput):
    verdict = serializers.ChoiceField(choices=Verdict.values)
    reason = serializers.ChoiceField(choices=DeclineReason.choices, required=False, help_text="needed for a no")
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True, help_text="of a no")
    tell = serializers.ChoiceField(
        choices=[_ON_RELEASE, _SOON],
        required=False,
        default=_ON_RELEASE,
        help_text="soon, for a no: by itself, once the minutes to take it back are over",
    )


class RefusedSchema(serializers.Serializer[Any]):
    """One of many who could not be answered."""

    application = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField(help_text="a sentence for the person")


class DecidedSchema(serializers.Serializer[Any]):
    """Whose decision is kept, and who was not to be decided about."""

    object = serializers.CharField(help_text="`decided`")
    done = serializers.ListField(child=serializers.CharField(), help_text="ids of applications")
    refused = RefusedSchema(many=True)


class PlannedSchema(serializers.Serializer[Any]):
    """One decision that waits."""

    application = serializers.CharField()
    creator = ObjectRefSchema()
    decided_by = serializers.CharField(help_text="name of the member")
    decided_at = serializers.DateTimeField()
    obstacle = word(*_OBSTACLES, allow_null=True, help_text="of a yes: what would keep it back in its turn")
    reason = word(*DeclineReason.values, allow_null=True, help_text="of a no")
    note = serializers.CharField(allow_null=True, help_text="of a no")


class StockNeedSchema(serializers.Serializer[Any]):
    """One variant."""

    title = serializers.CharField(allow_blank=True)
    free = serializers.IntegerField()
    wanted = serializers.IntegerField(help_text="by those with a yes")


class DecisionsSchema(serializers.Serializer[Any]):
    """The check before a release: in the order in which it happens, with what it would find now."""

    object = serializers.CharField(help_text="`decisions`")
    deal = serializers.CharField()
    is_open = serializers.BooleanField(help_text="the deal takes creators")
    places_left = serializers.IntegerField(help_text="in the deal")
    slots_left = serializers.IntegerField(help_text="trades the brand may still run at once")
    accepted = serializers.IntegerField(help_text="how many a release would accept")
    kept = serializers.IntegerField(help_text="how many would stay, because of their obstacle")
    stock = StockNeedSchema(many=True)
    yes = PlannedSchema(many=True)
    no = PlannedSchema(many=True)


class ReleasedSchema(serializers.Serializer[Any]):
    """Who was told; who was refused still waits."""

    object = serializers.CharField(help_text="`released`")
    accepted = serializers.ListField(child=serializers.CharField(), help_text="ids of applications")
    declined = serializers.ListField(child=serializers.CharField(), help_text="ids of applications")
    refused = RefusedSchema(many=True)
    left = serializers.IntegerField(help_text="not reached by this call: release again")


# ---- Words

_TAIL = "0199p4x8c7f3mv5q2r1t6y9kdc"
_REFUSED = {"application": f"app_{_TAIL}", "code": "wrong_state", "detail": "This has moved on."}
_PLANNED: dict[str, Any] = {
    "application": f"app_{_TAIL}",
    "creator": {"object": "creator", "id": f"cre_{_TAIL}", "name": "Elīna Kalniņa"},
    "decided_by": "Olga Owner",
    "decided_at": "2026-11-20T09:12:00Z",
    "obstacle": None,
    "reason": None,
    "note": None,
}
_DECISIONS: dict[str, Any] = {
    "object": "decisions",
    "deal": f"deal_{_TAIL}",
    "is_open": True,
    "places_left": 3,
    "slots_left": 12,
    "accepted": 1,
    "kept": 0,
    "stock": [{"title": "30 ml", "free": 8, "wanted": 1}],
    "yes": [_PLANNED],
    "no": [],
}
_APPLICATIONS = Section("applications")
_READ = _APPLICATIONS.read(
    "decisions_read",
    "Decisions that wait",
    "Every yes and no that waits to be released, and what a release would do now: who comes first, and what is missing for "
    "whom. Only for the deal's brand; creators never learn of it.",
    ok(DecisionsSchema, _DECISIONS),
    (403,),
)
_DECIDE = _APPLICATIONS.act(
    "applications_decide",
    "Decide about many, tell later",
    "Keeps a yes or a no about each, which nobody is told until `decisions_release`; the last word counts. A no with `tell: "
    "soon` is told by itself once it can't be taken back any more. Who is answered already is among the refused. Owners "
    "and managers.",
    ok(DecidedSchema, {"object": "decided", "done": [f"app_{_TAIL}"], "refused": []}),
    (403, 422),
    takes=body(DecisionInput, {"applications": [f"app_{_TAIL}"], "verdict": "yes"}),
    action="application.decide",
)
_TAKE_BACK = _APPLICATIONS.act(
    "decisions_take_back",
    "Take decisions back",
    "As long as nobody was told; of others nothing happens. A decision that a no stood in for waits again. Answers with what "
    "still waits. Owners and managers.",
    ok(DecisionsSchema, {**_DECISIONS, "accepted": 0, "stock": [], "yes": []}),
    (403, 422),
    takes=body(NamedInput, {"applications": [f"app_{_TAIL}"]}),
)
_RELEASE = _APPLICATIONS.operation(
    "decisions_release",
    "Tell everybody what was decided",
    "First every yes, the best match first, for as long as there are places, stock and open trades; then every no. At most "
    "500 a call. Who is refused still waits; a second call does nothing twice. Owners and managers.",
    {
        200: ok(
            ReleasedSchema,
            {"object": "released", "accepted": [f"app_{_TAIL}"], "declined": [], "refused": [_REFUSED], "left": 0},
        )
    },
    (403,),
)

# ---- Views


class DecisionsView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request, deal_id: str) -> HttpResponse:
        deal = found(deals().visible_to(caller(request)), deal_id)
        if deal.brand_id not in permissions.roles_of(caller(request)):
            raise NotAllowed
        return self.item(request, _plan(deal))

    @extend_schema(**_DECIDE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        data = parsed(DecisionInput, request)
        call: dict[str, Any] = {"deal": deal, "applications": _named(deal, data), "by": _by(request), "at": clock.now()}
        if data["verdict"] == Verdict.NO:
            call |= {"reason": data.get("reason", ""), "note": data["note"]}
        elif {"reason", "note"} & set(request.data):
            raise Invalid("Only a no has a reason and a note.", field="reason" if "reason" in data else "note")
        if data["tell"] == _SOON:
            if data["verdict"] == Verdict.YES:
                raise Invalid("Only a no is told by itself.", field="tell")
            result = operations.decline_soon(**call)
        else:
            result = operations.decide_later(**call, verdict=data["verdict"])
        done = [row.public_id for row in result.done]
        return json({"object": "decided", "done": done, "refused": _refused(result.refused)})


class DecisionsTakeBackView(BarterView):
    @extend_schema(**_TAKE_BACK)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        rows = _named(deal, parsed(NamedInput, request))
        operations.take_back(deal=deal, applications=rows, by=_by(request), at=clock.now())
        return json(_plan(deal))


class DecisionsReleaseView(BarterView):
    keeps_answers = False  # each decision has a transaction of its own; what was told once is not there a second time

    @extend_schema(**_RELEASE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        done = operations.release_decisions(deal=deal, by=_by(request), at=clock.now())
        return json(
            {
                "object": "released",
                "accepted": [row.public_id for row in done.accepted],
                "declined": [row.public_id for row in done.declined],
                "refused": _refused(done.refused),
                "left": done.left,
            }
        )


# ---- Answers


def _named(deal: Deal, data: dict[str, Any]) -> list[Application]:
    """Applications to this deal, all of them. An unknown id is a value to change, not a missing page."""
    ids = set(data["applications"])
    rows = list(Application.objects.filter(deal=deal, public_id__in=ids).select_related("creator", "deal"))
    if len(rows) != len(ids):
        raise Invalid("One of these is no application to this deal.", field="applications")
    return rows


def _by(request: Request) -> Actor:
    return Actor.brand(caller(request).pk)


def _refused(rows: list[tuple[Application, BarterError]]) -> list[dict[str, str]]:
    return [{"application": row.public_id, "code": error.code, "detail": error.detail} for row, error in rows]


def _plan(deal: Deal) -> dict[str, Any]:
    plan = pending.plan_of(deal, at=clock.now())
    return {
        "object": "decisions",
        "deal": deal.public_id,
        "is_open": plan.is_open,
        "places_left": plan.places_left,
        "slots_left": plan.slots_left,
        "accepted": plan.accepted,
        "kept": plan.kept,
        "stock": [{"title": one.title, "free": one.free, "wanted": one.wanted} for one in plan.stock],
        "yes": [_planned(one.application, one.obstacle) for one in plan.yes],
        "no": [_planned(row) for row in plan.no],
    }


def _planned(row: Application, obstacle: str = "") -> dict[str, Any]:
    creator, mark = row.creator, row.pending
    return {
        "application": row.public_id,
        "creator": {"object": "creator", "id": creator.public_id, "name": creator.display_name},
        "decided_by": str(mark.decided_by),
        "decided_at": stamp(mark.decided_at),
        "obstacle": obstacle or None,
        "reason": mark.decline_reason or None,
        "note": mark.decline_note or None,
    }
