"""Named lists of creators, and what is done with many creators at once: put on a list, taken off it, invited."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from brands import operations as brand_operations
from brands.access import BrandRequest, Role, brand_required
from brands.limits import LIST_NAME_MAX
from brands.models import CreatorList
from creators.models import Creator
from deals import operations
from deals.errors import AlreadyApplied
from deals.models import Application
from deals.web.brand import people
from deals.web.brand.creators import RESULT, InviteForm, live_deals
from deals.web.brand.fetch import acting, may_manage, way_back
from deals.web.brand.words import refusal_words
from deals.workflow import ApplicationState

_MOST_PICKS = 200  # as many invitations as a person waits for


class ListForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the list"), max_length=LIST_NAME_MAX, required=False,
        error_messages={"required": gettext_lazy("Give the list a name.")},
    )  # fmt: skip


class AddForm(ListForm):
    """One of the lists there are, or the name of a new one."""

    to = forms.ChoiceField(label=gettext_lazy("List"), required=False)
    field_order = ["to", "name"]

    def __init__(self, *args: Any, lists: list[CreatorList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("New list") if lists else _("Name of the list")
        choices = [("", _("A new list")), *((one.public_id, one.name) for one in lists)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if not lists:
            del self.fields["to"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("to") and not values.get("name", "").strip():
            self.add_error("name", _("Choose a list, or name a new one."))
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def lists(request: BrandRequest) -> HttpResponse:
    """All lists; a POST makes one."""
    form = ListForm(request.POST if request.method == "POST" else None)
    form.fields["name"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            brand_operations.create_list(brand=request.brand, name=form.cleaned_data["name"], at=clock.now())
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("brand_creator_lists")
    context = {
        "lists": people.lists_of(request.brand.pk), "form": form, "may_manage": may_manage(request), "nav": "brand_creators",
    }  # fmt: skip
    return render(request, "deals/brand/creator_lists.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def rename(request: BrandRequest, creator_list_id: str) -> HttpResponse:
    row = _list(request, creator_list_id)
    form = ListForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    form.fields["name"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            brand_operations.rename_list(creator_list=row, name=form.cleaned_data["name"])
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("brand_creator_lists")
    context = {"row": row, "form": form, "nav": "brand_creators"}
    return render(request, "deals/brand/creator_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def delete(request: BrandRequest, creator_list_id: str) -> HttpResponse:
    """Asks first."""
    row, back = _list(request, creator_list_id), reverse("brand_creator_lists")
    if request.method == "POST":
        brand_operations.delete_list(creator_list=row)
        messages.success(request, _("The list “{name}” is deleted.").format(name=row.name))
        return redirect(back)
    context = {
        "title": _("Delete the list “{name}”?").format(name=row.name),
        "words": _("The creators on it and what you traded with them stay."),
        "label": _("Delete the list"),
        "back": back,
        "nav": "brand_creators",
    }
    return render(request, "deals/brand/creator_sure.html", context)


# ---- Many at once


@require_POST
@brand_required(write_role=Role.MANAGER)
def add(request: BrandRequest) -> HttpResponse:
    """Put everybody picked on a list. The first POST asks on which."""
    picked, lists = _picked(request), people.lists_of(request.brand.pk)
    if not picked:
        return _nobody(request)
    form = AddForm(request.POST if "write" in request.POST else None, lists=lists)
    if form.is_bound and form.is_valid():
        try:
            row, keys = _chosen(request, lists, form), [creator.pk for creator in picked]
            count = brand_operations.add_to_list(creator_list=row, creator_ids=keys, at=clock.now())
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            told = ngettext("{count} creator added to “{name}”.", "{count} creators added to “{name}”.", count)
            if not count:
                told = _("They are on “{name}” already.")
            messages.success(request, told.format(count=count, name=row.name))
            return redirect(_back(request))
    return _ask(request, "creators_add.html", picked, form)


@require_POST
@brand_required(write_role=Role.MANAGER)
def remove(request: BrandRequest) -> HttpResponse:
    """Take everybody picked off the list the page showed."""
    picked = _picked(request)
    if not picked:
        return _nobody(request)
    row = _list(request, request.POST.get("list", ""))
    count = brand_operations.remove_from_list(creator_list=row, creator_ids=[creator.pk for creator in picked])
    told = ngettext("{count} creator taken off “{name}”.", "{count} creators taken off “{name}”.", count)
    messages.success(request, told.format(count=count, name=row.name))
    return redirect(_back(request))


@require_POST
@brand_required(write_role=Role.MANAGER)
def invite(request: BrandRequest) -> HttpResponse:
    """Invite everybody picked to a live deal. The first POST asks to which; who was not asked is named with the reason."""
    picked, deals = _picked(request), live_deals(request)
    if not picked:
        return _nobody(request)
    form = InviteForm(request.POST if "write" in request.POST else None, deals=deals)
    if not (form.is_bound and form.is_valid()):
        return _ask(request, "creators_invite.html", picked, form, has_deals=bool(deals))
    deal = next(row for row in deals if row.public_id == form.cleaned_data["deal"])
    result = operations.invite_many(deal=deal, creators=picked, by=acting(request), at=clock.now())
    asked = [creator.pk for creator, error in result.refused if isinstance(error, AlreadyApplied)]
    waiting = Application.objects.filter(deal=deal, creator__in=asked, state=ApplicationState.INVITED)
    before = set(waiting.values_list("creator", flat=True))
    refused: dict[str, list[str]] = {}
    for creator, error in result.refused:
        if creator.pk not in before:
            refused.setdefault(refusal_words(error), []).append(creator.display_name)
    request.session[RESULT] = {
        "deal": str(deal), "done": len(result.done), "before": len(before), "refused": list(refused.items()),
        "refused_count": sum(map(len, refused.values())),
    }  # fmt: skip
    return redirect(_back(request))


def _picked(request: BrandRequest) -> list[Creator]:
    """Creators the brand knows, by name. What is not theirs is not there."""
    ids = list(dict.fromkeys(request.POST.getlist("pick")))[:_MOST_PICKS]
    return list(people.known_creators(request.brand.pk).filter(public_id__in=ids).order_by("display_name", "id"))


def _chosen(request: BrandRequest, lists: list[CreatorList], form: AddForm) -> CreatorList:
    """A name that is taken means the list that has it: a form sent twice makes one list."""
    name = " ".join(form.cleaned_data["name"].split())
    for row in lists:
        if row.public_id == form.cleaned_data.get("to") or (name and row.name.casefold() == name.casefold()):
            return row
    return brand_operations.create_list(brand=request.brand, name=name, at=clock.now())


def _list(request: BrandRequest, list_id: str) -> CreatorList:
    found: CreatorList = get_object_or_404(CreatorList.objects.filter(brand=request.brand), public_id=list_id)
    return found


def _back(request: BrandRequest) -> str:
    return way_back(request, reverse("brand_creators"))


def _nobody(request: BrandRequest) -> HttpResponse:
    messages.error(request, _("Nobody was picked. Tick the people you mean, then choose what to do."))
    return redirect(_back(request))


def _ask(request: BrandRequest, template: str, picked: list[Creator], form: forms.Form, **context: Any) -> HttpResponse:
    context |= {"picked": picked, "form": form, "next": _back(request), "nav": "brand_creators"}
    return render(request, f"deals/brand/{template}", context, status=422 if form.errors else 200)
