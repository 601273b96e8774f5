"""Decisions: what staff do to an object. Each asks on a page of its own, then calls one operation, and is written down.

Two of staff may press the same button: the operation's lock lets one win, and the other reads who was faster.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from barter.kernel.actors import Side
from barter.kernel.clock import now
from barter.kernel.errors import BarterError, Busy, NotAllowed, WrongState
from barter.kernel.models import TimelineEntry
from barter.kernel.staff.auditing import acting, log
from barter.kernel.staff.looks import page_of, words_and_tint
from barter.kernel.staff.queues import forget
from barter.kernel.templatetags.words import ago_words

MOST_AT_ONCE = 100
_LOCK_NOT_AVAILABLE = "55P03"
Decide = Callable[..., Any]


class Question(forms.Form):
    """What a decision asks. `fit` may shape it to the object it is about; a question about many at once is not shaped."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if obj is not None:
            self.fit(obj)

    def fit(self, obj: Any) -> None:
        """Offer what is possible, show what stands now."""

    @property
    def said(self) -> str:
        """The answers as staff read them, for the log."""
        shown = ((name, field) for name, field in self.fields.items() if not field.widget.is_hidden)
        answers = ((field, self[name].value()) for name, field in shown)
        words = (dict(getattr(field, "choices", ())).get(value, value) for field, value in answers)
        return "; ".join(str(word) for word in words if word not in {"", None})


class ReasonForm(Question):
    reason = forms.CharField(
        max_length=500,
        label="Why?",
        help_text="Kept in the timeline, with your name.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


@dataclass(frozen=True)
class Decision:
    """`operation(subject=obj, by=, at=, **form)`. `move` names the row of the state machine that must be open to staff;
    `possible` asks the object itself where there is no machine."""

    description: str
    operation: Decide
    subject: str
    form: type[Question] = Question
    words: str = ""
    move: str = ""
    possible: Callable[[Any], bool] | None = None

    def is_possible(self, obj: Any) -> bool:
        if self.possible is not None:
            return self.possible(obj)
        return not self.move or self.move in obj.machine.available(obj.state, Side.STAFF)

    def carry_out(self, request: HttpRequest, obj: Model, form: Question) -> None:
        """Do it and write it down, both or neither. Raises the operation's refusal, or Busy when the row stays locked."""
        answers = form.cleaned_data if form.fields else {}
        try:
            with transaction.atomic():
                self.operation(**{self.subject: obj}, by=acting(request), at=now(), **answers)
                log(request, obj, ": ".join(filter(None, [self.description, form.said])))
                transaction.on_commit(forget)  # the side bar counts anew
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise Busy from error


def decision(
    description: str,
    operation: Decide,
    *,
    subject: str,
    ask_reason: bool = False,
    form: type[Question] | None = None,
    words: str = "",
    move: str = "",
    possible: Callable[[Any], bool] | None = None,
    main: bool = False,
    danger: bool = False,
    right: str = "decide",
) -> Any:
    """A button on an object's page. `main` is the one marigold button; `right` names a `has_..._permission` of the page."""
    asked = form or (ReasonForm if ask_reason else Question)
    made = Decision(description, operation, subject, asked, words, move, possible)
    variant = ActionVariant.PRIMARY if main else ActionVariant.DANGER if danger else ActionVariant.DEFAULT

    @action(
        description=description, url_path=slugify(description.replace("’", "")), permissions=[right], variant=variant
    )
    def decide(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        if not getattr(self, f"has_{right}_permission")(request, object_id):  # Unfold asks without naming the object
            raise PermissionDenied
        return _answer(self, request, obj, made)

    decide.decision = made
    decide.__name__ = operation.__name__
    return decide


def _answer(model_admin: Any, request: HttpRequest, obj: Any, made: Decision) -> HttpResponse:
    page, title, pk = page_of(obj), f"{made.description}: {obj}", obj.pk
    if not made.is_possible(obj):
        messages.warning(request, _too_late(obj, WrongState(state=_state_words(obj))))
        return redirect(page)
    form = made.form(request.POST if request.method == "POST" else None, obj=obj)
    if request.method == "POST" and (form.is_valid() or not form.fields):
        try:
            made.carry_out(request, obj, form)
        except BarterError as refusal:
            if form.fields and not isinstance(refusal, WrongState | NotAllowed):
                form.add_error(None, refusal.detail)  # another answer may be possible: what was written stays
                return _page(model_admin, request, made, form, title=title, page=page, obj=obj)
            messages.error(request, _too_late(obj, refusal))
        else:
            messages.success(request, f"{made.description}: done.")
            if not type(obj)._base_manager.filter(pk=pk).exists():
                return redirect(reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_changelist"))
        return redirect(page)
    return _page(model_admin, request, made, form, title=title, page=page, obj=obj)


def bulk(made: Any, words: str = "") -> Any:
    """The same decision for many rows of a list: first a page that says what will happen to each, then one by one."""
    chosen: Decision = made.decision

    @action(description=f"{chosen.description}…", permissions=["decide"])
    def decide_many(self: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not self.has_decide_permission(request):
            raise PermissionDenied
        rows = list(self.apply_related(queryset)[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            messages.warning(request, f"Choose at most {MOST_AT_ONCE} at once.")
            return None
        confirmed = "confirmed" in request.POST
        form = chosen.form(request.POST if confirmed else None)
        if confirmed and (form.is_valid() or not form.fields):
            _do_many(request, rows, chosen, form)
            return None
        lines = [
            {"obj": row, "page": page_of(row), "possible": chosen.is_possible(row), "state": _state_words(row)}
            for row in rows
        ]
        count = sum(line["possible"] for line in lines)
        back = request.get_full_path()
        title = f"{chosen.description}: {count} of {len(rows)}"
        hidden = {"action": request.POST.get("action", ""), "keys": [row.pk for row in rows]}
        return _page(
            self, request, chosen, form, title=title, page=back, lines=lines, count=count, words=words, **hidden
        )

    return decide_many


def _do_many(request: HttpRequest, rows: list[Any], chosen: Decision, form: Question) -> None:
    done, refused = 0, []
    for row in rows:
        try:
            if not chosen.is_possible(row):
                raise WrongState(state=_state_words(row))
            chosen.carry_out(request, row, form)
            done += 1
        except BarterError as refusal:
            refused.append(f"{row}: {_too_late(row, refusal)}")
    if done:
        messages.success(request, f"{chosen.description}: {done} done.")
    for line in refused[:10]:
        messages.warning(request, line)
    if len(refused) > 10:
        messages.warning(request, f"{len(refused) - 10} more were left as they are.")


def _page(model_admin: Any, request: HttpRequest, made: Decision, form: forms.Form, **more: Any) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "form": form,
        "button": made.description,
        "words": made.words,
        "opts": model_admin.opts,
        **{name: value for name, value in more.items() if value or name != "words"},
    }
    return render(request, "admin/decide.html", context)


def _state_words(obj: Any) -> str:
    state = getattr(obj, "state", None) or getattr(obj, "standing", "")
    return words_and_tint(str(obj._meta.model_name), state)[0] if state else ""


def _too_late(obj: Any, refusal: BarterError) -> str:
    """The refusal, and who was faster when another of staff decided a moment ago."""
    if not isinstance(refusal, WrongState):
        return refusal.detail
    entries = TimelineEntry.objects.filter(object_type=obj._meta.model_name, object_id=obj.pk)
    last = entries.order_by("-id").first()
    if last is None or last.actor_side != Side.STAFF:
        return refusal.detail
    return f"{refusal.detail} Our team did “{last.move.replace('_', ' ')}” {ago_words(last.at, now())}."
