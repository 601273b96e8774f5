"""The first three steps after joining: address, channel, topics. Each has its own address and can be skipped."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from creators import operations, queries
from creators.access import CreatorRequest, creator_required
from creators.forms import AddressForm, ChannelForm, NichesForm
from creators.models import Creator

STEPS = ("address", "channel", "niches")
_LABELS = {"address": gettext_noop("Address"), "channel": gettext_noop("Channel"), "niches": gettext_noop("Topics")}


@creator_required
@require_safe
def onboarding(request: CreatorRequest) -> HttpResponse:
    """The first step that is still open; the deals when all were seen."""
    if request.creator.onboarded_at:
        return redirect("feed")
    return redirect("creator_first_step", _open_step(request.creator))


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_step(request: CreatorRequest, step: str) -> HttpResponse:
    """One step: save and go on, or skip with `?skip=1`."""
    if step not in STEPS:
        raise Http404
    form = _form(request, step)
    if request.method == "POST" and "skip" in request.POST:
        return _next(request, step)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request.creator, step, form)
        except BarterError as error:
            add_refusal(form, error)
        else:
            return _next(request, step)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"creators/start_{step}.html", {"form": form, **_context(step)}, status=status)


def _context(step: str) -> dict[str, Any]:
    place = STEPS.index(step)
    states = ["done" if other < place else "now" if other == place else "todo" for other in range(len(STEPS))]
    steps = [
        {"label": gettext(_LABELS[name]), "state": state, "url": reverse("creator_first_step", args=[name])}
        for name, state in zip(STEPS, states, strict=True)
    ]
    return {"steps": steps, "is_last": step == STEPS[-1]}


def _form(request: CreatorRequest, step: str) -> forms.Form:
    creator, data = request.creator, request.POST or None
    if step == "address":
        return AddressForm(data, initial=_known_address(creator))
    if step == "channel":
        return ChannelForm(data, initial=_known_channel(creator))
    return NichesForm(request.POST if request.method == "POST" else None, initial={"niches": creator.niches})


def _save(creator: Creator, step: str, form: forms.Form) -> None:
    if isinstance(form, AddressForm):
        address = creator.addresses.filter(removed_at=None, is_default=True).first()
        if address:
            operations.update_address(address=address, data=form.data_typed(), at=now())
        else:
            operations.add_address(creator=creator, data=form.data_typed(), at=now())
        if not creator.country:
            place = {"city": form.cleaned_data["city"], "country": form.cleaned_data["country"]}
            operations.update_profile(creator=creator, changes=place, at=now())
    elif isinstance(form, ChannelForm):
        channel = creator.channels.filter(is_main=True).first()
        if channel:
            operations.update_channel(channel=channel, changes=form.cleaned_data, at=now())
        else:
            operations.add_channel(creator=creator, at=now(), **form.cleaned_data)
    else:
        operations.update_profile(creator=creator, changes=form.cleaned_data, at=now())


def _next(request: CreatorRequest, step: str) -> HttpResponse:
    place = STEPS.index(step) + 1
    if place < len(STEPS):
        return redirect("creator_first_step", STEPS[place])
    operations.finish_onboarding(creator=request.creator, at=now())
    return redirect("feed")


def _open_step(creator: Creator) -> str:
    if not queries.addresses_of(creator):
        return "address"
    return "channel" if not queries.channels_of(creator) else "niches"


def _known_address(creator: Creator) -> dict[str, str]:
    address = creator.addresses.filter(removed_at=None, is_default=True).first()
    if address is None:
        return {"name": _name_on_door(creator), "country": creator.country}
    data = operations.open_address(address)
    return {name: getattr(data, name) for name in AddressForm.base_fields}


def _name_on_door(creator: Creator) -> str:
    """Their name as far as it looks like one: a nickname would stand on a parcel."""
    name = creator.display_name
    return name if " " in name and not any(sign.isdigit() for sign in name) else ""


def _known_channel(creator: Creator) -> dict[str, Any]:
    channel = creator.channels.filter(is_main=True).first()
    if channel is None:
        return {"platform": "instagram"}
    return {name: getattr(channel, name) for name in ChannelForm.base_fields}
