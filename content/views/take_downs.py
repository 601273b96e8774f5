"""Taking a licensed file down: the creator asks, both sides follow it on one page, and each answers there."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clock import now
from barter.kernel.errors import BarterError, Invalid, TooOften
from barter.kernel.models import TimelineEntry
from barter.kernel.text import whole_number
from brands.access import BrandRequest, brand_required, memberships_of
from brands.permissions import may_manage
from content import library as shelf
from content import operations
from content.models import Licence, PaidRenewal, TakeDown
from content.operations.take_downs import SEEN_URL_MAX, WORDS_MAX
from content.permissions import available_actions
from content.take_down_story import said_since, steps_of, story_of
from content.views.common import say, user_of
from content.workflow import LICENCE_USABLE, TAKE_DOWN_OVER, LicenceState
from creators.access import CreatorRequest, creator_required
from deals.clips import still_url

_ON_TODAY = 5
_PAGE_ROWS = 25


class AskForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it should come down"),
        choices=TakeDown.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it should come down.")},
    )
    words = forms.CharField(
        label=_("What happened"),
        help_text=_("The brand and our team read it."),
        max_length=WORDS_MAX,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what happened in a few words.")},
    )
    seen_url = forms.CharField(
        label=_("Where you saw it"),
        help_text=_("The address of the page, if there is one."),
        max_length=SEEN_URL_MAX,
        required=False,
        widget=forms.URLInput({"inputmode": "url"}),
    )


class RefusalForm(forms.Form):
    answer = forms.CharField(
        label=_("Why it may stay"),
        help_text=_("{name} and our team read it."),
        max_length=WORDS_MAX,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why in a few words.")},
    )


class StillUpForm(forms.Form):
    words = forms.CharField(
        label=_("Where you still see it"),
        help_text=_("An address helps. The brand and our team read it."),
        max_length=WORDS_MAX,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say where you still see it.")},
    )


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CreatorRequest, licence_id: str) -> HttpResponse:
    """The creator asks; who has asked already follows that request."""
    own = Licence.objects.filter(creator=request.creator).select_related("asset", "brand", "creator")
    licence = get_object_or_404(own, public_id=licence_id)
    running = TakeDown.objects.filter(licence=licence).open().first()
    if running is not None:
        return redirect("take_down", running.public_id)
    if licence.state == LicenceState.RENEWED:
        return redirect("licence", licence.code)
    at = now()
    runs = licence.state in LICENCE_USABLE and licence.ends_at > at
    first = {} if runs else {"reason": TakeDown.Reason.TERM}
    form = AskForm(request.POST if request.method == "POST" else None, initial=first, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        by = Actor.creator(user_of(request).pk)
        try:
            made = operations.ask_take_down(licence=licence, by=by, at=at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field, refusal.detail)
        except TooOften as refusal:
            form.add_error(None, refusal.detail)
        except BarterError as refusal:
            say(request, refusal)
            return redirect("licence", licence.code)
        else:
            return redirect("take_down", made.public_id)
    context = {
        "form": form,
        "licence": licence,
        "runs": runs,
        "still": still_url(licence.asset),
        "answer_days": policy.value("take_down_answer_days"),
        "nav": "me",
    }
    return render(request, "content/take_down_ask.html", context, status=422 if form.errors else 200)


@brand_required
@require_safe
def take_downs(request: BrandRequest) -> HttpResponse:
    """All requests about the brand's files: those that are open first, each group newest first, by keyset pages."""
    over = Case(When(state__in=sorted(TAKE_DOWN_OVER), then=1), default=0)
    rows = TakeDown.objects.filter(brand=request.brand).annotate(is_over=over)
    group, _sep, key = request.GET.get("after", "").partition("-")
    is_over, pk = whole_number(group, most_digits=1), whole_number(key)
    if is_over is not None and pk is not None:
        rows = rows.filter(Q(is_over__gt=is_over) | Q(is_over=is_over, pk__lt=pk))
    found = list(rows.select_related("licence__creator").order_by("is_over", "-pk")[: _PAGE_ROWS + 1])
    last = found[_PAGE_ROWS - 1] if len(found) > _PAGE_ROWS else None
    context = {
        "requests": found[:_PAGE_ROWS],
        "older_url": f"?after={int(last.state in TAKE_DOWN_OVER)}-{last.pk}" if last else "",
        "nav": "brand_library",
    }
    return render(request, "content/take_downs.html", context)


@login_required
@require_safe
def take_down(request: HttpRequest, take_down_id: str) -> HttpResponse:
    return _page(request, _seen(request, take_down_id))


@login_required
@require_POST
def move(request: HttpRequest, take_down_id: str, verb: str) -> HttpResponse:
    """One answer of either side; who only looks makes none."""
    if verb not in _VERBS:
        raise Http404
    row = _seen(request, take_down_id)
    side, may_act = _standing(request, row)
    if not may_act:
        raise PermissionDenied
    act, form_class = _VERBS[verb]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _page(request, row, verb, form)
    by = (Actor.creator if side == Side.CREATOR else Actor.brand)(user_of(request).pk)
    try:
        act(take_down=row, by=by, at=now(), **(form.cleaned_data if form else {}))
    except BarterError as refusal:
        say(request, refusal)
    return redirect("take_down", row.public_id)


@brand_required
@require_safe
def on_today(request: BrandRequest) -> HttpResponse:
    """What of its licences needs the brand: a part of Today. One statement, two where somebody asks."""
    if not getattr(request, "htmx", False):
        return redirect("brand_library")
    at = now()
    ending, asked = shelf.needs_of(request.brand, at)
    rows = TakeDown.objects.none()
    if asked:
        rows = TakeDown.objects.with_ball_at_brand(request.brand).select_related("licence__creator", "licence__asset")
    context = {
        "ending": ending,
        "ends_days": shelf.ENDS[0],
        "requests": list(rows.order_by("due_at", "pk")[:_ON_TODAY]),
    }
    return render(request, "content/_today.html", context)


_VERBS: Mapping[str, tuple[Callable[..., Any], type[forms.Form] | None]] = {
    "agree": (operations.agree_take_down, None),
    "refuse": (operations.refuse_take_down, RefusalForm),
    "report-down": (operations.report_taken_down, None),
    "withdraw": (operations.withdraw_take_down, None),
    "confirm-gone": (operations.confirm_gone, None),
    "say-still-up": (operations.say_still_up, StillUpForm),
}


def _seen(request: HttpRequest, take_down_id: str) -> TakeDown:
    rows = TakeDown.objects.visible_to(request.user).distinct()
    rows = rows.select_related("brand", "creator", "licence__asset", "licence__brand", "licence__creator")
    return get_object_or_404(rows, public_id=take_down_id)


def _standing(request: HttpRequest, row: TakeDown) -> tuple[Side, bool]:
    """On which side the reader sees it, and whether they may act: viewers of the brand only look."""
    if row.creator.user_id == request.user.pk:
        return Side.CREATOR, True
    return Side.BRAND, may_manage(user_of(request), row.brand)


def _page(request: HttpRequest, row: TakeDown, verb: str = "", form: forms.Form | None = None) -> HttpResponse:
    at, (side, may_act) = now(), _standing(request, row)
    entries = list(TimelineEntry.objects.filter(object_type="takedown", object_id=row.pk).order_by("id"))
    running = Licence.objects.filter(shelf.running(at), asset=row.licence.asset_id)  # also one that went on from it
    refusal, still_up = RefusalForm(auto_id="refuse_%s"), StillUpForm(auto_id="up_%s")
    refusal.fields["answer"].help_text = refusal.fields["answer"].help_text.format(name=row.licence.licensor)
    context = {
        **_frame(request, row, side),
        "row": row,
        "side": str(side),
        "licence": row.licence,
        "runs": running.exists(),
        "still": still_url(row.licence.asset),
        "story": story_of(row, side, at),
        "steps": steps_of(row, entries, at),
        "said": said_since(row, entries),
        "actions": available_actions(row, side, may_act=may_act),
        "down_days": policy.value("take_down_days"),
        "refusal": form if verb == "refuse" else refusal,
        "still_up": form if verb == "say-still-up" else still_up,
        "failed": form,
        "kept": PaidRenewal.objects.filter(licence=row.licence_id).exclude(kept_at=None).first(),
        "is_creator": side == Side.CREATOR,
    }
    return render(request, "content/take_down.html", context, status=422 if form else 200)


def _frame(request: HttpRequest, row: TakeDown, side: Side) -> dict[str, str]:
    """The reader's own pages around it; those of a brand also need the membership for their side bar."""
    if side == Side.CREATOR:
        return {"frame": "app_creator.html", "nav": "me"}
    membership = next(one for one in memberships_of(request) if one.brand_id == row.brand_id)
    request.brand, request.membership = membership.brand, membership  # type: ignore[attr-defined]
    return {"frame": "app_brand.html", "nav": "brand_library"}
